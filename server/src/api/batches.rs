//! Batches: many letters that are handed over together (mass mailing).

pub mod decide;
pub mod hand_over;
pub mod list;
pub mod read;

mod lines;
mod staging;

use super::{
    caller::{Tenant, id, path},
    messages::Counts,
    problem::{Kind, Problem},
    schema,
};
use crate::state::State;
use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use model::{BatchId, DisplayName, ExternalId, UserId};
use serde::{Deserialize, Serialize};
use store::{Batch, BatchDetail};
use utoipa::{IntoParams, ToSchema};

/// A batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Batch)]
pub struct BatchView {
    /// Its id; later batches have greater ones.
    #[schema(value_type = schema::Id)]
    id: BatchId,
    /// Whose it is.
    #[schema(value_type = schema::Id)]
    user_id: UserId,
    /// His name.
    #[schema(value_type = schema::Name)]
    user_name: DisplayName,
    /// What people call it.
    name: String,
    /// Your own name for it.
    #[schema(value_type = Option<schema::ExternalId>)]
    reference: Option<ExternalId>,
    /// `waiting` for a person to start it, `running`, `paused`, `canceled`, `finished`.
    #[schema(value_type = String, pattern = "^(waiting|running|paused|canceled|finished)$")]
    state: &'static str,
    /// Its messages.
    counts: Counts,
    /// When it was accepted.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// When it was started; null where it waits for a person.
    #[schema(value_type = Option<schema::Time>)]
    started_at: Option<Timestamp>,
    /// When its last message came to an end; null while some are on their way.
    #[schema(value_type = Option<schema::Time>)]
    finished_at: Option<Timestamp>,
    /// Grows whenever a person changes it.
    version: u64,
}

impl From<Batch> for BatchView {
    fn from(batch: Batch) -> Self {
        Self {
            state: state(&batch),
            id: batch.id,
            user_id: batch.user,
            user_name: batch.user_name,
            name: batch.name,
            reference: batch.reference,
            counts: batch.counts.into(),
            created_at: batch.created_at,
            started_at: batch.started_at,
            finished_at: batch.finished_at,
            version: batch.version,
        }
    }
}

/// A batch's state in one word.
const fn state(batch: &Batch) -> &'static str {
    match batch {
        Batch { canceled: true, .. } => "canceled",
        Batch {
            finished_at: Some(_), ..
        } => "finished",
        Batch { started_at: None, .. } => "waiting",
        Batch { paused: true, .. } => "paused",
        _ => "running",
    }
}

/// Which batch.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct BatchPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The batch's id.
    #[param(value_type = schema::Id)]
    batch_id: String,
}

/// A batch of a company that the key opens.
pub struct Found {
    /// The company.
    pub tenant: Tenant,
    /// The batch.
    pub detail: BatchDetail,
}

impl FromRequestParts<State> for Found {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let tenant = Tenant::from_request_parts(parts, state).await?;
        let BatchPath { batch_id, .. } = path(parts, state).await?;
        let detail = tenant.store.find_batch(id(&batch_id)?).await?;
        Ok(Self {
            tenant,
            detail: detail.ok_or(Kind::NotFound)?,
        })
    }
}
