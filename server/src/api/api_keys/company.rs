//! `/companies/{company_id}/api-keys`: a company's keys, for a key of its portal or of its own.

use super::{ApiKeyList, New, NewApiKey, Rotate, portal::Which};
use crate::{
    api::{
        body::Body,
        caller::{CompanyPath, Tenant},
        problem::Problem,
        schema,
    },
    state::State,
};
use axum::{Json, extract::State as Shared, http::StatusCode};
use store::KeyScope;
use utoipa::IntoParams;

impl Tenant {
    /// The scope of the company's own keys.
    fn scope(&self) -> KeyScope {
        KeyScope {
            portal: self.company.portal.clone(),
            company: Some(self.company.id),
        }
    }
}

/// Which key of which company.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(
    dead_code,
    reason = "Tenant and Which read the address; this is for the description"
)]
pub struct CompanyKeyPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    company_id: String,
    /// The key's id.
    #[param(value_type = schema::Id)]
    key_id: String,
}

/// List a company's API keys
///
/// Never shows what opens.
#[utoipa::path(
    get, path = "/companies/{company_id}/api-keys", operation_id = "listCompanyKeys", tag = "API keys",
    params(CompanyPath),
    responses((status = 200, description = "All keys of the company.", body = ApiKeyList))
)]
pub async fn list_company_keys(
    Shared(state): Shared<State>,
    tenant: Tenant,
) -> Result<Json<ApiKeyList>, Problem> {
    super::list(&state, &tenant.scope()).await
}

/// Create an API key of a company
///
/// It opens this company alone. The token is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/companies/{company_id}/api-keys", operation_id = "createCompanyKey", tag = "API keys",
    params(CompanyPath), request_body = New,
    responses(
        (status = 201, description = "It was made.", body = NewApiKey),
        (status = 409, description = "`too-many-api-keys`: fifty living ones are enough."),
    )
)]
pub async fn create_company_key(
    Shared(state): Shared<State>,
    tenant: Tenant,
    body: Body<New>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    super::create(&state, &tenant.caller, &tenant.scope(), body).await
}

/// Rotate an API key of a company
///
/// Makes a new key of the same name and end; the old one goes on for the time that is asked for.
#[utoipa::path(
    post, path = "/companies/{company_id}/api-keys/{key_id}/rotate", operation_id = "rotateCompanyKey",
    tag = "API keys", params(CompanyKeyPath), request_body = Rotate,
    responses(
        (status = 201, description = "The new key.", body = NewApiKey),
        (status = 409, description = "`too-many-api-keys`"),
    )
)]
pub async fn rotate_company_key(
    Shared(state): Shared<State>,
    tenant: Tenant,
    Which(key): Which,
    body: Body<Rotate>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    super::rotate(&state, &tenant.caller, &tenant.scope(), key, body).await
}

/// Revoke an API key of a company
///
/// It opens nothing any more, at once.
#[utoipa::path(
    delete, path = "/companies/{company_id}/api-keys/{key_id}", operation_id = "revokeCompanyKey", tag = "API keys",
    params(CompanyKeyPath),
    responses((status = 204, description = "It has ended."))
)]
pub async fn revoke_company_key(
    Shared(state): Shared<State>,
    tenant: Tenant,
    Which(key): Which,
) -> Result<StatusCode, Problem> {
    super::revoke(&state, &tenant.caller, &tenant.scope(), key).await
}
