//! Parts of what is done with API keys.

use crate::{
    columns::{failed, micros},
    database::{Database, lock_company, lock_word},
};
use jiff::Timestamp;
use model::ApiKeyId;
use sqlx::PgConnection;
use store::{ApiKey, ApiKeyError, ApiKeyToken, KeyScope, NewAuditEntry, StoreError, rows::ApiKeyRow};

/// Which word is locked: a portal's name.
const PORTAL: i32 = 2;

/// One after the other, so that no more are made than may be.
pub(super) async fn lock_scope(connection: &mut PgConnection, scope: &KeyScope) -> Result<(), ApiKeyError> {
    let Some(company) = scope.company else {
        return Ok(lock_word(connection, PORTAL, scope.portal.as_str()).await?);
    };
    match lock_company(connection, company).await? {
        Some(company) if company.portal == scope.portal => Ok(()),
        _ => Err(ApiKeyError::NoSuchCompany),
    }
}

/// How many keys of exactly this scope have not ended.
pub(super) async fn living(
    database: &Database,
    connection: &mut PgConnection,
    scope: &KeyScope,
) -> Result<i64, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM api_keys
        WHERE portal = $1 AND company_id IS NOT DISTINCT FROM $2 AND revoked_at IS NULL
            AND (expires_at IS NULL OR expires_at > $3)"#,
        scope.portal.as_str(),
        scope.company.map(|company| *company.as_uuid()),
        micros(database.now())
    )
    .fetch_one(connection)
    .await
    .map_err(failed)
}

/// Locks a key of exactly this scope that has not ended.
pub(super) async fn lock_key(
    connection: &mut PgConnection,
    scope: &KeyScope,
    id: ApiKeyId,
    now: Timestamp,
) -> Result<ApiKey, ApiKeyError> {
    let row = sqlx::query_as!(
        ApiKeyRow,
        "SELECT id, portal, company_id, name, hint, created_at, expires_at, revoked_at, last_used_at FROM api_keys
        WHERE id = $1 AND portal = $2 AND company_id IS NOT DISTINCT FROM $3 AND revoked_at IS NULL
            AND (expires_at IS NULL OR expires_at > $4)
        FOR NO KEY UPDATE",
        id.as_uuid(),
        scope.portal.as_str(),
        scope.company.map(|company| *company.as_uuid()),
        micros(now)
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    Ok(row.ok_or(ApiKeyError::NoSuchKey)?.try_into()?)
}

pub(super) async fn insert(
    database: &Database,
    connection: &mut PgConnection,
    scope: &KeyScope,
    name: &str,
    expires_at: Option<Timestamp>,
) -> Result<(ApiKey, ApiKeyToken), StoreError> {
    let token = ApiKeyToken::generate(&*database.random)?;
    let key = ApiKey {
        id: ApiKeyId::from_uuid(database.new_id()?),
        scope: scope.clone(),
        name: name.to_owned(),
        hint: token.hint(),
        created_at: database.now(),
        expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    let hash = token.hash();
    sqlx::query!(
        "INSERT INTO api_keys (id, hash, portal, company_id, name, hint, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        key.id.as_uuid(),
        hash.as_bytes(),
        scope.portal.as_str(),
        scope.company.map(|company| *company.as_uuid()),
        name,
        key.hint.as_str(),
        micros(key.created_at),
        expires_at.map(micros)
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok((key, token))
}

/// A company's keys stand in its log; a portal's own have none.
pub(super) async fn audit(
    database: &Database,
    connection: &mut PgConnection,
    key: &ApiKey,
    entry: NewAuditEntry,
) -> Result<(), StoreError> {
    let Some(company) = key.scope.company else {
        return Ok(());
    };
    database.audit(connection, company, &entry, database.now()).await
}
