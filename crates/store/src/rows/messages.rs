//! Rows of messages, as people see them.

use super::{display_name, from_json, last_attempt, parsed, small, time};
use crate::{error::StoreError, messages::Message};
use model::{
    AccountId, BatchId, LetterId, Mailbox, MessageId, UserId,
    message::{MessageState, RecipientRole},
};
use uuid::Uuid;

/// A message with what its letter and its account say. The user's name is that of table `users`, and where he is gone
/// the letter's own.
#[expect(missing_docs, reason = "columns of the tables; see the migrations")]
#[derive(Debug)]
pub struct MessageRow {
    pub id: Uuid,
    pub letter_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub user_id: Uuid,
    pub user_name: String,
    pub recipient: String,
    pub role: String,
    pub subject: String,
    pub reference: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub not_before: i64,
    pub history: String,
    pub created_at: i64,
    pub changed_at: i64,
    pub account_id: Uuid,
    /// Of the account.
    pub held_why: Option<String>,
}

impl TryFrom<MessageRow> for Message {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Result<Self, StoreError> {
        let state: MessageState = parsed("state", &row.state)?;
        let waits = matches!(state, MessageState::Queued | MessageState::Leased);
        // What may go at once is noted as not before the time at which it came to wait.
        let later = row.not_before > row.changed_at && (waits || state == MessageState::Paused);
        Ok(Self {
            id: MessageId::from_uuid(row.id),
            letter: LetterId::from_uuid(row.letter_id),
            batch: row.batch_id.map(BatchId::from_uuid),
            user: UserId::from_uuid(row.user_id),
            user_name: display_name(&row.user_name)?,
            recipient: parsed("recipient", &row.recipient)?,
            role: parsed("role", &row.role)?,
            subject: row.subject,
            reference: row
                .reference
                .as_deref()
                .map(|id| parsed("reference", id))
                .transpose()?,
            state,
            attempts: small(row.attempts)?,
            not_before: later.then(|| time(row.not_before)).transpose()?,
            last: last_attempt(&row.history)?,
            created_at: time(row.created_at)?,
            changed_at: time(row.changed_at)?,
            account: AccountId::from_uuid(row.account_id),
            held: row
                .held_why
                .filter(|_| waits)
                .map(|why| from_json("fault", &why))
                .transpose()?,
        })
    }
}

/// Another message of the same letter.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct OtherRow {
    pub id: Uuid,
    pub recipient: String,
    pub role: String,
    pub state: String,
}

impl TryFrom<OtherRow> for (MessageId, Mailbox, RecipientRole, MessageState) {
    type Error = StoreError;

    fn try_from(row: OtherRow) -> Result<Self, StoreError> {
        Ok((
            MessageId::from_uuid(row.id),
            parsed("recipient", &row.recipient)?,
            parsed("role", &row.role)?,
            parsed("state", &row.state)?,
        ))
    }
}
