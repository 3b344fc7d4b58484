//! `GET` and `PUT /companies/{company_id}/users/{user_id}/settings`.

use super::{
    SettingsBody, SettingsView,
    rules::{Desk, Whose},
    save,
};
use crate::{
    api::{
        body::Body,
        caller::{SettingsOf, UserPath},
        etag::{IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader},
        problem::Problem,
        words::{AcceptLanguage, Words},
    },
    state::State,
};
use axum::{extract::State as Shared, response::Response};

/// Read a user's own settings
///
/// What he has set himself: a field that is null is inherited from the sender user, or else from the company. What
/// counts in the end is at `…/settings/effective`.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/settings", operation_id = "readUserSettings",
    tag = "settings", params(UserPath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "What he has set. The `ETag` is what saving has to send as `If-Match`.", body = SettingsView),
        (status = 304, description = "They are as `If-None-Match` says."),
    )
)]
pub async fn read_user(found: SettingsOf, known: IfNoneMatch) -> Response {
    let own = &found.of.own;
    known.answer(own.version, SettingsView::of(own))
}

/// Save a user's own settings
///
/// Takes the place of all that he has set: what is null or missing is inherited afterwards, but a password that is
/// missing is kept. The rules are those of the settings page; what they find is answered with 422 and `findings`, as
/// `…/settings/validate` would. A stored password serves only for the server, port, encryption and user name that it was
/// entered for: who changes one of them has to send it again, or null.
#[utoipa::path(
    put, path = "/companies/{company_id}/users/{user_id}/settings", operation_id = "saveUserSettings",
    tag = "settings", params(UserPath, IfMatchHeader, AcceptLanguage), request_body = SettingsBody,
    responses(
        (status = 200, description = "What is stored now, with warnings and hints.", body = super::Saved),
        (status = 409, description = "`destination-changed`: the sender user or the company changed the server meanwhile."),
    )
)]
pub async fn save_user(
    Shared(state): Shared<State>,
    found: SettingsOf,
    seen: IfMatch,
    words: Words,
    Body(body): Body<SettingsBody>,
) -> Result<Response, Problem> {
    let SettingsOf { tenant, of } = found;
    let desk = Desk::over(&state, Whose::User(Box::new(of))).await?;
    save(&state, &tenant, desk, &seen, body, words).await
}
