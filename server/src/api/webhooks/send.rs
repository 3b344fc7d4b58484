//! `POST …/webhooks/{webhook_id}/test` and `POST …/webhooks/{webhook_id}/messages/{webhook_message_id}/resend`.

use super::{Hooked, WebhookPath};
use crate::{
    api::{
        caller::{id, path},
        problem::Problem,
        schema,
    },
    state::State,
};
use axum::{
    Json,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use model::WebhookMessageId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A message that was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenMessage {
    /// Its id, the receiver's `webhook-id`.
    #[schema(value_type = schema::Id)]
    id: WebhookMessageId,
}

/// Try a webhook
///
/// Writes a message of the kind `webhook.test` to it, whatever it wants to be told of.
#[utoipa::path(
    post, path = "/companies/{company_id}/webhooks/{webhook_id}/test", operation_id = "testWebhook", tag = "webhooks",
    params(WebhookPath),
    responses((status = 202, description = "The message was written and is posted at once.", body = WrittenMessage))
)]
pub async fn test_webhook(found: Hooked) -> Result<(StatusCode, Json<WrittenMessage>), Problem> {
    let id = found.tenant.store.send_webhook_test(found.webhook.id).await?;
    Ok((StatusCode::ACCEPTED, Json(WrittenMessage { id })))
}

/// Which message of which webhook.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(clippy::struct_field_names, reason = "as they are called in the address")]
pub struct WebhookMessagePath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The webhook's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Hooked; here for the description")]
    webhook_id: String,
    /// The message's id.
    #[param(value_type = schema::Id)]
    webhook_message_id: String,
}

/// A message's id in the address.
pub struct Which(WebhookMessageId);

impl FromRequestParts<State> for Which {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let WebhookMessagePath {
            webhook_message_id, ..
        } = path(parts, state).await?;
        id(&webhook_message_id).map(Self)
    }
}

/// Send a message again
///
/// Lets a message of the webhook be tried again now, with the same id.
#[utoipa::path(
    post, path = "/companies/{company_id}/webhooks/{webhook_id}/messages/{webhook_message_id}/resend",
    operation_id = "resendWebhookMessage", tag = "webhooks", params(WebhookMessagePath),
    responses((status = 202, description = "It is posted at once."))
)]
pub async fn resend(found: Hooked, Which(message): Which) -> Result<StatusCode, Problem> {
    let store = &found.tenant.store;
    store.resend_webhook_message(found.webhook.id, message).await?;
    Ok(StatusCode::ACCEPTED)
}
