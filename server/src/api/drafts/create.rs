//! `POST /companies/{company_id}/users/{user_id}/drafts`.

use super::{DraftBody, DraftView};
use crate::{
    api::{
        caller::{OfUser, UserPath},
        etag,
        letters::LargeBody,
        problem::{FieldError, Problem},
        words::{AcceptLanguage, Words},
    },
    state::State,
};
use axum::{
    Json,
    extract::State as Shared,
    http::{StatusCode, header},
    response::IntoResponse,
};
use store::Company;
use url::Url;

/// Begin a draft
///
/// A letter that its user edits before he sends it: `edit_url` is the page to send him to. It need not be right yet; its
/// files have to be.
#[utoipa::path(
    post, path = "/companies/{company_id}/users/{user_id}/drafts", operation_id = "createDraft", tag = "drafts",
    params(UserPath, AcceptLanguage), request_body = DraftBody,
    responses(
        (status = 201, description = "It was begun; `Location` is its address.", body = DraftView),
        (status = 408, description = "`too-slow`"),
        (status = 409, description = "`too-many-drafts`: a hundred are enough; `drafts-full`, `files-full`: they take too many bytes."),
        (status = 422, description = "`invalid`; `letter-not-valid`: `problems` say what is wrong with the files."),
        (status = 503, description = "`busy`: too many large requests are being read."),
    )
)]
pub async fn create_draft(
    Shared(state): Shared<State>,
    of: OfUser,
    words: Words,
    LargeBody(mut body, _room): LargeBody<DraftBody>,
) -> Result<impl IntoResponse, Problem> {
    let reference = body.reference.take();
    let return_to = body.return_to.take();
    let return_to = return_to
        .map(|address| at_portal(&state, &of.tenant.company, &address))
        .transpose()?;
    let content = body.content(&state, &of, None, words).await?;
    let OfUser { tenant, user } = of;
    let draft = tenant
        .store
        .create_draft(user.id, &content, reference.as_ref(), return_to.as_deref())
        .await?;
    let location = format!(
        "/api/v1/companies/{}/users/{}/drafts/{}",
        tenant.company.id, user.id, draft.id
    );
    let version = draft.version;
    let view = Json(DraftView::of(draft, &state, user.language));
    let headers = [(header::LOCATION, location)];
    Ok((StatusCode::CREATED, headers, etag::header(version), view))
}

/// An address of the portal's own pages: a person is sent nowhere else.
fn at_portal(state: &State, company: &Company, address: &str) -> Result<String, Problem> {
    let refused = || {
        Problem::invalid(FieldError::field(
            "return_to",
            "an address of one of the portal's origins",
        ))
    };
    if address.len() > 2048 {
        return Err(refused());
    }
    let url = Url::parse(address).map_err(|_| refused())?;
    let portal = state.portals.get(&company.portal).ok_or_else(refused)?;
    let plain = url.username().is_empty() && url.password().is_none();
    if !plain || !portal.has_origin(&url.origin().ascii_serialization()) {
        return Err(refused());
    }
    Ok(url.into())
}
