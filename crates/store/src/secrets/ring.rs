//! The ring of keys, and how it is written down.

use super::blob::Key;
use crate::{
    encoding::Fields,
    random::{Random, RandomError},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::zeroize::Zeroizing;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

const HEAD: &str = "\
# The key ring of Saatja. It opens the mail passwords in the database: keep it secret, and keep a copy of it apart
# from the database. Without it no stored password can be read again.
# One key a line: its id, the key (32 bytes in base64), and `active` behind the one that seals what is new.
";

/// The name of a key: the first eight bytes of a hash over it, so that a key and its id can not be mixed up.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 8]);

impl KeyId {
    pub(super) const LENGTH: usize = 8;

    pub(super) fn of(key: &Key) -> Self {
        let hashed = Zeroizing::new(Fields::of("saatja key id 1").bytes(key.as_slice()).into_bytes());
        let digest = Sha256::digest(&*hashed);
        let mut id = [0; Self::LENGTH];
        id.copy_from_slice(&digest[..Self::LENGTH]);
        Self(id)
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes. In a wrapped or sealed secret they stand behind its first byte.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The text is no key's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key's id is 16 hexadecimal digits")]
pub struct InvalidKeyId;

impl FromStr for KeyId {
    type Err = InvalidKeyId;

    fn from_str(text: &str) -> Result<Self, InvalidKeyId> {
        if text.len() != 2 * Self::LENGTH || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(InvalidKeyId);
        }
        let number = u64::from_str_radix(text, 16).map_err(|_| InvalidKeyId)?;
        Ok(Self(number.to_be_bytes()))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is wrong with a line of a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadLine {
    /// Counted from 1; 0 where it is about the whole.
    pub(super) line: usize,
    pub(super) what: &'static str,
}

/// Keys, of which one is active: it seals what is new, the others open what is old.
pub struct KeyRing {
    keys: Vec<(KeyId, Key)>,
    active: KeyId,
}

impl KeyRing {
    /// A ring of one new key.
    pub(super) fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        let (id, key) = new_key(random)?;
        Ok(Self {
            keys: vec![(id, key)],
            active: id,
        })
    }

    /// Adds a new key, which opens but does not seal yet.
    pub(super) fn add(&mut self, random: &dyn Random) -> Result<KeyId, RandomError> {
        let (id, key) = new_key(random)?;
        self.keys.push((id, key));
        Ok(id)
    }

    /// Makes a key the one that seals what is new; says whether it is there.
    pub(super) fn activate(&mut self, id: KeyId) -> bool {
        let known = self.key(id).is_some();
        if known {
            self.active = id;
        }
        known
    }

    /// Takes a key out that is not the active one; says whether it was there.
    pub(super) fn remove(&mut self, id: KeyId) -> bool {
        let before = self.keys.len();
        self.keys.retain(|(own, _)| *own != id || *own == self.active);
        self.keys.len() < before
    }

    /// Whether another ring has the same keys, in the same order, and the same active one.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.active == other.active && self.ids().eq(other.ids())
    }

    /// The id of the key that seals what is new.
    #[must_use]
    pub const fn active(&self) -> KeyId {
        self.active
    }

    /// The ids of all keys, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = KeyId> + '_ {
        self.keys.iter().map(|(id, _)| *id)
    }

    pub(super) fn key(&self, id: KeyId) -> Option<&Key> {
        self.keys.iter().find(|(own, _)| *own == id).map(|(_, key)| key)
    }

    /// Reads a ring as [`KeyRing::to_text`] writes it.
    pub(super) fn parse(text: &str) -> Result<Self, BadLine> {
        let mut keys: Vec<(KeyId, Key)> = Vec::new();
        let mut active = None;
        for (number, line) in text.lines().enumerate() {
            let bad = |what| BadLine {
                line: number + 1,
                what,
            };
            let words: Vec<&str> = line.split_whitespace().collect();
            let (id, key, is_active) = match words[..] {
                [] => continue,
                [first, ..] if first.starts_with('#') => continue,
                [id, key] => (id, key, false),
                [id, key, "active"] => (id, key, true),
                _ => return Err(bad("not an id, a key and perhaps the word active")),
            };
            let bytes = Zeroizing::new(STANDARD.decode(key).map_err(|_| bad("the key is not base64"))?);
            let bytes: [u8; 32] = bytes
                .as_slice()
                .try_into()
                .map_err(|_| bad("the key is not 32 bytes long"))?;
            let key = Key::new(bytes);
            let real_id = KeyId::of(&key);
            if real_id.to_string() != id {
                return Err(bad("the id is not the one of this key"));
            }
            if keys.iter().any(|(other, _)| *other == real_id) {
                return Err(bad("the key is there twice"));
            }
            if is_active && active.replace(real_id).is_some() {
                return Err(bad("a second active key"));
            }
            keys.push((real_id, key));
        }
        let active = active.ok_or(BadLine {
            line: 0,
            what: "no key is active",
        })?;
        Ok(Self { keys, active })
    }

    /// The ring as text, one key a line.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        // Its full size from the start: growing would leave copies of the keys behind.
        let mut text = Zeroizing::new(String::with_capacity(HEAD.len() + self.keys.len() * 80));
        text.push_str(HEAD);
        for (id, key) in &self.keys {
            let encoded = Zeroizing::new(STANDARD.encode(key.as_slice()));
            text.push_str(&id.to_string());
            text.push(' ');
            text.push_str(&encoded);
            text.push_str(if *id == self.active { " active\n" } else { "\n" });
        }
        text
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing")
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

fn new_key(random: &dyn Random) -> Result<(KeyId, Key), RandomError> {
    let mut key = Key::new([0; 32]);
    random.fill(key.as_mut_slice())?;
    Ok((KeyId::of(&key), key))
}
