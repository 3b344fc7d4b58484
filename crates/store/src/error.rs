//! What can go wrong with any question to a store.

use crate::{random::RandomError, secrets::SecretError};

/// The store could not do it, and it is nobody's mistake that asked. Never holds a stored value.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed or did not answer in time.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored value is not what was stored.
    #[error("the stored {what} can not be read")]
    Damaged {
        /// Which column or value.
        what: &'static str,
    },
    /// A secret could not be sealed or opened.
    #[error("a stored secret can not be used")]
    Secret(#[from] SecretError),
    /// There is no randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
}
