//! `POST /companies/{company_id}/users`.

use super::UserView;
use crate::api::{
    body::Body,
    caller::{CompanyPath, Tenant},
    problem::Problem,
    schema,
};
use axum::{
    Json,
    http::{StatusCode, header},
    response::IntoResponse,
};
use model::{DisplayName, ExternalId, Language, Mailbox};
use serde::Deserialize;
use store::{NewUser, Role};
use utoipa::ToSchema;

/// A user to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUser, example = json!({
    "external_id": "user-4", "name": "Mari Maasikas", "email": "mari@naidis.ee", "role": "user", "language": "et"
}))]
pub struct New {
    /// What the portal calls him: `sub` of a launch token.
    #[serde(default)]
    #[schema(value_type = Option<schema::ExternalId>)]
    external_id: Option<ExternalId>,
    /// His name.
    #[schema(value_type = schema::Name)]
    name: DisplayName,
    /// His address; no other user of the company has it.
    #[schema(value_type = schema::Email)]
    email: Mailbox,
    /// What he may do.
    #[serde(default = "plain")]
    #[schema(value_type = schema::RoleWord, required = false)]
    role: Role,
    /// The language of his pages and letters.
    #[serde(default)]
    #[schema(value_type = schema::LanguageWord, required = false)]
    language: Language,
}

const fn plain() -> Role {
    Role::User
}

/// Create a user
///
/// He inherits all settings until some of his own are set. Without `role` he is a `user`, without `language` his pages
/// are in Estonian.
#[utoipa::path(
    post, path = "/companies/{company_id}/users", operation_id = "createUser", tag = "users", params(CompanyPath),
    request_body = New,
    responses(
        (status = 201, description = "He was created; `Location` is his address.", body = UserView),
        (status = 409, description = "`email-taken`, `external-id-taken`"),
    )
)]
pub async fn create(tenant: Tenant, Body(new): Body<New>) -> Result<impl IntoResponse, Problem> {
    let new = NewUser {
        external_id: new.external_id,
        name: new.name,
        email: new.email,
        role: new.role,
        language: new.language,
    };
    let user = tenant.store.create_user(&new, &tenant.caller.actor()).await?;
    let location = format!("/api/v1/companies/{}/users/{}", user.company, user.id);
    let headers = [(header::LOCATION, location)];
    Ok((StatusCode::CREATED, headers, Json(UserView::from(user))))
}
