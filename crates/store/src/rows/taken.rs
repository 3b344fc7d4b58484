//! Rows of messages that are taken to be sent, and of their letters.

use super::{from_json, parsed, small, time};
use crate::{error::StoreError, queue::TakenMessage};
use jiff::Timestamp;
use model::{BatchId, LetterId, MessageId, UserId, letter::Letter};
use std::sync::Arc;
use uuid::Uuid;

/// A message that may go now.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct TakenRow {
    pub id: Uuid,
    pub letter_id: Uuid,
    pub user_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub recipient: String,
    pub role: String,
    pub attempts: i64,
    pub first_attempt_at: Option<i64>,
    pub deadline: Option<i64>,
    pub cause: Option<String>,
    pub changed_at: i64,
    /// Of its letter.
    pub body_size: i64,
}

impl TryFrom<TakenRow> for TakenMessage {
    type Error = StoreError;

    fn try_from(row: TakenRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: MessageId::from_uuid(row.id),
            letter: LetterId::from_uuid(row.letter_id),
            user: UserId::from_uuid(row.user_id),
            batch: row.batch_id.map(BatchId::from_uuid),
            recipient: parsed("recipient", &row.recipient)?,
            role: parsed("role", &row.role)?,
            attempts: small(row.attempts)?,
            first_attempt_at: row.first_attempt_at.map(time).transpose()?,
            deadline: row.deadline.map(time).transpose()?,
            cause: row.cause,
            changed_at: time(row.changed_at)?,
        })
    }
}

impl TakenRow {
    /// How many bytes of letters may be taken at once.
    pub const MOST_BYTES: i64 = 8 * 1024 * 1024;

    /// Leaves of these rows only as many as hold not more than [`Self::MOST_BYTES`] of letters, one at least. A letter
    /// counts once, however many of its messages stand beside each other.
    #[must_use]
    pub fn that_fit(mut rows: Vec<Self>) -> Vec<Self> {
        let (mut bytes, mut letters) = (0, std::collections::HashSet::new());
        let fit = rows.iter().take_while(|row| {
            if letters.insert(row.letter_id) {
                bytes += row.body_size;
            }
            bytes <= Self::MOST_BYTES
        });
        let fit = fit.count().max(1);
        rows.truncate(fit);
        rows
    }
}

/// A letter with what it says.
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct LetterRow {
    pub id: Uuid,
    pub created_at: i64,
    pub body: String,
}

impl LetterRow {
    /// The letters of messages that were taken. One that can not be read is left out, so that it keeps no other one
    /// back: its message then has none, and fails alone.
    #[must_use]
    pub fn readable(rows: Vec<Self>) -> Vec<(LetterId, Timestamp, Arc<Letter>)> {
        rows.into_iter().filter_map(|row| row.try_into().ok()).collect()
    }
}

impl TryFrom<LetterRow> for (LetterId, Timestamp, Arc<Letter>) {
    type Error = StoreError;

    fn try_from(row: LetterRow) -> Result<Self, StoreError> {
        let letter = from_json("letter", &row.body)?;
        Ok((
            LetterId::from_uuid(row.id),
            time(row.created_at)?,
            Arc::new(letter),
        ))
    }
}
