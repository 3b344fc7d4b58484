//! Keys for the API.

mod write;

use crate::{
    PostgresStore,
    columns::{failed, later, micros},
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use model::ApiKeyId;
use std::time::Duration;
use store::{
    Actor, ApiKey, ApiKeyError, ApiKeyToken, ApiKeys, KeyScope, StoreError, api_keys::MOST_KEYS, changes,
    rows::ApiKeyRow,
};
use write::{audit, insert, living, lock_key, lock_scope};

/// How long ended keys are still shown.
const SHOWN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How often it is noted that a key was used.
const NOTED: SignedDuration = SignedDuration::from_mins(1);

#[async_trait]
impl ApiKeys for PostgresStore {
    async fn create_api_key(
        &self,
        scope: &KeyScope,
        name: &str,
        expires_at: Option<Timestamp>,
        by: &Actor,
    ) -> Result<(ApiKey, ApiKeyToken), ApiKeyError> {
        let database = &self.database;
        let mut writing = database.write().await?;
        lock_scope(&mut writing, scope).await?;
        if living(database, &mut writing, scope).await? >= i64::from(MOST_KEYS) {
            return Err(ApiKeyError::TooMany);
        }
        let (key, token) = insert(database, &mut writing, scope, name, expires_at).await?;
        audit(database, &mut writing, &key, changes::api_key_created(&key, by)).await?;
        writing.commit().await.map_err(failed)?;
        Ok((key, token))
    }

    async fn list_api_keys(&self, scope: &KeyScope) -> Result<Vec<ApiKey>, StoreError> {
        let now = self.database.now();
        sqlx::query_as!(
            ApiKeyRow,
            "SELECT id, portal, company_id, name, hint, created_at, expires_at, revoked_at, last_used_at FROM api_keys
            WHERE portal = $1 AND company_id IS NOT DISTINCT FROM $2
                AND (least(expires_at, revoked_at) IS NULL OR least(expires_at, revoked_at) > $3)
            ORDER BY id DESC",
            scope.portal.as_str(),
            scope.company.map(|company| *company.as_uuid()),
            micros(now.checked_sub(SHOWN).unwrap_or(Timestamp::MIN))
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(ApiKey::try_from)
        .collect()
    }

    async fn rotate_api_key(
        &self,
        scope: &KeyScope,
        id: ApiKeyId,
        overlap: Duration,
        by: &Actor,
    ) -> Result<(ApiKey, ApiKeyToken), ApiKeyError> {
        let database = &self.database;
        let mut writing = database.write().await?;
        lock_scope(&mut writing, scope).await?;
        let old = lock_key(&mut writing, scope, id, database.now()).await?;
        // Whoever rotates in a loop stops somewhere too; whoever has all his keys can still rotate each.
        if living(database, &mut writing, scope).await? >= i64::from(2 * MOST_KEYS) {
            return Err(ApiKeyError::TooMany);
        }
        let (new, token) = insert(database, &mut writing, scope, &old.name, old.expires_at).await?;
        let end = later(database.now(), overlap);
        sqlx::query!(
            "UPDATE api_keys SET expires_at = least(expires_at, $2) WHERE id = $1",
            id.as_uuid(),
            micros(end)
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        audit(
            database,
            &mut writing,
            &new,
            changes::api_key_rotated(&old, &new, by),
        )
        .await?;
        writing.commit().await.map_err(failed)?;
        Ok((new, token))
    }

    async fn revoke_api_key(&self, scope: &KeyScope, id: ApiKeyId, by: &Actor) -> Result<(), ApiKeyError> {
        let database = &self.database;
        let (mut writing, now) = (database.write().await?, database.now());
        let before = lock_key(&mut writing, scope, id, now).await?;
        sqlx::query!(
            "UPDATE api_keys SET revoked_at = $2 WHERE id = $1",
            id.as_uuid(),
            micros(now)
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        audit(
            database,
            &mut writing,
            &before,
            changes::api_key_revoked(&before, by),
        )
        .await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn find_api_key(&self, token: &ApiKeyToken) -> Result<Option<ApiKey>, StoreError> {
        let (hash, now) = (token.hash(), self.database.now());
        let row = sqlx::query_as!(
            ApiKeyRow,
            "SELECT id, portal, company_id, name, hint, created_at, expires_at, revoked_at, last_used_at FROM api_keys
            WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
            hash.as_bytes(),
            micros(now)
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let mut key = ApiKey::try_from(row)?;
        let long_ago = now.checked_sub(NOTED).unwrap_or(Timestamp::MIN);
        if key.last_used_at.is_none_or(|used| used <= long_ago) {
            sqlx::query!(
                "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
                key.id.as_uuid(),
                micros(now)
            )
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
            key.last_used_at = Some(now);
        }
        Ok(Some(key))
    }
}
