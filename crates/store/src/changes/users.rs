//! Users in the audit log.

use crate::{
    audit::{Action, Actor, NewAuditEntry},
    users::User,
};
use serde_json::{Value, json};

/// A user was created.
#[must_use]
pub fn user_created(user: &User, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::UserCreated, called(user)).with(None, Some(shown(user)))
}

/// A user was changed; none where nothing differs.
#[must_use]
pub fn user_changed(before: &User, after: &User, by: &Actor) -> Option<NewAuditEntry> {
    let (was, is) = (shown(before), shown(after));
    let entry = NewAuditEntry::new(by, Action::UserChanged, called(after));
    (was != is).then(|| entry.with(Some(was), Some(is)))
}

/// A user was deleted.
#[must_use]
pub fn user_deleted(user: &User, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::UserDeleted, called(user)).with(Some(shown(user)), None)
}

/// How people find him in the log: by name or address.
pub(super) fn called(user: &User) -> String {
    format!("{} <{}>", user.name, user.email)
}

fn shown(user: &User) -> Value {
    json!({
        "name": user.name,
        "email": user.email,
        "external_id": user.external_id,
        "role": user.role,
        "language": user.language,
    })
}
