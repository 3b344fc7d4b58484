//! Who is signed in: the cookie's token, looked up at each request, so that what is stored of a person counts at once.

use super::{Kind, Problem};
use crate::{config::Config, state::State};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use jiff::SignedDuration;
use std::{convert::Infallible, time::Duration};
use store::{SessionToken, User};

/// After this much of its time a session is made to last anew.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The person who is signed in; without one the request ends at the sign-in page.
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// The company's name.
    pub company: String,
    /// The session's token.
    pub token: SessionToken,
}

/// The person, if there is one; for public pages.
pub struct MaybeSignedIn(pub Option<SignedIn>);

/// How long a session lasts.
pub fn ttl(config: &Config) -> Duration {
    Duration::from_secs(u64::from(config.sessions.hours) * 3600)
}

/// The cookie's name. `__Host-` binds it to this host alone (RFC 6265bis), and needs HTTPS.
fn cookie_name(config: &Config) -> &'static str {
    if config.server.base_url.is_https() {
        "__Host-saatja"
    } else {
        "saatja"
    }
}

/// The header that gives a browser its session.
pub fn set_cookie(config: &Config, token: &SessionToken) -> Option<HeaderValue> {
    cookie(config, &token.reveal(), ttl(config).as_secs())
}

/// The header that takes it away.
pub fn clear_cookie(config: &Config) -> Option<HeaderValue> {
    cookie(config, "", 0)
}

fn cookie(config: &Config, value: &str, seconds: u64) -> Option<HeaderValue> {
    let secure = if config.server.base_url.is_https() {
        "; Secure"
    } else {
        ""
    };
    let name = cookie_name(config);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn token(config: &Config, headers: &HeaderMap) -> Option<SessionToken> {
    let name = cookie_name(config);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| value.parse().ok())
}

async fn find(parts: &Parts, state: &State) -> Result<Option<SignedIn>, Problem> {
    let Some(token) = token(&state.config, &parts.headers) else {
        return Ok(None);
    };
    let Some(session) = state.store.find_session(&token).await? else {
        return Ok(None);
    };
    if state.clock.now().duration_since(session.last_seen_at) > TOUCH_AFTER {
        state.store.touch_session(&token, ttl(&state.config)).await?;
    }
    let Some(company) = state.store.find_company(session.user.company).await? else {
        return Ok(None);
    };
    Ok(Some(SignedIn {
        user: session.user,
        company: company.name.as_str().to_owned(),
        token,
    }))
}

impl FromRequestParts<State> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        find(parts, state).await?.ok_or(Problem(Kind::SignInNeeded))
    }
}

impl FromRequestParts<State> for MaybeSignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        // A public page is shown also where the store does not answer; that is in the log.
        Ok(Self(find(parts, state).await.unwrap_or_default()))
    }
}
