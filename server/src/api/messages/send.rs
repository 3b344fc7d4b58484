//! `POST /companies/{company_id}/users/{user_id}/messages`.

use super::AcceptedView;
use crate::{
    api::{
        body,
        caller::{SettingsOf, UserPath},
        letters::{self, Files, IdempotencyHeader, IdempotencyKey, LetterBody, Ready, Whole, digest_of},
        problem::Problem,
        words::{AcceptLanguage, Words},
    },
    letters::Sender,
    state::State,
};
use axum::{
    Json,
    body::Body,
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use sha2::Digest;
use store::{Accepted, Idempotency};

/// Send a letter
///
/// Accepts one letter to one or more recipients; each of them becomes a message with a fate of its own. It goes out with
/// the user's settings as they count now, copies included. An accepted letter is not lost; what becomes of it is told by
/// its messages and by webhooks.
#[utoipa::path(
    post, path = "/companies/{company_id}/users/{user_id}/messages", operation_id = "sendLetter", tag = "messages",
    params(UserPath, IdempotencyHeader, AcceptLanguage), request_body = LetterBody,
    responses(
        (status = 201, description = "It was accepted.", body = AcceptedView),
        (status = 200, description = "It was accepted before, under this key; nothing was added.", body = AcceptedView),
        (status = 400, description = "`malformed`, `idempotency-key-needed`"),
        (status = 408, description = "`too-slow`"),
        (status = 409, description = "`idempotency-key-reused`; `not-ready`: with these settings no letter can go out; \
            `wrong-state`: what it is to replace has not failed, bounced or been canceled, or was replaced before."),
        (status = 422, description = "`invalid`; `letter-not-valid`: `problems` say what is wrong."),
        (status = 503, description = "`busy`: too many large requests are being read."),
    )
)]
pub async fn send(
    Shared(state): Shared<State>,
    found: SettingsOf,
    key: IdempotencyKey,
    words: Words,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    // The room is held until the letter is stored: its files are in memory until then.
    let Whole { bytes, room: _room } = letters::json(&state, &headers, body).await?;
    let user = found.of.user.id;
    let key = Idempotency {
        key: key.0,
        digest: digest_of("letter", user, &[])
            .chain_update(&bytes)
            .finalize()
            .into(),
    };
    let (tenant, store) = (&found.tenant, &*found.tenant.store);
    // First of all: what was accepted stays so, whatever the settings and the time are now.
    if let Some(accepted) = store.accepted_before(&key).await? {
        return answer(accepted);
    }
    let limits = state.config.delivery.limits();
    let opened = body::read::<LetterBody>(&bytes)?.open(state.clock.now());
    drop(bytes);
    let mut files = Files::default();
    files.look_up(store, opened.named()).await?;
    let Ready {
        checked,
        extra,
        inline,
    } = opened
        .check(&files, &limits)
        .map_err(|problems| Problem::letter(problems, words))?;
    let letter = Sender::of(&state, &found.of)?.letter(checked, extra);
    for (hash, bytes) in inline {
        files.keep(store, hash, &bytes).await?;
    }
    let accepted = store
        .accept(&[letter], Some(&key), None, &tenant.caller.actor())
        .await?;
    state.delivery.wake();
    answer(accepted)
}

fn answer(accepted: Accepted) -> Result<Response, Problem> {
    let status = if accepted.again {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((status, Json(AcceptedView::of(accepted)?)).into_response())
}
