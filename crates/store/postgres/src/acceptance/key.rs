//! Idempotency keys: what was handed over under one is answered with what it became.

use crate::{
    columns::{failed, micros},
    company::Company,
};
use sqlx::PgConnection;
use store::{
    AcceptError, Accepted, Idempotency, StoreError,
    rows::{accepted_again, accepted_json},
};

/// Takes a key for this transaction, or says what was accepted under it. Who hands over the same at this moment is
/// waited for.
pub(super) async fn take(
    company: &Company,
    connection: &mut PgConnection,
    key: &Idempotency,
) -> Result<Option<Accepted>, AcceptError> {
    let done = sqlx::query!(
        "INSERT INTO idempotency (company_id, key, digest, result, created_at) VALUES ($1, $2, $3, '', $4)
        ON CONFLICT DO NOTHING",
        company.uuid(),
        key.key,
        &key.digest[..],
        micros(company.database.now())
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 1 {
        return Ok(None);
    }
    find(company, connection, key).await
}

/// Notes what it became.
pub(super) async fn note(
    company: &Company,
    connection: &mut PgConnection,
    key: &Idempotency,
    accepted: &Accepted,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE idempotency SET result = $3 WHERE company_id = $1 AND key = $2",
        company.uuid(),
        key.key,
        accepted_json(accepted)?
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// What was accepted under a key.
pub(super) async fn find(
    company: &Company,
    connection: &mut PgConnection,
    key: &Idempotency,
) -> Result<Option<Accepted>, AcceptError> {
    let found = sqlx::query!(
        "SELECT digest, result FROM idempotency WHERE company_id = $1 AND key = $2",
        company.uuid(),
        key.key
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    match found {
        None => Ok(None),
        Some(row) if row.digest != key.digest => Err(AcceptError::KeyReused),
        Some(row) => Ok(Some(accepted_again(&row.result)?)),
    }
}
