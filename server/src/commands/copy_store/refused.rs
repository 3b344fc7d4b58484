//! Why nothing is copied.

use ::store::secrets::KeyRingError;
use std::path::PathBuf;

/// A copy that is refused, or that failed its last check.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is nothing to copy to.
    #[error("--from and --to are the same")]
    Same,
    /// There is nothing to copy.
    #[error("there is no database {}", .0.display())]
    NoSource(PathBuf),
    /// What is to be copied is not whole.
    #[error("--from is itself a copy that was not finished")]
    HalfCopied,
    /// Something is there already.
    #[error("--to is not empty: {table} has {rows} rows that are not from a copy")]
    NotEmpty {
        /// Where.
        table: &'static str,
        /// How many.
        rows: u64,
    },
    /// Another copy was begun, or the source was changed since.
    #[error(
        "--to has the beginning of another copy, or --from was changed since ({table} differs): empty --to and begin anew"
    )]
    OtherCopy {
        /// Where it shows.
        table: String,
    },
    /// Somebody else uses one of the two.
    #[error("{0}")]
    InUse(String),
    /// The key file is not there or can not be read.
    #[error("store.keys: {0}")]
    NoKeys(KeyRingError),
    /// The key file is another database's.
    #[error("store.keys: {0}")]
    OtherKeys(String),
    /// What was copied is not the same.
    #[error("--from and --to differ after the copy, in: {0}")]
    Differs(String),
}

impl Refused {
    /// The program's exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Same | Self::NoSource(_) | Self::HalfCopied => 3,
            Self::NotEmpty { .. } | Self::OtherCopy { .. } => 4,
            Self::InUse(_) => 5,
            Self::NoKeys(_) | Self::OtherKeys(_) => 6,
            Self::Differs(_) => 7,
        }
    }
}

pub(super) fn of_sqlite(error: store_sqlite::OpenError) -> anyhow::Error {
    use store_sqlite::OpenError as E;
    match error {
        E::InUse { .. } | E::BeingCopied { .. } => Refused::InUse(error.to_string()).into(),
        E::OtherKeys { .. } => Refused::OtherKeys(error.to_string()).into(),
        error => error.into(),
    }
}

pub(super) fn of_postgres(error: store_postgres::OpenError) -> anyhow::Error {
    use store_postgres::OpenError as E;
    match error {
        E::InUse { .. } | E::Taken { .. } => Refused::InUse(error.to_string()).into(),
        E::OtherKeys { .. } => Refused::OtherKeys(error.to_string()).into(),
        error => error.into(),
    }
}
