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
use std::{fmt, path::Path, sync::Arc};

/// The keys of this installation, and the randomness for new ones.
pub struct Vault {
    ring: KeyRing,
    random: Arc<dyn Random>,
}

impl Vault {
    /// Reads the key file, or makes it with one new key where there is none (mode 600).
    ///
    /// # Errors
    /// [`KeyRingError`] where it can not be read or made, or others than its owner can read it.
    pub fn open(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyRingError> {
        match ring_file::load(path) {
            Err(KeyRingError::Missing { .. }) => {
                ring_file::create(path, &KeyRing::generate(&*random)?, &*random)?;
                Self::load(path, random)
            }
            ring => Ok(Self { ring: ring?, random }),
        }
    }

    /// Reads the key file, which must be there: for a database that holds secrets already.
    ///
    /// # Errors
    /// [`KeyRingError`] where it is not there, can not be read, or others than its owner can read it.
    pub fn load(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyRingError> {
        Ok(Self {
            ring: ring_file::load(path)?,
            random,
        })
    }

    /// The first half of a rotation: adds a new active key to the key file; the old ones stay and open what is old.
    /// The second half is [`crate::CompanyDirectory::rewrap_company_keys`]; then the old lines can go.
    ///
    /// # Errors
    /// [`KeyRingError`] where the file can not be read or written.
    pub fn add_key(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyRingError> {
        let mut vault = Self::load(path, random)?;
        vault.ring.add(&*vault.random)?;
        ring_file::replace(path, &vault.ring, &*vault.random)?;
        Ok(vault)
    }

    /// The ring: which keys there are.
    #[must_use]
    pub const fn ring(&self) -> &KeyRing {
        &self.ring
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
        let key = self.ring.key(id).ok_or(SecretError::UnknownKey(id))?;
        let bytes = blob::open(key, &wrap_context(company, id), wrapped)?;
        CompanyKey::from_bytes(company, &bytes)
    }

    /// Wraps a company's stored key by the active key; none where it is already.
    ///
    /// # Errors
    /// As [`Vault::unwrap_company_key`].
    pub fn rewrap(&self, company: CompanyId, wrapped: &[u8]) -> Result<Option<Vec<u8>>, SecretError> {
        if blob::key_id(wrapped)? == self.ring.active() {
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
        if key.company != context.company {
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
        let id = self.ring.active();
        let ring_key = self.ring.key(id).ok_or(SecretError::UnknownKey(id))?;
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
            .field("ring", &self.ring)
            .finish_non_exhaustive()
    }
}
