//! What nobody may read back.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// What `check-config` prints in place of a secret.
const SHOWN: &str = "(set)";

/// A password or the like. It is never printed: neither `Debug` nor `Serialize` shows it.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Of a text, if it can be one.
    ///
    /// # Errors
    /// A sentence that does not repeat the text.
    pub fn new(text: String) -> Result<Self, &'static str> {
        match text.as_str() {
            "" => Err("is empty"),
            SHOWN => Err("is what check-config prints in place of a secret, not the secret"),
            _ => Ok(Self(SecretString::from(text))),
        }
    }

    /// The secret, for the one place that uses it.
    #[must_use]
    pub const fn get(&self) -> &SecretString {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SHOWN)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl Eq for Secret {}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(SHOWN)
    }
}

/// Takes texts alone. The errors of serde's own visitors repeat what they found.
struct Text;

impl de::Visitor<'_> for Text {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotes")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Secret, E> {
        Secret::new(text.to_owned()).map_err(E::custom)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
        Err(E::custom("a secret is written in quotes"))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
        Err(E::custom("a secret is written in quotes"))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Secret, E> {
        Err(E::custom("a secret is written in quotes"))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
        Err(E::custom("a secret is written in quotes"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Secret, E> {
        Err(E::custom("a secret is written in quotes"))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
        Err(E::custom("a secret is written in quotes"))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text)
    }
}
