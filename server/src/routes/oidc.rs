//! Signing in through a portal's `OpenID` provider.
//!
//! `GET /oidc/callback` is the one address where looking writes: the provider can send a browser back in no other way
//! that keeps the cookie (`SameSite=Lax`). What stands for the post: the state in that cookie, which other sites can
//! neither read nor set, a code that is good once, and PKCE.

use crate::{
    limits,
    sign_in::{self, Beginning, Way},
    state::State,
    web::{ClientAddress, Kind, MaybeSignedIn, Problem, cookies::Cookie, problem, session},
};
use axum::{
    extract::{Path, Query, State as Shared},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use identity::{
    launch::LaunchPage,
    oidc::{Callback, OidcClient, OidcError, PENDING_FOR, Pending, Unguessable},
};
use jiff::{SignedDuration, Timestamp};
use model::PortalId;
use serde::Deserialize;

/// How to ask.
#[derive(Deserialize)]
pub struct Asked {
    /// Whether the person has to prove anew who he is.
    fresh: Option<String>,
    /// The page to come back to.
    page: Option<String>,
}

fn refused(error: &OidcError) -> Problem {
    sign_in::refused(Way::Oidc, error.key(), error)
}

/// The client of a portal's provider.
fn client<'a>(state: &'a State, portal: &PortalId) -> Result<&'a OidcClient, Problem> {
    state
        .portals
        .get(portal)
        .and_then(|portal| portal.oidc.as_ref())
        .ok_or(Problem(Kind::NotFound))
}

/// `GET /oidc/{portal}`: to the provider. With `?fresh=1` the person signs in there anew, though it may know him.
pub async fn ask(
    Shared(state): Shared<State>,
    ClientAddress(from): ClientAddress,
    Path(portal): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let portal: PortalId = portal.parse().map_err(|_| Problem(Kind::NotFound))?;
    let client = client(&state, &portal)?;
    let page: LaunchPage = match asked.page.as_deref() {
        None => LaunchPage::Settings,
        Some(page) => page.parse().map_err(|_| Problem(Kind::NotFound))?,
    };
    limits::sign_in(&state, from).await?;
    let unguessable =
        Unguessable::draw(|bytes| state.random.fill(bytes)).map_err(|error| problem::broken(&error))?;
    let fresh = asked.fresh.as_deref() == Some("1");
    let begun = client
        .begin(&state.portals.oidc_http, unguessable, state.clock.now(), fresh)
        .await
        .map_err(|error| refused(&error))?;
    let value = format!("{}.{}", begun.pending.to_cookie(), page.key());
    let seconds = PENDING_FOR.unsigned_abs().as_secs();
    let cookie = Cookie::Pending.set(&state.config, &value, seconds);
    Ok(with_cookie(
        Redirect::to(begun.url.as_str()).into_response(),
        cookie,
    ))
}

/// `GET /oidc/callback`: back from the provider.
pub async fn back(
    Shared(state): Shared<State>,
    ClientAddress(from): ClientAddress,
    MaybeSignedIn(before): MaybeSignedIn,
    headers: HeaderMap,
    Query(callback): Query<Callback>,
) -> Response {
    let result = match limits::sign_in(&state, from).await {
        Ok(()) => finish(&state, &headers, &callback, before).await,
        Err(problem) => Err(problem),
    };
    // What was begun is used up, whatever came of it.
    with_cookie(result.into_response(), Cookie::Pending.clear(&state.config))
}

async fn finish(
    state: &State,
    headers: &HeaderMap,
    callback: &Callback,
    before: Option<session::SignedIn>,
) -> Result<Response, Problem> {
    let now = state.clock.now();
    let (pending, page) = pending(state, headers, now)?;
    let client = client(state, pending.portal())?;
    let entered = client
        .finish(&state.portals.oidc_http, pending, callback, now)
        .await
        .map_err(|error| refused(&error))?;
    let user = sign_in::enter(state, Way::Oidc, entered.person).await?;
    let beginning = Beginning {
        way: Way::Oidc,
        embedded_in: None,
        fresh: is_fresh(entered.authenticated_at, now, session::fresh_for(&state.config)),
        before,
    };
    let to = sign_in::address(user.language, Some(page), user.role);
    sign_in::begin(state, &user, beginning, &to).await
}

/// By what the provider signed, and by our own clock: whether a fresh sign-in was asked for lies in the browser.
fn is_fresh(authenticated_at: Option<Timestamp>, now: Timestamp, fresh_for: SignedDuration) -> bool {
    authenticated_at.is_some_and(|at| now.duration_since(at) <= fresh_for)
}

fn pending(state: &State, headers: &HeaderMap, now: Timestamp) -> Result<(Pending, LaunchPage), Problem> {
    let value = Cookie::Pending.value(&state.config, headers).unwrap_or_default();
    let (pending, page) = value.split_once('.').unwrap_or((&value, ""));
    let pending = Pending::from_cookie(pending, now)
        .map_err(|error| sign_in::refused(Way::Oidc, "oidc-nothing-begun", &error))?;
    Ok((pending, page.parse().unwrap_or(LaunchPage::Settings)))
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_fresh;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn fresh_is_what_the_provider_says_it_is() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let ago = |minutes| Some(now - SignedDuration::from_mins(minutes));
        let ten = SignedDuration::from_mins(10);
        assert!(is_fresh(ago(10), now, ten) && is_fresh(ago(0), now, ten));
        assert!(!is_fresh(ago(11), now, ten) && !is_fresh(None, now, ten));
    }
}
