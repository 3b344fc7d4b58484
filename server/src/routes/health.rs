//! `/healthz`: the program runs. `/readyz`: it can do its work.

use crate::state::State;
use axum::{extract::State as Shared, http::StatusCode};

/// The program runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub async fn ready(Shared(state): Shared<State>) -> (StatusCode, &'static str) {
    match state.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!("not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
