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

impl DraftContent {
    /// How much it takes: what is written, as it is kept, and its files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let written = serde_json::to_string(self).map_or(0, |json| json.len() as u64);
        let files = self.attachments.iter().map(|file| file.size);
        files.fold(written, u64::saturating_add)
    }
}

/// A draft as a list shows it. What is written in it is not read for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    /// Its id.
    pub id: DraftId,
    /// The subject: its first [`SUMMARY_CHARACTERS`].
    pub subject: String,
    /// The first recipients as they were typed: as many characters.
    pub to: String,
    /// How many recipients there are: an address has one `@`, and what has none is no address yet.
    pub recipients: u64,
    /// How many files go with it.
    pub files: u64,
    /// What [`DraftContent::bytes`] says.
    pub bytes: u64,
    /// The portal's own name for it.
    pub reference: Option<ExternalId>,
    /// Grows whenever it is saved, from 1.
    pub version: u64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// So many characters of the subject and of the recipients are read for a list: more than a letter's subject may have.
pub const SUMMARY_CHARACTERS: u32 = 300;

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

    /// Begins a draft under an id that the caller made of what makes it the same, so that however often it is begun there is
    /// one. Where the user has it already nothing is written, and that one is the answer, as it is by now.
    async fn begin_draft(
        &self,
        user: UserId,
        id: DraftId,
        content: &DraftContent,
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

    /// A user's drafts as a list shows them, last saved first, at most a hundred.
    async fn drafts(&self, user: UserId) -> Result<Vec<DraftSummary>, StoreError>;

    /// Deletes a draft; says whether there was one.
    async fn delete_draft(&self, user: UserId, id: DraftId) -> Result<bool, StoreError>;
}
