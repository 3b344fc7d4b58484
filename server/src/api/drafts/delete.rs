//! `DELETE /companies/{company_id}/users/{user_id}/drafts/{draft_id}`.

use super::{DraftPath, Found};
use crate::api::problem::Problem;
use axum::http::StatusCode;

/// Delete a draft
///
/// Nothing of it is sent.
#[utoipa::path(
    delete, path = "/companies/{company_id}/users/{user_id}/drafts/{draft_id}", operation_id = "deleteDraft",
    tag = "drafts", params(DraftPath),
    responses((status = 204, description = "It is gone."))
)]
pub async fn delete_draft(found: Found) -> Result<StatusCode, Problem> {
    let Found { of, draft } = found;
    of.tenant.store.delete_draft(of.user.id, draft.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
