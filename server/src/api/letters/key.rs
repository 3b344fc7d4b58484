//! The header that lets something be handed over once, however often it is sent.

use crate::api::problem::{Kind, Problem};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use model::UserId;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

const NAME: &str = "idempotency-key";
/// The most characters.
const LONGEST: usize = 200;

/// The header, for the description.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(
    dead_code,
    reason = "IdempotencyKey reads the header; this is for the description"
)]
pub struct IdempotencyHeader {
    /// Your own name for what you hand over, new for each: 1 to 200 visible ASCII characters. The same body under the same
    /// key is accepted once, and answered the same again; another body is refused. Kept as long as results are.
    #[param(
        rename = "Idempotency-Key", value_type = String, min_length = 1, max_length = 200, pattern = "^[!-~]+$",
        example = "arve-17"
    )]
    idempotency_key: String,
}

/// The key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

impl IdempotencyKey {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let mut sent = headers.get_all(NAME).iter();
        let (Some(value), None) = (sent.next(), sent.next()) else {
            return None;
        };
        let bytes = value.as_bytes();
        let good = (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
        let text = value.to_str().ok().filter(|_| good)?;
        Some(Self(text.to_owned()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.headers).ok_or(Kind::IdempotencyKeyNeeded.into())
    }
}

/// Begins the digest of what is handed over: of what kind it is, whose, and what else was said. The body follows.
pub fn digest_of(kind: &str, user: UserId, said: &[&str]) -> Sha256 {
    let mut digest = Sha256::new();
    for part in [kind, &user.to_string()].iter().chain(said) {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::IdempotencyKey;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn a_key_is_one_visible_word() {
        let of = |values: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(super::NAME, HeaderValue::from_bytes(value).unwrap());
            }
            IdempotencyKey::of(&headers).map(|key| key.0)
        };
        assert_eq!(of(&[b"arve-17"]).as_deref(), Some("arve-17"));
        assert!(of(&[&[b'x'; 200]]).is_some());
        let long = [b'x'; 201];
        let all: [&[&[u8]]; 6] = [&[], &[b""], &[b"a b"], &["õ".as_bytes()], &[&long], &[b"a", b"b"]];
        for bad in all {
            assert_eq!(of(bad), None, "{bad:?}");
        }
    }
}
