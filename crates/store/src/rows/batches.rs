//! Rows of batches, and how many messages are in which state.

use super::{count, display_name, parsed, time};
use crate::{
    error::StoreError,
    messages::{Batch, StateCounts},
};
use jiff::Timestamp;
use model::{BatchId, UserId, message::MessageState};
use uuid::Uuid;

/// A batch, and the name of its user: that of table `users`, and where he is gone the batch's own.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct BatchRow {
    pub id: Uuid,
    pub user_id: Uuid,
    pub user_name: String,
    pub name: String,
    pub reference: Option<String>,
    pub paused: bool,
    pub canceled: bool,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub first_sent_at: Option<i64>,
    pub last_sent_at: Option<i64>,
    pub version: i64,
}

impl BatchRow {
    /// When the first message and when the last one was sent.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a time is none.
    pub fn sent_between(&self) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        let both = self.first_sent_at.zip(self.last_sent_at);
        both.map(|(first, last)| Ok((time(first)?, time(last)?)))
            .transpose()
    }

    /// The batch, with its messages counted.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a column can not be read.
    pub fn with_counts(self, counts: StateCounts) -> Result<Batch, StoreError> {
        Ok(Batch {
            id: BatchId::from_uuid(self.id),
            user: UserId::from_uuid(self.user_id),
            user_name: display_name(&self.user_name)?,
            name: self.name,
            reference: self
                .reference
                .as_deref()
                .map(|id| parsed("reference", id))
                .transpose()?,
            paused: self.paused,
            canceled: self.canceled,
            created_at: time(self.created_at)?,
            started_at: self.started_at.map(time).transpose()?,
            finished_at: self.finished_at.map(time).transpose()?,
            counts,
            version: count(self.version)?,
        })
    }
}

/// How many messages are in one state; of one batch or day, where they are counted by those.
#[expect(missing_docs, reason = "as the query names them")]
#[derive(Debug)]
pub struct StateCountRow {
    pub state: String,
    pub number: i64,
}

/// The counts together.
///
/// # Errors
/// [`StoreError::Damaged`] where a state is none.
pub fn counts_of(rows: impl IntoIterator<Item = StateCountRow>) -> Result<StateCounts, StoreError> {
    let mut counts = StateCounts::default();
    for row in rows {
        counts.add(parsed("state", &row.state)?, count(row.number)?);
    }
    Ok(counts)
}

/// How many messages of a batch failed, or came back, for one cause.
#[expect(missing_docs, reason = "as the query names them")]
#[derive(Debug)]
pub struct CauseCountRow {
    pub state: String,
    pub cause: String,
    pub number: i64,
}

/// Causes of messages in this state, in the order of the rows.
///
/// # Errors
/// [`StoreError::Damaged`] where a number is none.
pub fn causes_in(state: MessageState, rows: &[CauseCountRow]) -> Result<Vec<(String, u64)>, StoreError> {
    let of_state = rows.iter().filter(|row| row.state == state.key());
    of_state
        .map(|row| Ok((row.cause.clone(), count(row.number)?)))
        .collect()
}
