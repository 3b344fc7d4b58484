//! A sealed secret as bytes: version (1 byte), key id (8), nonce (24), ciphertext, tag (16).

use super::{SecretError, ring::KeyId};
use crate::random::Random;
use chacha20poly1305::{AeadInPlace, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use secrecy::zeroize::{Zeroize, Zeroizing};

/// A key of XChaCha20-Poly1305, wiped when it is dropped.
pub(super) type Key = Zeroizing<[u8; 32]>;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const HEADER: usize = 1 + KeyId::LENGTH;

/// Seals `plain` with a key. It opens only with the same `context`.
pub(super) fn seal(
    key: &Key,
    id: KeyId,
    context: &[u8],
    plain: &[u8],
    random: &dyn Random,
) -> Result<Vec<u8>, SecretError> {
    let mut nonce = [0; NONCE];
    random.fill(&mut nonce)?;
    // Its full size from the start: growing would leave copies of the plain text behind.
    let mut blob = Vec::with_capacity(HEADER + NONCE + plain.len() + TAG);
    blob.push(VERSION);
    blob.extend_from_slice(id.as_bytes());
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(plain);
    let sealed = cipher(key).encrypt_in_place_detached(
        XNonce::from_slice(&nonce),
        context,
        &mut blob[HEADER + NONCE..],
    );
    let Ok(tag) = sealed else {
        blob.zeroize();
        return Err(SecretError::TooLarge);
    };
    blob.extend_from_slice(&tag);
    Ok(blob)
}

/// The id of the key with which a blob is sealed.
pub(super) fn key_id(blob: &[u8]) -> Result<KeyId, SecretError> {
    if blob.len() < HEADER + NONCE + TAG || blob[0] != VERSION {
        return Err(SecretError::Format);
    }
    KeyId::from_slice(&blob[1..HEADER]).ok_or(SecretError::Format)
}

/// Opens a blob with its key and the context for which it was sealed.
pub(super) fn open(key: &Key, context: &[u8], blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    key_id(blob)?;
    let (nonce, sealed) = blob[HEADER..].split_at(NONCE);
    let (text, tag) = sealed.split_at(sealed.len() - TAG);
    let mut plain = Zeroizing::new(text.to_vec());
    cipher(key)
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            context,
            &mut plain,
            Tag::from_slice(tag),
        )
        .map_err(|_| SecretError::WrongContext)?;
    Ok(plain)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(chacha20poly1305::Key::from_slice(key.as_slice()))
}
