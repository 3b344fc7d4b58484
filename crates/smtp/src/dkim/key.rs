//! The private key.

use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};
use std::fmt;

/// A private key. Its `Debug` tells the kind alone.
pub enum Key {
    /// RSA, 2048 to 4096 bits.
    Rsa(RsaKeyPair),
    /// Ed25519 (RFC 8463). Not every receiver knows it.
    Ed25519(Ed25519KeyPair),
}

/// Why a text is no key to sign with. Says nothing of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a private key in PEM.
    #[error("no private key in PEM")]
    Pem,
    /// An encrypted key, or one of another kind.
    #[error("neither an RSA key of 2048 to 4096 bits nor an Ed25519 key, or encrypted")]
    Kind,
}

impl Key {
    /// Reads the first private key of a PEM text: `PRIVATE KEY` (PKCS #8) or `RSA PRIVATE KEY` (PKCS #1).
    ///
    /// # Errors
    /// [`KeyError`] tells apart what is wrong.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let der = PrivateKeyDer::from_pem_slice(pem).map_err(|_| KeyError::Pem)?;
        match &der {
            PrivateKeyDer::Pkcs1(rsa) => RsaKeyPair::from_der(rsa.secret_pkcs1_der()).map(Self::Rsa),
            PrivateKeyDer::Pkcs8(key) => {
                let key = key.secret_pkcs8_der();
                // Without its public half too, as OpenSSL writes it.
                Ed25519KeyPair::from_pkcs8_maybe_unchecked(key)
                    .map(Self::Ed25519)
                    .or_else(|_| RsaKeyPair::from_pkcs8(key).map(Self::Rsa))
            }
            _ => return Err(KeyError::Kind),
        }
        .map_err(|_| KeyError::Kind)
    }

    /// What `a=` says.
    pub(super) const fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa-sha256",
            Self::Ed25519(_) => "ed25519-sha256",
        }
    }

    /// The signature of a canonical header. Ed25519 signs its hash (RFC 8463, section 3).
    pub(super) fn sign(&self, header: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // The randomness blinds the sum and does not show in the signature.
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), header, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Self::Ed25519(key) => Some(key.sign(&sha256(header)).as_ref().to_vec()),
        }
    }
}

pub(super) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.algorithm())
    }
}
