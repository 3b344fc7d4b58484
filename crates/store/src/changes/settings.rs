//! Settings in the audit log.

use super::users::called;
use crate::{
    audit::{Action, Actor, NewAuditEntry},
    companies::Company,
    settings::Settings,
    users::User,
};
use serde_json::{Value, json};

/// Settings were saved: a user's, or (where there is no user) the company's.
#[must_use]
pub fn settings_saved(
    company: &Company,
    user: Option<&User>,
    before: &Settings,
    after: &Settings,
    by: &Actor,
) -> NewAuditEntry {
    let subject = user.map_or_else(|| company.name.to_string(), called);
    let was = (before.version > 0).then(|| shown(before));
    let mut is = shown(after);
    if after.password_for.is_some() && after.secret_version != before.secret_version {
        // Otherwise nothing would differ where another password took the place of one.
        is["password_entered"] = true.into();
    }
    NewAuditEntry::new(by, Action::SettingsSaved, subject).with(was, Some(is))
}

/// Another user, or none, became the sender user.
#[must_use]
pub fn sender_user_changed(
    company: &Company,
    before: Option<&User>,
    after: Option<&User>,
    by: &Actor,
) -> NewAuditEntry {
    let shown =
        |user: Option<&User>| json!({ "id": user.map(|user| user.id), "name": user.map(|user| &user.name) });
    let subject = after.map_or_else(|| company.name.to_string(), called);
    NewAuditEntry::new(by, Action::SenderUserChanged, subject).with(Some(shown(before)), Some(shown(after)))
}

/// A layer, and of the password only whether there is one.
fn shown(settings: &Settings) -> Value {
    let mut value = json!(settings.layer);
    value["password_set"] = settings.password_for.is_some().into();
    value
}
