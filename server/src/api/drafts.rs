//! Drafts: letters that a person edits before they are sent.

pub mod create;
pub mod delete;
pub mod list;
pub mod read;
pub mod save;

mod content;

pub use content::DraftBody;

use super::{
    caller::{id, path},
    messages::AttachmentView,
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use model::{DraftId, ExternalId, Language};
use serde::{Deserialize, Serialize};
use store::{Draft, DraftError};
use utoipa::{IntoParams, ToSchema};

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
pub struct DraftView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: DraftId,
    /// The page on which its user edits and sends it, once he is signed in.
    edit_url: String,
    /// Recipients as they were typed.
    to: String,
    /// Who gets a copy.
    copy: String,
    /// Who gets a blind copy.
    blind_copy: String,
    /// The subject.
    subject: String,
    /// The text.
    text: String,
    /// The HTML.
    html: Option<String>,
    /// The files.
    attachments: Vec<AttachmentView>,
    /// Your own name for it.
    #[schema(value_type = Option<schema::ExternalId>)]
    reference: Option<ExternalId>,
    /// Where the person goes afterwards.
    return_to: Option<String>,
    /// Grows whenever it is saved; the `ETag` is made of it.
    version: u64,
    /// When it was begun.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// When it was last saved.
    #[schema(value_type = schema::Time)]
    updated_at: Timestamp,
}

impl DraftView {
    fn of(draft: Draft, state: &State, language: Language) -> Self {
        Self {
            edit_url: edit_url(state, language, draft.id),
            id: draft.id,
            to: draft.content.to,
            copy: draft.content.copy,
            blind_copy: draft.content.blind_copy,
            subject: draft.content.subject,
            text: draft.content.text,
            html: draft.content.html,
            attachments: draft
                .content
                .attachments
                .iter()
                .map(AttachmentView::from)
                .collect(),
            reference: draft.reference,
            return_to: draft.return_to,
            version: draft.version,
            created_at: draft.created_at,
            updated_at: draft.updated_at,
        }
    }
}

/// The page of a draft.
fn edit_url(state: &State, language: Language, id: DraftId) -> String {
    format!("{}/{language}/compose/{id}", state.config.server.base_url)
}

impl From<DraftError> for Problem {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NoSuchUser | DraftError::NoSuchDraft => Kind::NotFound.into(),
            DraftError::Conflict { stored } => super::etag::changed(stored),
            DraftError::TooMany => Kind::TooManyDrafts.into(),
            DraftError::Store(error) => error.into(),
        }
    }
}

/// Which draft of which user.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(clippy::struct_field_names, reason = "as they are called in the address")]
pub struct DraftPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The user's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by OfUser; here for the description")]
    user_id: String,
    /// The draft's id.
    #[param(value_type = schema::Id)]
    draft_id: String,
}

/// A draft of a user of a company that the key opens.
pub struct Found {
    /// The user.
    pub of: super::caller::OfUser,
    /// The draft.
    pub draft: Draft,
}

impl FromRequestParts<State> for Found {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let of = super::caller::OfUser::from_request_parts(parts, state).await?;
        let DraftPath { draft_id, .. } = path(parts, state).await?;
        let draft = of.tenant.store.find_draft(of.user.id, id(&draft_id)?).await?;
        Ok(Self {
            of,
            draft: draft.ok_or(Kind::NotFound)?,
        })
    }
}
