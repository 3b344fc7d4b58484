//! `POST …/settings/validate`: what the rules find, without saving.

use super::{
    FindingView, SettingsBody,
    rules::{Desk, Whose},
};
use crate::{
    api::{
        body::Body,
        caller::{CompanyPath, SettingsOf, Tenant, UserPath},
        problem::{Kind, Problem},
        words::{AcceptLanguage, Words},
    },
    state::State,
};
use axum::{Json, extract::State as Shared, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

/// What the rules found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Validation {
    /// Whether it could be saved.
    valid: bool,
    /// Errors, warnings and hints, in the order of the settings page.
    findings: Vec<FindingView>,
}

/// Validate a user's own settings
///
/// Says what saving would say, and saves nothing.
#[utoipa::path(
    post, path = "/companies/{company_id}/users/{user_id}/settings/validate", operation_id = "validateUserSettings",
    tag = "settings", params(UserPath, AcceptLanguage), request_body = SettingsBody,
    responses((status = 200, description = "What the rules found.", body = Validation))
)]
pub async fn validate_user(
    Shared(state): Shared<State>,
    found: SettingsOf,
    words: Words,
    Body(body): Body<SettingsBody>,
) -> Result<Response, Problem> {
    let SettingsOf { of, .. } = found;
    let desk = Desk::over(&state, Whose::User(Box::new(of))).await?;
    validate(&state, &desk, words, body).await
}

/// Validate a company's defaults
///
/// Says what saving would say, and saves nothing.
#[utoipa::path(
    post, path = "/companies/{company_id}/settings/validate", operation_id = "validateCompanySettings",
    tag = "settings", params(CompanyPath, AcceptLanguage), request_body = SettingsBody,
    responses((status = 200, description = "What the rules found.", body = Validation))
)]
pub async fn validate_company(
    Shared(state): Shared<State>,
    tenant: Tenant,
    words: Words,
    Body(body): Body<SettingsBody>,
) -> Result<Response, Problem> {
    let of = tenant.store.company_settings().await?.ok_or(Kind::NotFound)?;
    let desk = Desk::over(&state, Whose::Company(Box::new(of))).await?;
    validate(&state, &desk, words, body).await
}

async fn validate(state: &State, desk: &Desk, words: Words, body: SettingsBody) -> Result<Response, Problem> {
    let outcome = desk.check(state, body, words.0).await?;
    Ok(words.answer(Json(Validation {
        valid: outcome.good.is_some(),
        findings: FindingView::all(&outcome.findings, words.0),
    })))
}
