//! Batches: handed over in parts, accepted as a whole.

use super::{
    blobs::check_company,
    keys,
    letters::{Place, write},
};
use crate::{
    columns::{failed, micros},
    company::Company,
    queue::{hex_list, refresh_company},
};
use model::{BatchId, ExternalId};
use sqlx::SqliteConnection;
use store::{AcceptError, Accepted, Actor, Idempotency, NewBatch, NewLetter, StoreError, changes};
use uuid::Uuid;

pub(super) async fn stage(part: &Company, batch: &NewBatch) -> Result<BatchId, AcceptError> {
    let mut writing = part.database.write().await?;
    let (company, user, now) = (part.uuid(), batch.user.as_uuid(), micros(part.database.now()));
    let user_name = sqlx::query_scalar!(
        "SELECT name FROM users WHERE company_id = ? AND id = ?",
        company,
        user
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(user_name) = user_name else {
        check_company(&mut writing, company).await?;
        return Err(AcceptError::NoSuchUser);
    };
    let id = part.database.new_id()?;
    let reference = batch.reference.as_ref().map(ExternalId::as_str);
    sqlx::query!(
        "INSERT INTO batches (id, company_id, user_id, user_name, name, reference, state, paused, canceled,
            created_at, touched_at, letters, version)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'staged', ?7, 0, ?8, ?8, 0, 1)",
        id,
        company,
        user,
        user_name,
        batch.name,
        reference,
        batch.paused,
        now
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    writing.commit().await.map_err(failed)?;
    Ok(BatchId::from_uuid(id))
}

pub(super) async fn add(part: &Company, batch: BatchId, letters: &[NewLetter]) -> Result<(), AcceptError> {
    let mut writing = part.database.write().await?;
    let (company, id, now) = (part.uuid(), batch.as_uuid(), part.database.now());
    let (at, more) = (micros(now), i64::try_from(letters.len()).unwrap_or(i64::MAX));
    let all = sqlx::query_scalar!(
        r#"UPDATE batches SET touched_at = ?, letters = letters + ?
        WHERE company_id = ? AND id = ? AND state = 'staged' RETURNING letters AS "letters!""#,
        at,
        more,
        company,
        id
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let all = all.ok_or(AcceptError::NoSuchBatch)?;
    if !letters.is_empty() {
        let place = Place {
            state: None,
            batch: Some((batch, all - more)),
            replacing: false,
            part,
            now,
        };
        write(&mut writing, &place, letters).await?;
    }
    writing.commit().await.map_err(failed)?;
    Ok(())
}

pub(super) async fn accept(
    part: &Company,
    batch: BatchId,
    key: &Idempotency,
    by: &Actor,
) -> Result<Accepted, AcceptError> {
    let mut writing = part.database.write().await?;
    let (company, id, now) = (part.uuid(), batch.as_uuid(), part.database.now());
    if let Some(before) = keys::find(&mut *writing, company, key).await? {
        delete_staged(part, &mut writing, batch).await?;
        writing.commit().await.map_err(failed)?;
        return Ok(before);
    }
    let at = micros(now);
    let row = sqlx::query!(
        r#"UPDATE batches SET state = 'accepted', created_at = ?1, touched_at = ?1,
            started_at = CASE WHEN paused THEN NULL ELSE ?1 END
        WHERE company_id = ?2 AND id = ?3 AND state = 'staged'
        RETURNING letters AS "letters!", name AS "name!", paused AS "paused!: bool""#,
        at,
        company,
        id
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let row = row.ok_or(AcceptError::NoSuchBatch)?;
    if row.letters == 0 {
        return Err(AcceptError::Empty);
    }
    let state = if row.paused { "paused" } else { "queued" };
    let messages = sqlx::query!(
        "UPDATE messages SET state = ?, changed_at = ? WHERE batch_id = ? AND state = 'staged'",
        state,
        at,
        id
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?
    .rows_affected();
    refresh_company(&mut writing, part.id).await?;
    let accepted = Accepted {
        letters: Vec::new(),
        batch: Some(batch),
        again: false,
    };
    keys::note(&part.database, &mut writing, company, key, &accepted).await?;
    let entry = changes::batch_accepted(batch, &row.name, messages, row.paused, by);
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    part.database.commit_work(writing).await?;
    Ok(accepted)
}

pub(super) async fn drop_staged(part: &Company, batch: BatchId) -> Result<(), StoreError> {
    let mut writing = part.database.write().await?;
    delete_staged(part, &mut writing, batch).await?;
    writing.commit().await.map_err(failed)
}

async fn delete_staged(
    part: &Company,
    connection: &mut SqliteConnection,
    batch: BatchId,
) -> Result<(), StoreError> {
    let (company, id) = (part.uuid(), batch.as_uuid());
    let gone = sqlx::query!(
        "DELETE FROM batches WHERE company_id = ? AND id = ? AND state = 'staged'",
        company,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    if gone.rows_affected() > 0 {
        drop_letters_of(connection, &[*id]).await?;
    }
    Ok(())
}

/// Deletes the letters of these batches, with their messages.
pub(crate) async fn drop_letters_of(
    connection: &mut SqliteConnection,
    batches: &[Uuid],
) -> Result<(), StoreError> {
    let batches = hex_list(batches)?;
    sqlx::query!(
        "DELETE FROM letters WHERE id IN (
            SELECT m.letter_id FROM json_each(?) s CROSS JOIN messages m ON m.batch_id = unhex(s.value))",
        batches
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
