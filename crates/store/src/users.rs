//! Users of a company.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, DisplayName, Language, Mailbox, UserId};
use std::str::FromStr;

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// His own settings.
    User,
    /// His own, and what is the whole company's.
    Admin,
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is one of user, admin")]
pub struct UnknownRole;

impl Role {
    /// The word in storage.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        [Self::User, Self::Admin]
            .into_iter()
            .find(|role| role.key() == text)
            .ok_or(UnknownRole)
    }
}

/// A user of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// His id.
    pub id: UserId,
    /// His company.
    pub company: CompanyId,
    /// His name.
    pub name: DisplayName,
    /// His address: test letters go there and nowhere else.
    pub email: Mailbox,
    /// What he may do.
    pub role: Role,
    /// The language of his pages and letters.
    pub language: Language,
    /// When he was created.
    pub created_at: Timestamp,
}

/// A user before he has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// His name.
    pub name: DisplayName,
    /// His address; no other user of the company has it.
    pub email: Mailbox,
    /// What he may do.
    pub role: Role,
    /// The language of his pages and letters.
    pub language: Language,
}

/// Why a user was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateUserError {
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// Another user of the company has the address.
    #[error("another user of the company has this address")]
    EmailTaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The users of one company.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Creates a user.
    async fn create_user(&self, user: &NewUser) -> Result<User, CreateUserError>;

    /// The user of this id.
    async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The user who has this address; the case of letters does not count.
    async fn find_user_by_email(&self, email: &Mailbox) -> Result<Option<User>, StoreError>;

    /// All users of the company, oldest first.
    async fn list_users(&self) -> Result<Vec<User>, StoreError>;
}

/// An address as it is compared: in lower case.
#[must_use]
pub fn email_key(email: &Mailbox) -> String {
    email.as_str().to_lowercase()
}
