//! Public keys, each with the one algorithm that it is for.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::DecodingKey;
use rustls_pki_types::{SubjectPublicKeyInfoDer, pem::PemObject as _};
use std::fmt;

use super::Algorithm;
use crate::object::Object;

/// The bytes before the point in the `SubjectPublicKeyInfo` of an uncompressed P-256 key (RFC 5480, section 2.1.1.1).
/// DER can write it in no other way.
const P256_SPKI: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// The same for Ed25519 (RFC 8410, section 4).
const ED25519_SPKI: &[u8] = &[
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// Why a text is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is a private key, which has no business outside the portal.
    #[error(
        "this is a private key; the public one belongs here, and this one has to be replaced by a new one"
    )]
    Private,
    /// Neither PEM ("BEGIN PUBLIC KEY") nor a JSON Web Key.
    #[error("this is neither a public key in PEM (\"BEGIN PUBLIC KEY\") nor a JSON Web Key")]
    Form,
    /// It is of a kind that is not taken.
    #[error("keys are P-256 (uncompressed, for ES256) or Ed25519 (for EdDSA)")]
    Kind,
    /// It is for another algorithm than the one that it was registered for.
    #[error("the key is not one for the algorithm it is registered with")]
    Algorithm,
}

/// A public key and its algorithm.
#[derive(Clone)]
pub struct VerifyingKey {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.algorithm)
    }
}

impl VerifyingKey {
    /// Reads PEM or a JSON Web Key (RFC 7517).
    ///
    /// # Errors
    /// [`KeyError`] says what the text is instead.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.starts_with('{') {
            let key = Object::parse(text.as_bytes()).map_err(|_| KeyError::Form)?;
            return Self::from_jwk(&key);
        }
        if text.contains("PRIVATE KEY-----") {
            return Err(KeyError::Private);
        }
        let spki = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes()).map_err(|_| KeyError::Form)?;
        if let Some(point @ [0x04, ..]) = spki.strip_prefix(P256_SPKI)
            && point.len() == 65
        {
            return Ok(Self::p256(point));
        }
        match spki.strip_prefix(ED25519_SPKI) {
            Some(point) if point.len() == 32 => Ok(Self::ed25519(point)),
            _ => Err(KeyError::Kind),
        }
    }

    /// The key of a JSON Web Key, if it is for signatures and of a kind that is taken.
    pub(crate) fn from_jwk(jwk: &Object) -> Result<Self, KeyError> {
        if jwk.has("d") || jwk.has("k") {
            return Err(KeyError::Private);
        }
        let text = |name| jwk.text(name).map_err(|_| KeyError::Form);
        if text("use")?.is_some_and(|purpose| purpose != "sig") {
            return Err(KeyError::Kind);
        }
        let key = match (text("kty")?, text("crv")?) {
            (Some("EC"), Some("P-256")) => {
                let (x, y) = (bytes(text("x")?)?, bytes(text("y")?)?);
                if x.len() != 32 || y.len() != 32 {
                    return Err(KeyError::Form);
                }
                Self::p256(&[&[0x04], x.as_slice(), &y].concat())
            }
            (Some("OKP"), Some("Ed25519")) => {
                let x = bytes(text("x")?)?;
                if x.len() != 32 {
                    return Err(KeyError::Form);
                }
                Self::ed25519(&x)
            }
            (Some("RSA"), None) => Self {
                algorithm: Algorithm::Rs256,
                key: DecodingKey::from_rsa_raw_components(&bytes(text("n")?)?, &bytes(text("e")?)?),
            },
            _ => return Err(KeyError::Kind),
        };
        match text("alg")? {
            Some(name) if name != key.algorithm.name() => Err(KeyError::Algorithm),
            _ => Ok(key),
        }
    }

    /// The one algorithm that it is for.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) const fn library(&self) -> &DecodingKey {
        &self.key
    }

    fn p256(point: &[u8]) -> Self {
        // The library's "DER" of an elliptic key is the bare point.
        Self {
            algorithm: Algorithm::Es256,
            key: DecodingKey::from_ec_der(point),
        }
    }

    fn ed25519(point: &[u8]) -> Self {
        Self {
            algorithm: Algorithm::EdDsa,
            key: DecodingKey::from_ed_der(point),
        }
    }
}

fn bytes(text: Option<&str>) -> Result<Vec<u8>, KeyError> {
    URL_SAFE_NO_PAD
        .decode(text.ok_or(KeyError::Form)?)
        .map_err(|_| KeyError::Form)
}
