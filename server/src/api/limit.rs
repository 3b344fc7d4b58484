//! How many requests a key may send, counted together by all replicas.

use super::{
    caller::Caller,
    problem::{Kind, Problem},
};
use crate::{limits::line_of, state::State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use std::{net::IpAddr, time::Duration};
use store::Rate;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Takes one of the key's requests.
pub async fn take(state: &State, caller: &Caller) -> Result<(), Problem> {
    let rate = Rate {
        burst: state.config.limits.api_requests_per_key,
        per: Duration::from_mins(1),
    };
    let key = caller.key().id.to_string();
    match state.store.take("api", &key, rate).await? {
        None => Ok(()),
        Some(wait) => {
            let seconds = whole_seconds(wait);
            Err(Problem::from(Kind::TooMany)
                .with_header(header::RETRY_AFTER, &seconds.to_string())
                .with_header(LIMIT, &format!("\"key\";r=0;t={seconds}")))
        }
    }
}

/// A request with a key that is none: how it is answered. Good keys are not counted, and go on working wherever the bad
/// ones come from.
pub async fn refused(state: &State, from: IpAddr, problem: Problem) -> Problem {
    if problem.kind() != Kind::KeyNotValid {
        return problem;
    }
    let rate = Rate {
        burst: state.config.limits.failed_keys_per_address,
        per: Duration::from_mins(1),
    };
    match state
        .store
        .take("api-key", &line_of(from).to_string(), rate)
        .await
    {
        Ok(None) => problem,
        Ok(Some(wait)) => {
            let seconds = whole_seconds(wait).to_string();
            Problem::from(Kind::TooMany).with_header(header::RETRY_AFTER, &seconds)
        }
        Err(error) => error.into(),
    }
}

/// Rounded up, so that who waits as long has waited long enough.
pub fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Says the rule on each answer (draft-ietf-httpapi-ratelimit-headers). How many are left is said only where none is:
/// the count is the store's, which tells no more.
pub fn tell(headers: &mut HeaderMap, a_minute: u32) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"key\";q={a_minute};w=60")) {
        headers.insert(POLICY, value);
    }
}
