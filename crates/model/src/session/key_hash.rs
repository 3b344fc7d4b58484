//! What a server's key is recognised by.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

/// SHA-256 of a public key in its DER form (`SubjectPublicKeyInfo`; RFC 7469, section 2.4). It stays the same when a
/// certificate is renewed with the same key. Written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyHash([u8; 32]);

/// The text is not a key's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key's SHA-256 is written as 64 hexadecimal digits")]
pub struct InvalidKeyHash;

impl KeyHash {
    /// The 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for KeyHash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for KeyHash {
    type Err = InvalidKeyHash;

    /// Reads the digits in upper or lower case; tools put colons between them, and pasting puts spaces around.
    fn from_str(text: &str) -> Result<Self, InvalidKeyHash> {
        let mut digits = text.trim().chars().filter(|&c| c != ':');
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            for _ in 0..2 {
                let digit = digits.next().and_then(|c| c.to_digit(16)).ok_or(InvalidKeyHash)?;
                *byte = *byte << 4 | u8::try_from(digit).map_err(|_| InvalidKeyHash)?;
            }
        }
        match digits.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(InvalidKeyHash),
        }
    }
}

impl Serialize for KeyHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::KeyHash;

    #[test]
    fn as_tools_print_it() {
        let plain = "00ff".repeat(16);
        let hash: KeyHash = plain.parse().unwrap();
        assert_eq!(hash.to_string(), plain);
        assert_eq!((hash.bytes()[0], hash.bytes()[1]), (0, 0xff));
        for text in [
            plain.to_uppercase(),
            format!(" {plain}\n"),
            ["00:FF"; 16].join(":"),
        ] {
            assert_eq!(text.parse(), Ok(hash), "{text}");
        }
    }

    #[test]
    fn what_is_no_hash() {
        let digits = "0".repeat(63);
        for bad in [
            String::new(),
            digits.clone(),
            format!("{digits}g"),
            format!("{digits}٣"),
            format!("+{digits}"),
            format!("{digits}00"),
            format!("{digits}0 0"),
        ] {
            assert!(bad.parse::<KeyHash>().is_err(), "{bad}");
        }
    }
}
