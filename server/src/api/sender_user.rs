//! The sender user: whose settings are the base for all others.

mod affected;
pub mod preview;
pub mod read;
pub mod set;

use super::{
    etag,
    problem::{FieldError, Kind, Problem},
    schema,
};
use model::{DisplayName, ExternalId, Mailbox, UserId};
use serde::{Deserialize, Serialize};
use store::{SenderUserError, User};
use utoipa::ToSchema;

/// A user, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    /// His id.
    #[schema(value_type = schema::Id)]
    id: UserId,
    /// What the portal calls him.
    #[schema(value_type = Option<schema::ExternalId>)]
    external_id: Option<ExternalId>,
    /// His name.
    #[schema(value_type = schema::Name)]
    name: DisplayName,
    /// His address.
    #[schema(value_type = schema::Email)]
    email: Mailbox,
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            external_id: user.external_id,
            name: user.name,
            email: user.email,
        }
    }
}

/// Who is the sender user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SenderUser, example = json!({"sender_user": null}))]
pub struct SenderUserView {
    /// Null: nobody.
    sender_user: Option<Person>,
}

/// Who is to be the sender user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SetSenderUser, example = json!({"user_id": null}))]
pub struct Choice {
    /// His id; null: nobody. It has to be there.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(value_type = Option<schema::Id>, required = true)]
    user_id: Option<UserId>,
}

fn no_such_user() -> Problem {
    Problem::invalid(FieldError::field(
        "user_id",
        "there is no such user in the company",
    ))
}

impl From<SenderUserError> for Problem {
    fn from(error: SenderUserError) -> Self {
        match error {
            SenderUserError::NoSuchUser => no_such_user(),
            SenderUserError::NoSuchCompany => Kind::NotFound.into(),
            SenderUserError::Conflict { stored } => etag::changed(stored),
            SenderUserError::Store(error) => error.into(),
        }
    }
}
