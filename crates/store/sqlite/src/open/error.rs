//! Why a database file can not be used, with a clear word.

use crate::columns::failed;
use std::{
    io,
    path::{Path, PathBuf},
};
use store::{StoreError, secrets::SecretError};
use uuid::Uuid;

/// Why a database file can not be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no folder for it.
    #[error("the folder of database {} does not exist", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// It is no SQLite database.
    #[error("{} is not a SQLite database", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// It is another program's.
    #[error("{} is the database of another program", path.display())]
    OtherProgram {
        /// The file.
        path: PathBuf,
    },
    /// A newer version of this program has changed its tables.
    #[error("database {} was used by a newer version of this program (migration {migration}); use that one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The first migration that is not known here.
        migration: i64,
    },
    /// Its tables were made by another build, of which this is no successor.
    #[error("migration {migration} of database {} differs from this program's", path.display())]
    OtherSchema {
        /// The file.
        path: PathBuf,
        /// The first migration that differs.
        migration: i64,
    },
    /// It can not be written to.
    #[error("database {} is read-only", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The key file does not belong to it.
    #[error("the key file does not fit database {}: company {company} is {source}", path.display())]
    OtherKeys {
        /// The database.
        path: PathBuf,
        /// A company whose key does not open.
        company: Uuid,
        /// Why not.
        source: SecretError,
    },
    /// Another program has it open, and this one wants to be alone with it.
    #[error("database {} is in use by another program; stop it first", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// Another program wants to be alone with it.
    #[error("database {} is being copied by another program; wait until that is done", path.display())]
    BeingCopied {
        /// The file.
        path: PathBuf,
    },
    /// It can not be made.
    #[error("can not make database {}", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The database failed.
    #[error("can not open database {}", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What failed.
        source: StoreError,
    },
}

/// SQLite's primary result codes (<https://sqlite.org/rescode.html>) that a person can do something about.
pub(super) fn explained(path: &Path, error: sqlx::Error) -> OpenError {
    let path = path.to_owned();
    let code = error
        .as_database_error()
        .and_then(|e| e.code()?.parse::<u32>().ok());
    match code.map(|code| code & 0xff) {
        Some(26) => OpenError::NotADatabase { path },
        Some(8) => OpenError::ReadOnly { path },
        _ => OpenError::Failed {
            path,
            source: failed(error),
        },
    }
}
