//! The key of one company.

use super::{SecretError, blob, ring::KeyId};
use crate::return_path::ReturnPath;
use model::CompanyId;
use std::fmt;

/// The key that seals one company's secrets. In the database it is wrapped by the ring's active key; without its row
/// nothing of the company can be opened again.
pub struct CompanyKey {
    pub(super) company: CompanyId,
    pub(super) id: KeyId,
    pub(super) key: blob::Key,
}

impl CompanyKey {
    pub(super) fn new(company: CompanyId, key: blob::Key) -> Self {
        Self {
            company,
            id: KeyId::of(&key),
            key,
        }
    }

    pub(super) fn from_bytes(company: CompanyId, bytes: &[u8]) -> Result<Self, SecretError> {
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| SecretError::Format)?;
        Ok(Self::new(company, blob::Key::new(bytes)))
    }

    /// What signs the return paths of its messages.
    #[must_use]
    pub fn return_path(&self) -> ReturnPath {
        ReturnPath::of(&self.key)
    }

    /// The company.
    #[must_use]
    pub const fn company(&self) -> CompanyId {
        self.company
    }
}

impl fmt::Debug for CompanyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompanyKey")
            .field("company", &self.company)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
