//! `GET /companies/{company_id}/users/{user_id}/drafts`.

use super::DraftView;
use crate::{
    api::{
        caller::{OfUser, UserPath},
        problem::Problem,
    },
    state::State,
};
use axum::{Json, extract::State as Shared};
use serde::Serialize;
use utoipa::ToSchema;

/// Drafts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Drafts {
    /// Last saved first.
    items: Vec<DraftView>,
}

/// List drafts
///
/// A user's drafts, a hundred at most.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/drafts", operation_id = "listDrafts", tag = "drafts",
    params(UserPath),
    responses((status = 200, description = "The drafts.", body = Drafts))
)]
pub async fn list_drafts(Shared(state): Shared<State>, of: OfUser) -> Result<Json<Drafts>, Problem> {
    let drafts = of.tenant.store.drafts(of.user.id).await?;
    let view = |draft| DraftView::of(draft, &state, of.user.language);
    Ok(Json(Drafts {
        items: drafts.into_iter().map(view).collect(),
    }))
}
