//! Rows of drafts.

use super::{count, from_json, parsed, time};
use crate::{
    drafts::{Draft, DraftSummary},
    error::StoreError,
};
use model::{DraftId, UserId};
use uuid::Uuid;

/// A row of table `drafts`.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct DraftRow {
    pub id: Uuid,
    pub user_id: Uuid,
    pub content: String,
    pub reference: Option<String>,
    pub return_to: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

impl TryFrom<DraftRow> for Draft {
    type Error = StoreError;

    fn try_from(row: DraftRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DraftId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            content: from_json("draft", &row.content)?,
            reference: row
                .reference
                .as_deref()
                .map(|id| parsed("reference", id))
                .transpose()?,
            return_to: row.return_to,
            version: count(row.version)?,
            created_at: time(row.created_at)?,
            updated_at: time(row.updated_at)?,
        })
    }
}

/// A row of the list of drafts.
#[expect(missing_docs, reason = "as in the summary; see the queries")]
#[derive(Debug)]
pub struct DraftSummaryRow {
    pub id: Uuid,
    pub subject: String,
    pub to: String,
    pub recipients: i64,
    pub files: i64,
    pub bytes: i64,
    pub reference: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

impl TryFrom<DraftSummaryRow> for DraftSummary {
    type Error = StoreError;

    fn try_from(row: DraftSummaryRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DraftId::from_uuid(row.id),
            subject: row.subject,
            to: row.to,
            recipients: count(row.recipients)?,
            files: count(row.files)?,
            bytes: count(row.bytes)?,
            reference: row
                .reference
                .as_deref()
                .map(|id| parsed("reference", id))
                .transpose()?,
            version: count(row.version)?,
            created_at: time(row.created_at)?,
            updated_at: time(row.updated_at)?,
        })
    }
}
