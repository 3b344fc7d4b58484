//! The provider's keys (RFC 7517, section 5).

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Http, OidcError, discovery::Provider, http};
use crate::{
    object::Object,
    token::{SignedToken, VerifyingKey},
};

/// How long keys are good without being asked for again: one that is taken back is taken here no longer than this.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);
/// How often, at most, they are asked for because of a key that nobody knows. Else anybody could make us ask at will.
const NOT_AGAIN_WITHIN: SignedDuration = SignedDuration::from_mins(1);
/// How many keys are considered.
const MOST_KEYS: usize = 100;

type Keys = Arc<[(Option<String>, VerifyingKey)]>;

/// Keys that were fetched, and when they were asked for last.
#[derive(Debug, Default)]
pub(super) struct KeyCache(Mutex<Cached>);

#[derive(Debug, Default, Clone)]
struct Cached {
    asked_at: Option<Timestamp>,
    fetched: Option<(Timestamp, Keys)>,
}

impl KeyCache {
    /// The key that a token says it was signed with.
    pub(super) async fn find(
        &self,
        http: &dyn Http,
        provider: &Provider,
        token: &SignedToken<'_>,
        now: Timestamp,
    ) -> Result<VerifyingKey, OidcError> {
        let cached = self.look();
        if let Some((fetched_at, keys)) = &cached.fetched
            && is_within(*fetched_at, now, GOOD_FOR)
        {
            if let Some(key) = choose(keys, token) {
                return Ok(key);
            }
            if cached
                .asked_at
                .is_some_and(|asked_at| is_within(asked_at, now, NOT_AGAIN_WITHIN))
            {
                return Err(OidcError::UnknownKey);
            }
        }
        let keys = self.fetch(http, provider, now).await?;
        choose(&keys, token).ok_or(OidcError::UnknownKey)
    }

    async fn fetch(&self, http: &dyn Http, provider: &Provider, now: Timestamp) -> Result<Keys, OidcError> {
        self.change(|cached| cached.asked_at = Some(now));
        let keys = read(&http::get(http, provider.keys.as_str()).await?)?;
        self.change(|cached| cached.fetched = Some((now, Arc::clone(&keys))));
        Ok(keys)
    }

    fn look(&self) -> Cached {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Cached)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Whether `then` is less than `span` before `now`. A clock that was put back makes things old, not young for ever.
pub(super) fn is_within(then: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    let age = now.duration_since(then);
    !age.is_negative() && age < span
}

fn read(document: &Object) -> Result<Keys, OidcError> {
    let keys = document
        .get("keys")
        .and_then(Value::as_array)
        .ok_or(OidcError::Answer)?;
    // Keys for encryption and of kinds that we do not take may stand among them.
    let usable = keys.iter().take(MOST_KEYS).filter_map(|jwk| {
        let jwk = Object::from_value(jwk.clone())?;
        let key = VerifyingKey::from_jwk(&jwk).ok()?;
        Some((jwk.text("kid").ok()?.map(str::to_owned), key))
    });
    Ok(usable.collect())
}

/// The key of the token's name; for a token that names none, the only one of its algorithm.
fn choose(keys: &Keys, token: &SignedToken<'_>) -> Option<VerifyingKey> {
    let mut fitting = keys.iter().filter(|(kid, key)| {
        key.algorithm().name() == token.algorithm()
            && token.key_id().is_none_or(|name| kid.as_deref() == Some(name))
    });
    match (fitting.next(), fitting.next()) {
        (Some((_, key)), None) => Some(key.clone()),
        _ => None,
    }
}
