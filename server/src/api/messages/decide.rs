//! `POST …/messages/{message_id}/resend`, `/settle`, `/cancel`.

use super::{Found, MessagePath};
use crate::{
    api::{
        body::Body,
        etag::{IfSeen, IfSeenHeader},
        problem::{Kind, Problem},
    },
    state::State,
};
use axum::{extract::State as Shared, http::StatusCode};
use serde::Deserialize;
use store::Decision;
use utoipa::ToSchema;

async fn decide(
    state: &State,
    found: Found,
    seen: &IfSeen,
    decision: Decision,
) -> Result<StatusCode, Problem> {
    let Found { tenant, detail } = found;
    let mut version = seen.check(detail.version)?;
    if decision == Decision::Resend {
        // What was sent to another address is not sent to the wrong one again.
        if detail.replaced_by.is_some() {
            return Err(Kind::WrongState.into());
        }
        // Nor where that happens just now.
        version = Some(detail.version);
    }
    let actor = tenant.caller.actor();
    tenant
        .store
        .decide(detail.message.id, decision, version, &actor)
        .await?;
    state.delivery.wake();
    Ok(StatusCode::NO_CONTENT)
}

/// Send a message again
///
/// With the same bytes, and only to its recipient: one that failed, is in doubt or was canceled. Of one in doubt the
/// recipient may get two.
#[utoipa::path(
    post, path = "/companies/{company_id}/messages/{message_id}/resend", operation_id = "resendMessage",
    tag = "messages", params(MessagePath, IfSeenHeader),
    responses(
        (status = 204, description = "It waits for its turn."),
        (status = 409, description = "`wrong-state`: it has not ended, or another one took its place; \
            `content-gone`: what it says was deleted after its time."),
        (status = 412, description = "`version-changed`; `ETag` is the one that is there now."),
    )
)]
pub async fn resend_message(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
) -> Result<StatusCode, Problem> {
    decide(&state, found, &seen, Decision::Resend).await
}

/// How a message in doubt is settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"as": "sent"}))]
pub struct Settlement {
    /// `sent`: it has arrived; `failed`: it has not, and need not.
    #[serde(rename = "as")]
    wanted: Settled,
}

/// As what.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Settled {
    /// It has arrived.
    Sent,
    /// It has not, and need not.
    Failed,
}

/// Settle a message in doubt
///
/// Somebody knows by now whether it has arrived. To send it once more see `…/resend`.
#[utoipa::path(
    post, path = "/companies/{company_id}/messages/{message_id}/settle", operation_id = "settleMessage",
    tag = "messages", params(MessagePath, IfSeenHeader), request_body = Settlement,
    responses(
        (status = 204, description = "It counts as that."),
        (status = 409, description = "`wrong-state`: it is not in doubt."),
        (status = 412, description = "`version-changed`; `ETag` is the one that is there now."),
    )
)]
pub async fn settle_message(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
    Body(settlement): Body<Settlement>,
) -> Result<StatusCode, Problem> {
    let decision = match settlement.wanted {
        Settled::Sent => Decision::SettleSent,
        Settled::Failed => Decision::SettleFailed,
    };
    decide(&state, found, &seen, decision).await
}

/// Cancel a message
///
/// One that waits is not sent. What is on its way already can not be stopped.
#[utoipa::path(
    post, path = "/companies/{company_id}/messages/{message_id}/cancel", operation_id = "cancelMessage",
    tag = "messages", params(MessagePath, IfSeenHeader),
    responses(
        (status = 204, description = "It is not sent."),
        (status = 409, description = "`wrong-state`: it does not wait."),
        (status = 412, description = "`version-changed`; `ETag` is the one that is there now."),
    )
)]
pub async fn cancel_message(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
) -> Result<StatusCode, Problem> {
    decide(&state, found, &seen, Decision::Cancel).await
}
