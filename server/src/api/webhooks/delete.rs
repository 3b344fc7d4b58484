//! `DELETE /companies/{company_id}/webhooks/{webhook_id}`.

use super::{Hooked, WebhookPath};
use crate::api::problem::Problem;
use axum::http::StatusCode;

/// Delete a webhook
///
/// With its messages.
#[utoipa::path(
    delete, path = "/companies/{company_id}/webhooks/{webhook_id}", operation_id = "deleteWebhook", tag = "webhooks",
    params(WebhookPath),
    responses((status = 204, description = "It is gone."))
)]
pub async fn delete_webhook(found: Hooked) -> Result<StatusCode, Problem> {
    let Hooked { tenant, webhook } = found;
    tenant
        .store
        .delete_webhook(webhook.id, &tenant.caller.actor())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
