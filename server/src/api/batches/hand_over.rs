//! `POST /companies/{company_id}/users/{user_id}/batches`.

use super::{
    lines::{Line, Lines},
    staging::Staging,
};
use crate::{
    api::{
        body::{self, Parameters},
        caller::{SettingsOf, UserPath},
        letters::{
            FaultView, Growing, IdempotencyHeader, IdempotencyKey, Upload, digest_of, longest_letter, within,
        },
        problem::{Kind, Problem},
        schema,
        words::{AcceptLanguage, Words},
    },
    letters::Sender,
    state::State,
};
use axum::{
    Json,
    body::Body,
    extract::State as Shared,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::{BatchId, ExternalId, address::is_invisible};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{AcceptError, Accepted, Idempotency, NewBatch};
use utoipa::{IntoParams, ToSchema};

/// What JSON Lines are called.
const MEDIA_TYPES: [&str; 3] = [
    "application/x-ndjson",
    "application/jsonl",
    "application/json-lines",
];
/// The most characters of a batch's name.
const LONGEST_NAME: usize = 120;

/// What is said about the batch.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct About {
    /// What people call it: one line of at most 120 characters.
    #[param(value_type = schema::Name)]
    name: String,
    /// Your own name for it.
    #[serde(default)]
    #[param(value_type = Option<schema::ExternalId>, nullable = false)]
    reference: Option<ExternalId>,
    /// Whether it waits until a person starts it.
    #[serde(default)]
    #[param(default = false)]
    paused: bool,
}

/// A batch that was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedBatch {
    /// Its id.
    #[schema(value_type = schema::Id)]
    batch_id: BatchId,
}

/// Hand over a batch
///
/// JSON Lines: one letter a line, as `…/messages` takes them. Every line is checked before any is accepted: the batch is
/// accepted whole or not at all. The first twenty mistakes are told with their lines. Files that go with many letters are
/// best put to `/blobs/{sha256}` before.
#[utoipa::path(
    post, path = "/companies/{company_id}/users/{user_id}/batches", operation_id = "handOverBatch", tag = "batches",
    params(UserPath, About, IdempotencyHeader, AcceptLanguage),
    request_body(content = String, content_type = "application/x-ndjson", description = "One letter a line.",
        example = json!("{\"to\": [{\"address\": \"jyri@naidis.ee\"}], \"subject\": \"Arve 17\", \"text\": \"Tere!\"}\n")),
    responses(
        (status = 201, description = "It was accepted; `Location` is its address.", body = AcceptedBatch),
        (status = 200, description = "It was accepted before, under this key; nothing was added.", body = AcceptedBatch),
        (status = 400, description = "`malformed`, `invalid-parameter`, `idempotency-key-needed`"),
        (status = 403, description = "`mass-mailing-closed`"),
        (status = 408, description = "`too-slow`"),
        (status = 409, description = "`idempotency-key-reused`; `not-ready`: with these settings no letter can go out."),
        (status = 413, description = "`too-large`, `too-many-letters`"),
        (status = 422, description = "`letter-not-valid`: `problems` say in which lines what is wrong; `batch-empty`."),
        (status = 503, description = "`busy`: too many large requests are being read."),
    )
)]
pub async fn hand_over(
    Shared(state): Shared<State>,
    found: SettingsOf,
    key: IdempotencyKey,
    words: Words,
    Parameters(about): Parameters<About>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let name = name(&about.name)?;
    if !body::is_of(&headers, &MEDIA_TYPES) {
        return Err(Kind::MediaType.into());
    }
    let SettingsOf { tenant, of } = found;
    let reference = about
        .reference
        .as_ref()
        .map_or("", |reference| reference.as_str());
    let said = [name.as_str(), reference, if about.paused { "paused" } else { "" }];
    let digest = digest_of("batch", of.user.id, &said);
    let mut upload = Upload::begin(&headers, body, state.config.delivery.batch_bytes).await?;
    // Something was accepted under this key: whether it was the same shows at the end, and nothing else matters.
    let probe = idempotency(&key, Sha256::new());
    let used = match tenant.store.accepted_before(&probe).await {
        Err(AcceptError::KeyReused) => true,
        Ok(accepted) => accepted.is_some(),
        Err(error) => return Err(error.into()),
    };
    if used {
        let mut digest = digest;
        while let Some(piece) = upload.next().await? {
            digest.update(&piece);
        }
        let before = tenant.store.accepted_before(&idempotency(&key, digest)).await?;
        return answer(tenant.company.id, &before.ok_or(Kind::IdempotencyKeyReused)?);
    }
    let sender = ready(&state, &of);
    let (sender, mut upload) = match sender {
        Ok(sender) => (sender, upload),
        Err(problem) => {
            upload.drain().await;
            return Err(problem);
        }
    };
    let batch = NewBatch {
        user: of.user.id,
        name,
        reference: about.reference,
        paused: about.paused,
    };
    let mut staging = Staging::begin(&state, tenant.company.id, &batch, sender, words.0).await?;
    // The room is held until the last letters are written.
    let (digest, _room) = match take(&state, &mut upload, &mut staging, digest).await {
        Ok(taken) => taken,
        Err(problem) => {
            upload.drain().await;
            return Err(problem);
        }
    };
    match staging.finish().await? {
        Err(faults) => Err(Problem::letters(faults, words)),
        Ok(batch) => {
            let key = idempotency(&key, digest);
            let accepted = tenant
                .store
                .accept_batch(batch, &key, &tenant.caller.actor())
                .await?;
            staging.accepted();
            state.delivery.wake();
            answer(tenant.company.id, &accepted)
        }
    }
}

/// The user, if he may hand over batches now.
fn ready(state: &State, of: &store::UserSettings) -> Result<Sender, Problem> {
    let sender = Sender::of(state, of)?;
    if !sender.mass_mailing.is_open() {
        return Err(Kind::MassMailingClosed.into());
    }
    Ok(sender)
}

/// Reads the whole body, line by line. Behind the last mistake that is told it is only taken off the wire.
async fn take(
    state: &State,
    upload: &mut Upload,
    staging: &mut Staging,
    mut digest: Sha256,
) -> Result<(Sha256, Growing), Problem> {
    let longest = longest_letter(&state.config.delivery.limits());
    let mut lines = Lines::new(usize::try_from(longest).unwrap_or(usize::MAX));
    let now = state.clock.now();
    let (mut room, mut before) = (Growing::new(&state.room), 0);
    loop {
        let piece = upload.next().await?;
        if let Some(piece) = &piece {
            digest.update(piece);
            lines.push(piece);
        }
        while let Some(line) = lines.next() {
            one(staging, line, now).await?;
        }
        if piece.is_none() {
            if let Some(line) = lines.last() {
                one(staging, line, now).await?;
            }
            return Ok((digest, room));
        }
        if staging.is_hopeless() {
            room.hold(0).await?;
            upload.drain().await;
            return Ok((digest, room));
        }
        // What is not written yet takes from the room for large requests. Who takes it may not keep it as long as he likes:
        // the next letters have to come.
        let bytes = (lines.bytes() + staging.bytes()) as u64;
        let more = room.hold(bytes).await?;
        if room.is_empty() {
            upload.may_take_its_time();
        } else if more || bytes < before {
            upload.has_to_be_there(within(state, room.bytes()));
        }
        before = bytes;
    }
}

async fn one(staging: &mut Staging, line: Line, now: jiff::Timestamp) -> Result<(), Problem> {
    match line {
        Line::Whole(number, json) => staging.add(number, &json, now).await,
        Line::TooLong(number) => {
            let problem = Problem::from(Kind::TooLarge).saying("The line is longer than any letter.");
            staging.refuse(FaultView::unreadable(&problem, number));
            Ok(())
        }
    }
}

fn idempotency(key: &IdempotencyKey, digest: Sha256) -> Idempotency {
    Idempotency {
        key: key.0.clone(),
        digest: digest.finalize().into(),
    }
}

fn name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(is_invisible) {
        let detail = format!("one line of 1 to {LONGEST_NAME} visible characters");
        return Err(Problem::parameter("name", detail));
    }
    Ok(name.to_owned())
}

fn answer(company: model::CompanyId, accepted: &Accepted) -> Result<Response, Problem> {
    // Under the same key a single letter was accepted.
    let batch_id = accepted.batch.ok_or(Kind::IdempotencyKeyReused)?;
    let body = Json(AcceptedBatch { batch_id });
    if accepted.again {
        return Ok(body.into_response());
    }
    let location = format!("/api/v1/companies/{company}/batches/{batch_id}");
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], body).into_response())
}
