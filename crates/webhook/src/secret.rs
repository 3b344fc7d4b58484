//! The secret that both sides know.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::Sha256;

/// In front of a secret's text, so that people and scanners know what it is.
const PREFIX: &str = "whsec_";
/// How many bytes a secret has, at least and at most.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;

/// A symmetric secret, 24 to 64 bytes; written `whsec_` and its base64.
#[derive(Debug, Clone)]
pub struct Secret(SecretSlice<u8>);

/// Why a text is no secret. Says nothing of the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It does not begin with `whsec_`.
    #[error("a secret begins with whsec_")]
    Prefix,
    /// What follows is not base64.
    #[error("what follows whsec_ is not base64")]
    Base64,
    /// Fewer than 24 bytes, or more than 64.
    #[error("a secret has 24 to 64 bytes")]
    Length,
}

impl Secret {
    /// A secret of these bytes, which come from the system's randomness.
    #[must_use]
    pub fn generate(random: [u8; 32]) -> Self {
        Self(random.to_vec().into())
    }

    /// Reads `whsec_…`.
    ///
    /// # Errors
    /// [`SecretError`] tells apart what is wrong.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let digits = text.trim().strip_prefix(PREFIX).ok_or(SecretError::Prefix)?;
        let bytes: SecretSlice<u8> = STANDARD.decode(digits).map_err(|_| SecretError::Base64)?.into();
        if LENGTHS.contains(&bytes.expose_secret().len()) {
            Ok(Self(bytes))
        } else {
            Err(SecretError::Length)
        }
    }

    /// Its text, to be shown once and to be stored sealed.
    #[must_use]
    pub fn text(&self) -> SecretString {
        let digits = SecretString::from(STANDARD.encode(self.0.expose_secret()));
        format!("{PREFIX}{}", digits.expose_secret()).into()
    }

    /// A MAC under this secret that has taken in what is signed: id, time in Unix seconds and body, with dots between.
    pub(crate) fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret())
            .expect("HMAC takes keys of any length (RFC 2104, section 2)");
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretError};
    use base64::{Engine, engine::general_purpose::STANDARD};
    use secrecy::ExposeSecret;

    #[test]
    fn a_new_secret_is_read_back() {
        let secret = Secret::generate([0xab; 32]);
        let text = secret.text();
        assert_eq!(
            text.expose_secret(),
            "whsec_q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="
        );
        assert_eq!(
            Secret::parse(text.expose_secret())
                .unwrap()
                .text()
                .expose_secret(),
            text.expose_secret()
        );
    }

    #[test]
    fn lengths_and_forms() {
        let of = |length| Secret::parse(&format!("whsec_{}", STANDARD.encode(vec![1; length]))).err();
        for (length, expected) in [
            (23, Some(SecretError::Length)),
            (24, None),
            (64, None),
            (65, Some(SecretError::Length)),
            (0, Some(SecretError::Length)),
        ] {
            assert_eq!(of(length), expected, "{length}");
        }
        for (text, expected) in [
            ("", SecretError::Prefix),
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SecretError::Prefix),
            ("whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SecretError::Prefix),
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", SecretError::Base64),
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_", SecretError::Base64),
        ] {
            assert_eq!(Secret::parse(text).err(), Some(expected), "{text}");
        }
    }

    #[test]
    fn debug_output_does_not_tell_it() {
        let told = format!("{:?}", Secret::generate([0xab; 32]));
        assert!(
            !told.contains("171") && !told.contains("q6ur") && !told.contains("abab"),
            "{told}"
        );
    }
}
