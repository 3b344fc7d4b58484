//! `PUT /companies/{company_id}/webhooks/{webhook_id}`.

use super::{Hooked, Save, WebhookPath, WebhookView};
use crate::{
    api::{
        body::Body,
        etag::{self, IfMatch, IfMatchHeader},
        problem::Problem,
    },
    state::State,
};
use axum::{Json, extract::State as Shared, response::IntoResponse};

/// Change a webhook
///
/// A new address gets no old message: those that wait are given up. The secret stays.
#[utoipa::path(
    put, path = "/companies/{company_id}/webhooks/{webhook_id}", operation_id = "changeWebhook", tag = "webhooks",
    params(WebhookPath, IfMatchHeader), request_body = Save,
    responses((status = 200, description = "The webhook as it is now.", body = WebhookView))
)]
pub async fn change_webhook(
    Shared(state): Shared<State>,
    found: Hooked,
    seen: IfMatch,
    Body(save): Body<Save>,
) -> Result<impl IntoResponse, Problem> {
    let Hooked { tenant, webhook } = found;
    let save = save.parse(&state)?;
    let version = seen.check(webhook.version)?;
    let webhook = tenant
        .store
        .update_webhook(webhook.id, &save, version, &tenant.caller.actor())
        .await?;
    Ok((etag::header(webhook.version), Json(WebhookView::from(webhook))))
}
