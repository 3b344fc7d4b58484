//! `POST /companies/{company_id}/webhooks`.

use super::{Save, WebhookView, new_secret};
use crate::{
    api::{
        body::Body,
        caller::{CompanyPath, Tenant},
        etag,
        problem::Problem,
    },
    state::State,
};
use axum::{
    Json,
    extract::State as Shared,
    http::{StatusCode, header},
    response::IntoResponse,
};
use secrecy::ExposeSecret;
use serde::Serialize;
use utoipa::ToSchema;

/// A new webhook, and its secret.
#[derive(Serialize, ToSchema)]
pub struct NewWebhook {
    #[serde(flatten)]
    webhook: WebhookView,
    /// What its messages are signed with (Standard Webhooks). It is shown here and never again.
    #[schema(pattern = "^whsec_[A-Za-z0-9+/]+=*$")]
    secret: String,
}

/// Create a webhook
///
/// Messages are posted as the Standard Webhooks convention says, signed with the secret that is in this answer and
/// nowhere else.
#[utoipa::path(
    post, path = "/companies/{company_id}/webhooks", operation_id = "createWebhook", tag = "webhooks",
    params(CompanyPath), request_body = Save,
    responses(
        (status = 201, description = "It was added; `Location` is its address.", body = NewWebhook),
        (status = 409, description = "`too-many-webhooks`: twenty are enough."),
    )
)]
pub async fn create_webhook(
    Shared(state): Shared<State>,
    tenant: Tenant,
    Body(save): Body<Save>,
) -> Result<impl IntoResponse, Problem> {
    let save = save.parse(&state)?;
    let secret = new_secret(&state)?;
    let webhook = tenant
        .store
        .create_webhook(&save, &secret, &tenant.caller.actor())
        .await?;
    let location = format!("/api/v1/companies/{}/webhooks/{}", tenant.company.id, webhook.id);
    let version = webhook.version;
    let body = Json(NewWebhook {
        webhook: webhook.into(),
        secret: secret.expose_secret().to_owned(),
    });
    let headers = [(header::LOCATION, location)];
    Ok((StatusCode::CREATED, headers, etag::header(version), body))
}
