//! Exceptions from the rules about encryption that an admin confirmed for his company: its own certificate authority, a
//! server's pinned key, a server to which the password may travel readable. Each is bound to what it was confirmed for
//! and is never made or changed by the program itself.

use crate::{audit::Actor, error::StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{ExceptionId, Host, Port};
use serde::{Deserialize, Serialize};

/// What is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Trusted {
    /// A certificate authority of the company's own, for all servers that its users dial.
    Authority {
        /// Its name, as its certificate says it.
        name: String,
        /// The certificate, PEM.
        pem: String,
    },
    /// The key of one server (SHA-256 of its `SubjectPublicKeyInfo`, RFC 7469), instead of any authority.
    Pin {
        /// The server.
        host: Host,
        /// Its port.
        port: Port,
        /// 64 hexadecimal digits in lower case.
        spki_sha256: String,
    },
    /// A server to which a password may travel without encryption.
    PlainPassword {
        /// The server.
        host: Host,
        /// Its port.
        port: Port,
    },
}

impl Trusted {
    /// The stable word.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Authority { .. } => "authority",
            Self::Pin { .. } => "pin",
            Self::PlainPassword { .. } => "plain-password",
        }
    }

    /// What it is about, for people: an authority's name, or server and port.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Authority { name, .. } => name.clone(),
            Self::Pin { host, port, .. } | Self::PlainPassword { host, port } => format!("{host}:{port}"),
        }
    }
}

/// A confirmed exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its id.
    pub id: ExceptionId,
    /// What is trusted.
    pub trusted: Trusted,
    /// Who confirmed it: his name then.
    pub confirmed_by: String,
    /// When.
    pub confirmed_at: Timestamp,
}

/// Why an exception was not added or removed.
#[derive(Debug, thiserror::Error)]
pub enum ExceptionError {
    /// There is no such exception in the company.
    #[error("no such exception")]
    NoSuchException,
    /// There is no such company.
    #[error("no such company")]
    NoSuchCompany,
    /// The same is there already (for a pin: another one for the same server and port).
    #[error("there is such an exception already")]
    Already,
    /// A hundred are enough.
    #[error("too many exceptions")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most exceptions of one company.
pub const MOST_EXCEPTIONS: u32 = 100;

/// The exceptions of one company.
#[async_trait]
pub trait ExceptionStore: Send + Sync {
    /// All of them, oldest first.
    async fn exceptions(&self) -> Result<Vec<Exception>, StoreError>;

    /// Adds one, with an audit entry.
    async fn add_exception(&self, trusted: &Trusted, by: &Actor) -> Result<Exception, ExceptionError>;

    /// Removes one, with an audit entry.
    async fn remove_exception(&self, id: ExceptionId, by: &Actor) -> Result<(), ExceptionError>;
}
