//! Which address does what.

mod assets;
mod batches;
mod company;
mod compose;
mod demo;
mod developers;
mod events;
mod health;
mod help;
mod home;
mod launch;
mod letters;
mod live;
mod looked_for;
mod mailbox;
mod oidc;
mod portal_files;
pub mod recognise;
pub mod settings;
mod sign_in;
mod tests;
mod visitor;

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
        .route("/{language}/developers", get(developers::show))
        .route("/{language}/help", get(help::index))
        .route("/{language}/help/{slug}", get(help::page))
        .route("/oidc/callback", get(oidc::back))
        .route("/oidc/{portal}", get(oidc::ask))
        .route("/portals/{id}/logo", get(portal_files::logo))
        .route("/portals/{id}/theme.css", get(portal_files::theme))
        .route("/{language}/sign-in", get(sign_in::ways))
        .route(
            "/{language}/sign-in/{token}",
            get(sign_in::ask).post(sign_in::enter),
        )
        .route("/{language}/sign-out", post(sign_in::leave))
        .route("/live/recognise", get(live::recognise))
        .route("/live/tests/{id}", get(live::test_events))
        .route("/assets/{digest}/{name}", get(assets::file))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready));
    routes = routes
        .merge(company::routes())
        .merge(batches::routes())
        .merge(compose::routes(&state))
        .merge(letters::routes())
        .merge(mailbox::routes())
        .merge(events::routes());
    if state.demo.is_some() {
        routes = routes
            .route("/{language}/demo/letters", get(demo::letters))
            .route("/{language}/demo/behaviour", post(demo::behave))
            .route("/{language}/demo/clear", post(demo::clear));
    }
    routes
        .fallback(|| async { Problem(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Problem(Kind::NotFound) })
        .layer(CsrfLayer::new().with_rejection_response(|_| Problem(Kind::Forbidden).into_response()))
        // Comes from a portal's page; what stands for the layer above is told there.
        .route("/launch", post(launch::enter))
        // No browser's cookie opens anything there.
        .merge(crate::api::router(&state))
        .method_not_allowed_fallback(|| async { Problem(Kind::NotFound) })
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn_with_state(state.clone(), problem::render))
        .layer(middleware::from_fn_with_state(state.clone(), headers::set))
        .with_state(state)
}
