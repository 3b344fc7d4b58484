//! `GET /companies/{company_id}/users`.

use super::UserView;
use crate::api::{
    body::Parameters,
    caller::{CompanyPath, Tenant},
    page::{Page, Wanted},
    problem::Problem,
    schema,
};
use axum::{http::Uri, response::Response};
use model::{ExternalId, Mailbox, UserId};
use serde::Deserialize;
use store::User;
use utoipa::IntoParams;

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Only the one whom the portal calls so.
    #[serde(default)]
    #[param(value_type = Option<schema::ExternalId>, nullable = false)]
    external_id: Option<ExternalId>,
    /// Only the one who has this address; the case of letters does not count.
    #[serde(default)]
    #[param(value_type = Option<schema::Email>, nullable = false)]
    email: Option<Mailbox>,
    /// Behind this one: `next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<schema::Id>, nullable = false)]
    after: Option<String>,
    /// How many on a page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

/// List users
///
/// The company's users, oldest first.
#[utoipa::path(
    get, path = "/companies/{company_id}/users", operation_id = "listUsers", tag = "users", params(CompanyPath, Asked),
    responses((status = 200, description = "A page of users. `Link` leads to the next one.", body = Page<UserView>))
)]
pub async fn list(
    tenant: Tenant,
    uri: Uri,
    Parameters(asked): Parameters<Asked>,
) -> Result<Response, Problem> {
    let wanted = Wanted::<UserId>::parse(asked.after.as_deref(), asked.limit)?;
    let store = &tenant.store;
    let one = match (&asked.external_id, &asked.email) {
        (Some(external_id), _) => Some(store.find_user_by_external_id(external_id).await?),
        (None, Some(email)) => Some(store.find_user_by_email(email).await?),
        (None, None) => None,
    };
    let users: Vec<User> = match one {
        Some(found) => found
            .into_iter()
            .filter(|user| wanted.after.is_none_or(|after| after < user.id))
            .filter(|user| {
                let email = asked.email.as_ref();
                email.is_none_or(|email| email.is_same_as(user.email.as_str()))
            })
            .collect(),
        None => store.list_users(wanted.after, wanted.with_one_more()).await?,
    };
    Ok(wanted.answer(&uri, users, |user| user.id, UserView::from))
}
