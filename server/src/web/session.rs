//! Who is signed in: the cookie's token, looked up at each request, so that what is stored of a person counts at once.

use super::{
    Kind, Problem,
    cookies::Cookie,
    frame::{Destination, Embedding},
};
use crate::{config::Config, portals::Portal, state::State};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use jiff::SignedDuration;
use std::{convert::Infallible, time::Duration};
use store::{Actor, Company, Role, Session, SessionToken, User};

/// After this much of its time a session is made to last anew.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The person who is signed in; without one the request ends at the sign-in page.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// His company.
    pub company: Company,
    /// The session's token.
    pub token: SessionToken,
    /// The origin of the portal's page in which the session stands; none for one of its own window.
    pub embedded_in: Option<String>,
    /// Whether he has proved a short while ago who he is: some things may be done only then.
    pub fresh: bool,
}

impl SignedIn {
    /// Who is written into the audit log.
    pub fn actor(&self) -> Actor {
        Actor::User {
            id: self.user.id,
            name: self.user.name.clone(),
        }
    }

    /// His company's portal.
    pub fn portal<'a>(&self, state: &'a State) -> Option<&'a Portal> {
        state.portals.get(&self.company.portal)
    }

    /// The cookie that holds the session.
    pub const fn cookie(&self) -> Cookie {
        match self.embedded_in {
            Some(_) => Cookie::Embedded,
            None => Cookie::Window,
        }
    }
}

/// The signed-in person, who has to be an admin of his company.
#[derive(Debug, Clone)]
pub struct Admin(pub SignedIn);

/// The person, if there is one; for public pages.
pub struct MaybeSignedIn(pub Option<SignedIn>);

/// How long a session lasts.
pub fn ttl(config: &Config) -> Duration {
    Duration::from_secs(u64::from(config.sessions.hours) * 3600)
}

/// For how long after signing in a person counts as one who has just proved who he is.
pub fn fresh_for(config: &Config) -> SignedDuration {
    SignedDuration::from_mins(i64::from(config.sessions.fresh_minutes))
}

/// The sessions that a request may be of, the right one first. Where it is not said where a page stands, what it asks for
/// is of the window's session if there is one: a browser sends both only where portal and Saatja are of one site.
fn candidates(config: &Config, headers: &HeaderMap) -> Vec<(SessionToken, bool)> {
    let cookies: &[Cookie] = match Destination::of(headers) {
        Destination::Window => &[Cookie::Window],
        Destination::Frame => &[Cookie::Embedded],
        Destination::Unknown => &[Cookie::Window, Cookie::Embedded],
    };
    cookies
        .iter()
        .filter_map(|cookie| Some((cookie.session(config, headers)?, *cookie == Cookie::Embedded)))
        .collect()
}

async fn find(parts: &Parts, state: &State) -> Result<Option<SignedIn>, Problem> {
    for (token, embedded) in candidates(&state.config, &parts.headers) {
        let Some(session) = state.store.find_session(&token).await? else {
            continue;
        };
        // A session counts only in the cookie that it was made for.
        if session.embedded_in.is_some() != embedded {
            continue;
        }
        let portal = &session.company.portal;
        if state.portals.get(portal).is_none() {
            tracing::warn!(user = %session.user.id, %portal, "no sign-in: the portal is not configured any more");
            continue;
        }
        if embedded && let Some(embedding) = parts.extensions.get::<Embedding>() {
            embedding.found(portal);
        }
        return signed_in(state, token, session).await.map(Some);
    }
    Ok(None)
}

async fn signed_in(state: &State, token: SessionToken, session: Session) -> Result<SignedIn, Problem> {
    let (config, now) = (&state.config, state.clock.now());
    let fresh_for = fresh_for(config);
    if now.duration_since(session.last_seen_at) > TOUCH_AFTER.max(fresh_for) {
        state.store.touch_session(&token, ttl(config)).await?;
    }
    // A session of somebody who did not prove anything just now was touched at its beginning (`sign_in::begin`).
    let untouched = session.last_seen_at == session.created_at;
    let fresh = untouched && now.duration_since(session.created_at) <= fresh_for;
    Ok(SignedIn {
        user: session.user,
        company: session.company,
        token,
        embedded_in: session.embedded_in,
        fresh,
    })
}

impl FromRequestParts<State> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        find(parts, state).await?.ok_or(Problem(Kind::SignInNeeded))
    }
}

impl FromRequestParts<State> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let person = SignedIn::from_request_parts(parts, state).await?;
        match person.user.role {
            Role::Admin => Ok(Self(person)),
            Role::User => Err(Problem(Kind::AdminOnly)),
        }
    }
}

impl FromRequestParts<State> for MaybeSignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        // A public page is shown also where the store does not answer; that is in the log.
        Ok(Self(find(parts, state).await.unwrap_or_default()))
    }
}
