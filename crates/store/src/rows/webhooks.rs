//! Rows of webhooks and their messages.

use super::{count, from_json, parsed, time};
use crate::{
    error::StoreError,
    webhooks::{Disabled, Webhook, WebhookMessage},
};
use model::{WebhookId, WebhookMessageId};
use uuid::Uuid;

/// A row of table `webhooks`, without its secrets.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct WebhookRow {
    pub id: Uuid,
    pub url: String,
    pub events: String,
    pub created_at: i64,
    pub disabled_at: Option<i64>,
    pub disabled_why: Option<String>,
    pub version: i64,
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Self, StoreError> {
        let disabled = row.disabled_at.zip(row.disabled_why);
        Ok(Self {
            id: WebhookId::from_uuid(row.id),
            url: row.url,
            events: from_json("events", &row.events)?,
            created_at: time(row.created_at)?,
            disabled: disabled
                .map(|(at, why)| Ok::<_, StoreError>((time(at)?, parsed::<Disabled>("reason", &why)?)))
                .transpose()?,
            version: count(row.version)?,
        })
    }
}

/// A row of table `webhook_messages`, as people see it.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug)]
pub struct WebhookMessageRow {
    pub id: Uuid,
    pub kind: String,
    pub body: String,
    pub created_at: i64,
    pub attempts: i64,
    pub next_attempt_at: Option<i64>,
    pub delivered_at: Option<i64>,
    pub last_result: Option<String>,
}

impl TryFrom<WebhookMessageRow> for WebhookMessage {
    type Error = StoreError;

    fn try_from(row: WebhookMessageRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: WebhookMessageId::from_uuid(row.id),
            kind: parsed("kind of event", &row.kind)?,
            body: from_json("message", &row.body)?,
            created_at: time(row.created_at)?,
            attempts: u32::try_from(row.attempts).map_err(|_| StoreError::Damaged { what: "number" })?,
            next_attempt_at: row.next_attempt_at.map(time).transpose()?,
            delivered_at: row.delivered_at.map(time).transpose()?,
            last_result: row.last_result,
        })
    }
}
