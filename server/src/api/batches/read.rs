//! `GET /companies/{company_id}/batches/{batch_id}`.

use super::{BatchPath, BatchView, Found};
use crate::{
    api::{accounts::AccountView, problem::Problem, schema},
    letters::estimated_end,
    state::State,
};
use axum::{Json, extract::State as Shared};
use jiff::Timestamp;
use model::event::Cause;
use serde::Serialize;
use store::EventQuery;
use utoipa::ToSchema;

/// Messages that failed for the same reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct CauseCount {
    /// The stable word of the cause.
    cause: String,
    /// How many.
    messages: u64,
}

/// Reports of letters that came back for the same reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnedCount {
    /// The cause.
    #[schema(value_type = schema::CauseWord)]
    cause: Cause,
    /// How many.
    events: u64,
}

/// A batch with what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BatchDetail)]
pub struct DetailView {
    #[serde(flatten)]
    batch: BatchView,
    /// The messages that failed, by cause, most first.
    causes: Vec<CauseCount>,
    /// What came back of it, by cause, most first; what is not believed is not among it.
    returned: Vec<ReturnedCount>,
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
pub async fn read_batch(Shared(state): Shared<State>, found: Found) -> Result<Json<DetailView>, Problem> {
    let Found { tenant, detail } = found;
    let query = EventQuery {
        batch: Some(detail.batch.id),
        ..EventQuery::default()
    };
    let returned = tenant.store.count_events(&query).await?.causes.into_iter();
    let estimated_end = estimated_end(state.clock.now(), &detail, state.catalogue);
    let causes = detail.causes.into_iter();
    Ok(Json(DetailView {
        batch: detail.batch.into(),
        causes: causes
            .map(|(cause, messages)| CauseCount { cause, messages })
            .collect(),
        first_sent_at: detail.sent_between.map(|(first, _)| first),
        last_sent_at: detail.sent_between.map(|(_, last)| last),
        estimated_end,
        returned: returned
            .map(|(cause, events)| ReturnedCount { cause, events })
            .collect(),
        accounts: detail.accounts.into_iter().map(AccountView::from).collect(),
    }))
}
