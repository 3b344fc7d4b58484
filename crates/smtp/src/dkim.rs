//! Signing letters with a domain's key (DKIM, RFC 6376; Ed25519 after RFC 8463): RSA or Ed25519 over SHA-256, header
//! and body in the relaxed form, which stands what servers on the way do to white space.

mod canonical;
mod key;
#[cfg(test)]
mod tests;

pub use key::{Key, KeyError};

use crate::session::{Letter, LetterError};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use model::Host;
use std::fmt::Write as _;

/// The fields that are signed, where a letter has them. Each is named once more than it is there, so that nobody can
/// add another one (RFC 6376, section 8.15).
const SIGNED: [&str; 11] = [
    "From",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
];
/// How long a line of our own field gets.
const LINE: usize = 72;

/// A domain's key, and where the world finds its public half: `<selector>._domainkey.<domain>`.
#[derive(Debug)]
pub struct Signer {
    domain: Host,
    selector: String,
    key: Key,
}

/// Why a letter was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The letter has no end of its header.
    #[error("the letter has no body")]
    NoBody,
    /// The key would not sign.
    #[error("the key does not sign")]
    Key,
    /// What came out is no letter.
    #[error(transparent)]
    Letter(#[from] LetterError),
}

impl Signer {
    /// A signer for this domain. The selector is one or more labels: letters, digits and hyphens, with dots between.
    #[must_use]
    pub const fn new(domain: Host, selector: String, key: Key) -> Self {
        Self {
            domain,
            selector,
            key,
        }
    }

    /// The letter with its signature in front. `at` is when it was signed.
    ///
    /// # Errors
    /// [`SignError`] where it can not be signed.
    pub fn sign(&self, letter: &Letter, at: Timestamp) -> Result<Letter, SignError> {
        let bytes = letter.as_bytes();
        let (fields, body) = canonical::split(bytes).ok_or(SignError::NoBody)?;
        let (mut names, mut signed) = (Vec::new(), Vec::new());
        for name in SIGNED {
            // From the last to the first (section 5.4.2).
            for field in fields.iter().rev().filter(|field| field.is(name)) {
                names.push(name);
                field.relaxed_onto(&mut signed);
                signed.extend_from_slice(b"\r\n");
            }
            names.push(name);
        }
        let body_hash = STANDARD.encode(key::sha256(&canonical::relaxed_body(body)));
        let mut own = self.field(&names, &body_hash, at);
        // The own field comes last, its signature empty, without the end of its line (section 3.7).
        canonical::Field::of(own.as_bytes()).relaxed_onto(&mut signed);
        let signature = STANDARD.encode(self.key.sign(&signed).ok_or(SignError::Key)?);
        for (at, c) in signature.chars().enumerate() {
            if at % LINE == 0 && at > 0 {
                own.push_str("\r\n ");
            }
            own.push(c);
        }
        own.push_str("\r\n");
        Ok(Letter::new([own.as_bytes(), bytes].concat())?)
    }

    /// Our field as far as `b=`.
    fn field(&self, names: &[&str], body_hash: &str, at: Timestamp) -> String {
        let mut field = format!(
            "DKIM-Signature: v=1; a={}; c=relaxed/relaxed;\r\n d={}; s={};\r\n t={}; h=",
            self.key.algorithm(),
            self.domain,
            self.selector,
            at.as_second()
        );
        let mut room = LINE - 20;
        for (at, name) in names.iter().enumerate() {
            let colon = if at == 0 { "" } else { ":" };
            if name.len() + 1 > room {
                let _ = write!(field, "{colon}\r\n {name}");
                room = LINE - name.len();
            } else {
                let _ = write!(field, "{colon}{name}");
                room -= name.len() + 1;
            }
        }
        let _ = write!(field, ";\r\n bh={body_hash};\r\n b=");
        field
    }
}
