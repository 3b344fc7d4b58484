//! `[store]`.

use super::{
    super::values::{PostgresUrl, Secret},
    secrets,
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where the program keeps things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// The database file; made where there is none.
    pub sqlite: PathBuf,
    /// The PostgreSQL database that is used in place of it, for several replicas.
    pub postgres: Option<PostgresUrl>,
    /// Its password.
    pub postgres_password: Option<Secret>,
    /// The file that holds its password, in its first line.
    pub postgres_password_file: Option<PathBuf>,
    /// The file of the keys that seal passwords; made where there is none. Without it no stored password opens.
    pub keys: PathBuf,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            sqlite: PathBuf::from("saatja.db"),
            postgres: None,
            postgres_password: None,
            postgres_password_file: None,
            keys: PathBuf::from("saatja-keys"),
        }
    }
}

impl Store {
    /// The PostgreSQL database with its password; none where it is SQLite.
    ///
    /// # Errors
    /// A sentence where the password's file can not be read.
    pub fn postgres(&self) -> Result<Option<String>, String> {
        let Some(url) = &self.postgres else {
            return Ok(None);
        };
        let password = secrets::find(
            "store.postgres_password",
            self.postgres_password.as_ref(),
            self.postgres_password_file.as_deref(),
        )?;
        Ok(Some(url.with_password(password.as_ref().map(secrets::text))))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let passwords = (
            self.postgres_password.is_some(),
            self.postgres_password_file.is_some(),
        );
        match (&self.postgres, passwords) {
            (None, (true, _) | (_, true)) => {
                Err("store.postgres_password: there is no store.postgres that it is for".to_owned())
            }
            _ => secrets::only_one("store.postgres_password", passwords),
        }
    }
}
