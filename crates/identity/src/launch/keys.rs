//! The keys that portals sign with, as the operator registered them.

use std::collections::HashMap;

use model::PortalId;
use serde::Deserialize;

use crate::token::{Algorithm, KeyError, VerifyingKey};

/// One registered key, as in the configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaunchKey {
    /// The portal that signs with it.
    pub portal: PortalId,
    /// The portal's name for it (`kid`): 1 to 128 printable ASCII characters.
    pub kid: String,
    /// ES256 or `EdDSA`.
    pub algorithm: Algorithm,
    /// The public key, in PEM ("BEGIN PUBLIC KEY") or as a JSON Web Key.
    pub key: String,
}

/// A key that can not be registered, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("portal {portal}, key {kid:?}: {fault}")]
pub struct LaunchKeyError {
    /// Whose key it is.
    pub portal: PortalId,
    /// Its name.
    pub kid: String,
    /// What is wrong with it.
    pub fault: LaunchKeyFault,
}

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LaunchKeyFault {
    /// Its name is not one.
    #[error("a key's name (kid) is 1 to 128 printable ASCII characters")]
    Name,
    /// The portal has another key of this name.
    #[error("the portal has two keys of this name")]
    Twice,
    /// RSA is not taken for launch tokens.
    #[error("the algorithm is ES256 or EdDSA")]
    Algorithm,
    /// The key itself.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The registered keys of all portals. Several keys a portal may be there at once: that is how it goes over to a new
/// one.
#[derive(Debug, Clone, Default)]
pub struct LaunchKeys(HashMap<PortalId, HashMap<String, VerifyingKey>>);

impl LaunchKeys {
    /// Reads the keys of a configuration.
    ///
    /// # Errors
    /// [`LaunchKeyError`] names the first portal and key with which something is wrong.
    pub fn from_config(keys: impl IntoIterator<Item = LaunchKey>) -> Result<Self, LaunchKeyError> {
        let mut all = Self::default();
        for key in keys {
            let of_portal = all.0.entry(key.portal.clone()).or_default();
            match read(&key) {
                Err(fault) => return Err(key.because(fault)),
                Ok(_) if of_portal.contains_key(&key.kid) => return Err(key.because(LaunchKeyFault::Twice)),
                Ok(public) => of_portal.insert(key.kid, public),
            };
        }
        Ok(all)
    }

    /// Whether the portal has any key, and so can launch at all.
    #[must_use]
    pub fn has_portal(&self, portal: &PortalId) -> bool {
        self.0.contains_key(portal)
    }

    /// The key of this name. The name is held against the names that are registered and means nothing else: no path,
    /// no address, no row.
    pub(super) fn find(&self, portal: &PortalId, kid: &str) -> Option<&VerifyingKey> {
        self.0.get(portal)?.get(kid)
    }
}

impl LaunchKey {
    fn because(self, fault: LaunchKeyFault) -> LaunchKeyError {
        LaunchKeyError {
            portal: self.portal,
            kid: self.kid,
            fault,
        }
    }
}

fn read(key: &LaunchKey) -> Result<VerifyingKey, LaunchKeyFault> {
    let name = key.kid.as_bytes();
    if !(1..=128).contains(&name.len()) || !name.iter().all(u8::is_ascii_graphic) {
        return Err(LaunchKeyFault::Name);
    }
    if key.algorithm == Algorithm::Rs256 {
        return Err(LaunchKeyFault::Algorithm);
    }
    let public = VerifyingKey::parse(&key.key)?;
    if public.algorithm() != key.algorithm {
        return Err(KeyError::Algorithm.into());
    }
    Ok(public)
}
