//! `GET /companies/{company_id}/webhooks/{webhook_id}`.

use super::{Hooked, WebhookPath, WebhookView};
use crate::api::etag::{IfNoneMatch, IfNoneMatchHeader};
use axum::response::Response;

/// Read a webhook
///
/// Never shows its secret.
#[utoipa::path(
    get, path = "/companies/{company_id}/webhooks/{webhook_id}", operation_id = "readWebhook", tag = "webhooks",
    params(WebhookPath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "The webhook.", body = WebhookView),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub async fn read_webhook(found: Hooked, known: IfNoneMatch) -> Response {
    let version = found.webhook.version;
    known.answer(version, WebhookView::from(found.webhook))
}
