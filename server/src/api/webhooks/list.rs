//! `GET /companies/{company_id}/webhooks`.

use super::WebhookView;
use crate::api::{
    caller::{CompanyPath, Tenant},
    problem::Problem,
};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// All webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhooks {
    /// Oldest first; at most twenty.
    items: Vec<WebhookView>,
}

/// List webhooks
///
/// All of the company, oldest first.
#[utoipa::path(
    get, path = "/companies/{company_id}/webhooks", operation_id = "listWebhooks", tag = "webhooks",
    params(CompanyPath),
    responses((status = 200, description = "All webhooks.", body = Webhooks))
)]
pub async fn list_webhooks(tenant: Tenant) -> Result<Json<Webhooks>, Problem> {
    let webhooks = tenant.store.webhooks().await?;
    let items = webhooks.into_iter().map(WebhookView::from).collect();
    Ok(Json(Webhooks { items }))
}
