//! `GET /companies/{company_id}/users/{user_id}`.

use super::UserView;
use crate::api::caller::{OfUser, UserPath};
use axum::Json;

/// Read a user
///
/// His name, address, role and language. What he has set is at `…/settings`.
#[utoipa::path(
    get, path = "/companies/{company_id}/users/{user_id}", operation_id = "readUser", tag = "users", params(UserPath),
    responses((status = 200, description = "The user.", body = UserView))
)]
pub async fn read(of: OfUser) -> Json<UserView> {
    Json(of.user.into())
}
