//! `/api-keys`: the portal's own keys, for a key of the portal.

use super::{ApiKeyList, New, NewApiKey, Rotate};
use crate::{
    api::{
        body::Body,
        caller::{Caller, id, path},
        problem::Problem,
        schema,
    },
    state::State,
};
use axum::{
    Json,
    extract::{FromRequestParts, State as Shared},
    http::{StatusCode, request::Parts},
};
use model::ApiKeyId;
use serde::Deserialize;
use store::KeyScope;
use utoipa::IntoParams;

/// A caller with a key of the portal.
pub struct OfPortal(Caller);

impl FromRequestParts<State> for OfPortal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        caller.of_portal()?;
        Ok(Self(caller))
    }
}

impl OfPortal {
    fn scope(&self) -> &KeyScope {
        &self.0.key().scope
    }
}

/// Which key.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct KeyPath {
    /// The key's id.
    #[param(value_type = schema::Id)]
    key_id: String,
}

/// A key's id in the address.
pub struct Which(pub ApiKeyId);

impl<S: Send + Sync> FromRequestParts<S> for Which {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let KeyPath { key_id } = path(parts, state).await?;
        id(&key_id).map(Self)
    }
}

/// List the portal's API keys
///
/// For a key of the portal. Never shows what opens.
#[utoipa::path(
    get, path = "/api-keys", operation_id = "listPortalKeys", tag = "API keys",
    responses(
        (status = 200, description = "All keys of the portal.", body = ApiKeyList),
        (status = 403, description = "`portal-key-needed`"),
    )
)]
pub async fn list_portal_keys(
    Shared(state): Shared<State>,
    portal: OfPortal,
) -> Result<Json<ApiKeyList>, Problem> {
    super::list(&state, portal.scope()).await
}

/// Create an API key of the portal
///
/// For a key of the portal. The token is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/api-keys", operation_id = "createPortalKey", tag = "API keys", request_body = New,
    responses(
        (status = 201, description = "It was made.", body = NewApiKey),
        (status = 403, description = "`portal-key-needed`"),
        (status = 409, description = "`too-many-api-keys`: fifty living ones are enough."),
    )
)]
pub async fn create_portal_key(
    Shared(state): Shared<State>,
    portal: OfPortal,
    body: Body<New>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    super::create(&state, &portal.0, portal.scope(), body).await
}

/// Rotate an API key of the portal
///
/// Makes a new key of the same name and end; the old one goes on for the time that is asked for.
#[utoipa::path(
    post, path = "/api-keys/{key_id}/rotate", operation_id = "rotatePortalKey", tag = "API keys", params(KeyPath),
    request_body = Rotate,
    responses(
        (status = 201, description = "The new key.", body = NewApiKey),
        (status = 403, description = "`portal-key-needed`"),
        (status = 409, description = "`too-many-api-keys`"),
    )
)]
pub async fn rotate_portal_key(
    Shared(state): Shared<State>,
    portal: OfPortal,
    Which(key): Which,
    body: Body<Rotate>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    super::rotate(&state, &portal.0, portal.scope(), key, body).await
}

/// Revoke an API key of the portal
///
/// It opens nothing any more, at once.
#[utoipa::path(
    delete, path = "/api-keys/{key_id}", operation_id = "revokePortalKey", tag = "API keys", params(KeyPath),
    responses(
        (status = 204, description = "It has ended."),
        (status = 403, description = "`portal-key-needed`"),
    )
)]
pub async fn revoke_portal_key(
    Shared(state): Shared<State>,
    portal: OfPortal,
    Which(key): Which,
) -> Result<StatusCode, Problem> {
    super::revoke(&state, &portal.0, portal.scope(), key).await
}
