//! `PUT /companies/{company_id}/users/{user_id}/drafts/{draft_id}`.

use super::{DraftBody, DraftPath, DraftView, Found};
use crate::{
    api::{
        etag::{self, IfMatch, IfMatchHeader},
        letters::LargeBody,
        problem::{FieldError, Problem},
        words::{AcceptLanguage, Words},
    },
    state::State,
};
use axum::{Json, extract::State as Shared, response::IntoResponse};

/// Save a draft
///
/// All of it; what is missing is empty then. `reference` and `return_to` are as they were when it was begun.
#[utoipa::path(
    put, path = "/companies/{company_id}/users/{user_id}/drafts/{draft_id}", operation_id = "saveDraft", tag = "drafts",
    params(DraftPath, IfMatchHeader, AcceptLanguage), request_body = DraftBody,
    responses(
        (status = 200, description = "It was saved.", body = DraftView),
        (status = 408, description = "`too-slow`"),
        (status = 409, description = "`drafts-full`, `files-full`: they take too many bytes."),
        (status = 422, description = "`invalid`; `letter-not-valid`: `problems` say what is wrong with the files."),
        (status = 503, description = "`busy`: too many large requests are being read."),
    )
)]
pub async fn save_draft(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfMatch,
    words: Words,
    LargeBody(body, _room): LargeBody<DraftBody>,
) -> Result<impl IntoResponse, Problem> {
    let Found { of, draft } = found;
    let version = seen.check(draft.version)?;
    for (field, there) in [
        ("reference", body.reference.is_some()),
        ("return_to", body.return_to.is_some()),
    ] {
        if there {
            let detail = "it stays as it was when the draft was begun";
            return Err(Problem::invalid(FieldError::field(field, detail)));
        }
    }
    let content = body.content(&state, &of, Some(draft.id), words).await?;
    let store = &of.tenant.store;
    let draft = store.save_draft(of.user.id, draft.id, &content, version).await?;
    let version = draft.version;
    let view = Json(DraftView::of(draft, &state, of.user.language));
    Ok((etag::header(version), view))
}
