//! `POST /companies/{company_id}/webhooks/{webhook_id}/rotate-secret`.

use super::{Hooked, WebhookPath, new_secret};
use crate::{
    api::{api_keys::Rotate, body::Body, problem::Problem},
    state::State,
};
use axum::{Json, extract::State as Shared, http::StatusCode};
use secrecy::ExposeSecret;
use serde::Serialize;
use utoipa::ToSchema;

/// A new secret.
#[derive(Serialize, ToSchema)]
pub struct NewSecret {
    /// It is shown here and never again.
    #[schema(pattern = "^whsec_[A-Za-z0-9+/]+=*$")]
    secret: String,
}

/// Rotate a webhook's secret
///
/// Messages are signed with both secrets until the overlap is over, so that the receiver can change his meanwhile.
#[utoipa::path(
    post, path = "/companies/{company_id}/webhooks/{webhook_id}/rotate-secret", operation_id = "rotateWebhookSecret",
    tag = "webhooks", params(WebhookPath), request_body = Rotate,
    responses((status = 201, description = "The new secret.", body = NewSecret))
)]
pub async fn rotate_secret(
    Shared(state): Shared<State>,
    found: Hooked,
    Body(rotate): Body<Rotate>,
) -> Result<(StatusCode, Json<NewSecret>), Problem> {
    let Hooked { tenant, webhook } = found;
    let overlap = rotate.overlap()?;
    let secret = new_secret(&state)?;
    tenant
        .store
        .rotate_webhook_secret(webhook.id, &secret, overlap, &tenant.caller.actor())
        .await?;
    let secret = secret.expose_secret().to_owned();
    Ok((StatusCode::CREATED, Json(NewSecret { secret })))
}
