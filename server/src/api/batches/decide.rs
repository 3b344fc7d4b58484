//! `POST …/batches/{batch_id}/start`, `/pause`, `/cancel`, `/resend-failed`.

use super::{BatchPath, Found};
use crate::{
    api::{
        etag::{IfSeen, IfSeenHeader},
        problem::Problem,
    },
    state::State,
};
use axum::{Json, extract::State as Shared};
use serde::Serialize;
use store::BatchDecision;
use utoipa::ToSchema;

/// What it was about.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    /// How many messages.
    messages: u64,
}

async fn decide(
    state: &State,
    found: Found,
    seen: &IfSeen,
    decision: BatchDecision,
) -> Result<Json<Decided>, Problem> {
    let Found { tenant, detail } = found;
    seen.check(detail.batch.version)?;
    let actor = tenant.caller.actor();
    let messages = tenant
        .store
        .decide_batch(detail.batch.id, decision, &actor)
        .await?;
    state.delivery.wake();
    Ok(Json(Decided { messages }))
}

/// Start a batch, or go on with it
///
/// What was paused waits for its turn again.
#[utoipa::path(
    post, path = "/companies/{company_id}/batches/{batch_id}/start", operation_id = "startBatch", tag = "batches",
    params(BatchPath, IfSeenHeader),
    responses(
        (status = 200, description = "It is under way.", body = Decided),
        (status = 409, description = "`wrong-state`: it does not wait for that."),
        (status = 412, description = "`version-changed`"),
    )
)]
pub async fn start_batch(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
) -> Result<Json<Decided>, Problem> {
    decide(&state, found, &seen, BatchDecision::GoOn).await
}

/// Pause a batch
///
/// What waits is not sent until the batch is started again. What is on its way already can not be stopped.
#[utoipa::path(
    post, path = "/companies/{company_id}/batches/{batch_id}/pause", operation_id = "pauseBatch", tag = "batches",
    params(BatchPath, IfSeenHeader),
    responses(
        (status = 200, description = "It is paused.", body = Decided),
        (status = 409, description = "`wrong-state`: nothing of it waits."),
        (status = 412, description = "`version-changed`"),
    )
)]
pub async fn pause_batch(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
) -> Result<Json<Decided>, Problem> {
    decide(&state, found, &seen, BatchDecision::Pause).await
}

/// Cancel a batch
///
/// What waits or is paused is not sent any more.
#[utoipa::path(
    post, path = "/companies/{company_id}/batches/{batch_id}/cancel", operation_id = "cancelBatch", tag = "batches",
    params(BatchPath, IfSeenHeader),
    responses(
        (status = 200, description = "It is canceled.", body = Decided),
        (status = 409, description = "`wrong-state`: it has ended."),
        (status = 412, description = "`version-changed`"),
    )
)]
pub async fn cancel_batch(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
) -> Result<Json<Decided>, Problem> {
    decide(&state, found, &seen, BatchDecision::Cancel).await
}

/// Send again what did not go out
///
/// The messages that failed wait for their turn again. Those in doubt are not among them.
#[utoipa::path(
    post, path = "/companies/{company_id}/batches/{batch_id}/resend-failed", operation_id = "resendFailedOfBatch",
    tag = "batches", params(BatchPath, IfSeenHeader),
    responses(
        (status = 200, description = "They are sent again.", body = Decided),
        (status = 409, description = "`wrong-state`: none has failed; `content-gone`"),
        (status = 412, description = "`version-changed`"),
    )
)]
pub async fn resend_failed(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
) -> Result<Json<Decided>, Problem> {
    decide(&state, found, &seen, BatchDecision::ResendFailed).await
}
