//! `PATCH /companies/{company_id}/users/{user_id}`.

use super::UserView;
use crate::api::{
    body::{Body, present},
    caller::{OfUser, UserPath},
    problem::Problem,
    schema,
};
use axum::Json;
use model::{DisplayName, ExternalId, Language, Mailbox};
use serde::Deserialize;
use store::{Role, UserChange};
use utoipa::ToSchema;

/// What is to be changed of a user; what is missing stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserChange, example = json!({"role": "admin"}))]
pub struct Change {
    /// What the portal calls him.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::ExternalId>, nullable = false)]
    external_id: Option<ExternalId>,
    /// His name.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::Name>, nullable = false)]
    name: Option<DisplayName>,
    /// His address.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::Email>, nullable = false)]
    email: Option<Mailbox>,
    /// What he may do; it counts at his next request.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::RoleWord>, nullable = false)]
    role: Option<Role>,
    /// The language of his pages and letters.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<schema::LanguageWord>, nullable = false)]
    language: Option<Language>,
}

/// Change a user
///
/// Only what is sent is changed.
#[utoipa::path(
    patch, path = "/companies/{company_id}/users/{user_id}", operation_id = "changeUser", tag = "users",
    params(UserPath), request_body = Change,
    responses(
        (status = 200, description = "The user as he is now.", body = UserView),
        (status = 409, description = "`email-taken`, `external-id-taken`"),
    )
)]
pub async fn change(of: OfUser, Body(change): Body<Change>) -> Result<Json<UserView>, Problem> {
    let OfUser { tenant, user } = of;
    let change = UserChange {
        external_id: change.external_id,
        name: change.name,
        email: change.email,
        role: change.role,
        language: change.language,
    };
    let user = tenant
        .store
        .update_user(user.id, &change, &tenant.caller.actor())
        .await?;
    Ok(Json(user.into()))
}
