//! `DELETE /companies/{company_id}`.

use crate::{
    api::{
        caller::{CompanyPath, Tenant},
        problem::{Kind, Problem},
    },
    state::State,
};
use axum::{extract::State as Shared, http::StatusCode};

/// Delete a company
///
/// With everything that belongs to it: users, settings, tests, audit log, API keys, webhooks. Its stored passwords can
/// not be opened by anything afterwards. For a key of the portal. The name of its event mailbox is never given to
/// another company.
#[utoipa::path(
    delete, path = "/companies/{company_id}", operation_id = "deleteCompany", tag = "companies", params(CompanyPath),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "`portal-key-needed`"),
    )
)]
pub async fn delete(Shared(state): Shared<State>, tenant: Tenant) -> Result<StatusCode, Problem> {
    tenant.caller.of_portal()?;
    if state.store.delete_company(tenant.company.id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Kind::NotFound.into())
    }
}
