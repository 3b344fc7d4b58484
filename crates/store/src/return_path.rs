//! Envelope senders of our own (variable envelope return paths): each message has its own, so that what comes back is
//! known to belong to it, whatever the other server writes into its report. Signed with the company's key, so that nobody
//! can make one up.
//!
//! The local part is `b-` and 39 characters of base32 (RFC 4648, section 6, in small letters): the message's id and the
//! first 8 bytes of an HMAC-SHA256 of it. With 41 characters it can not be the name of a company's event mailbox, which
//! has 40 at most.

use hmac::{Hmac, Mac};
use model::MessageId;
use sha2::Sha256;
use std::fmt;
use uuid::Uuid;

const PREFIX: &str = "b-";
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// The id and the signature.
const BYTES: usize = 24;
const SIGNATURE: usize = 8;
/// Characters of base32 for them.
const CHARACTERS: usize = 39;

/// What signs a company's return paths.
#[derive(Clone)]
pub struct ReturnPath(Hmac<Sha256>);

impl ReturnPath {
    /// From a company's key.
    pub(crate) fn of(company_key: &[u8; 32]) -> Self {
        let mac = Hmac::new_from_slice(company_key).expect("HMAC takes keys of any length");
        Self(mac.chain_update(b"saatja return path 1\0"))
    }

    /// One for tests, whoever's.
    #[cfg(feature = "conformance")]
    #[must_use]
    pub fn for_tests(key: u8) -> Self {
        Self::of(&[key; 32])
    }

    /// The local part of a message's envelope sender.
    #[must_use]
    pub fn local(&self, message: MessageId) -> String {
        let mut bytes = [0; BYTES];
        bytes[..16].copy_from_slice(message.as_uuid().as_bytes());
        bytes[16..].copy_from_slice(&self.signature(message));
        let mut local = String::with_capacity(PREFIX.len() + CHARACTERS);
        local.push_str(PREFIX);
        for place in 0..CHARACTERS {
            local.push(char::from(ALPHABET[usize::from(five_bits(&bytes, place))]));
        }
        local
    }

    /// Whether this local part was made here, for a message of this company.
    #[must_use]
    pub fn is_own(&self, local: &str) -> bool {
        message_of(local).is_some_and(|message| {
            let sent = decode(local).map(|bytes| bytes[16..].to_vec());
            let mac = self.0.clone().chain_update(message.as_uuid().as_bytes());
            sent.is_some_and(|sent| mac.verify_truncated_left(&sent).is_ok())
        })
    }

    fn signature(&self, message: MessageId) -> [u8; SIGNATURE] {
        let mac = self.0.clone().chain_update(message.as_uuid().as_bytes());
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|place| whole[place])
    }
}

impl fmt::Debug for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnPath")
    }
}

/// The message that a local part names, signed or not: to find the company by, whose key then says whether it is true.
/// Capital letters count as small ones: some servers write addresses so.
#[must_use]
pub fn message_of(local: &str) -> Option<MessageId> {
    let bytes = decode(local)?;
    let id: [u8; 16] = bytes[..16].try_into().ok()?;
    Some(MessageId::from_uuid(Uuid::from_bytes(id)))
}

/// The five bits at a place of the text, from the first bit on; behind the end they are zero.
fn five_bits(bytes: &[u8; BYTES], place: usize) -> u8 {
    let (byte, bit) = (place * 5 / 8, place * 5 % 8);
    let two = u16::from(bytes[byte]) << 8 | u16::from(bytes.get(byte + 1).copied().unwrap_or(0));
    u8::try_from(two >> (11 - bit) & 31).unwrap_or(0)
}

fn decode(local: &str) -> Option<[u8; BYTES]> {
    let local = local.to_ascii_lowercase();
    let text = local.strip_prefix(PREFIX)?.as_bytes();
    if text.len() != CHARACTERS {
        return None;
    }
    let mut bytes = [0; BYTES];
    let (mut held, mut bits, mut next) = (0_u32, 0, 0);
    for character in text {
        let value = ALPHABET.iter().position(|c| c == character)?;
        held = held << 5 | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes[next] = u8::try_from(held >> bits & 255).ok()?;
            next += 1;
        }
    }
    // What is left over is zero, so that there is one way to write each.
    (held & ((1 << bits) - 1) == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{ReturnPath, message_of};
    use model::MessageId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn message(number: u128) -> MessageId {
        MessageId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_message_has_one_and_only_its_company_signs_it() {
        let (ours, others) = (ReturnPath::of(&[7; 32]), ReturnPath::of(&[8; 32]));
        let local = ours.local(message(42));
        assert_eq!(local, "b-aaaaaaaaaaaaaaaaaaaaaaaafkpbum3azybkcai");
        assert_eq!(local.len(), 41);
        assert!(ours.is_own(&local) && ours.is_own(&local.to_uppercase()));
        assert!(!others.is_own(&local));
        assert_eq!(message_of(&local), Some(message(42)));
    }

    #[test]
    fn what_was_changed_or_made_up_is_not_ours() {
        let ours = ReturnPath::of(&[7; 32]);
        let local = ours.local(message(42));
        for place in 2..local.len() {
            let mut changed = local.clone().into_bytes();
            changed[place] = if changed[place] == b'x' { b'y' } else { b'x' };
            assert!(!ours.is_own(&String::from_utf8(changed).unwrap()), "{place}");
        }
        for bad in [
            "",
            "b-",
            "näidis",
            "naidis-ou",
            &local[1..],
            &local[..40],
            &format!("{local}a"),
        ] {
            assert!(!ours.is_own(bad) && message_of(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn each_comes_back(number: u128, key: [u8; 32]) {
            let path = ReturnPath::of(&key);
            let local = path.local(message(number));
            prop_assert!(path.is_own(&local));
            prop_assert_eq!(message_of(&local), Some(message(number)));
        }

        #[test]
        fn nothing_that_is_read_is_too_strange(text in ".{0,60}") {
            prop_assert!(!ReturnPath::of(&[7; 32]).is_own(&text));
        }
    }
}
