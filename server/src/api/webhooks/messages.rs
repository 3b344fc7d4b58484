//! `GET /companies/{company_id}/webhooks/{webhook_id}/messages`.

use super::{Hooked, WebhookPath};
use crate::api::{body::Parameters, page::MOST, problem::Problem, schema};
use axum::Json;
use jiff::Timestamp;
use model::WebhookMessageId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{EventKind, WebhookMessage};
use utoipa::{IntoParams, ToSchema};

/// A message and what became of it so far.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookMessage)]
pub struct MessageView {
    /// Its id, the receiver's `webhook-id`.
    #[schema(value_type = schema::Id)]
    id: WebhookMessageId,
    /// What it tells of.
    #[serde(rename = "type")]
    #[schema(value_type = schema::EventWord)]
    kind: EventKind,
    /// The whole body.
    #[schema(value_type = Object)]
    body: Value,
    /// When it was written.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// How often it was tried.
    attempts: u32,
    /// When it is tried next; null where it is settled.
    #[schema(value_type = Option<schema::Time>)]
    next_attempt_at: Option<Timestamp>,
    /// When it was taken.
    #[schema(value_type = Option<schema::Time>)]
    delivered_at: Option<Timestamp>,
    /// The last answer's status, or the stable word of why there was none.
    last_result: Option<String>,
}

impl From<WebhookMessage> for MessageView {
    fn from(message: WebhookMessage) -> Self {
        Self {
            id: message.id,
            kind: message.kind,
            body: message.body,
            created_at: message.created_at,
            attempts: message.attempts,
            next_attempt_at: message.next_attempt_at,
            delivered_at: message.delivered_at,
            last_result: message.last_result,
        }
    }
}

/// The latest messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookMessages {
    /// Newest first.
    items: Vec<MessageView>,
}

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// How many.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

/// List a webhook's latest messages
///
/// Newest first, and what became of each.
#[utoipa::path(
    get, path = "/companies/{company_id}/webhooks/{webhook_id}/messages", operation_id = "listWebhookMessages",
    tag = "webhooks", params(WebhookPath, Asked),
    responses((status = 200, description = "The latest messages.", body = WebhookMessages))
)]
pub async fn messages(
    found: Hooked,
    Parameters(asked): Parameters<Asked>,
) -> Result<Json<WebhookMessages>, Problem> {
    let limit = asked.limit.unwrap_or(50);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::parameter("limit", format!("it is from 1 to {MOST}")));
    }
    let messages = found
        .tenant
        .store
        .webhook_messages(found.webhook.id, limit)
        .await?;
    let items = messages.into_iter().map(MessageView::from).collect();
    Ok(Json(WebhookMessages { items }))
}
