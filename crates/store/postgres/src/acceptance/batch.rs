//! Batches that are handed over part by part.

use super::{
    insert::{around, insert},
    key,
};
use crate::{
    columns::{count, failed, micros, number},
    company::Company,
    queue::{keep_companies, keep_users, lock_accounts_of, refresh, wake},
};
use model::{BatchId, ExternalId};
use sqlx::PgConnection;
use store::{AcceptError, Accepted, Actor, Idempotency, NewBatch, NewLetter, StoreError, changes};

pub(super) async fn stage(company: &Company, batch: &NewBatch) -> Result<BatchId, AcceptError> {
    let now = micros(company.database.now());
    let mut writing = company.database.write().await?;
    keep(company, &mut writing).await?;
    let users = keep_users(&mut writing, company.id, &[*batch.user.as_uuid()]).await?;
    let (_, user_name) = users.first().ok_or(AcceptError::NoSuchUser)?;
    let id = company.database.new_id()?;
    sqlx::query!(
        "INSERT INTO batches (id, company_id, user_id, user_name, name, reference, state, paused, canceled, created_at,
            touched_at, letters, version)
        VALUES ($1, $2, $3, $4, $5, $6, 'staged', $7, false, $8, $8, 0, 1)",
        id,
        company.uuid(),
        batch.user.as_uuid(),
        user_name,
        batch.name,
        batch.reference.as_ref().map(ExternalId::as_str),
        batch.paused,
        now
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    writing.commit().await.map_err(failed)?;
    Ok(BatchId::from_uuid(id))
}

pub(super) async fn stage_letters(
    company: &Company,
    batch: BatchId,
    letters: &[NewLetter],
) -> Result<(), AcceptError> {
    let now = company.database.now();
    let mut writing = company.database.write().await?;
    keep(company, &mut writing).await?;
    let around = around(company, &mut writing, letters).await?;
    let before = sqlx::query_scalar!(
        "SELECT letters FROM batches WHERE company_id = $1 AND id = $2 AND state = 'staged' FOR NO KEY UPDATE",
        company.uuid(),
        batch.as_uuid()
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?
    .ok_or(AcceptError::NoSuchBatch)?;
    let in_batch = Some((*batch.as_uuid(), count(before)?));
    insert(company, &mut writing, letters, (&around, in_batch, "staged"), now).await?;
    sqlx::query!(
        "UPDATE batches SET letters = letters + $2, touched_at = $3 WHERE id = $1",
        batch.as_uuid(),
        number(letters.len() as u64),
        micros(now)
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

pub(super) async fn accept(
    company: &Company,
    batch: BatchId,
    key: &Idempotency,
    by: &Actor,
) -> Result<Accepted, AcceptError> {
    let database = &company.database;
    let mut writing = database.write().await?;
    keep(company, &mut writing).await?;
    if let Some(before) = key::take(company, &mut writing, key).await? {
        // Another one was accepted under this key; or this one itself, which is no longer to be dropped.
        drop_batch(company, &mut writing, batch).await?;
        writing.commit().await.map_err(failed)?;
        return Ok(before);
    }
    let accounts = lock_accounts_of(&mut writing, company.id).await?;
    let about = sqlx::query!(
        "SELECT name, paused, letters FROM batches WHERE company_id = $1 AND id = $2 AND state = 'staged'
        FOR NO KEY UPDATE",
        company.uuid(),
        batch.as_uuid()
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?
    .ok_or(AcceptError::NoSuchBatch)?;
    if about.letters == 0 {
        return Err(AcceptError::Empty);
    }
    let messages = show(company, &mut writing, batch, about.paused).await?;
    let now = database.now();
    let entry = changes::batch_accepted(batch, &about.name, messages, about.paused, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    refresh(&mut writing, &accounts).await?;
    let accepted = Accepted {
        letters: Vec::new(),
        batch: Some(batch),
        again: false,
    };
    key::note(company, &mut writing, key, &accepted).await?;
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
    Ok(accepted)
}

async fn keep(company: &Company, connection: &mut PgConnection) -> Result<(), AcceptError> {
    let kept = keep_companies(connection, &[*company.uuid()]).await?;
    if kept.is_empty() {
        return Err(AcceptError::NoSuchCompany);
    }
    Ok(())
}

/// Lets everybody see a batch and its messages, and says how many those are.
async fn show(
    company: &Company,
    connection: &mut PgConnection,
    batch: BatchId,
    paused: bool,
) -> Result<u64, StoreError> {
    let now = micros(company.database.now());
    sqlx::query!(
        "UPDATE batches SET state = 'accepted', created_at = $2,
            started_at = CASE WHEN paused THEN NULL ELSE $2::bigint END
        WHERE id = $1",
        batch.as_uuid(),
        now
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let done = sqlx::query!(
        "UPDATE messages SET state = $2, changed_at = $3
        WHERE batch_id = $1 AND state = 'staged'",
        batch.as_uuid(),
        if paused { "paused" } else { "queued" },
        now
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected())
}

/// Drops a batch that is still handed over, with its letters.
pub(super) async fn drop_batch(
    company: &Company,
    connection: &mut PgConnection,
    batch: BatchId,
) -> Result<(), StoreError> {
    let dropped = sqlx::query!(
        "DELETE FROM batches WHERE company_id = $1 AND id = $2 AND state = 'staged'",
        company.uuid(),
        batch.as_uuid()
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    if dropped.rows_affected() == 1 {
        delete_letters_of(connection, batch).await?;
    }
    Ok(())
}

/// Deletes what is left of a batch that was dropped.
pub(crate) async fn delete_letters_of(
    connection: &mut PgConnection,
    batch: BatchId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM letters WHERE id IN (SELECT letter_id FROM messages WHERE batch_id = $1)",
        batch.as_uuid()
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
