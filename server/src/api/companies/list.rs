//! `GET /companies`.

use super::CompanyView;
use crate::{
    api::{
        body::Parameters,
        caller::Caller,
        page::{Page, Wanted},
        problem::Problem,
        schema,
    },
    state::State,
};
use axum::{extract::State as Shared, http::Uri, response::Response};
use model::{CompanyId, ExternalId};
use serde::Deserialize;
use store::Company;
use utoipa::IntoParams;

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Only the one that the portal calls so.
    #[serde(default)]
    #[param(value_type = Option<schema::ExternalId>, nullable = false)]
    external_id: Option<ExternalId>,
    /// Behind this one: `next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    after: Option<String>,
    /// How many on a page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

/// List companies
///
/// The companies that the key opens, oldest first: all of the portal, or the one that is the key's.
#[utoipa::path(
    get, path = "/companies", operation_id = "listCompanies", tag = "companies", params(Asked),
    responses((status = 200, description = "A page of companies. `Link` leads to the next one.", body = Page<CompanyView>))
)]
pub async fn list(
    Shared(state): Shared<State>,
    caller: Caller,
    uri: Uri,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, Problem> {
    let wanted = Wanted::<CompanyId>::parse(asked.after.as_deref(), asked.limit)?;
    let store = &state.store;
    let scope = &caller.key().scope;
    let found = if let Some(external_id) = &asked.external_id {
        let found = store
            .find_company_by_external_id(&scope.portal, external_id)
            .await?;
        beyond(found, &caller, &wanted)
    } else if let Some(only) = scope.company {
        beyond(store.find_company(only).await?, &caller, &wanted)
    } else {
        store
            .list_companies(Some(&scope.portal), wanted.after, wanted.with_one_more())
            .await?
    };
    Ok(wanted.answer(
        &uri,
        found,
        |company| company.id,
        |company| CompanyView::of(&state, company),
    ))
}

/// A list of one, as far as it is the key's and on this page.
fn beyond(found: Option<Company>, caller: &Caller, wanted: &Wanted<CompanyId>) -> Vec<Company> {
    found
        .into_iter()
        .filter(|company| caller.opens(company) && wanted.after.is_none_or(|after| after < company.id))
        .collect()
}
