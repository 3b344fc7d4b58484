//! Signs tokens: for tests, and for the example portal. It signs whatever it is given, so that attacks can be tried.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    rsa::KeyPair as RsaKeyPair,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
        RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};

use crate::token::Algorithm;

/// The key was not of the kind, or the machine gave no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no key of this kind")]
pub struct NoKey;

enum Private {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(Box<RsaKeyPair>),
}

/// A private key with its name.
pub struct Signer {
    kid: String,
    private: Private,
    random: SystemRandom,
}

impl Signer {
    /// A new P-256 key.
    ///
    /// # Errors
    /// [`NoKey`] where there is no randomness.
    pub fn generate_es256(kid: &str) -> Result<Self, NoKey> {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(|_| NoKey)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
            .map_err(|_| NoKey)?;
        Ok(Self::with(kid, Private::Es256(pair)))
    }

    /// A new Ed25519 key.
    ///
    /// # Errors
    /// [`NoKey`] where there is no randomness.
    pub fn generate_ed25519(kid: &str) -> Result<Self, NoKey> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| NoKey)?;
        let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).map_err(|_| NoKey)?;
        Ok(Self::with(kid, Private::EdDsa(pair)))
    }

    /// An RSA key that was made elsewhere, as PKCS #8 in DER: `ring` makes none.
    ///
    /// # Errors
    /// [`NoKey`] where it is none, or shorter than 2048 bits.
    pub fn rs256_from_pkcs8(kid: &str, der: &[u8]) -> Result<Self, NoKey> {
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| NoKey)?;
        Ok(Self::with(kid, Private::Rs256(Box::new(pair))))
    }

    fn with(kid: &str, private: Private) -> Self {
        Self {
            kid: kid.to_owned(),
            private,
            random: SystemRandom::new(),
        }
    }

    /// The key's name.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What it signs with.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.private {
            Private::Es256(_) => Algorithm::Es256,
            Private::EdDsa(_) => Algorithm::EdDsa,
            Private::Rs256(_) => Algorithm::Rs256,
        }
    }

    /// The public key as its bytes: the uncompressed point, the 32 bytes, or the DER of modulus and exponent.
    #[must_use]
    pub fn public_bytes(&self) -> &[u8] {
        match &self.private {
            Private::Es256(pair) => pair.public_key().as_ref(),
            Private::EdDsa(pair) => pair.public_key().as_ref(),
            Private::Rs256(pair) => pair.public().as_ref(),
        }
    }

    /// The public key as a JSON Web Key.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        let (kid, alg) = (&self.kid, self.algorithm().name());
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match &self.private {
            Private::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (text(&point[1..33]), text(&point[33..]));
                json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "alg": alg, "use": "sig"})
            }
            Private::EdDsa(pair) => {
                let x = text(pair.public_key().as_ref());
                json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "alg": alg, "use": "sig"})
            }
            Private::Rs256(pair) => {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
                let (n, e) = (text(&public.n), text(&public.e));
                json!({"kty": "RSA", "n": n, "e": e, "kid": kid, "alg": alg, "use": "sig"})
            }
        }
    }

    /// A token with these claims and an honest header.
    ///
    /// # Errors
    /// [`NoKey`] where there is no randomness.
    pub fn sign(&self, claims: &Value) -> Result<String, NoKey> {
        let header = json!({"typ": "JWT", "alg": self.algorithm().name(), "kid": self.kid});
        self.sign_raw(&header.to_string(), &claims.to_string())
    }

    /// A token with whatever header and claims, rightly signed.
    ///
    /// # Errors
    /// [`NoKey`] where there is no randomness.
    pub fn sign_raw(&self, header: &str, claims: &str) -> Result<String, NoKey> {
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = self.sign_bytes(signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// A signature over these bytes.
    ///
    /// # Errors
    /// [`NoKey`] where there is no randomness.
    pub fn sign_bytes(&self, message: &[u8]) -> Result<Vec<u8>, NoKey> {
        match &self.private {
            Private::Es256(pair) => {
                let signature = pair.sign(&self.random, message).map_err(|_| NoKey)?;
                Ok(signature.as_ref().to_vec())
            }
            Private::EdDsa(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Private::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &self.random, message, &mut signature)
                    .map_err(|_| NoKey)?;
                Ok(signature)
            }
        }
    }
}
