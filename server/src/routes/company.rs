//! What is a whole company's, for its admins alone: a page a file, each with its forms. Which form posts what is told in
//! the views (`app::pages::company`).

mod api_keys;
mod audit;
mod encryption;
mod network;
mod overview;
mod people;
mod retention;
mod sender_user;
mod user;
mod users;
pub mod visit;
mod webhooks;

use super::settings;
use crate::{state::State, web::Problem};
use axum::{
    Form, Router,
    extract::{Query, rejection::FormRejection},
    response::{Html, Response},
    routing::{get, post},
};
use visit::Visit;

/// The company's addresses.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/company", get(overview::show))
        .route(
            "/{language}/company/settings",
            get(defaults).post(change_defaults),
        )
        .route("/{language}/company/users", get(users::show))
        .route("/{language}/company/users/{id}", get(user::show))
        .route(
            "/{language}/company/sender-user",
            get(sender_user::show).post(sender_user::change),
        )
        .route(
            "/{language}/company/network",
            get(network::show).post(network::rename),
        )
        .route(
            "/{language}/company/retention",
            get(retention::show).post(retention::change),
        )
        .route("/{language}/company/audit", get(audit::show))
        .route("/{language}/company/audit/export.csv", post(audit::export))
        .merge(encryption::routes())
        .merge(api_keys::routes())
        .merge(webhooks::routes())
}

/// `GET /{language}/company/settings`: the defaults.
async fn defaults(visit: Visit, Query(said): Query<settings::Said>) -> Result<Html<String>, Problem> {
    let desk = settings::desk::Desk::company(&visit.state, visit.language, &visit.person).await?;
    settings::show_desk(&desk, said).await
}

/// `POST`: every button of the form.
async fn change_defaults(
    visit: Visit,
    posted: Result<Form<settings::Posted>, FormRejection>,
) -> Result<Response, Problem> {
    let desk = settings::desk::Desk::company(&visit.state, visit.language, &visit.person).await?;
    settings::change_desk(&desk, posted).await
}
