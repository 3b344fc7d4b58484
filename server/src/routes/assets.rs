//! `/assets/{digest}/{name}`: the built front end.

use crate::{
    state::State,
    web::{Kind, Problem},
};
use axum::{
    body::Body,
    extract::{Path, State as Shared},
    http::{HeaderMap, Response},
};

/// One file.
pub async fn file(
    Shared(state): Shared<State>,
    Path((digest, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    state
        .site
        .answer(&digest, &name, &headers)
        .ok_or(Problem(Kind::NotFound))
}
