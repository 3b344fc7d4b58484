//! Signed tokens: JSON Web Tokens in the compact form (RFC 7519, RFC 7515 section 3.1), read as strictly as RFC 8725
//! advises.
//!
//! `SignedToken::parse` reads; nothing of what it read may be believed. `SignedToken::verify` holds it against a key
//! that was chosen by us, and only then gives the claims away. `jsonwebtoken` checks the signature, with `ring`
//! doing the sums. Header and claims are read here, because a member that is there twice has to be seen, and
//! because the library would ask the machine for the time.

mod algorithm;
mod key;
mod provider;

pub use algorithm::Algorithm;
pub use key::{KeyError, VerifyingKey};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::object::{ClaimError, Object, ObjectError};

/// Header parameters that name a key to check the token with, or rules to read it by. The keys and the rules are ours.
const REFUSED: [&str; 5] = ["jku", "jwk", "x5u", "x5c", "crit"];

/// Why a text is no token that was signed with the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is longer than such a token is.
    #[error("the token is too long")]
    TooLong,
    /// Not three parts of base64url with a JSON object in the first two.
    #[error("the token has not the form of one")]
    Malformed,
    /// A member of the header or of the claims is there twice.
    #[error("a member of the token is there twice")]
    Repeated,
    /// The header has a parameter that is not taken from strangers.
    #[error("the token's header has {0:?}")]
    HeaderParameter(&'static str),
    /// The header says that it is another kind of token (RFC 8725, section 3.11).
    #[error("the token is of another type")]
    Type,
    /// The header names another algorithm than the key's own; "none" is one of those.
    #[error("the token's algorithm is not that of its key")]
    Algorithm,
    /// The signature is not one of the key over these bytes.
    #[error("the token's signature is not right")]
    Signature,
}

impl TokenError {
    /// A stable word for logs.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooLong => "token-too-long",
            Self::Malformed => "token-malformed",
            Self::Repeated => "token-repeated-member",
            Self::HeaderParameter(_) => "token-header-parameter",
            Self::Type => "token-type",
            Self::Algorithm => "token-algorithm",
            Self::Signature => "token-signature",
        }
    }
}

impl From<ObjectError> for TokenError {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::NotAnObject => Self::Malformed,
            ObjectError::Repeated => Self::Repeated,
        }
    }
}

/// A token that was read and not yet believed.
#[derive(Debug)]
pub(crate) struct SignedToken<'a> {
    /// The bytes that are signed: header and claims as they came.
    signed: &'a str,
    signature: &'a str,
    algorithm: String,
    key_id: Option<String>,
    claims: Object,
}

impl<'a> SignedToken<'a> {
    /// Reads a token of at most `longest` bytes.
    pub(crate) fn parse(text: &'a str, longest: usize) -> Result<Self, TokenError> {
        if text.len() > longest {
            return Err(TokenError::TooLong);
        }
        let mut parts = text.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TokenError::Malformed);
        };
        let signed = &text[..=header.len() + claims.len()];
        let header = read(header)?;
        if let Some(name) = REFUSED.into_iter().find(|name| header.has(name)) {
            return Err(TokenError::HeaderParameter(name));
        }
        let malformed = |_: ClaimError| TokenError::Malformed;
        let is_jwt = |kind: &str| kind.eq_ignore_ascii_case("JWT");
        if !header.text("typ").map_err(malformed)?.is_none_or(is_jwt) {
            return Err(TokenError::Type);
        }
        Ok(Self {
            signed,
            signature,
            algorithm: header.required_text("alg").map_err(malformed)?.to_owned(),
            key_id: header.text("kid").map_err(malformed)?.map(str::to_owned),
            claims: read(claims)?,
        })
    }

    /// The name of the key that it says it was signed with.
    pub(crate) fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The algorithm that it says it was signed with.
    pub(crate) fn algorithm(&self) -> &str {
        &self.algorithm
    }

    /// What it says of its issuer: good for choosing among our keys, and for nothing else.
    pub(crate) fn alleged_issuer(&self) -> Option<&str> {
        self.claims.text("iss").ok().flatten()
    }

    /// The claims, if the key signed them.
    pub(crate) fn verify(self, key: &VerifyingKey) -> Result<Object, TokenError> {
        // The algorithm is the key's own. What the header says may only agree.
        if self.algorithm != key.algorithm().name() {
            return Err(TokenError::Algorithm);
        }
        provider::install();
        let right = jsonwebtoken::crypto::verify(
            self.signature,
            self.signed.as_bytes(),
            key.library(),
            key.algorithm().library(),
        );
        match right {
            Ok(true) => Ok(self.claims),
            Ok(false) | Err(_) => Err(TokenError::Signature),
        }
    }
}

fn read(part: &str) -> Result<Object, TokenError> {
    // No padding, no bits left over: a token can be written in one way only.
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenError::Malformed)?;
    Ok(Object::parse(&json)?)
}
