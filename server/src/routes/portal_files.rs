//! `/portals/{id}/logo` and `/portals/{id}/theme.css`: how a portal's pages look. The same for everybody, and known by
//! a version in the address that pages give.

use crate::{
    portals::Portal,
    state::State,
    web::{Kind, Problem},
};
use axum::{
    extract::{Path, State as Shared},
    http::header,
    response::{IntoResponse, Response},
};

/// Long, because the address changes with the content; not for good, because the version is not asked for.
const KEPT: &str = "public, max-age=604800";

fn portal<'a>(state: &'a State, id: &str) -> Result<&'a Portal, Problem> {
    let id = id.parse().map_err(|_| Problem(Kind::NotFound))?;
    state.portals.get(&id).ok_or(Problem(Kind::NotFound))
}

/// The logo. An SVG that somebody opens by itself runs nothing and is nobody's origin.
pub async fn logo(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Response, Problem> {
    let logo = portal(&state, &id)?
        .logo
        .as_ref()
        .ok_or(Problem(Kind::NotFound))?;
    let headers = [
        (header::CONTENT_TYPE, logo.kind),
        (header::CACHE_CONTROL, KEPT),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
        ),
    ];
    Ok((headers, logo.content.clone()).into_response())
}

/// The colours.
pub async fn theme(Shared(state): Shared<State>, Path(id): Path<String>) -> Result<Response, Problem> {
    let theme = portal(&state, &id)?
        .theme
        .as_ref()
        .ok_or(Problem(Kind::NotFound))?;
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, KEPT),
    ];
    Ok((headers, theme.css.clone()).into_response())
}
