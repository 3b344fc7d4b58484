//! `GET /companies/{company_id}/users/{user_id}/drafts/{draft_id}`.

use super::{DraftPath, DraftView, Found};
use crate::{
    api::etag::{IfNoneMatch, IfNoneMatchHeader},
    state::State,
};
use axum::{extract::State as Shared, response::Response};

/// Read a draft
///
/// It is gone once it was sent.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/drafts/{draft_id}", operation_id = "readDraft", tag = "drafts",
    params(DraftPath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "The draft.", body = DraftView),
        (status = 304, description = "It is still the version that `If-None-Match` names."),
    )
)]
pub async fn read_draft(Shared(state): Shared<State>, found: Found, known: IfNoneMatch) -> Response {
    let Found { of, draft } = found;
    known.answer(draft.version, DraftView::of(draft, &state, of.user.language))
}
