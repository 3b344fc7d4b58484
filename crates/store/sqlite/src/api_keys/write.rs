//! Making, replacing and ending keys.

use super::api_keys;
use crate::{
    columns::{failed, later, micros},
    companies,
    database::Database,
};
use jiff::Timestamp;
use model::ApiKeyId;
use sqlx::SqliteConnection;
use std::time::Duration;
use store::{
    Actor, ApiKey, ApiKeyError, ApiKeyToken, KeyScope, NewAuditEntry, StoreError, api_keys::MOST_KEYS,
    changes, rows::ApiKeyRow,
};
use uuid::Uuid;

pub(super) async fn create(
    database: &Database,
    scope: &KeyScope,
    name: &str,
    expires_at: Option<Timestamp>,
    by: &Actor,
) -> Result<(ApiKey, ApiKeyToken), ApiKeyError> {
    let mut writing = database.write().await?;
    if let Some(company) = scope.company {
        let company = companies::load(&mut *writing, company).await?;
        if company.is_none_or(|company| company.portal != scope.portal) {
            return Err(ApiKeyError::NoSuchCompany);
        }
    }
    if living(database, &mut writing, scope).await? >= i64::from(MOST_KEYS) {
        return Err(ApiKeyError::TooMany);
    }
    let (key, token) = insert(database, &mut writing, scope, name, expires_at).await?;
    log(database, &mut writing, &changes::api_key_created(&key, by), scope).await?;
    writing.commit().await.map_err(failed)?;
    Ok((key, token))
}

pub(super) async fn rotate(
    database: &Database,
    scope: &KeyScope,
    id: ApiKeyId,
    overlap: Duration,
    by: &Actor,
) -> Result<(ApiKey, ApiKeyToken), ApiKeyError> {
    let mut writing = database.write().await?;
    let old = find(database, &mut writing, scope, id).await?;
    // Whoever rotates in a loop stops somewhere too; whoever has all his keys can still rotate each.
    if living(database, &mut writing, scope).await? >= i64::from(2 * MOST_KEYS) {
        return Err(ApiKeyError::TooMany);
    }
    let (new, token) = insert(database, &mut writing, scope, &old.name, old.expires_at).await?;
    let end = later(database.now(), overlap);
    let end = micros(old.expires_at.map_or(end, |known| known.min(end)));
    let uuid = id.as_uuid();
    sqlx::query!("UPDATE api_keys SET expires_at = ? WHERE id = ?", end, uuid)
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
    let entry = changes::api_key_rotated(&old, &new, by);
    log(database, &mut writing, &entry, scope).await?;
    writing.commit().await.map_err(failed)?;
    Ok((new, token))
}

pub(super) async fn revoke(
    database: &Database,
    scope: &KeyScope,
    id: ApiKeyId,
    by: &Actor,
) -> Result<(), ApiKeyError> {
    let mut writing = database.write().await?;
    let key = find(database, &mut writing, scope, id).await?;
    let (uuid, now) = (id.as_uuid(), micros(database.now()));
    sqlx::query!("UPDATE api_keys SET revoked_at = ? WHERE id = ?", now, uuid)
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
    log(database, &mut writing, &changes::api_key_revoked(&key, by), scope).await?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

/// A key of this scope that has not ended.
async fn find(
    database: &Database,
    connection: &mut SqliteConnection,
    scope: &KeyScope,
    id: ApiKeyId,
) -> Result<ApiKey, ApiKeyError> {
    let (portal, company) = (scope.portal.as_str(), scope.company.map(|id| *id.as_uuid()));
    let (id, now) = (id.as_uuid(), micros(database.now()));
    let row = api_keys!(
        "WHERE id = ? AND portal = ? AND company_id IS ? AND revoked_at IS NULL
            AND (expires_at IS NULL OR expires_at > ?)",
        id,
        portal,
        company,
        now
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?
    .ok_or(ApiKeyError::NoSuchKey)?;
    Ok(row.try_into()?)
}

/// How many keys of this scope have not ended.
async fn living(
    database: &Database,
    connection: &mut SqliteConnection,
    scope: &KeyScope,
) -> Result<i64, StoreError> {
    let (portal, company) = (scope.portal.as_str(), scope.company.map(|id| *id.as_uuid()));
    let now = micros(database.now());
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!: i64" FROM api_keys
        WHERE portal = ? AND company_id IS ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)"#,
        portal,
        company,
        now
    )
    .fetch_one(connection)
    .await
    .map_err(failed)
}

async fn insert(
    database: &Database,
    connection: &mut SqliteConnection,
    scope: &KeyScope,
    name: &str,
    expires_at: Option<Timestamp>,
) -> Result<(ApiKey, ApiKeyToken), StoreError> {
    let token = ApiKeyToken::generate(&*database.random)?;
    let (id, created_at) = (database.new_id()?, database.now());
    let key = ApiKey {
        id: ApiKeyId::from_uuid(id),
        scope: scope.clone(),
        name: name.to_owned(),
        hint: token.hint(),
        created_at,
        expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    let hash = token.hash();
    let (hash, portal) = (hash.as_bytes().as_slice(), scope.portal.as_str());
    let company = scope.company.map(|id| *id.as_uuid());
    let (created, end) = (micros(created_at), expires_at.map(micros));
    sqlx::query!(
        "INSERT INTO api_keys (id, hash, portal, company_id, name, hint, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        hash,
        portal,
        company,
        key.name,
        key.hint,
        created,
        end
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok((key, token))
}

/// What is done with a company's key stands in that company's log.
async fn log(
    database: &Database,
    connection: &mut SqliteConnection,
    entry: &NewAuditEntry,
    scope: &KeyScope,
) -> Result<(), StoreError> {
    match scope.company {
        Some(company) => database.audit(connection, company, entry, database.now()).await,
        None => Ok(()),
    }
}
