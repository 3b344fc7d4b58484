//! Seals and opens, with the keys of one ring.

use super::{
    SecretError, blob,
    company_key::CompanyKey,
    context::SecretContext,
    ring::{KeyId, KeyRing},
    ring_file::{self, KeyRingError},
};
use crate::{encoding::Fields, random::Random};
use model::CompanyId;
use secrecy::{ExposeSecret as _, SecretString};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

/// The keys of this installation, and the randomness for new ones. Clones share the ring.
#[derive(Clone)]
pub struct Vault {
    path: PathBuf,
    ring: Arc<RwLock<KeyRing>>,
    random: Arc<dyn Random>,
}

impl Vault {
    /// Reads the key file, or makes it with one new key where there is none (mode 600).
    ///
    /// # Errors
    /// [`KeyRingError`] where it can not be read or made, or others than its owner can read it.
    pub fn open(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyRingError> {
        match Self::load(path, Arc::clone(&random)) {
            Err(KeyRingError::Missing { .. }) => {
                ring_file::create(path, &KeyRing::generate(&*random)?, &*random)?;
                Self::load(path, random)
            }
            vault => vault,
        }
    }

    /// Reads the key file, which must be there: for a database that holds secrets already.
    ///
    /// # Errors
    /// [`KeyRingError`] where it is not there, can not be read, or others than its owner can read it.
    pub fn load(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyRingError> {
        Ok(Self {
            path: path.to_owned(),
            ring: Arc::new(RwLock::new(ring_file::load(path)?)),
            random,
        })
    }

    /// Reads the key file again, while others seal and open, and says whether it differs. Where it can not be used the
    /// keys stay as they were.
    ///
    /// # Errors
    /// [`KeyRingError`] as [`Vault::load`].
    pub fn reload(&self) -> Result<bool, KeyRingError> {
        let new = ring_file::load(&self.path)?;
        if new.is_same_as(&self.ring()) {
            return Ok(false);
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(true)
    }

    /// The id of the key that wraps what is new.
    #[must_use]
    pub fn active(&self) -> KeyId {
        self.ring().active()
    }

    /// The ids of all keys, oldest first.
    #[must_use]
    pub fn ids(&self) -> Vec<KeyId> {
        self.ring().ids().collect()
    }

    fn ring(&self) -> RwLockReadGuard<'_, KeyRing> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new key for a company, and the same wrapped, for storage.
    ///
    /// # Errors
    /// [`SecretError::Random`] where there is no randomness.
    pub fn new_company_key(&self, company: CompanyId) -> Result<(CompanyKey, Vec<u8>), SecretError> {
        let mut key = blob::Key::new([0; 32]);
        self.random.fill(key.as_mut_slice())?;
        let key = CompanyKey::new(company, key);
        let wrapped = self.wrap(&key)?;
        Ok((key, wrapped))
    }

    /// Opens a company's stored key.
    ///
    /// # Errors
    /// [`SecretError::UnknownKey`] where the ring has not the key that wraps it, [`SecretError::WrongContext`] where
    /// it is another company's, [`SecretError::Format`] where it is no wrapped key.
    pub fn unwrap_company_key(&self, company: CompanyId, wrapped: &[u8]) -> Result<CompanyKey, SecretError> {
        let id = blob::key_id(wrapped)?;
        match self.unwrap(company, id, wrapped) {
            // Perhaps another process has added a key since. Where the file can not be read, the key is not there.
            Err(SecretError::UnknownKey(_)) if self.reload().unwrap_or(false) => {
                self.unwrap(company, id, wrapped)
            }
            other => other,
        }
    }

    fn unwrap(&self, company: CompanyId, id: KeyId, wrapped: &[u8]) -> Result<CompanyKey, SecretError> {
        let ring = self.ring();
        let key = ring.key(id).ok_or(SecretError::UnknownKey(id))?;
        let bytes = blob::open(key, &wrap_context(company, id), wrapped)?;
        CompanyKey::from_bytes(company, &bytes)
    }

    /// Wraps a company's stored key by the active key; none where it is already.
    ///
    /// # Errors
    /// As [`Vault::unwrap_company_key`].
    pub fn rewrap(&self, company: CompanyId, wrapped: &[u8]) -> Result<Option<Vec<u8>>, SecretError> {
        if blob::key_id(wrapped)? == self.active() {
            return Ok(None);
        }
        self.wrap(&self.unwrap_company_key(company, wrapped)?).map(Some)
    }

    /// Seals a secret to what it is for.
    ///
    /// # Errors
    /// [`SecretError::WrongContext`] where the key is another company's, [`SecretError::Random`] without randomness.
    pub fn seal(
        &self,
        key: &CompanyKey,
        context: &SecretContext<'_>,
        secret: &SecretString,
    ) -> Result<Vec<u8>, SecretError> {
        if key.company != context.company() {
            return Err(SecretError::WrongContext);
        }
        let plain = secret.expose_secret().as_bytes();
        blob::seal(&key.key, key.id, &context.to_bytes(), plain, &*self.random)
    }

    /// Opens a sealed secret for what it is for.
    ///
    /// # Errors
    /// [`SecretError::WrongContext`] where it was sealed for anything else (another company, user, field, server,
    /// port, encryption or user name) or was changed since; [`SecretError::UnknownKey`] where another key sealed it.
    pub fn unseal(
        &self,
        key: &CompanyKey,
        context: &SecretContext<'_>,
        sealed: &[u8],
    ) -> Result<SecretString, SecretError> {
        let id = blob::key_id(sealed)?;
        if id != key.id {
            return Err(SecretError::UnknownKey(id));
        }
        let plain = blob::open(&key.key, &context.to_bytes(), sealed)?;
        std::str::from_utf8(&plain)
            .map(SecretString::from)
            .map_err(|_| SecretError::NotText)
    }

    fn wrap(&self, key: &CompanyKey) -> Result<Vec<u8>, SecretError> {
        let ring = self.ring();
        let id = ring.active();
        let ring_key = ring.key(id).ok_or(SecretError::UnknownKey(id))?;
        blob::seal(
            ring_key,
            id,
            &wrap_context(key.company, id),
            key.key.as_slice(),
            &*self.random,
        )
    }
}

/// What a wrapped company key is bound to.
fn wrap_context(company: CompanyId, ring_key: KeyId) -> Vec<u8> {
    Fields::of("saatja company key 1")
        .bytes(company.as_uuid().as_bytes())
        .bytes(ring_key.as_bytes())
        .into_bytes()
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("ring", &*self.ring())
            .finish_non_exhaustive()
    }
}
