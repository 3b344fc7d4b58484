//! What an event writes beside itself: a line of its message's history, what webhooks are told, an audit entry. What the
//! mail says in its own words is told to nobody but the people who look at it.

use super::{
    Message,
    sendings::{message_told, told, written},
};
use crate::{
    audit::{Action, Actor, NewAuditEntry},
    error::StoreError,
    events::{BadAddress, NewEvent, NewInbound},
    rows::{FoundRow, history_line, micros, plain, small},
    webhooks::EventKind,
};
use jiff::Timestamp;
use model::{
    EventId,
    event::Cause,
    message::{Attempt, AttemptResult, MessageState},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The cause that a message has after an event brought it to this state.
#[must_use]
pub fn returned_cause(event: &NewEvent, after: MessageState) -> Option<&'static str> {
    (after == MessageState::Bounced).then(|| event.cause.unwrap_or(Cause::Unknown).of_message())
}

/// The line that the history of a message gets which an event brought to this state.
///
/// # Errors
/// [`StoreError::Damaged`] where it can not be written.
pub fn returned_line(
    attempts: i64,
    event: &NewEvent,
    after: MessageState,
    now: Timestamp,
) -> Result<String, StoreError> {
    let text = plain(&event.evidence);
    history_line(&Attempt {
        number: small(attempts)?,
        began_at: micros(now),
        ended_at: micros(now),
        result: match after {
            MessageState::Bounced => AttemptResult::Bounced,
            _ => AttemptResult::Sent,
        },
        server: None,
        stage: None,
        cause: returned_cause(event, after).map(str::to_owned),
        code: event.reply_code,
        enhanced: event.status,
        text: (!text.is_empty()).then_some(text),
        by: None,
        next_at: None,
    })
}

/// A message that an event brought to this state; none where that tells nothing.
///
/// # Errors
/// [`StoreError::Damaged`] where the row can not be read.
pub fn event_told(
    about: &FoundRow,
    (id, event): (EventId, &NewEvent),
    after: MessageState,
    now: Timestamp,
) -> Result<Option<Message>, StoreError> {
    let cause = returned_cause(event, after).map(str::to_owned);
    let row = about.told(after, cause);
    if after != MessageState::Bounced {
        return message_told(&row, None, now);
    }
    let mut data = told(&row, None);
    data["event"] = json!(id);
    data["hard"] = json!(event.hard);
    data["status"] = json!(event.status);
    data["reply_code"] = json!(event.reply_code);
    Ok(Some(written(EventKind::MessageBounced, &data, now)))
}

/// Something else came back that is believed. `company`: its id, and what its portal calls it.
#[must_use]
pub fn event_received(
    (company, external_id): (&Uuid, Option<&str>),
    mail: &NewInbound,
    (id, event): (EventId, &NewEvent),
    about: Option<&FoundRow>,
    now: Timestamp,
) -> Message {
    let recipient = about.map_or_else(|| event.recipient.as_deref(), |about| Some(&about.recipient));
    let user = about.map(|about| about.user_id);
    let data: Value = json!({
        "company": company,
        "company_external_id": external_id,
        "user": user.or(mail.user.map(|user| *user.as_uuid())),
        "user_external_id": about.and_then(|about| about.user_external_id.as_deref()),
        "message": about.map(|about| about.id),
        "letter": about.map(|about| about.letter_id),
        "batch": about.and_then(|about| about.batch_id),
        "reference": about.and_then(|about| about.reference.as_deref()),
        "recipient": recipient,
        "event": id,
        "kind": event.kind,
        "cause": event.cause,
        "hard": event.hard,
        "status": event.status,
        "reply_code": event.reply_code,
    });
    written(EventKind::EventReceived, &data, now)
}

/// Somebody said that an address is good again.
#[must_use]
pub fn address_forgotten(bad: &BadAddress, by: &Actor) -> NewAuditEntry {
    let before = json!({ "times": bad.times, "cause": bad.cause, "last_at": bad.last_at });
    NewAuditEntry::new(by, Action::AddressForgotten, bad.address.as_str()).with(Some(before), None)
}

/// The catalogue's cause of an address that a server refuses at once.
const REFUSED: &str = "recipient-refused";

/// Whether an attempt that failed says that the address is bad for good.
#[must_use]
pub fn says_bad_address(attempt: &Attempt) -> bool {
    attempt.cause.as_deref() == Some(REFUSED) && attempt.code.is_some_and(|code| (500..600).contains(&code))
}
