//! `GET /companies/{company_id}/sender-user`.

use super::{Person, SenderUserView};
use crate::api::{
    caller::{CompanyPath, Tenant},
    etag::{IfNoneMatch, IfNoneMatchHeader},
    problem::Problem,
};
use axum::response::Response;

/// Read the sender user
///
/// The `ETag` is the company's.
#[utoipa::path(
    get, path = "/companies/{company_id}/sender-user", operation_id = "readSenderUser", tag = "sender user",
    params(CompanyPath, IfNoneMatchHeader),
    responses(
        (status = 200, description = "Who it is.", body = SenderUserView),
        (status = 304, description = "The company is as `If-None-Match` says."),
    )
)]
pub async fn read_sender_user(tenant: Tenant, known: IfNoneMatch) -> Result<Response, Problem> {
    let user = match tenant.company.sender_user {
        Some(id) => tenant.store.find_user(id).await?,
        None => None,
    };
    let view = SenderUserView {
        sender_user: user.map(Person::from),
    };
    Ok(known.answer(tenant.company.version, view))
}
