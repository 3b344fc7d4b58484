//! Messages as people see them: the log, one message, batches, and what a person may decide.

use crate::{
    audit::Actor,
    error::StoreError,
    queue::{AccountFault, Route},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    AccountId, BatchId, CompanyId, DisplayName, ExternalId, LetterId, Mailbox, MessageId, UserId,
    letter::Letter,
    message::{Attempt, MessageState, RecipientRole},
};

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Its letter.
    pub letter: LetterId,
    /// Its batch.
    pub batch: Option<BatchId>,
    /// Whose letter it is.
    pub user: UserId,
    /// His name.
    pub user_name: DisplayName,
    /// Where it goes.
    pub recipient: Mailbox,
    /// As what the recipient stands in the letter.
    pub role: RecipientRole,
    /// The subject.
    pub subject: String,
    /// The portal's own name for the letter.
    pub reference: Option<ExternalId>,
    /// Where it is.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before this time, while it waits; for one that waits for its account see [`Message::account`].
    pub not_before: Option<Timestamp>,
    /// The last attempt, where there was one.
    pub last: Option<Attempt>,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When it came to the state it is in.
    pub changed_at: Timestamp,
    /// The account that it goes out through.
    pub account: AccountId,
    /// Why the account is held, where it is and the message waits for it.
    pub held: Option<AccountFault>,
}

/// A message with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDetail {
    /// The message.
    pub message: Message,
    /// What was tried, and what people decided, oldest first.
    pub history: Vec<Attempt>,
    /// Through what it goes out.
    pub route: Route,
    /// The letter; its content is none where it was deleted after its time.
    pub letter: Option<Letter>,
    /// The letter's other messages: to others in `To`, copies.
    pub others: Vec<(MessageId, Mailbox, RecipientRole, MessageState)>,
    /// The message that this one took the place of.
    pub replaces: Option<MessageId>,
    /// The message that took the place of this one.
    pub replaced_by: Option<MessageId>,
    /// When it is no longer worth sending.
    pub deadline: Option<Timestamp>,
    /// Grows whenever its state is changed.
    pub version: u64,
}

/// Which messages are asked for. All that is none does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageQuery {
    /// Of this user alone.
    pub user: Option<UserId>,
    /// In one of these states; an empty list: in any.
    pub states: Vec<MessageState>,
    /// Of this batch.
    pub batch: Option<BatchId>,
    /// Of this letter.
    pub letter: Option<LetterId>,
    /// Stands in the recipient's address or in the subject, the case of letters does not count; or is the portal's own
    /// name.
    pub search: Option<String>,
    /// With this cause at their last attempt.
    pub cause: Option<String>,
    /// Accepted at this time or later.
    pub from: Option<Timestamp>,
    /// Accepted before this time.
    pub until: Option<Timestamp>,
    /// Only those behind this one: the last id of the page before.
    pub after: Option<MessageId>,
    /// Oldest first; otherwise newest first.
    pub oldest_first: bool,
}

/// How many messages are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StateCounts {
    /// Queued and leased.
    pub waiting: u64,
    /// Being sent.
    pub sending: u64,
    /// Sent.
    pub sent: u64,
    /// Sent, and came back.
    pub bounced: u64,
    /// Failed.
    pub failed: u64,
    /// In doubt.
    pub in_doubt: u64,
    /// Paused.
    pub paused: u64,
    /// Canceled.
    pub canceled: u64,
}

impl StateCounts {
    /// All together.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.waiting
            + self.sending
            + self.sent
            + self.bounced
            + self.failed
            + self.in_doubt
            + self.paused
            + self.canceled
    }

    /// Adds messages of one state.
    pub const fn add(&mut self, state: MessageState, count: u64) {
        let place = match state {
            MessageState::Queued | MessageState::Leased => &mut self.waiting,
            MessageState::Sending => &mut self.sending,
            MessageState::Sent => &mut self.sent,
            MessageState::Bounced => &mut self.bounced,
            MessageState::Failed => &mut self.failed,
            MessageState::InDoubt => &mut self.in_doubt,
            MessageState::Paused => &mut self.paused,
            MessageState::Canceled => &mut self.canceled,
        };
        *place += count;
    }
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// Whose.
    pub user: UserId,
    /// His name.
    pub user_name: DisplayName,
    /// What people call it.
    pub name: String,
    /// The portal's own name for it.
    pub reference: Option<ExternalId>,
    /// Whether a person stopped it for now (or never started it).
    pub paused: bool,
    /// Whether a person stopped it for good.
    pub canceled: bool,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When a person started it, or it was accepted without waiting for one; none where it was never started.
    pub started_at: Option<Timestamp>,
    /// When its last message came to an end (sent, failed, in doubt, canceled); none while some are on their way.
    pub finished_at: Option<Timestamp>,
    /// Its messages.
    pub counts: StateCounts,
    /// Grows whenever a person changes it.
    pub version: u64,
}

/// A batch with what its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchDetail {
    /// The batch.
    pub batch: Batch,
    /// The messages that failed, by cause, most first.
    pub causes: Vec<(String, u64)>,
    /// The messages that came back, by cause, most first.
    pub returned: Vec<(String, u64)>,
    /// When the first message and when the last one was sent (not: settled as sent).
    pub sent_between: Option<(Timestamp, Timestamp)>,
    /// The accounts that its messages go out through.
    pub accounts: Vec<AccountStatus>,
}

/// An account as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStatus {
    /// Its id.
    pub id: AccountId,
    /// Its company.
    pub company: CompanyId,
    /// Through what it goes out.
    pub route: Route,
    /// Messages that wait for it.
    pub waiting: u64,
    /// When it may send next, where it has to wait (pace or trouble).
    pub not_before: Option<Timestamp>,
    /// Since when it is held, and why.
    pub held: Option<(Timestamp, AccountFault)>,
    /// Since when it is in trouble, and why; it is tried again by itself.
    pub trouble: Option<(Timestamp, AccountFault)>,
    /// When a message last went out through it.
    pub last_sent_at: Option<Timestamp>,
}

/// What was sent on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// The first moment of the day, in microseconds since 1970 in UTC.
    pub begins: i64,
    /// Messages accepted within it, by where they are now.
    pub counts: StateCounts,
}

/// What a person wants of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Send it again with the same bytes: of one that failed, came back or is in doubt, or was canceled.
    Resend,
    /// Say that one in doubt has arrived: it counts as sent.
    SettleSent,
    /// Say that one in doubt has not arrived and need not: it counts as failed.
    SettleFailed,
    /// Do not send it: of one that waits.
    Cancel,
}

/// Why a decision had no effect. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// There is no such message or batch in the company.
    #[error("no such message or batch")]
    NotFound,
    /// It is in a state in which this can not be done: somebody, or the queue, was faster.
    #[error("not possible in this state")]
    State,
    /// Its content was deleted after its time.
    #[error("the content was deleted")]
    ContentGone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person wants of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchDecision {
    /// Stop for now: what waits is paused, what was taken and not begun too.
    Pause,
    /// Start, or go on.
    GoOn,
    /// Stop for good: what waits or is paused is canceled.
    Cancel,
    /// Send again what did not go out: failed ones. Those in doubt are not among them.
    ResendFailed,
}

/// The messages of one company.
#[async_trait]
pub trait MessageStore: Send + Sync {
    /// Messages, newest first unless asked otherwise, at most `limit`.
    async fn messages(&self, query: &MessageQuery, limit: u32) -> Result<Vec<Message>, StoreError>;

    /// How many there are of each state, of the same query (what it says of states and of the page before does not
    /// count).
    async fn count_messages(&self, query: &MessageQuery) -> Result<StateCounts, StoreError>;

    /// One message.
    async fn find_message(&self, id: MessageId) -> Result<Option<MessageDetail>, StoreError>;

    /// What a person decides about one message, with an audit entry and the history. `expected_version`: what he saw.
    async fn decide(
        &self,
        id: MessageId,
        decision: Decision,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<(), DecisionError>;

    /// Batches, newest first, behind this one, at most `limit`; of one user where one is named. Those that are still
    /// being handed over are not among them.
    async fn batches(
        &self,
        user: Option<UserId>,
        after: Option<BatchId>,
        limit: u32,
    ) -> Result<Vec<Batch>, StoreError>;

    /// One batch.
    async fn find_batch(&self, id: BatchId) -> Result<Option<BatchDetail>, StoreError>;

    /// What a person decides about a batch, with an audit entry. Says how many messages it was about.
    async fn decide_batch(
        &self,
        id: BatchId,
        decision: BatchDecision,
        by: &Actor,
    ) -> Result<u64, DecisionError>;

    /// What was accepted on each of these days (their first moments, ascending; the last one ends the last day), of one
    /// user where one is named. A day without messages is there with zeros.
    async fn days(&self, user: Option<UserId>, days: &[Timestamp]) -> Result<Vec<DayCounts>, StoreError>;

    /// The company's accounts that have messages waiting, are held or in trouble.
    async fn accounts(&self) -> Result<Vec<AccountStatus>, StoreError>;

    /// Lets a held account of the company be tried again, with an audit entry. Says whether there was anything to end:
    /// what the operator holds he alone ends.
    async fn retry_account(&self, id: AccountId, by: &Actor) -> Result<bool, StoreError>;
}
