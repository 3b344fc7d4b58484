//! Tests, exceptions, API keys and webhooks in the audit log.

use super::users::called;
use crate::{
    api_keys::ApiKey,
    audit::{Action, Actor, NewAuditEntry},
    exceptions::Exception,
    test_runs::TestSnapshot,
    users::User,
    webhooks::Webhook,
};
use model::settings::SendingMode;
use serde_json::{Value, json};

/// A test was started. Which server the operator lends is nobody's to look at.
#[must_use]
pub fn test_started(user: &User, snapshot: &TestSnapshot, by: &Actor) -> NewAuditEntry {
    let mut about = json!({ "mode": snapshot.mode, "recipient": snapshot.recipient });
    if snapshot.mode == SendingMode::OwnServer {
        about["server"] = json!(snapshot.server.destination.host);
        about["port"] = json!(snapshot.server.destination.port);
    }
    NewAuditEntry::new(by, Action::TestStarted, called(user)).with(None, Some(about))
}

/// An exception was confirmed.
#[must_use]
pub fn exception_added(exception: &Exception, by: &Actor) -> NewAuditEntry {
    let entry = NewAuditEntry::new(by, Action::ExceptionAdded, exception.trusted.subject());
    entry.with(None, Some(json!(exception.trusted)))
}

/// An exception was taken away.
#[must_use]
pub fn exception_removed(exception: &Exception, by: &Actor) -> NewAuditEntry {
    let entry = NewAuditEntry::new(by, Action::ExceptionRemoved, exception.trusted.subject());
    entry.with(Some(json!(exception.trusted)), None)
}

/// An API key was made.
#[must_use]
pub fn api_key_created(key: &ApiKey, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::ApiKeyCreated, key.name.as_str()).with(None, Some(api_key(key)))
}

/// An API key was replaced by a new one.
#[must_use]
pub fn api_key_rotated(old: &ApiKey, new: &ApiKey, by: &Actor) -> NewAuditEntry {
    let entry = NewAuditEntry::new(by, Action::ApiKeyRotated, new.name.as_str());
    entry.with(Some(api_key(old)), Some(api_key(new)))
}

/// An API key was ended.
#[must_use]
pub fn api_key_revoked(key: &ApiKey, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::ApiKeyRevoked, key.name.as_str()).with(Some(api_key(key)), None)
}

fn api_key(key: &ApiKey) -> Value {
    json!({ "id": key.id, "name": key.name, "hint": key.hint, "expires_at": key.expires_at })
}

/// A webhook was added.
#[must_use]
pub fn webhook_created(webhook: &Webhook, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::WebhookCreated, webhook.url.as_str()).with(None, Some(shown(webhook)))
}

/// A webhook was changed; none where nothing differs.
#[must_use]
pub fn webhook_changed(before: &Webhook, after: &Webhook, by: &Actor) -> Option<NewAuditEntry> {
    let (was, is) = (shown(before), shown(after));
    let entry = NewAuditEntry::new(by, Action::WebhookChanged, after.url.as_str());
    (was != is).then(|| entry.with(Some(was), Some(is)))
}

/// A webhook got a new secret.
#[must_use]
pub fn webhook_rotated(webhook: &Webhook, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::WebhookRotated, webhook.url.as_str())
}

/// A webhook was removed.
#[must_use]
pub fn webhook_deleted(webhook: &Webhook, by: &Actor) -> NewAuditEntry {
    NewAuditEntry::new(by, Action::WebhookDeleted, webhook.url.as_str()).with(Some(shown(webhook)), None)
}

fn shown(webhook: &Webhook) -> Value {
    let disabled = webhook.disabled.map(|(_, why)| why);
    json!({ "id": webhook.id, "url": webhook.url, "events": webhook.events, "disabled": disabled })
}
