//! The API, `/api/v1`: what portals' programs use. One file a resource or verb; its description (`OpenAPI`) is made of the
//! same functions and is checked in as docs/openapi.json.

mod accounts;
mod api_keys;
mod audit;
mod batches;
mod blobs;
mod body;
mod caller;
mod companies;
mod describe;
mod drafts;
mod etag;
mod events;
mod inbound;
mod letters;
mod limit;
mod messages;
mod page;
mod problem;
mod providers;
mod schema;
mod sender_user;
mod settings;
mod tests;
mod users;
mod webhooks;
mod words;

pub use describe::description;
pub use letters::{COME_BACK, Room, Taken, length_of, within};

use crate::state::State;
use axum::{
    Router, extract::DefaultBodyLimit, http::header, middleware, response::IntoResponse, routing::get,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Where the API is.
pub const PREFIX: &str = "/api/v1";

/// All operations, with their description.
fn operations() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(describe::Begin::openapi())
        .routes(routes!(companies::list::list, companies::create::create))
        .routes(routes!(
            companies::read::read,
            companies::change::change,
            companies::delete::delete
        ))
        .routes(routes!(users::list::list, users::create::create))
        .routes(routes!(
            users::read::read,
            users::change::change,
            users::delete::delete
        ))
        .routes(routes!(
            settings::company::read_company,
            settings::company::save_company
        ))
        .routes(routes!(settings::validate::validate_company))
        .routes(routes!(settings::user::read_user, settings::user::save_user))
        .routes(routes!(settings::validate::validate_user))
        .routes(routes!(settings::effective::effective))
        .routes(routes!(
            sender_user::read::read_sender_user,
            sender_user::set::set
        ))
        .routes(routes!(sender_user::preview::preview))
        .routes(routes!(tests::start::start))
        .routes(routes!(tests::read::read_test))
        .routes(routes!(tests::events::events))
        .routes(routes!(messages::send::send))
        .routes(routes!(messages::list::list_messages))
        .routes(routes!(messages::days::days))
        .routes(routes!(messages::read::read_message))
        .routes(routes!(messages::decide::resend_message))
        .routes(routes!(messages::decide::settle_message))
        .routes(routes!(messages::decide::cancel_message))
        .routes(routes!(messages::mend::mend_message))
        .routes(routes!(blobs::put_blob, blobs::read_blob, blobs::find_blob))
        .routes(routes!(batches::hand_over::hand_over))
        .routes(routes!(batches::list::list_batches))
        .routes(routes!(batches::read::read_batch))
        .routes(routes!(batches::decide::start_batch))
        .routes(routes!(batches::decide::pause_batch))
        .routes(routes!(batches::decide::cancel_batch))
        .routes(routes!(batches::decide::resend_failed))
        .routes(routes!(inbound::hand_over_mail))
        .routes(routes!(events::list::list_events))
        .routes(routes!(events::read::read_event))
        .routes(routes!(events::raw::read_event_mail))
        .routes(routes!(events::bad_addresses::find_bad_addresses))
        .routes(routes!(events::bad_addresses::forget_bad_address))
        .routes(routes!(accounts::list_accounts))
        .routes(routes!(accounts::retry_account))
        .routes(routes!(drafts::list::list_drafts, drafts::create::create_draft))
        .routes(routes!(
            drafts::read::read_draft,
            drafts::save::save_draft,
            drafts::delete::delete_draft
        ))
        .routes(routes!(providers::list_providers))
        .routes(routes!(providers::read_provider))
        .routes(routes!(audit::read_audit))
        .routes(routes!(
            api_keys::portal::list_portal_keys,
            api_keys::portal::create_portal_key
        ))
        .routes(routes!(api_keys::portal::revoke_portal_key))
        .routes(routes!(api_keys::portal::rotate_portal_key))
        .routes(routes!(
            api_keys::company::list_company_keys,
            api_keys::company::create_company_key
        ))
        .routes(routes!(api_keys::company::revoke_company_key))
        .routes(routes!(api_keys::company::rotate_company_key))
        .routes(routes!(
            webhooks::list::list_webhooks,
            webhooks::create::create_webhook
        ))
        .routes(routes!(
            webhooks::read::read_webhook,
            webhooks::change::change_webhook,
            webhooks::delete::delete_webhook
        ))
        .routes(routes!(webhooks::rotate::rotate_secret))
        .routes(routes!(webhooks::send::test_webhook))
        .routes(routes!(webhooks::messages::messages))
        .routes(routes!(webhooks::send::resend))
}

/// The API. Everything but its description needs a key.
pub fn router(state: &State) -> Router<State> {
    let (operations, _) = operations().split_for_parts();
    let operations = operations
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method)
        .layer(DefaultBodyLimit::max(body::LARGEST))
        .layer(middleware::from_fn_with_state(state.clone(), caller::admit));
    let description = Router::new()
        .route("/openapi.json", get(openapi))
        .method_not_allowed_fallback(problem::method);
    Router::new().nest(PREFIX, operations.merge(description))
}

/// `GET /api/v1/openapi.json`.
async fn openapi() -> impl IntoResponse {
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, describe::text())
}
