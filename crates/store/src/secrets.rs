//! Secrets, sealed to what they were entered for.
//!
//! A ring of keys in a file (never in the database) wraps one random key per company; the company's key seals its
//! secrets with XChaCha20-Poly1305. What is sealed opens only for the same company, user, field **and destination**
//! (server, port, encryption, user name): in another row, or for another server, it is noise.

mod blob;
mod company_key;
mod context;
pub mod keys;
mod ring;
mod ring_file;
mod vault;

#[cfg(test)]
mod tests;

pub use company_key::CompanyKey;
pub use context::SecretContext;
pub use ring::{InvalidKeyId, KeyId, KeyRing};
pub use ring_file::KeyRingError;
pub use vault::Vault;

use crate::random::RandomError;

/// Why a secret could not be sealed or opened. Says nothing of the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Not a sealed secret, or one of a newer kind.
    #[error("not a sealed secret of a known version")]
    Format,
    /// Sealed with a key that is not there.
    #[error("sealed with key {0}, which is not there")]
    UnknownKey(KeyId),
    /// Sealed for another company, user, field or destination, or damaged.
    #[error("sealed for something else, or damaged")]
    WrongContext,
    /// Opened, but no text.
    #[error("the secret is not a text")]
    NotText,
    /// Larger than anything that is sealed.
    #[error("too large to be sealed")]
    TooLarge,
    /// There is no randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
}
