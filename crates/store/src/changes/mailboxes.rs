//! Mailboxes in the audit log.

use super::users::called;
use crate::{
    audit::{Action, Actor, NewAuditEntry},
    users::User,
};
use model::settings::Destination;
use serde_json::{Value, json};

/// A user allowed his mailbox to be looked into; `before`: the one that he had allowed.
#[must_use]
pub fn mailbox_allowed(
    user: &User,
    before: Option<&Destination>,
    after: &Destination,
    by: &Actor,
) -> NewAuditEntry {
    let entry = NewAuditEntry::new(by, Action::MailboxAllowed, called(user));
    entry.with(before.map(about), Some(about(after)))
}

/// The permission was ended.
#[must_use]
pub fn mailbox_stopped(user: &User, before: &Destination, by: &Actor) -> NewAuditEntry {
    let entry = NewAuditEntry::new(by, Action::MailboxStopped, called(user));
    entry.with(Some(about(before)), None)
}

fn about(destination: &Destination) -> Value {
    json!({
        "server": destination.host,
        "port": destination.port,
        "security": destination.security,
        "user_name": destination.user_name,
    })
}
