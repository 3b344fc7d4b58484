//! What became of letters: the log, one message, those in doubt, how things stand. An admin sees his company's, everybody
//! else his own. Which form posts what is told in the views (`app::pages::letters`).

mod act;
mod doubt;
mod explain;
mod export;
mod file;
mod filter;
pub mod held;
mod log;
mod one;
mod overview;
pub mod reader;

use crate::state::State;
use axum::{
    Router,
    routing::{get, post},
};

/// The letters' addresses.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/letters", get(log::show))
        .route("/{language}/letters.csv", post(export::export))
        .route(
            "/{language}/letters/in-doubt",
            get(doubt::show).post(doubt::decide),
        )
        .route("/{language}/letters/{id}", get(one::show).post(act::act))
        .route("/{language}/letters/{id}/files/{number}", get(file::download))
        .route("/{language}/overview", get(overview::show))
        .route("/{language}/overview/retry", post(overview::retry))
}
