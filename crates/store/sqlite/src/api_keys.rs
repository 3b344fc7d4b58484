//! Keys for the API.

mod write;

use crate::{
    SqliteStore,
    columns::{all, failed, micros},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::ApiKeyId;
use std::time::Duration;
use store::{Actor, ApiKey, ApiKeyError, ApiKeyToken, ApiKeys, KeyScope, StoreError, rows::ApiKeyRow};
use uuid::Uuid;

/// For so long ended keys are shown.
pub(crate) const SHOWN: Duration = Duration::from_hours(30 * 24);
/// Not more often than once within this time it is noted that a key was used.
const NOTED: i64 = 60_000_000;

/// Keys' rows; what follows stands behind `FROM api_keys`.
macro_rules! api_keys {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            ApiKeyRow,
            r#"SELECT id AS "id: Uuid", portal, company_id AS "company_id: Uuid", name, hint, created_at, expires_at,
                revoked_at, last_used_at
            FROM api_keys "# + $rest $(, $argument)*
        )
    };
}
use api_keys;

#[async_trait]
impl ApiKeys for SqliteStore {
    async fn create_api_key(
        &self,
        scope: &KeyScope,
        name: &str,
        expires_at: Option<Timestamp>,
        by: &Actor,
    ) -> Result<(ApiKey, ApiKeyToken), ApiKeyError> {
        write::create(&self.database, scope, name, expires_at, by).await
    }

    async fn list_api_keys(&self, scope: &KeyScope) -> Result<Vec<ApiKey>, StoreError> {
        let (portal, company) = (scope.portal.as_str(), scope.company.map(|id| *id.as_uuid()));
        let ended_after = micros(self.database.before(SHOWN));
        api_keys!(
            "WHERE portal = ? AND company_id IS ? AND (revoked_at IS NULL OR revoked_at > ?3)
                AND (expires_at IS NULL OR expires_at > ?3)
            ORDER BY id DESC",
            portal,
            company,
            ended_after
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)
        .and_then(all)
    }

    async fn rotate_api_key(
        &self,
        scope: &KeyScope,
        id: ApiKeyId,
        overlap: Duration,
        by: &Actor,
    ) -> Result<(ApiKey, ApiKeyToken), ApiKeyError> {
        write::rotate(&self.database, scope, id, overlap, by).await
    }

    async fn revoke_api_key(&self, scope: &KeyScope, id: ApiKeyId, by: &Actor) -> Result<(), ApiKeyError> {
        write::revoke(&self.database, scope, id, by).await
    }

    async fn find_api_key(&self, token: &ApiKeyToken) -> Result<Option<ApiKey>, StoreError> {
        let hash = token.hash();
        let (hash, now) = (hash.as_bytes().as_slice(), self.database.now());
        let at = micros(now);
        let row = api_keys!(
            "WHERE hash = ?1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?2)",
            hash,
            at
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let mut key = ApiKey::try_from(row)?;
        if key.last_used_at.is_none_or(|last| micros(last) + NOTED <= at) {
            sqlx::query!("UPDATE api_keys SET last_used_at = ? WHERE hash = ?", at, hash)
                .execute(&self.database.writer)
                .await
                .map_err(failed)?;
            key.last_used_at = Some(now);
        }
        Ok(Some(key))
    }
}
