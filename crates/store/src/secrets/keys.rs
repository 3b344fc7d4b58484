//! Changing the keys in a key file. A server that runs takes the new file by [`super::Vault::reload`].
//!
//! A rotation is: [`add`] a key, let all servers take it, [`activate`] it,
//! [`crate::CompanyDirectory::rewrap_company_keys`] until it says 0, [`remove`] the old one.

use super::{
    ring::KeyId,
    ring_file::{self, KeyRingError},
};
use crate::random::Random;
use std::path::Path;

/// A key of the file, without what it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedKey {
    /// Its id.
    pub id: KeyId,
    /// Whether it seals what is new.
    pub active: bool,
}

/// The keys, oldest first.
///
/// # Errors
/// [`KeyRingError`] where the file can not be read.
pub fn list(path: &Path) -> Result<Vec<ListedKey>, KeyRingError> {
    let ring = ring_file::load(path)?;
    let active = ring.active();
    let listed = |id| ListedKey {
        id,
        active: id == active,
    };
    Ok(ring.ids().map(listed).collect())
}

/// Adds a new key. It opens; what is new is still sealed by the active one.
///
/// # Errors
/// [`KeyRingError`] where the file can not be read or written.
pub fn add(path: &Path, random: &dyn Random) -> Result<KeyId, KeyRingError> {
    let _alone = ring_file::lock(path)?;
    let mut ring = ring_file::load(path)?;
    let id = ring.add(random)?;
    ring_file::replace(path, &ring, random)?;
    Ok(id)
}

/// Makes a key the one that seals what is new.
///
/// # Errors
/// [`KeyRingError`] where the file can not be read or written, or has no such key.
pub fn activate(path: &Path, id: KeyId, random: &dyn Random) -> Result<(), KeyRingError> {
    let _alone = ring_file::lock(path)?;
    let mut ring = ring_file::load(path)?;
    if !ring.activate(id) {
        let path = path.to_owned();
        return Err(KeyRingError::NoSuchKey { path, id });
    }
    ring_file::replace(path, &ring, random)
}

/// Takes a key out: what it has sealed can not be opened any more.
///
/// # Errors
/// [`KeyRingError`] where the file can not be read or written, has no such key, or it is the active one.
pub fn remove(path: &Path, id: KeyId, random: &dyn Random) -> Result<(), KeyRingError> {
    let _alone = ring_file::lock(path)?;
    let mut ring = ring_file::load(path)?;
    if ring.active() == id {
        let path = path.to_owned();
        return Err(KeyRingError::ActiveKey { path, id });
    }
    if !ring.remove(id) {
        let path = path.to_owned();
        return Err(KeyRingError::NoSuchKey { path, id });
    }
    ring_file::replace(path, &ring, random)
}
