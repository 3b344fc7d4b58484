//! `POST …/messages/{message_id}/mend`.

use super::{AcceptedView, Found, MessagePath};
use crate::{
    api::{
        body::Body,
        etag::{IfSeen, IfSeenHeader},
        problem::{Kind, Problem},
        schema,
    },
    letters::{mend, mend_key},
    state::State,
};
use axum::{
    Json,
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use model::Mailbox;
use serde::Deserialize;
use utoipa::ToSchema;

/// The address that was meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "mari@naidis.ee"}))]
pub struct Mending {
    /// The address.
    #[schema(value_type = schema::Email)]
    to: Mailbox,
}

/// Mend an address
///
/// Sends the letter of a message that did not go out to another address, with the user's settings as they count now. The
/// others who got it do not get it again. Once: the same again is answered the same.
#[utoipa::path(
    post, path = "/companies/{company_id}/messages/{message_id}/mend", operation_id = "mendMessage", tag = "messages",
    params(MessagePath, IfSeenHeader), request_body = Mending,
    responses(
        (status = 201, description = "The message that takes its place.", body = AcceptedView),
        (status = 200, description = "It was mended so before.", body = AcceptedView),
        (status = 409, description = "`wrong-state`: it has not failed, or was mended to another address; `content-gone`: \
            what it says was deleted after its time; `not-ready`: with the user's settings no letter can go out."),
        (status = 412, description = "`version-changed`; `ETag` is the one that is there now."),
    )
)]
pub async fn mend_message(
    Shared(state): Shared<State>,
    found: Found,
    seen: IfSeen,
    Body(mending): Body<Mending>,
) -> Result<Response, Problem> {
    let Found { tenant, detail } = found;
    let key = mend_key(detail.message.id, &mending.to);
    // Another address is another message's, which took its place already.
    let accepted = match tenant.store.accepted_before(&key).await {
        Err(store::AcceptError::KeyReused) => return Err(Kind::WrongState.into()),
        accepted => accepted?,
    };
    if let Some(accepted) = accepted {
        return Ok(Json(AcceptedView::of(accepted)?).into_response());
    }
    seen.check(detail.version)?;
    let of = tenant.store.user_settings(detail.message.user).await?;
    let letter = mend(&state, &of.ok_or(Kind::NotFound)?, detail, mending.to)?;
    let accepted = tenant
        .store
        .accept(&[letter], Some(&key), None, &tenant.caller.actor())
        .await?;
    state.delivery.wake();
    Ok((StatusCode::CREATED, Json(AcceptedView::of(accepted)?)).into_response())
}
