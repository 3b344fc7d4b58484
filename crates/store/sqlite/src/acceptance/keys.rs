//! What was accepted under which key.

use crate::{
    columns::{failed, micros},
    database::Database,
};
use sqlx::{SqliteConnection, SqliteExecutor};
use store::{
    AcceptError, Accepted, Idempotency, StoreError,
    rows::{accepted_again, accepted_json},
};
use uuid::Uuid;

/// What was accepted under a key before; [`AcceptError::KeyReused`] where that was something else.
pub(super) async fn find(
    executor: impl SqliteExecutor<'_>,
    company: &Uuid,
    key: &Idempotency,
) -> Result<Option<Accepted>, AcceptError> {
    let kept = sqlx::query!(
        "SELECT digest, result FROM idempotency WHERE company_id = ? AND key = ?",
        company,
        key.key
    )
    .fetch_optional(executor)
    .await
    .map_err(failed)?;
    match kept {
        None => Ok(None),
        Some(kept) if kept.digest != key.digest => Err(AcceptError::KeyReused),
        Some(kept) => Ok(Some(accepted_again(&kept.result)?)),
    }
}

/// Notes what was accepted under a key.
pub(super) async fn note(
    database: &Database,
    connection: &mut SqliteConnection,
    company: &Uuid,
    key: &Idempotency,
    accepted: &Accepted,
) -> Result<(), StoreError> {
    let (result, now) = (accepted_json(accepted)?, micros(database.now()));
    let digest = key.digest.as_slice();
    sqlx::query!(
        "INSERT INTO idempotency (company_id, key, digest, result, created_at) VALUES (?, ?, ?, ?, ?)",
        company,
        key.key,
        digest,
        result,
        now
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
