//! `GET /companies/{company_id}`.

use super::CompanyView;
use crate::{
    api::{
        caller::{CompanyPath, Tenant},
        etag::{IfNoneMatch, IfNoneMatchHeader},
    },
    state::State,
};
use axum::{extract::State as Shared, response::Response};

/// Read a company
///
/// The `ETag` is what a change has to send as `If-Match`.
#[utoipa::path(
    get, path = "/companies/{company_id}", operation_id = "readCompany", tag = "companies", params(CompanyPath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "The company.", body = CompanyView),
        (status = 304, description = "It is as `If-None-Match` says."),
    )
)]
pub async fn read(Shared(state): Shared<State>, tenant: Tenant, known: IfNoneMatch) -> Response {
    let version = tenant.company.version;
    known.answer(version, CompanyView::of(&state, tenant.company))
}
