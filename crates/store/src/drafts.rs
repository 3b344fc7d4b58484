//! Letters that are edited before they are sent.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use model::letter::Attachment;
use model::{DraftId, ExternalId, UserId};
use serde::{Deserialize, Serialize};

/// What is written so far: as it was typed, so that nothing is lost while it is not right yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftContent {
    /// Recipients as they were typed, divided by commas.
    pub to: String,
    /// Who gets a copy.
    pub copy: String,
    /// Who gets a blind copy.
    pub blind_copy: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// HTML that the portal made, where it did; it goes along unchanged unless the person edits the text.
    pub html: Option<String>,
    /// The files, checked when they were added.
    pub attachments: Vec<Attachment>,
}

/// A letter that is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Whose it is: nobody else sees it.
    pub user: UserId,
    /// What is written so far.
    pub content: DraftContent,
    /// The portal's own name for it.
    pub reference: Option<ExternalId>,
    /// Where the person goes afterwards: an address at the portal, checked before it came here.
    pub return_to: Option<String>,
    /// Grows whenever it is saved, from 1.
    pub version: u64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// There is no such draft of the user: it was sent or deleted meanwhile.
    #[error("no such draft")]
    NoSuchDraft,
    /// Somebody saved in between.
    #[error("saved by somebody else in between: version {stored} is stored")]
    Conflict {
        /// The version that is stored.
        stored: u64,
    },
    /// A hundred are enough.
    #[error("too many drafts")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most drafts of one user.
pub const MOST_DRAFTS: u32 = 100;

/// Drafts of one company's users.
#[async_trait]
pub trait DraftStore: Send + Sync {
    /// Begins a draft.
    async fn create_draft(
        &self,
        user: UserId,
        content: &DraftContent,
        reference: Option<&ExternalId>,
        return_to: Option<&str>,
    ) -> Result<Draft, DraftError>;

    /// Saves a draft. `expected_version`: the one that the person saw.
    async fn save_draft(
        &self,
        user: UserId,
        id: DraftId,
        content: &DraftContent,
        expected_version: Option<u64>,
    ) -> Result<Draft, DraftError>;

    /// A user's draft.
    async fn find_draft(&self, user: UserId, id: DraftId) -> Result<Option<Draft>, StoreError>;

    /// A user's drafts, last saved first, at most a hundred.
    async fn drafts(&self, user: UserId) -> Result<Vec<Draft>, StoreError>;

    /// Deletes a draft; says whether there was one.
    async fn delete_draft(&self, user: UserId, id: DraftId) -> Result<bool, StoreError>;
}
