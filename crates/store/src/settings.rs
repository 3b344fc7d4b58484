//! Layers of settings: what each user and the company have set, the sender user, and the rule about passwords: one stays
//! with the destination that it was entered for.

mod plan;
#[cfg(test)]
mod tests;
mod user_settings;

pub use plan::{LayerPlan, SecretStep};
pub use user_settings::{CompanySettings, SenderUser, UserSettings};

use crate::{audit::Actor, companies::Company, error::StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    UserId,
    settings::{Destination, Layer, Secret, Stored},
};
use secrecy::SecretString;

/// Whose settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The company's defaults.
    Company,
    /// A user's own.
    User(UserId),
}

/// What one owner has stored. The password is not among it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What is set.
    pub layer: Layer,
    /// What the stored password was entered for; none where there is no password.
    pub password_for: Option<Destination>,
    /// Grows whenever the password is set or cleared; never goes back.
    pub secret_version: u64,
    /// Grows whenever anything is saved; 0 where nothing was saved yet.
    pub version: u64,
    /// When it was last saved.
    pub updated_at: Option<Timestamp>,
}

impl Settings {
    /// As the rules of inheritance take it.
    #[must_use]
    pub fn stored(&self) -> Stored {
        Stored {
            layer: self.layer.clone(),
            secret: self.password_for.clone().map(|destination| Secret {
                destination,
                version: self.secret_version,
            }),
        }
    }
}

/// What happens to the stored password.
#[derive(Debug, Clone, Default)]
pub enum PasswordChange {
    /// It stays. Not possible where the layer leads elsewhere than before, unless that is what it was entered for.
    #[default]
    Keep,
    /// This one takes its place.
    Set {
        /// The password.
        password: SecretString,
        /// The destination that the person saw while he typed it, inherited parts included. Nothing is saved where
        /// it would be another one now.
        entered_for: Destination,
    },
    /// It is deleted.
    Clear,
}

/// What is to be saved.
#[derive(Debug, Clone)]
pub struct SaveSettings {
    /// The whole layer: what is none in it is inherited afterwards.
    pub layer: Layer,
    /// What happens to the stored password.
    pub password: PasswordChange,
    /// The version that the person saw; none saves over whatever is there.
    pub expected_version: Option<u64>,
}

/// Why settings were not saved. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// There is no such user in the company, or no such company.
    #[error("no such user")]
    NoSuchUser,
    /// Somebody saved in between.
    #[error("saved by somebody else in between: version {stored} is stored")]
    Conflict {
        /// The version that is stored.
        stored: u64,
    },
    /// The stored password belongs to another destination: it has to be entered again, or cleared.
    #[error("the stored password is for another destination")]
    PasswordNotForDestination,
    /// The destination was changed below while the password was typed: by the sender user or the company.
    #[error("the password was entered for a destination that is no longer the one that counts")]
    DestinationChanged,
    /// A password for a server to which nobody signs in.
    #[error("a password without a user name")]
    PasswordWithoutUserName,
    /// A password, and no server that it could be for.
    #[error("a password without a whole destination")]
    NoDestination,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the sender user was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SenderUserError {
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// The company was changed in between.
    #[error("changed by somebody else in between: version {stored} is stored")]
    Conflict {
        /// The version that is stored.
        stored: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Which users of a table are asked for.
#[derive(Debug, Clone, Default)]
pub struct UserQuery {
    /// Only users in whose name or address this stands; the case of letters does not count.
    pub search: Option<String>,
    /// Only those behind this one in the table: the last name and id of the page before.
    pub after: Option<(String, UserId)>,
}

/// The settings of one company: its users' and its own.
#[async_trait]
pub trait SettingsStore: Send + Sync {
    /// The company's defaults, with the company. None where there is no such company.
    async fn company_settings(&self) -> Result<Option<CompanySettings>, StoreError>;

    /// Everything that makes up a user's effective settings and what is known about them, in one query. None where
    /// there is no such user.
    async fn user_settings(&self, user: UserId) -> Result<Option<UserSettings>, StoreError>;

    /// The same of many users, by name (in lower case, then by id), at most `limit`, in two queries at most.
    async fn user_table(&self, query: &UserQuery, limit: u32) -> Result<Vec<UserSettings>, StoreError>;

    /// Saves, in one transaction with its audit entry (before and after without secrets; nothing is written about a
    /// save that changes nothing) and the messages to webhooks, by the rules of [`Settings::plan`]. Layers below are
    /// read in the same transaction. Returns what is stored now.
    async fn save_settings(
        &self,
        owner: Owner,
        change: SaveSettings,
        by: &Actor,
    ) -> Result<Settings, SaveError>;

    /// Makes a user the one whose settings are the base for all, or nobody, with audit entry and webhook messages.
    /// `expected_version` is the company's.
    async fn set_sender_user(
        &self,
        user: Option<UserId>,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<Company, SenderUserError>;

    /// An owner's password, to be sent to exactly this destination: none unless it is the stored one and was entered
    /// for it. For tests and sending alone; it is shown to nobody.
    ///
    /// # Errors
    /// [`StoreError::Secret`] where what is stored does not open for this destination: it was tampered with.
    async fn secret_for(
        &self,
        owner: Owner,
        destination: &Destination,
    ) -> Result<Option<SecretString>, StoreError>;
}
