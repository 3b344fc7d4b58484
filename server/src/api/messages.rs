//! Messages: letters on their way to one recipient each, and what became of them.

pub mod days;
pub mod decide;
pub mod list;
pub mod mend;
pub mod read;
pub mod send;

mod attempt;

pub use attempt::{AttemptView, FaultOfAccount};
pub use read::AttachmentView;

use super::{
    caller::{Tenant, id, path},
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use model::{
    AccountId, BatchId, DisplayName, ExternalId, LetterId, Mailbox, MessageId, UserId,
    message::{MessageState, RecipientRole},
};
use serde::{Deserialize, Serialize};
use store::{Accepted, Message, MessageDetail, StateCounts};
use utoipa::{IntoParams, ToSchema};

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub struct MessageView {
    /// Its id; later messages have greater ones.
    #[schema(value_type = schema::Id)]
    id: MessageId,
    /// Its letter: those to the others who get the same.
    #[schema(value_type = schema::Id)]
    letter_id: LetterId,
    /// Its batch.
    #[schema(value_type = Option<schema::Id>)]
    batch_id: Option<BatchId>,
    /// Whose letter it is.
    #[schema(value_type = schema::Id)]
    user_id: UserId,
    /// His name.
    #[schema(value_type = schema::Name)]
    user_name: DisplayName,
    /// Where it goes.
    #[schema(value_type = schema::Email)]
    recipient: Mailbox,
    /// As what the recipient stands in the letter.
    #[schema(value_type = schema::RoleInLetter)]
    role: RecipientRole,
    /// The subject.
    subject: String,
    /// Your own name for the letter.
    #[schema(value_type = Option<schema::ExternalId>)]
    reference: Option<ExternalId>,
    /// Where it is.
    #[schema(value_type = schema::StateWord)]
    state: MessageState,
    /// How often it was tried.
    attempts: u32,
    /// Not before this time, while it waits.
    #[schema(value_type = Option<schema::Time>)]
    not_before: Option<Timestamp>,
    /// The last attempt.
    #[schema(required = true)]
    last: Option<AttemptView>,
    /// The account that it goes out through: see `/accounts`.
    #[schema(value_type = schema::Id)]
    account_id: AccountId,
    /// The stable word of why the account is held, where the message waits for that.
    held: Option<String>,
    /// When it was accepted.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// When it came to the state that it is in.
    #[schema(value_type = schema::Time)]
    changed_at: Timestamp,
}

impl From<Message> for MessageView {
    fn from(message: Message) -> Self {
        Self {
            id: message.id,
            letter_id: message.letter,
            batch_id: message.batch,
            user_id: message.user,
            user_name: message.user_name,
            recipient: message.recipient,
            role: message.role,
            subject: message.subject,
            reference: message.reference,
            state: message.state,
            attempts: message.attempts,
            not_before: message.not_before,
            last: message.last.map(AttemptView::from),
            account_id: message.account,
            held: message.held.map(|why| why.cause),
            created_at: message.created_at,
            changed_at: message.changed_at,
        }
    }
}

/// How many messages are in which state.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Counts {
    /// Queued and leased.
    waiting: u64,
    /// Being sent.
    sending: u64,
    /// Sent.
    sent: u64,
    /// Sent, and came back.
    bounced: u64,
    /// Failed.
    failed: u64,
    /// In doubt.
    in_doubt: u64,
    /// Paused.
    paused: u64,
    /// Canceled.
    canceled: u64,
}

impl From<StateCounts> for Counts {
    fn from(counts: StateCounts) -> Self {
        Self {
            waiting: counts.waiting,
            sending: counts.sending,
            sent: counts.sent,
            bounced: counts.bounced,
            failed: counts.failed,
            in_doubt: counts.in_doubt,
            paused: counts.paused,
            canceled: counts.canceled,
        }
    }
}

/// A message that was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedMessage {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: MessageId,
    /// Where it goes.
    #[schema(value_type = schema::Email)]
    recipient: Mailbox,
}

/// A letter that was accepted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AcceptedLetter)]
pub struct AcceptedView {
    /// The letter's id.
    #[schema(value_type = schema::Id)]
    letter_id: LetterId,
    /// One message for each recipient: those of the letter, then the copies of the user's settings.
    messages: Vec<AcceptedMessage>,
}

impl AcceptedView {
    /// The one letter that was accepted.
    fn of(accepted: Accepted) -> Result<Self, Problem> {
        // Under the same key a batch was accepted.
        let letter = accepted.letters.into_iter().next();
        let letter = letter.ok_or(Kind::IdempotencyKeyReused)?;
        let messages = letter.messages.into_iter();
        Ok(Self {
            letter_id: letter.id,
            messages: messages
                .map(|(id, recipient)| AcceptedMessage { id, recipient })
                .collect(),
        })
    }
}

/// Which message.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct MessagePath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The message's id.
    #[param(value_type = schema::Id)]
    message_id: String,
}

/// A message of a company that the key opens.
pub struct Found {
    /// The company.
    pub tenant: Tenant,
    /// The message.
    pub detail: MessageDetail,
}

impl FromRequestParts<State> for Found {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let tenant = Tenant::from_request_parts(parts, state).await?;
        let MessagePath { message_id, .. } = path(parts, state).await?;
        let detail = tenant.store.find_message(id(&message_id)?).await?;
        Ok(Self {
            tenant,
            detail: detail.ok_or(Kind::NotFound)?,
        })
    }
}
