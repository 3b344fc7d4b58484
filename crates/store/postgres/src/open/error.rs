//! What can be wrong with a database, in words for the operator.

use crate::columns::failed;
use std::{fmt, io};
use store::{StoreError, secrets::SecretError};
use uuid::Uuid;

/// Which database, without the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The server's host, or the folder of its socket.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// Who signs in.
    pub user: String,
    /// The database's name.
    pub database: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            host, port, database, ..
        } = self;
        write!(f, "database {database} at {host}:{port}")
    }
}

/// Why a database can not be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is none.
    #[error("the address of the database {why}; it looks like postgres://user:password@host/database")]
    Address {
        /// What is wrong with it.
        why: &'static str,
    },
    /// Nobody answers.
    #[error("{place} can not be reached")]
    Unreachable {
        /// Which.
        place: Place,
        /// The system's reason.
        source: io::Error,
    },
    /// Who answers is no PostgreSQL server.
    #[error("what answers at {}:{} is no PostgreSQL server", place.host, place.port)]
    NotPostgres {
        /// Which.
        place: Place,
    },
    /// No encryption, where the address asks for it, or with a certificate that it does not trust.
    #[error("{place}: no encrypted connection as the address asks for")]
    Tls {
        /// Which.
        place: Place,
        /// What failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server does not let the user in: the password is wrong, or `pg_hba.conf` says no.
    #[error("{place} does not let user {} in: {answer}", place.user)]
    SignIn {
        /// Which.
        place: Place,
        /// The server's own words.
        answer: String,
    },
    /// There is no such database.
    #[error("there is no {place}; it has to be created first (createdb {})", place.database)]
    NoDatabase {
        /// Which.
        place: Place,
    },
    /// It takes no writes: perhaps a standby.
    #[error("{place} is read-only")]
    ReadOnly {
        /// Which.
        place: Place,
    },
    /// It can not hold every text.
    #[error("{place} has the encoding {encoding}; it has to be made with UTF8")]
    Encoding {
        /// Which.
        place: Place,
        /// Its encoding.
        encoding: String,
    },
    /// It is another program's.
    #[error("{place} belongs to another program")]
    OtherProgram {
        /// Which.
        place: Place,
    },
    /// The user may not make or change its tables.
    #[error("{place}: user {} may not do what is needed: {answer}", place.user)]
    NotAllowed {
        /// Which.
        place: Place,
        /// The server's own words.
        answer: String,
    },
    /// A newer version of this program has changed its tables.
    #[error("{place} was used by a newer version of this program (migration {migration}); use that one")]
    Newer {
        /// Which.
        place: Place,
        /// The first migration that is not known here.
        migration: i64,
    },
    /// Its tables were made by another build, of which this is no successor.
    #[error("migration {migration} of {place} differs from this program's")]
    OtherSchema {
        /// Which.
        place: Place,
        /// The first migration that differs.
        migration: i64,
    },
    /// Another program uses it, and this one has to be alone.
    #[error("{place} is in use by another program; stop it first")]
    InUse {
        /// Which.
        place: Place,
    },
    /// Another program is alone with it.
    #[error("another program works on {place} and has to be alone; wait until it is done")]
    Taken {
        /// Which.
        place: Place,
    },
    /// The key file does not belong to it.
    #[error("the key file does not fit {place}: company {company} is {source}")]
    OtherKeys {
        /// Which.
        place: Place,
        /// A company whose key does not open.
        company: Uuid,
        /// Why not.
        source: SecretError,
    },
    /// The database failed.
    #[error("can not open {place}")]
    Failed {
        /// Which.
        place: Place,
        /// What failed.
        source: StoreError,
    },
}

/// SQLSTATEs (PostgreSQL's documentation, appendix A) and failures that a person can do something about.
pub(super) fn explained(place: &Place, error: sqlx::Error) -> OpenError {
    let place = place.clone();
    match error {
        sqlx::Error::Io(source) => OpenError::Unreachable { place, source },
        sqlx::Error::Tls(source) => OpenError::Tls { place, source },
        sqlx::Error::Protocol(_) => OpenError::NotPostgres { place },
        sqlx::Error::Database(answer) => {
            let words = answer.message().to_owned();
            match answer.code().as_deref() {
                Some("28000" | "28P01") => OpenError::SignIn { place, answer: words },
                Some("3D000") => OpenError::NoDatabase { place },
                Some("42501" | "3F000") => OpenError::NotAllowed { place, answer: words },
                _ => OpenError::Failed {
                    place,
                    source: failed(sqlx::Error::Database(answer)),
                },
            }
        }
        error => OpenError::Failed {
            place,
            source: failed(error),
        },
    }
}
