//! Letters whose time is over: first what they say goes, then what became of them. Each kind is a transaction of its own,
//! so that nobody waits long for it.

use crate::{
    acceptance::drop_letters_of,
    columns::{failed, micros},
    database::Database,
    queue::hex_list,
};
use jiff::Timestamp;
use std::time::Duration;
use store::{StoreError, rows::first_id_at};
use uuid::Uuid;

/// How long a batch is waited for that nobody adds to.
const LOST_AFTER: Duration = Duration::from_hours(1);

pub(super) async fn delete_before(
    database: &Database,
    content_before: Timestamp,
    results_before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let mut deleted = contents(database, content_before, limit).await?;
    deleted += letters(database, results_before, limit).await?;
    let (content, results) = (micros(content_before), micros(results_before));
    for query in [
        sqlx::query!(
            "DELETE FROM batches WHERE id IN (
                SELECT b.id FROM batches b WHERE b.finished_at < ?1 AND b.state = 'accepted'
                    AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.batch_id = b.id) LIMIT ?2)",
            results,
            limit
        ),
        // A draft's files are still needed, though no letter has them yet.
        sqlx::query!(
            "DELETE FROM blobs WHERE rowid IN (
                SELECT b.rowid FROM blobs b WHERE b.added_at < ?1
                    AND NOT EXISTS (SELECT 1 FROM letter_blobs l WHERE l.company_id = b.company_id AND l.hash = b.hash)
                    AND NOT EXISTS (
                        SELECT 1 FROM drafts d CROSS JOIN json_each(d.content, '$.attachments') f
                        WHERE d.company_id = b.company_id AND unhex(f.value ->> 'hash') = b.hash)
                LIMIT ?2)",
            content,
            limit
        ),
        sqlx::query!(
            "DELETE FROM idempotency WHERE rowid IN (
                SELECT i.rowid FROM idempotency i WHERE i.created_at < ?1 LIMIT ?2)",
            results,
            limit
        ),
    ] {
        deleted += query
            .execute(&database.writer)
            .await
            .map_err(failed)?
            .rows_affected();
    }
    Ok(deleted)
}

/// What letters say, where all their messages came to an end before this time.
async fn contents(database: &Database, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    let (first_id, before) = (first_id_at(before), micros(before));
    let over = sqlx::query_scalar!(
        r#"SELECT b.letter_id AS "id: Uuid" FROM letter_bodies b
        WHERE b.letter_id < ?1 AND NOT EXISTS (
            SELECT 1 FROM messages m WHERE m.letter_id = b.letter_id
                AND (m.state NOT IN ('sent', 'bounced', 'failed', 'canceled') OR m.changed_at >= ?2))
        ORDER BY b.letter_id LIMIT ?3"#,
        first_id,
        before,
        limit
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    let ids = hex_list(&over)?;
    for query in [
        sqlx::query!(
            "DELETE FROM letter_bodies WHERE letter_id IN (SELECT unhex(value) FROM json_each(?))",
            ids
        ),
        sqlx::query!(
            "DELETE FROM letter_blobs WHERE letter_id IN (SELECT unhex(value) FROM json_each(?))",
            ids
        ),
    ] {
        query.execute(&mut *writing).await.map_err(failed)?;
    }
    writing.commit().await.map_err(failed)?;
    Ok(over.len() as u64)
}

/// Letters with their messages, where all of them came to an end before this time.
async fn letters(database: &Database, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let (first_id, before) = (first_id_at(before), micros(before));
    sqlx::query!(
        "DELETE FROM letters WHERE id IN (
            SELECT l.id FROM letters l WHERE l.id < ?1 AND NOT EXISTS (
                SELECT 1 FROM messages m WHERE m.letter_id = l.id
                    AND (m.state NOT IN ('sent', 'bounced', 'failed', 'canceled') OR m.changed_at >= ?2))
            ORDER BY l.id LIMIT ?3)",
        first_id,
        before,
        limit
    )
    .execute(&database.writer)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

pub(super) async fn drop_lost_batches(database: &Database) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    let before = micros(database.before(LOST_AFTER));
    let lost = sqlx::query_scalar!(
        r#"DELETE FROM batches WHERE state = 'staged' AND touched_at <= ? RETURNING id AS "id!: Uuid""#,
        before
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    drop_letters_of(&mut writing, &lost).await?;
    writing.commit().await.map_err(failed)?;
    Ok(lost.len() as u64)
}
