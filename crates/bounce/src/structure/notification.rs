//! Notifications as JSON: Amazon SES over SNS by mail (its developer guide, "notification contents").

use super::{Action, DeliveryStatus, Group};
use crate::{limits, tokens};
use model::event::Kind;
use serde::Deserialize;

/// What a notification tells.
#[derive(Debug, Clone)]
pub struct Notice {
    /// What happened.
    pub kind: Kind,
    /// Whom it happened to, as fields of a report.
    pub status: DeliveryStatus,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(alias = "eventType")]
    notification_type: String,
    bounce: Option<Part>,
    complaint: Option<Part>,
    delivery: Option<Part>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Part {
    bounced_recipients: Vec<One>,
    complained_recipients: Vec<One>,
    recipients: Vec<String>,
    smtp_response: Option<String>,
    bounce_sub_type: Option<String>,
    #[serde(rename = "reportingMTA")]
    reporter: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    email_address: String,
    status: Option<String>,
    diagnostic_code: Option<String>,
}

/// Reads a text that begins with a notification; none where it does not.
pub fn notification(text: &str) -> Option<Notice> {
    let text = text.trim_start();
    if !text.starts_with('{') || text.len() > limits::MAIL {
        return None;
    }
    // Something may stand behind it.
    let body: Body = serde_json::Deserializer::from_str(text)
        .into_iter()
        .next()?
        .ok()?;
    let (kind, part) = match body.notification_type.as_str() {
        "Bounce" => (Kind::Bounce, body.bounce?),
        "Complaint" => (Kind::FeedbackLoop, body.complaint?),
        "Delivery" => (Kind::Delivered, body.delivery?),
        _ => return None,
    };
    let reporter = part.reporter.as_deref().map(|value| {
        value
            .trim_start_matches("dsn; ")
            .trim_start_matches("dns; ")
            .to_owned()
    });
    let sub_type = part.bounce_sub_type.clone();
    let bounced = part.bounced_recipients.into_iter().map(|one| Group {
        address: Some(one.email_address),
        action: Some(Action::Failed),
        status: one.status.and_then(|status| status.parse().ok()),
        diagnostic: one
            .diagnostic_code
            .map(|text| text.trim_start_matches("smtp; ").to_owned())
            .or_else(|| sub_type.clone()),
        ..Group::default()
    });
    let complained = part.complained_recipients.into_iter().map(|one| Group {
        address: Some(one.email_address),
        ..Group::default()
    });
    let response = part.smtp_response;
    let delivered = part.recipients.into_iter().map(|address| Group {
        address: Some(address),
        action: Some(Action::Delivered),
        status: response
            .as_deref()
            .and_then(|text| tokens::enhanced_codes(text).first().copied()),
        diagnostic: response.clone(),
        ..Group::default()
    });
    let groups = bounced
        .chain(complained)
        .chain(delivered)
        .take(limits::RECIPIENTS)
        .collect();
    Some(Notice {
        kind,
        status: DeliveryStatus {
            reporter,
            envelope_id: None,
            groups,
        },
    })
}
