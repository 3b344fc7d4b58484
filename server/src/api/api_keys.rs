//! Keys for this API: the portal's own, and each company's.

pub mod company;
pub mod portal;

use super::{
    body::{Body, whole_present},
    caller::Caller,
    problem::{FieldError, Kind, Problem},
    schema,
};
use crate::state::State;
use axum::{Json, http::StatusCode};
use jiff::Timestamp;
use model::ApiKeyId;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::{ApiKey, ApiKeyError, ApiKeyToken, KeyScope};
use utoipa::ToSchema;

/// A day, for which an old key goes on beside the new one unless something else is asked for.
const USUAL_OVERLAP: u32 = 24 * 60 * 60;
/// A week.
const LONGEST_OVERLAP: u32 = 7 * USUAL_OVERLAP;

/// A key, without what opens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey, example = json!({
    "id": "019a5b1e-7c00-7000-8000-000000000003", "name": "Accounting portal", "hint": "x7Qk",
    "created_at": "2026-11-22T10:14:00Z", "expires_at": null, "revoked_at": null, "last_used_at": null
}))]
pub struct KeyView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: ApiKeyId,
    /// What people call it.
    name: String,
    /// The last four characters of the token, to tell keys apart.
    hint: String,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// When it ends; null: never.
    #[schema(value_type = Option<schema::Time>)]
    expires_at: Option<Timestamp>,
    /// When it was ended.
    #[schema(value_type = Option<schema::Time>)]
    revoked_at: Option<Timestamp>,
    /// When it was used last, to the minute.
    #[schema(value_type = Option<schema::Time>)]
    last_used_at: Option<Timestamp>,
}

impl From<ApiKey> for KeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            hint: key.hint,
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// All keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKeyList {
    /// Newest first; ended ones for thirty days.
    items: Vec<KeyView>,
}

/// A new key, and what opens.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewApiKey {
    #[serde(flatten)]
    key: KeyView,
    /// What is sent as `Authorization: Bearer …`. It is shown here and never again.
    #[schema(pattern = "^saatja_[A-Za-z0-9_-]{43}$")]
    token: String,
}

impl NewApiKey {
    fn of((key, token): (ApiKey, ApiKeyToken)) -> Self {
        Self {
            key: key.into(),
            token: token.reveal(),
        }
    }
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CreateApiKey, example = json!({"name": "Accounting portal"}))]
pub struct New {
    /// What people call it.
    #[schema(value_type = schema::Label)]
    name: String,
    /// When it ends; missing or null: never.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    expires_at: Option<Timestamp>,
}

/// How a key is replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RotateApiKey, example = json!({"overlap_seconds": 3600}))]
pub struct Rotate {
    /// For how long the old one goes on beside the new one; a day unless something else is said.
    #[serde(default, deserialize_with = "whole_present")]
    #[schema(minimum = 0, maximum = 604_800, default = 86400, nullable = false)]
    overlap_seconds: Option<u32>,
}

impl Rotate {
    /// The time, if it is not too long.
    pub fn overlap(&self) -> Result<Duration, Problem> {
        let seconds = self.overlap_seconds.unwrap_or(USUAL_OVERLAP);
        if seconds > LONGEST_OVERLAP {
            let detail = format!("at most {LONGEST_OVERLAP}");
            return Err(Problem::invalid(FieldError::field("overlap_seconds", detail)));
        }
        Ok(Duration::from_secs(u64::from(seconds)))
    }
}

/// A name that people give: 1 to 80 characters, nothing invisible.
pub fn label(name: &str) -> Result<String, Problem> {
    const LONGEST: usize = 80;
    let name = name.trim_matches([' ', '\t']);
    let good =
        (1..=LONGEST).contains(&name.chars().count()) && !name.chars().any(model::address::is_invisible);
    good.then(|| name.to_owned()).ok_or_else(|| {
        let detail = format!("1 to {LONGEST} characters, nothing invisible");
        Problem::invalid(FieldError::field("name", detail))
    })
}

impl From<ApiKeyError> for Problem {
    fn from(error: ApiKeyError) -> Self {
        match error {
            ApiKeyError::NoSuchKey | ApiKeyError::NoSuchCompany => Kind::NotFound.into(),
            ApiKeyError::TooMany => Kind::TooManyKeys.into(),
            ApiKeyError::Store(error) => error.into(),
        }
    }
}

async fn list(state: &State, scope: &KeyScope) -> Result<Json<ApiKeyList>, Problem> {
    let keys = state.store.list_api_keys(scope).await?;
    Ok(Json(ApiKeyList {
        items: keys.into_iter().map(KeyView::from).collect(),
    }))
}

async fn create(
    state: &State,
    caller: &Caller,
    scope: &KeyScope,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    let name = label(&new.name)?;
    if new.expires_at.is_some_and(|end| end <= state.clock.now()) {
        return Err(Problem::invalid(FieldError::field(
            "expires_at",
            "it is in the past",
        )));
    }
    let made = state
        .store
        .create_api_key(scope, &name, new.expires_at, &caller.actor())
        .await?;
    Ok((StatusCode::CREATED, Json(NewApiKey::of(made))))
}

async fn rotate(
    state: &State,
    caller: &Caller,
    scope: &KeyScope,
    id: ApiKeyId,
    Body(rotate): Body<Rotate>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    let made = state
        .store
        .rotate_api_key(scope, id, rotate.overlap()?, &caller.actor())
        .await?;
    Ok((StatusCode::CREATED, Json(NewApiKey::of(made))))
}

async fn revoke(
    state: &State,
    caller: &Caller,
    scope: &KeyScope,
    id: ApiKeyId,
) -> Result<StatusCode, Problem> {
    state.store.revoke_api_key(scope, id, &caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
