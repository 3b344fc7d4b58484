//! `DELETE /companies/{company_id}/users/{user_id}`.

use crate::api::{
    caller::{OfUser, UserPath},
    problem::Problem,
};
use axum::http::StatusCode;

/// Delete a user
///
/// With his settings, tests and sessions. The sender user can not be deleted while he is it.
#[utoipa::path(
    delete, path = "/companies/{company_id}/users/{user_id}", operation_id = "deleteUser", tag = "users",
    params(UserPath),
    responses(
        (status = 204, description = "He is gone."),
        (status = 409, description = "`is-sender-user`"),
    )
)]
pub async fn delete(of: OfUser) -> Result<StatusCode, Problem> {
    let OfUser { tenant, user } = of;
    tenant.store.delete_user(user.id, &tenant.caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
