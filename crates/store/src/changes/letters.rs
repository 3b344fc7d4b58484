//! Letters, batches and accounts in the audit log.

use crate::{
    audit::{Action, Actor, NewAuditEntry},
    messages::{BatchDecision, Decision},
    queue::{AccountFault, Route},
};
use model::{BatchId, MessageId, message::MessageState};
use serde_json::{Value, json};

/// Somebody decided about a message.
#[must_use]
pub fn message_decided(
    message: MessageId,
    recipient: &str,
    decision: &Decision,
    (before, after): (MessageState, MessageState),
    by: &Actor,
) -> NewAuditEntry {
    let action = match decision {
        Decision::Resend => Action::MessageResent,
        Decision::SettleSent | Decision::SettleFailed => Action::MessageSettled,
        Decision::Cancel => Action::MessageCanceled,
    };
    let shown = |state| json!({ "message": message, "state": state });
    NewAuditEntry::new(by, action, recipient).with(Some(shown(before)), Some(shown(after)))
}

/// A message took the place of another one.
#[must_use]
pub fn message_mended(before: (MessageId, &str), after: (MessageId, &str), by: &Actor) -> NewAuditEntry {
    let shown = |(message, recipient)| json!({ "message": message, "recipient": recipient });
    let entry = NewAuditEntry::new(by, Action::MessageMended, after.1);
    entry.with(Some(shown(before)), Some(shown(after)))
}

/// A batch of so many messages was accepted.
#[must_use]
pub fn batch_accepted(batch: BatchId, name: &str, messages: u64, paused: bool, by: &Actor) -> NewAuditEntry {
    let about = json!({ "batch": batch, "messages": messages, "paused": paused });
    NewAuditEntry::new(by, Action::BatchAccepted, name).with(None, Some(about))
}

/// Somebody decided about a batch; it was about so many messages.
#[must_use]
pub fn batch_decided(
    batch: BatchId,
    name: &str,
    decision: BatchDecision,
    messages: u64,
    by: &Actor,
) -> NewAuditEntry {
    let action = match decision {
        BatchDecision::Pause => Action::BatchPaused,
        BatchDecision::GoOn => Action::BatchStarted,
        BatchDecision::Cancel => Action::BatchCanceled,
        BatchDecision::ResendFailed => Action::BatchResent,
    };
    NewAuditEntry::new(by, action, name).with(None, Some(json!({ "batch": batch, "messages": messages })))
}

/// Somebody wanted an account to be tried again. Which server the operator lends is nobody's to look at.
#[must_use]
pub fn account_retried(route: &Route, why: Option<&AccountFault>, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::AccountReleased, server_of(route)).with(why.map(said_of), None)
}

/// A server through which somebody stopped sending. `before`: why it was held already, where it was.
#[must_use]
pub fn account_stopped(
    route: &Route,
    before: Option<&AccountFault>,
    why: &AccountFault,
    by: &Actor,
) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::AccountHeld, server_of(route))
        .with(before.map(said_of), Some(said_of(why)))
}

fn server_of(route: &Route) -> String {
    match route {
        Route::Relay => "relay".to_owned(),
        Route::OwnServer { destination, .. } => destination.host.to_string(),
    }
}

fn said_of(why: &AccountFault) -> Value {
    json!({ "cause": why.cause, "stage": why.stage })
}
