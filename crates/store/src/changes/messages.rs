//! Messages to webhooks: `{"type", "timestamp", "data"}`. They name ids, and nobody's address or server.

use crate::{
    companies::Company, settings::Settings, test_runs::TestVerdict, users::User, webhooks::EventKind,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A message before it is written for each webhook that wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it tells of.
    pub kind: EventKind,
    /// The whole body, JSON.
    pub body: String,
}

/// Settings were saved: a user's, or (where there is no user) the company's.
#[must_use]
pub fn settings_message(company: &Company, user: Option<&User>, saved: &Settings, now: Timestamp) -> Message {
    let owner = if user.is_some() { "user" } else { "company" };
    let more = json!({ "owner": owner, "version": saved.version });
    message(EventKind::SettingsSaved, company, user, more, now)
}

/// Another user, or none, became the sender user.
#[must_use]
pub fn sender_user_message(company: &Company, sender_user: Option<&User>, now: Timestamp) -> Message {
    let more = json!({ "sender_user": sender_user.map(|user| user.id) });
    message(EventKind::SenderUserChanged, company, None, more, now)
}

/// A verdict about a user's settings took effect; none where it says nothing.
#[must_use]
pub fn verdict_message(
    company: &Company,
    user: &User,
    verdict: &TestVerdict,
    now: Timestamp,
) -> Option<Message> {
    let (kind, more) = match verdict {
        TestVerdict::Passed { .. } => (EventKind::SettingsVerified, json!({})),
        TestVerdict::Failed { cause, stage } => (
            EventKind::SettingsFailing,
            json!({ "cause": cause, "stage": stage }),
        ),
        TestVerdict::Aborted => return None,
    };
    Some(message(kind, company, Some(user), more, now))
}

/// A message to try a webhook.
#[must_use]
pub fn test_message(company: &Company, now: Timestamp) -> Message {
    message(EventKind::WebhookTest, company, None, json!({}), now)
}

fn message(kind: EventKind, company: &Company, user: Option<&User>, more: Value, now: Timestamp) -> Message {
    let mut data = json!({ "company": company.id, "company_external_id": company.external_id });
    if let Some(user) = user {
        data["user"] = json!(user.id);
        data["user_external_id"] = json!(user.external_id);
    }
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    let body = json!({ "type": kind.key(), "timestamp": now, "data": data });
    Message {
        kind,
        body: body.to_string(),
    }
}
