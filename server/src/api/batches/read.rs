//! `GET /companies/{company_id}/batches/{batch_id}`.

use super::{BatchPath, BatchView, Found};
use crate::{
    api::{accounts::AccountView, schema},
    letters::estimated_end,
    state::State,
};
use axum::{Json, extract::State as Shared, response::IntoResponse};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Messages that failed for the same reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct CauseCount {
    /// The stable word of the cause.
    cause: String,
    /// How many.
    messages: u64,
}

/// A batch with what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BatchDetail)]
pub struct DetailView {
    #[serde(flatten)]
    batch: BatchView,
    /// The messages that failed, by cause, most first.
    causes: Vec<CauseCount>,
    /// When the first message was sent.
    #[schema(value_type = Option<schema::Time>)]
    first_sent_at: Option<Timestamp>,
    /// When the last message was sent.
    #[schema(value_type = Option<schema::Time>)]
    last_sent_at: Option<Timestamp>,
    /// When the last one will have left, about; null where that can not be told.
    #[schema(value_type = Option<schema::Time>)]
    estimated_end: Option<Timestamp>,
    /// The accounts that its messages go out through.
    accounts: Vec<AccountView>,
}

/// Read a batch
///
/// How many of its messages are where, why some failed, and when it will have gone out.
#[utoipa::path(
    get, path = "/companies/{company_id}/batches/{batch_id}", operation_id = "readBatch", tag = "batches",
    params(BatchPath),
    responses((status = 200, description = "The batch.", body = DetailView))
)]
pub async fn read_batch(Shared(state): Shared<State>, found: Found) -> impl IntoResponse {
    let detail = found.detail;
    let estimated_end = estimated_end(state.clock.now(), &detail, state.catalogue);
    let causes = detail.causes.into_iter();
    Json(DetailView {
        batch: detail.batch.into(),
        causes: causes
            .map(|(cause, messages)| CauseCount { cause, messages })
            .collect(),
        first_sent_at: detail.sent_between.map(|(first, _)| first),
        last_sent_at: detail.sent_between.map(|(_, last)| last),
        estimated_end,
        accounts: detail.accounts.into_iter().map(AccountView::from).collect(),
    })
}
