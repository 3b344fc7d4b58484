//! `POST /companies`.

use super::CompanyView;
use crate::{
    api::{body::Body, caller::Caller, etag, problem::Problem, schema},
    state::State,
};
use axum::{
    Json,
    extract::State as Shared,
    http::{StatusCode, header},
    response::IntoResponse,
};
use model::{DisplayName, ExternalId};
use serde::Deserialize;
use store::NewCompany;
use utoipa::ToSchema;

/// A company to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCompany, example = json!({"external_id": "company-17", "name": "Näidis OÜ"}))]
pub struct New {
    /// What the portal calls it; no two companies of the portal have the same.
    #[serde(default)]
    #[schema(value_type = Option<schema::ExternalId>)]
    external_id: Option<ExternalId>,
    /// Its name.
    #[schema(value_type = schema::Name)]
    name: DisplayName,
    /// Whether it may send mass mailings in every mode.
    #[serde(default)]
    #[schema(default = false)]
    mass_mailing: bool,
}

/// Create a company
///
/// For a key of the portal. The company gets an event mailbox that is named after it.
#[utoipa::path(
    post, path = "/companies", operation_id = "createCompany", tag = "companies", request_body = New,
    responses(
        (status = 201, description = "It was created; `Location` is its address.", body = CompanyView),
        (status = 403, description = "`portal-key-needed`"),
        (status = 409, description = "`external-id-taken`"),
    )
)]
pub async fn create(
    Shared(state): Shared<State>,
    caller: Caller,
    Body(new): Body<New>,
) -> Result<impl IntoResponse, Problem> {
    caller.of_portal()?;
    let new = NewCompany {
        portal: caller.key().scope.portal.clone(),
        external_id: new.external_id,
        name: new.name,
        mass_mailing: new.mass_mailing,
    };
    let company = state.store.create_company(&new, &caller.actor()).await?;
    let location = [(header::LOCATION, format!("/api/v1/companies/{}", company.id))];
    let version = company.version;
    let body = Json(CompanyView::of(&state, company));
    Ok((StatusCode::CREATED, location, etag::header(version), body))
}
