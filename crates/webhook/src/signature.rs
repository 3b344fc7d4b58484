//! Signing what is sent, and checking what was received.

use crate::Secret;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::Mac;
use jiff::{SignedDuration, Timestamp};

/// The header with the message's id: the same for each attempt, so that a receiver can drop what he has already.
pub const HEADER_ID: &str = "webhook-id";
/// The header with the time of the attempt, in Unix seconds.
pub const HEADER_TIMESTAMP: &str = "webhook-timestamp";
/// The header with the signatures, separated by spaces.
pub const HEADER_SIGNATURE: &str = "webhook-signature";

/// How far an attempt's time may lie from the receiver's, both ways.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// The kind of signature: HMAC-SHA256.
const VERSION: &str = "v1";
/// A receiver looks at no more signatures than this: a rotation needs two.
const MOST_SIGNATURES: usize = 16;

/// What stands in the headers beside [`HEADER_ID`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// For [`HEADER_TIMESTAMP`].
    pub timestamp: String,
    /// For [`HEADER_SIGNATURE`].
    pub signature: String,
}

/// Signs a message with each of these secrets: one, or two while a secret is being replaced. The id has no dots (a
/// UUID has none), so that nothing can be moved from the id into the time.
#[must_use]
pub fn sign(secrets: &[Secret], id: &str, at: Timestamp, body: &[u8]) -> Headers {
    let timestamp = at.as_second().to_string();
    let signature = |secret: &Secret| {
        let mac = secret.mac(id, &timestamp, body).finalize().into_bytes();
        format!("{VERSION},{}", STANDARD.encode(mac))
    };
    let signature = secrets.iter().map(signature).collect::<Vec<_>>().join(" ");
    Headers { timestamp, signature }
}

/// The three headers as they came.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// [`HEADER_ID`].
    pub id: &'a str,
    /// [`HEADER_TIMESTAMP`].
    pub timestamp: &'a str,
    /// [`HEADER_SIGNATURE`].
    pub signatures: &'a str,
}

/// Why a message is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The time is no number of Unix seconds.
    #[error("the time is not in Unix seconds")]
    Timestamp,
    /// Older than [`TOLERANCE`]: perhaps replayed.
    #[error("too old")]
    TooOld,
    /// From further ahead than [`TOLERANCE`].
    #[error("from the future")]
    TooNew,
    /// No signature fits any of the secrets.
    #[error("no signature fits")]
    Signature,
}

/// Checks a message against each of these secrets, in constant time. One signature that fits is enough; those of kinds
/// that are not known here are passed over.
///
/// # Errors
/// [`VerifyError`] tells apart what is wrong.
pub fn verify(
    secrets: &[Secret],
    received: &Received<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), VerifyError> {
    let digits = received.timestamp;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(VerifyError::Timestamp);
    }
    let at: i64 = digits.parse().map_err(|_| VerifyError::Timestamp)?;
    let at = Timestamp::from_second(at).map_err(|_| VerifyError::Timestamp)?;
    let age = now.duration_since(at);
    if age > TOLERANCE {
        return Err(VerifyError::TooOld);
    }
    if age < -TOLERANCE {
        return Err(VerifyError::TooNew);
    }
    let given = received
        .signatures
        .split(' ')
        .take(MOST_SIGNATURES)
        .filter_map(|signature| signature.strip_prefix(VERSION)?.strip_prefix(','))
        .filter_map(|digits| STANDARD.decode(digits).ok());
    let fits = |signature: Vec<u8>| {
        secrets.iter().any(|secret| {
            secret
                .mac(received.id, digits, body)
                .verify_slice(&signature)
                .is_ok()
        })
    };
    if given.into_iter().any(fits) {
        Ok(())
    } else {
        Err(VerifyError::Signature)
    }
}

#[cfg(test)]
mod tests;
