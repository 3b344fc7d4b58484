//! Which address does what.

mod api;
mod assets;
mod demo;
mod health;
mod help;
mod home;
pub mod recognise;
mod settings;
mod sign_in;
mod tests;

use crate::{
    state::State,
    web::{Kind, Problem, headers, problem},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::IntoResponse,
    routing::{get, post},
};
use tower_http::csrf::CsrfLayer;

/// The largest form that is read.
const LARGEST_FORM: usize = 64 * 1024;

/// All routes.
pub fn router(state: State) -> Router {
    let mut routes = Router::new()
        .route("/", get(home::home))
        .route("/{language}", get(home::in_language))
        .route("/{language}/", get(home::in_language))
        .route("/{language}/settings", get(settings::show).post(settings::change))
        .route("/{language}/tests", post(tests::start))
        .route("/{language}/tests/{id}", get(tests::show))
        .route("/{language}/help", get(help::index))
        .route("/{language}/help/{slug}", get(help::page))
        .route(
            "/{language}/sign-in/{token}",
            get(sign_in::ask).post(sign_in::enter),
        )
        .route("/{language}/sign-out", post(sign_in::leave))
        .route("/api/v1/recognise", get(api::recognise))
        .route("/api/v1/tests/{id}/events", get(api::test_events))
        .route("/assets/{digest}/{name}", get(assets::file))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready));
    if state.demo.is_some() {
        routes = routes
            .route("/{language}/demo/letters", get(demo::letters))
            .route("/{language}/demo/behaviour", post(demo::behave))
            .route("/{language}/demo/clear", post(demo::clear));
    }
    routes
        .fallback(|| async { Problem(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Problem(Kind::NotFound) })
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(CsrfLayer::new().with_rejection_response(|_| Problem(Kind::Forbidden).into_response()))
        .layer(middleware::from_fn_with_state(state.clone(), problem::render))
        .layer(middleware::from_fn(headers::set))
        .with_state(state)
}
