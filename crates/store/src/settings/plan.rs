//! What saving does, without a database: every store does just that, inside one transaction.

use super::{PasswordChange, SaveError, SaveSettings, Settings};
use jiff::Timestamp;
use model::settings::SendingMode;
use secrecy::SecretString;

/// What has to be written.
#[derive(Debug)]
pub struct Plan {
    /// The settings that are to be stored.
    pub settings: Settings,
    /// What happens to the sealed password beside them.
    pub secret: SecretChange,
}

/// What happens to a sealed password.
#[derive(Debug)]
pub enum SecretChange {
    /// It stays as it is, bound to the destination as it is.
    Keep,
    /// This one is sealed for the new destination.
    Seal(SecretString),
    /// There is none.
    Remove,
}

impl Settings {
    /// What saving `change` over these stored settings writes.
    ///
    /// # Errors
    /// [`SaveError`] where nothing may be written: someone else saved in between, or the stored password would go to
    /// a destination that it was not entered for.
    pub fn plan(&self, change: SaveSettings, now: Timestamp) -> Result<Plan, SaveError> {
        if change
            .expected_version
            .is_some_and(|expected| expected != self.version)
        {
            return Err(SaveError::Conflict { stored: self.version });
        }
        let own_server = change.own_server.or_else(|| self.own_server.clone());
        if change.mode == SendingMode::OwnServer && own_server.is_none() {
            return Err(SaveError::NoOwnServer);
        }
        let secret = match change.password {
            PasswordChange::Keep if !self.password_set => SecretChange::Remove,
            PasswordChange::Keep => {
                let destination = |settings: &Option<_>| {
                    settings
                        .as_ref()
                        .map(|own: &model::settings::OwnServer| own.destination.clone())
                };
                if destination(&own_server) != destination(&self.own_server) {
                    return Err(SaveError::PasswordNotForDestination);
                }
                SecretChange::Keep
            }
            PasswordChange::Set(secret) => {
                let own = own_server.as_ref().ok_or(SaveError::NoOwnServer)?;
                if own.destination.user_name.is_none() {
                    return Err(SaveError::PasswordWithoutUserName);
                }
                SecretChange::Seal(secret)
            }
            PasswordChange::Clear => SecretChange::Remove,
        };
        let password_set = !matches!(secret, SecretChange::Remove);
        let secret_changed = matches!(secret, SecretChange::Seal(_)) || password_set != self.password_set;
        let settings = Settings {
            mode: change.mode,
            own_server,
            password_set,
            secret_version: self.secret_version + u64::from(secret_changed),
            version: self.version + 1,
            updated_at: Some(now),
        };
        Ok(Plan { settings, secret })
    }
}
