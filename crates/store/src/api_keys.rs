//! Keys for the API: stored as hashes, each for one portal or for one company of it.

use crate::{audit::Actor, error::StoreError, tokens::ApiKeyToken};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{ApiKeyId, CompanyId, PortalId};
use std::time::Duration;

/// What a key opens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyScope {
    /// The portal.
    pub portal: PortalId,
    /// One company of it, or all.
    pub company: Option<CompanyId>,
}

/// A key, without what opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What it opens.
    pub scope: KeyScope,
    /// What a person calls it, at most 80 characters.
    pub name: String,
    /// The last four characters of the token, to tell keys apart.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; none: never.
    pub expires_at: Option<Timestamp>,
    /// When it was ended; it does not open any more.
    pub revoked_at: Option<Timestamp>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// Why a key was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeyError {
    /// There is no such key in this scope, or it has ended.
    #[error("no such API key")]
    NoSuchKey,
    /// There is no such company in the portal.
    #[error("no such company")]
    NoSuchCompany,
    /// Fifty living keys are enough.
    #[error("too many API keys")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most living keys of one scope.
pub const MOST_KEYS: u32 = 50;

/// The keys for the API. Each call but [`ApiKeys::find_api_key`] sees the keys of exactly its scope. What is done with
/// a company's key is written into that company's audit log.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Makes a key. The token is given once, here.
    async fn create_api_key(
        &self,
        scope: &KeyScope,
        name: &str,
        expires_at: Option<Timestamp>,
        by: &Actor,
    ) -> Result<(ApiKey, ApiKeyToken), ApiKeyError>;

    /// All keys of the scope, newest first; ended ones for thirty days.
    async fn list_api_keys(&self, scope: &KeyScope) -> Result<Vec<ApiKey>, StoreError>;

    /// Makes a new key of the same name and end; the old one ends after `overlap`.
    async fn rotate_api_key(
        &self,
        scope: &KeyScope,
        id: ApiKeyId,
        overlap: Duration,
        by: &Actor,
    ) -> Result<(ApiKey, ApiKeyToken), ApiKeyError>;

    /// Ends a key at once.
    async fn revoke_api_key(&self, scope: &KeyScope, id: ApiKeyId, by: &Actor) -> Result<(), ApiKeyError>;

    /// The key of this token, if it opens now. Notes that it was used, at most once a minute.
    async fn find_api_key(&self, token: &ApiKeyToken) -> Result<Option<ApiKey>, StoreError>;
}
