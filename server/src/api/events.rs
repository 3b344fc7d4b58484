//! Events: what came back, and what it says of the letters that it is about.

pub mod bad_addresses;
pub mod list;
pub mod raw;
pub mod read;

use super::{
    caller::{Tenant, id, path},
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use model::{
    BatchId, DisplayName, EventId, InboundId, MessageId, UserId,
    event::{Cause, Clue, Distrust, Kind as EventKind},
    session::EnhancedCode,
};
use serde::{Deserialize, Serialize};
use store::{Event, EventDetail};
use utoipa::{IntoParams, ToSchema};

/// An event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// Its id; later events have greater ones.
    #[schema(value_type = schema::Id)]
    id: EventId,
    /// The mail that says it.
    #[schema(value_type = schema::Id)]
    mail_id: InboundId,
    /// What it is.
    #[schema(value_type = schema::EventKindWord)]
    kind: EventKind,
    /// Why a letter came back; null where nothing was refused.
    #[schema(value_type = Option<schema::CauseWord>)]
    cause: Option<Cause>,
    /// Whether the address itself is bad for good.
    hard: bool,
    /// The enhanced status code (RFC 3463).
    #[schema(value_type = Option<String>)]
    status: Option<EnhancedCode>,
    /// The SMTP reply code.
    reply_code: Option<u16>,
    /// The line of the mail that says so.
    evidence: String,
    /// Who reported it.
    reporter: Option<String>,
    /// The message's recipient; where no message is known, as the mail names it.
    recipient: Option<String>,
    /// The message that it is about.
    #[schema(value_type = Option<schema::Id>)]
    message_id: Option<MessageId>,
    /// The subject of that message.
    message_subject: Option<String>,
    /// Its batch.
    #[schema(value_type = Option<schema::Id>)]
    batch_id: Option<BatchId>,
    /// Whose letter it is, or whose mailbox it came to.
    #[schema(value_type = Option<schema::Id>)]
    user_id: Option<UserId>,
    /// His name.
    #[schema(value_type = Option<schema::Name>)]
    user_name: Option<DisplayName>,
    /// By what the message was found.
    #[schema(value_type = Option<schema::ClueWord>)]
    clue: Option<Clue>,
    /// Why it is not believed: it changed nothing then. Null where it is.
    #[schema(value_type = Option<schema::DistrustWord>)]
    distrust: Option<Distrust>,
    /// Whether it changed its message's state.
    changed: bool,
    /// From whom the mail is, as it says.
    sender: Option<String>,
    /// The mail's subject.
    subject: String,
    /// When it came.
    #[schema(value_type = schema::Time)]
    received_at: Timestamp,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let (message_id, message_subject) = event.message.unzip();
        let (user_id, user_name) = event.user.unzip();
        Self {
            id: event.id,
            mail_id: event.mail,
            kind: event.kind,
            cause: event.cause,
            hard: event.hard,
            status: event.status,
            reply_code: event.reply_code,
            evidence: event.evidence,
            reporter: event.reporter,
            recipient: event.recipient,
            message_id,
            message_subject,
            batch_id: event.batch,
            user_id,
            user_name,
            clue: event.clue,
            distrust: event.distrust,
            changed: event.changed,
            sender: event.sender,
            subject: event.subject,
            received_at: event.received_at,
        }
    }
}

/// Which event.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct EventPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The event's id.
    #[param(value_type = schema::Id)]
    event_id: String,
}

/// An event of a company that the key opens.
pub struct Found {
    /// The company.
    pub tenant: Tenant,
    /// The event.
    pub detail: EventDetail,
}

impl FromRequestParts<State> for Found {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let tenant = Tenant::from_request_parts(parts, state).await?;
        let EventPath { event_id, .. } = path(parts, state).await?;
        let detail = tenant.store.find_event(id(&event_id)?).await?;
        Ok(Self {
            tenant,
            detail: detail.ok_or(Kind::NotFound)?,
        })
    }
}
