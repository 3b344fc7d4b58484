//! Users of a company.

pub mod change;
pub mod create;
pub mod delete;
pub mod list;
pub mod read;

use super::{
    problem::{Kind, Problem},
    schema,
};
use jiff::Timestamp;
use model::{DisplayName, ExternalId, Language, Mailbox, UserId};
use serde::Serialize;
use store::{Role, User, UserError};
use utoipa::ToSchema;

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User, example = json!({
    "id": "019a5b1e-7c00-7000-8000-000000000002", "external_id": "user-4", "name": "Mari Maasikas",
    "email": "mari@naidis.ee", "role": "user", "language": "et", "last_sent_at": null,
    "created_at": "2026-11-22T10:14:00Z"
}))]
pub struct UserView {
    /// His id.
    #[schema(value_type = schema::Id)]
    id: UserId,
    /// What the portal calls him: `sub` of a launch token.
    #[schema(value_type = Option<schema::ExternalId>)]
    external_id: Option<ExternalId>,
    /// His name.
    #[schema(value_type = schema::Name)]
    name: DisplayName,
    /// His address; test letters go there and nowhere else.
    #[schema(value_type = schema::Email)]
    email: Mailbox,
    /// What he may do.
    #[schema(value_type = schema::RoleWord)]
    role: Role,
    /// The language of his pages and letters.
    #[schema(value_type = schema::LanguageWord)]
    language: Language,
    /// When a server last took a letter of his, test letters included.
    #[schema(value_type = Option<schema::Time>)]
    last_sent_at: Option<Timestamp>,
    /// When he was created.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            external_id: user.external_id,
            name: user.name,
            email: user.email,
            role: user.role,
            language: user.language,
            last_sent_at: user.last_sent_at,
            created_at: user.created_at,
        }
    }
}

impl From<UserError> for Problem {
    fn from(error: UserError) -> Self {
        match error {
            UserError::NoSuchCompany | UserError::NoSuchUser => Kind::NotFound.into(),
            UserError::EmailTaken => Kind::EmailTaken.into(),
            UserError::ExternalIdTaken => Kind::ExternalIdTaken.into(),
            UserError::IsSenderUser => Kind::IsSenderUser.into(),
            UserError::Store(error) => error.into(),
        }
    }
}
