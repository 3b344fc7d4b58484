//! Letters whose time is over: first what they say goes, then what became of them. Each kind is a transaction of its own,
//! so that nobody waits long for it; what somebody has just now in hand is left for the next time.

use crate::{
    acceptance::delete_letters_of,
    columns::{failed, micros},
    database::Database,
};
use jiff::{SignedDuration, Timestamp};
use model::BatchId;
use store::{StoreError, rows::first_id_at};
use uuid::Uuid;

/// How long a batch is waited for that nobody adds to.
const LOST_AFTER: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn delete_before(
    database: &Database,
    content_before: Timestamp,
    results_before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let limit = i64::from(limit);
    let mut deleted = contents(database, content_before, limit).await?;
    deleted += letters(database, results_before, limit).await?;
    deleted += batches_and_keys(database, micros(results_before), limit).await?;
    deleted += blobs(database, micros(content_before), limit).await?;
    Ok(deleted)
}

/// What letters say, where all their messages came to an end before this time.
async fn contents(database: &Database, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    // Locked, so that no letter is sent again of which the content is just about to go; and then looked at once more.
    let over = sqlx::query_scalar!(
        "SELECT b.letter_id FROM letter_bodies b
        WHERE b.letter_id < $1 AND NOT EXISTS (SELECT FROM messages m WHERE m.letter_id = b.letter_id
            AND (m.state NOT IN ('sent', 'bounced', 'failed', 'canceled') OR m.changed_at >= $2))
        ORDER BY b.letter_id LIMIT $3 FOR UPDATE OF b SKIP LOCKED",
        first_id_at(before),
        micros(before),
        limit
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    let deleted = sqlx::query_scalar!(
        r#"WITH b AS (
            DELETE FROM letter_bodies b WHERE b.letter_id = ANY ($1)
                AND NOT EXISTS (SELECT FROM messages m WHERE m.letter_id = b.letter_id
                    AND (m.state NOT IN ('sent', 'bounced', 'failed', 'canceled') OR m.changed_at >= $2))
            RETURNING b.letter_id
        ), f AS (
            DELETE FROM letter_blobs f USING b WHERE f.letter_id = b.letter_id
        )
        SELECT count(*) AS "number!" FROM b"#,
        &over,
        micros(before)
    )
    .fetch_one(&mut *writing)
    .await
    .map_err(failed)?;
    writing.commit().await.map_err(failed)?;
    crate::columns::count(deleted)
}

/// Letters with their messages, where all of them came to an end before this time. What they say has gone before, so
/// that none of them is sent again.
async fn letters(database: &Database, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
    sqlx::query!(
        "DELETE FROM letters WHERE id IN (
            SELECT l.id FROM letters l
            WHERE l.id < $1 AND NOT EXISTS (SELECT FROM letter_bodies b WHERE b.letter_id = l.id)
                AND NOT EXISTS (SELECT FROM messages m WHERE m.letter_id = l.id
                    AND (m.state NOT IN ('sent', 'bounced', 'failed', 'canceled') OR m.changed_at >= $2))
            ORDER BY l.id LIMIT $3 FOR UPDATE OF l SKIP LOCKED)",
        first_id_at(before),
        micros(before),
        limit
    )
    .execute(&database.pool)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

async fn batches_and_keys(database: &Database, before: i64, limit: i64) -> Result<u64, StoreError> {
    let batches = sqlx::query!(
        "DELETE FROM batches WHERE id IN (
            SELECT b.id FROM batches b WHERE b.finished_at < $1 AND b.state = 'accepted'
                AND NOT EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id)
            LIMIT $2 FOR UPDATE OF b SKIP LOCKED)",
        before,
        limit
    )
    .execute(&database.pool)
    .await
    .map_err(failed)?;
    let keys = sqlx::query!(
        "DELETE FROM idempotency WHERE (company_id, key) IN (
            SELECT company_id, key FROM idempotency WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)",
        before,
        limit
    )
    .execute(&database.pool)
    .await
    .map_err(failed)?;
    Ok(batches.rows_affected() + keys.rows_affected())
}

/// Files that no letter has, and no draft names.
async fn blobs(database: &Database, before: i64, limit: i64) -> Result<u64, StoreError> {
    sqlx::query!(
        "DELETE FROM blobs WHERE added_at < $1 AND (company_id, hash) IN (
            SELECT b.company_id, b.hash FROM blobs b WHERE b.added_at < $1
                AND NOT EXISTS (SELECT FROM letter_blobs l WHERE l.company_id = b.company_id AND l.hash = b.hash)
                AND NOT EXISTS (SELECT FROM drafts d
                    WHERE d.company_id = b.company_id AND strpos(d.content, encode(b.hash, 'hex')) > 0)
            LIMIT $2 FOR UPDATE OF b SKIP LOCKED)",
        before,
        limit
    )
    .execute(&database.pool)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

pub(super) async fn drop_lost_batches(database: &Database) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    let before = database.now().checked_sub(LOST_AFTER).unwrap_or(Timestamp::MIN);
    let lost: Vec<Uuid> = sqlx::query_scalar!(
        "DELETE FROM batches WHERE id IN (
            SELECT id FROM batches WHERE state = 'staged' AND touched_at <= $1 FOR UPDATE SKIP LOCKED)
        RETURNING id",
        micros(before)
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    for batch in &lost {
        delete_letters_of(&mut writing, BatchId::from_uuid(*batch)).await?;
    }
    writing.commit().await.map_err(failed)?;
    Ok(lost.len() as u64)
}
