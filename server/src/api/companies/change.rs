//! `PATCH /companies/{company_id}`.

use super::{CompanyView, RetentionBody};
use crate::{
    api::{
        body::{Body, present, present_object},
        caller::{CompanyPath, Tenant},
        etag::{self, IfMatch},
        problem::Problem,
        schema,
    },
    state::State,
};
use axum::{Json, extract::State as Shared, response::IntoResponse};
use model::{DisplayName, EventName, ExternalId};
use serde::Deserialize;
use store::CompanyChange;
use utoipa::ToSchema;

/// What is to be changed of a company; what is missing stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompanyChange, example = json!({"name": "Näidis AS", "retention": {"tests_days": 30, "audit_days": null}}))]
pub struct Change {
    /// Its name.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::Name>, nullable = false)]
    name: Option<DisplayName>,
    /// What the portal calls it. For a key of the portal.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::ExternalId>, nullable = false)]
    external_id: Option<ExternalId>,
    /// The name of its event mailbox. The old one stays its own.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::EventNameText>, nullable = false)]
    event_name: Option<EventName>,
    /// Whether it may send mass mailings in every mode. For a key of the portal.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    mass_mailing: Option<bool>,
    /// How long things are kept.
    #[serde(default, deserialize_with = "present_object")]
    #[schema(nullable = false)]
    retention: Option<RetentionBody>,
}

/// Change a company
///
/// Only what is sent is changed. What only the portal decides needs a key of the portal.
#[utoipa::path(
    patch, path = "/companies/{company_id}", operation_id = "changeCompany", tag = "companies", params(CompanyPath, etag::IfMatchHeader),
    request_body = Change,
    responses(
        (status = 200, description = "The company as it is now.", body = CompanyView),
        (status = 403, description = "`portal-key-needed`"),
        (status = 409, description = "`external-id-taken`, `event-name-taken`"),
    )
)]
pub async fn change(
    Shared(state): Shared<State>,
    tenant: Tenant,
    seen: IfMatch,
    Body(change): Body<Change>,
) -> Result<impl IntoResponse, Problem> {
    if change.external_id.is_some() || change.mass_mailing.is_some() {
        tenant.caller.of_portal()?;
    }
    let change = CompanyChange {
        name: change.name,
        external_id: change.external_id,
        event_name: change.event_name,
        mass_mailing: change.mass_mailing,
        retention: change.retention.map(RetentionBody::parse).transpose()?,
        expected_version: seen.check(tenant.company.version)?,
    };
    let company = tenant
        .store
        .update_company(&change, &tenant.caller.actor())
        .await?;
    let version = company.version;
    Ok((etag::header(version), Json(CompanyView::of(&state, company))))
}
