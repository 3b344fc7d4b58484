//! `GET /companies/{company_id}/users/{user_id}/drafts`.

use super::edit_url;
use crate::{
    api::{
        caller::{OfUser, UserPath},
        problem::Problem,
        schema,
    },
    state::State,
};
use axum::{Json, extract::State as Shared};
use jiff::Timestamp;
use model::{DraftId, ExternalId, Language};
use serde::Serialize;
use store::DraftSummary;
use utoipa::ToSchema;

/// A draft as it is listed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DraftSummary)]
pub struct DraftSummaryView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: DraftId,
    /// The page on which its user edits and sends it, once he is signed in.
    edit_url: String,
    /// The first recipients as they were typed: 300 characters at most.
    #[schema(max_length = 300)]
    to: String,
    /// How many recipients there are: every `@` in what was typed.
    recipients: u64,
    /// The subject: 300 characters at most.
    #[schema(max_length = 300)]
    subject: String,
    /// How many files go with it.
    attachments: u64,
    /// How many bytes it takes, files included.
    size: u64,
    /// Your own name for it.
    #[schema(value_type = Option<schema::ExternalId>)]
    reference: Option<ExternalId>,
    /// Grows whenever it is saved; the `ETag` is made of it.
    version: u64,
    /// When it was begun.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// When it was last saved.
    #[schema(value_type = schema::Time)]
    updated_at: Timestamp,
}

impl DraftSummaryView {
    fn of(draft: DraftSummary, state: &State, language: Language) -> Self {
        Self {
            edit_url: edit_url(state, language, draft.id),
            id: draft.id,
            to: draft.to,
            recipients: draft.recipients,
            subject: draft.subject,
            attachments: draft.files,
            size: draft.bytes,
            reference: draft.reference,
            version: draft.version,
            created_at: draft.created_at,
            updated_at: draft.updated_at,
        }
    }
}

/// Drafts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Drafts {
    /// Last saved first.
    items: Vec<DraftSummaryView>,
}

/// List drafts
///
/// A user's drafts, a hundred at most, without what is written in them.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}/drafts", operation_id = "listDrafts", tag = "drafts",
    params(UserPath),
    responses((status = 200, description = "The drafts.", body = Drafts))
)]
pub async fn list_drafts(Shared(state): Shared<State>, of: OfUser) -> Result<Json<Drafts>, Problem> {
    let drafts = of.tenant.store.drafts(of.user.id).await?;
    let view = |draft| DraftSummaryView::of(draft, &state, of.user.language);
    Ok(Json(Drafts {
        items: drafts.into_iter().map(view).collect(),
    }))
}
