//! `GET` and `PUT /companies/{company_id}/settings`: the defaults of a company.

use super::{
    SettingsBody, SettingsView,
    rules::{Desk, Whose},
    save,
};
use crate::{
    api::{
        body::Body,
        caller::{CompanyPath, Tenant},
        etag::{IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader},
        problem::{Kind, Problem},
        words::{AcceptLanguage, Words},
    },
    state::State,
};
use axum::{extract::State as Shared, response::Response};

/// Read a company's defaults
///
/// What all its users inherit where neither they nor the sender user have set anything.
#[utoipa::path(
    get, path = "/companies/{company_id}/settings", operation_id = "readCompanySettings", tag = "settings",
    params(CompanyPath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "What is set. The `ETag` is what saving has to send as `If-Match`.", body = SettingsView),
        (status = 304, description = "They are as `If-None-Match` says."),
    )
)]
pub async fn read_company(tenant: Tenant, known: IfNoneMatch) -> Result<Response, Problem> {
    let of = tenant.store.company_settings().await?.ok_or(Kind::NotFound)?;
    Ok(known.answer(of.settings.version, SettingsView::of(&of.settings)))
}

/// Save a company's defaults
///
/// As a user's own settings are saved; but nothing has to be there.
#[utoipa::path(
    put, path = "/companies/{company_id}/settings", operation_id = "saveCompanySettings", tag = "settings",
    params(CompanyPath, IfMatchHeader, AcceptLanguage), request_body = SettingsBody,
    responses(
        (status = 200, description = "What is stored now, with warnings and hints.", body = super::Saved),
        (status = 409, description = "`destination-changed`"),
    )
)]
pub async fn save_company(
    Shared(state): Shared<State>,
    tenant: Tenant,
    seen: IfMatch,
    words: Words,
    Body(body): Body<SettingsBody>,
) -> Result<Response, Problem> {
    let of = tenant.store.company_settings().await?.ok_or(Kind::NotFound)?;
    let desk = Desk::over(&state, Whose::Company(Box::new(of))).await?;
    save(&state, &tenant, desk, &seen, body, words).await
}
