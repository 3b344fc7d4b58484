//! `PUT /companies/{company_id}/sender-user`.

use super::{Choice, Person, SenderUserView};
use crate::api::{
    body::Body,
    caller::{CompanyPath, Tenant},
    etag::{self, IfMatch, IfMatchHeader},
    problem::Problem,
};
use axum::{Json, response::IntoResponse};

/// Choose the sender user
///
/// Whose settings are the base for all others, or nobody's. `…/sender-user/preview` says beforehand who is affected.
#[utoipa::path(
    put, path = "/companies/{company_id}/sender-user", operation_id = "setSenderUser", tag = "sender user",
    params(CompanyPath, IfMatchHeader), request_body = Choice,
    responses((status = 200, description = "Who it is now.", body = SenderUserView))
)]
pub async fn set(
    tenant: Tenant,
    seen: IfMatch,
    Body(choice): Body<Choice>,
) -> Result<impl IntoResponse, Problem> {
    let version = seen.check(tenant.company.version)?;
    let company = tenant
        .store
        .set_sender_user(choice.user_id, version, &tenant.caller.actor())
        .await?;
    let user = match company.sender_user {
        Some(id) => tenant.store.find_user(id).await?,
        None => None,
    };
    let view = SenderUserView {
        sender_user: user.map(Person::from),
    };
    Ok((etag::header(company.version), Json(view)))
}
