//! A user's settings of sending, and the rule about his password: it stays with the destination it was entered for.

mod plan;
#[cfg(test)]
mod tests;

pub use plan::{Plan, SecretChange};

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    UserId,
    settings::{Destination, OwnServer, SendingMode},
};
use secrecy::SecretString;

/// A user's settings as they are stored. The password is not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Whose server sends his letters.
    pub mode: SendingMode,
    /// His own server; stays stored while another mode is chosen.
    pub own_server: Option<OwnServer>,
    /// Whether there is a password for the own server.
    pub password_set: bool,
    /// Grows whenever the password is set or cleared; never goes back.
    pub secret_version: u64,
    /// Grows whenever anything is saved; 0 where nothing was saved yet.
    pub version: u64,
    /// When it was last saved.
    pub updated_at: Option<Timestamp>,
}

/// What happens to the stored password.
#[derive(Debug, Clone, Default)]
pub enum PasswordChange {
    /// It stays. Only possible where the destination stays as well (or where there is none stored).
    #[default]
    Keep,
    /// This one takes its place, bound to the destination that is saved with it.
    Set(SecretString),
    /// It is deleted.
    Clear,
}

/// What is to be saved.
#[derive(Debug, Clone)]
pub struct SaveSettings {
    /// Whose server sends his letters.
    pub mode: SendingMode,
    /// His own server; none leaves the stored one as it is.
    pub own_server: Option<OwnServer>,
    /// What happens to the stored password.
    pub password: PasswordChange,
    /// The version that the person saw; none saves over whatever is there.
    pub expected_version: Option<u64>,
}

/// Why settings were not saved. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// There is no such user in the company.
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
    /// A password for a server to which nobody signs in.
    #[error("a password without a user name")]
    PasswordWithoutUserName,
    /// Own server is chosen, or a password set, and there is no own server.
    #[error("no own server")]
    NoOwnServer,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The settings of one company's users.
#[async_trait]
pub trait SettingsStore: Send + Sync {
    /// A user's settings, the default ones where nothing was saved yet; none where there is no such user.
    async fn settings(&self, user: UserId) -> Result<Option<Settings>, StoreError>;

    /// Saves, in one transaction, by the rules of [`Settings::plan`]. Returns what is stored now.
    async fn save_settings(&self, user: UserId, change: SaveSettings) -> Result<Settings, SaveError>;

    /// The password, to be sent to exactly this destination: none unless it is the stored one and the password was
    /// entered for it. For tests and sending alone; it is shown to nobody.
    ///
    /// # Errors
    /// [`StoreError::Secret`] where what is stored does not open for this destination: it was tampered with.
    async fn secret_for(
        &self,
        user: UserId,
        destination: &Destination,
    ) -> Result<Option<SecretString>, StoreError>;
}
