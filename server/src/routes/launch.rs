//! `POST /launch`: a portal lets somebody in, by a token that it signed (docs/sign-in.md).
//!
//! The post comes from the portal's page, so what keeps other sites from posting to us is not asked here. What stands
//! for it: the token is the portal's word about this very person, good once and for a minute, and the page that posts
//! it has to be one of that portal's.

use crate::{
    limits,
    portals::Portal,
    sign_in::{self, Beginning, Way},
    state::State,
    web::{ClientAddress, Kind, MaybeSignedIn, Problem, frame::Destination},
};
use axum::{
    Form,
    extract::{State as Shared, rejection::FormRejection},
    http::{HeaderMap, header},
    response::Response,
};
use identity::launch::{Launch, LaunchPage};
use serde::Deserialize;

/// What is posted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posted {
    token: String,
    /// The page to begin with; comes before the one in the token.
    target: Option<String>,
}

/// Checks the token, uses it up, and begins a session.
pub async fn enter(
    Shared(state): Shared<State>,
    ClientAddress(from): ClientAddress,
    MaybeSignedIn(before): MaybeSignedIn,
    headers: HeaderMap,
    posted: Result<Form<Posted>, FormRejection>,
) -> Result<Response, Problem> {
    limits::sign_in(&state, from).await?;
    let Form(posted) = posted.map_err(|error| refused("launch-form", &error))?;
    let target = target(posted.target.as_deref())?;
    let launch = state
        .portals
        .launches
        .verify(&posted.token, state.clock.now())
        .map_err(|error| refused(error.key(), &error))?;
    let embedded_in = check_page(&state, &headers, &launch)?;
    let portal = &launch.person.portal;
    if !state
        .store
        .spend_launch(portal, &launch.jti, launch.expires_at)
        .await?
    {
        return Err(refused("launch-used", &"the token was used already"));
    }
    let page = target.or(launch.page);
    let user = sign_in::enter(&state, Way::Launch, launch.person).await?;
    let beginning = Beginning {
        way: Way::Launch,
        embedded_in,
        fresh: true,
        before,
    };
    let to = sign_in::address(user.language, page, user.role);
    sign_in::begin(&state, &user, beginning, &to).await
}

fn refused(cause: &str, details: &dyn std::fmt::Display) -> Problem {
    sign_in::refused(Way::Launch, cause, details)
}

/// A page of the closed list, or none; an empty field is one that was left out.
fn target(text: Option<&str>) -> Result<Option<LaunchPage>, Problem> {
    match text.unwrap_or_default() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|error| refused("launch-target", &error)),
    }
}

/// Which page the token comes from, and so where the session may stand: the origin, where that is inside the page.
fn check_page(state: &State, headers: &HeaderMap, launch: &Launch) -> Result<Option<String>, Problem> {
    let portal = state.portals.get(&launch.person.portal);
    let portal = portal.ok_or(Problem(Kind::SignInRefused))?;
    let origin = headers
        .get(header::ORIGIN)
        .map(|origin| known(portal, origin.to_str().unwrap_or_default()))
        .transpose()?;
    match (Destination::of(headers), launch.embed, origin) {
        (Destination::Window, ..) | (Destination::Unknown, false, _) => Ok(None),
        (Destination::Frame | Destination::Unknown, true, Some(origin)) => Ok(Some(origin)),
        (_, true, None) => Err(refused("launch-no-origin", &"the page does not say where it is")),
        (Destination::Frame, false, _) => {
            Err(refused("launch-not-embeddable", &"the token is not for a frame"))
        }
    }
}

/// The origin, if it is one of the portal's. That of a page that hides it is `null`, and none.
fn known(portal: &Portal, origin: &str) -> Result<String, Problem> {
    if portal.has_origin(origin) {
        return Ok(origin.to_owned());
    }
    let details = format!(
        "posted by a page of {origin:?}, which is none of portal {}",
        portal.id
    );
    Err(refused("launch-origin", &details))
}
