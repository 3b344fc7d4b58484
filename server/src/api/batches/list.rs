//! `GET /companies/{company_id}/batches`.

use super::BatchView;
use crate::api::{
    body::Parameters,
    caller::{self, CompanyPath, Tenant},
    page::{Page, Wanted},
    problem::Problem,
    schema,
};
use axum::{http::Uri, response::Response};
use model::BatchId;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Of this user alone.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    user_id: Option<String>,
    /// Behind this one: `next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    after: Option<String>,
    /// How many on a page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

/// List batches
///
/// The company's batches, newest first.
#[utoipa::path(
    get, path = "/companies/{company_id}/batches", operation_id = "listBatches", tag = "batches",
    params(CompanyPath, Asked),
    responses((status = 200, description = "A page of batches. `Link` leads to the next one.", body = Page<BatchView>))
)]
pub async fn list_batches(
    tenant: Tenant,
    uri: Uri,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, Problem> {
    let user = asked.user_id.as_deref().map(caller::id).transpose();
    let user = user.map_err(|_| Problem::parameter("user_id", "it is a UUID"))?;
    let wanted = Wanted::<BatchId>::parse(asked.after.as_deref(), asked.limit)?;
    let store = &tenant.store;
    let batches = store.batches(user, wanted.after, wanted.with_one_more()).await?;
    Ok(wanted.answer(&uri, batches, |batch| batch.id, BatchView::from))
}
