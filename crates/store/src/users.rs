//! Users of a company.

use crate::{audit::Actor, error::StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, DisplayName, ExternalId, Language, Mailbox, UserId};

pub use model::Role;

/// A user of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// His id.
    pub id: UserId,
    /// His company.
    pub company: CompanyId,
    /// What the portal calls him (`sub` of a launch token); no two users of a company have the same.
    pub external_id: Option<ExternalId>,
    /// His name.
    pub name: DisplayName,
    /// His address: test letters go there and nowhere else.
    pub email: Mailbox,
    /// What he may do.
    pub role: Role,
    /// The language of his pages and letters.
    pub language: Language,
    /// When a server last took a letter of his, test letters included.
    pub last_sent_at: Option<Timestamp>,
    /// When he was created.
    pub created_at: Timestamp,
}

/// A user before he has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// What the portal calls him.
    pub external_id: Option<ExternalId>,
    /// His name.
    pub name: DisplayName,
    /// His address; no other user of the company has it.
    pub email: Mailbox,
    /// What he may do.
    pub role: Role,
    /// The language of his pages and letters.
    pub language: Language,
}

/// What is to be changed of a user; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    /// What the portal calls him.
    pub external_id: Option<ExternalId>,
    /// His name.
    pub name: Option<DisplayName>,
    /// His address.
    pub email: Option<Mailbox>,
    /// What he may do.
    pub role: Option<Role>,
    /// The language of his pages and letters.
    pub language: Option<Language>,
}

/// Why a user was not created, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// Another user of the company has the address.
    #[error("another user of the company has this address")]
    EmailTaken,
    /// Another user of the company has the external id.
    #[error("another user of the company has this external id")]
    ExternalIdTaken,
    /// He is the sender user: another one, or nobody, has to become it first.
    #[error("the user is the sender user")]
    IsSenderUser,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The users of one company.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Creates a user, with an audit entry.
    async fn create_user(&self, user: &NewUser, by: &Actor) -> Result<User, UserError>;

    /// Changes a user, with an audit entry (none where nothing differs). A role counts at his next request.
    async fn update_user(&self, id: UserId, change: &UserChange, by: &Actor) -> Result<User, UserError>;

    /// Deletes a user with his settings, tests and sessions, with an audit entry.
    async fn delete_user(&self, id: UserId, by: &Actor) -> Result<(), UserError>;

    /// The user of this id.
    async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The user who has this address; the case of letters does not count.
    async fn find_user_by_email(&self, email: &Mailbox) -> Result<Option<User>, StoreError>;

    /// The user whom the portal calls so.
    async fn find_user_by_external_id(&self, id: &ExternalId) -> Result<Option<User>, StoreError>;

    /// Users, by id (which is by age), behind this one, at most `limit`.
    async fn list_users(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError>;

    /// How many users there are.
    async fn count_users(&self) -> Result<u64, StoreError>;
}

/// An address as it is compared: in lower case.
#[must_use]
pub fn email_key(email: &Mailbox) -> String {
    email.as_str().to_lowercase()
}
