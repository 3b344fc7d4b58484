//! What a person decides about a batch.

use super::decide::decided;
use crate::{
    columns::{failed, micros},
    company::Company,
    queue::{Ended, batches_may_have_ended, refresh_company},
};
use model::{BatchId, message::AttemptResult};
use sqlx::SqliteConnection;
use store::{Actor, BatchDecision, DecisionError, StoreError, changes};
use uuid::Uuid;

/// A batch as it was before.
struct Before {
    name: String,
    paused: bool,
    canceled: bool,
    finished_at: Option<i64>,
}

pub(super) async fn decide(
    part: &Company,
    id: BatchId,
    decision: BatchDecision,
    by: &Actor,
) -> Result<u64, DecisionError> {
    let mut writing = part.database.write().await?;
    let (company, uuid, now) = (part.uuid(), id.as_uuid(), part.database.now());
    let before = sqlx::query_as!(
        Before,
        r#"SELECT name, paused AS "paused: bool", canceled AS "canceled: bool", finished_at FROM batches
        WHERE company_id = ? AND id = ? AND state = 'accepted'"#,
        company,
        uuid
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?
    .ok_or(DecisionError::NotFound)?;
    if !is_possible(decision, &before) {
        return Err(DecisionError::State);
    }
    let at = micros(now);
    let number = match decision {
        BatchDecision::Pause => pause(&mut writing, uuid, at).await?,
        BatchDecision::GoOn => go_on(&mut writing, uuid, at).await?,
        BatchDecision::Cancel => cancel(&mut writing, uuid, at).await?,
        BatchDecision::ResendFailed => {
            let number = resend_failed(&mut writing, uuid, before.paused, at, by).await?;
            if number == 0 {
                return nothing_resent(&mut writing, uuid).await;
            }
            number
        }
    };
    refresh_company(&mut writing, part.id).await?;
    let end = Ended {
        id: *uuid,
        company_id: *company,
        user_id: Uuid::nil(),
        account_id: Uuid::nil(),
        batch_id: Some(*uuid),
        state: "canceled".to_owned(),
    };
    batches_may_have_ended(&part.database, &mut writing, &[end], now).await?;
    let entry = changes::batch_decided(id, &before.name, decision, number, by);
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    part.database.commit_work(writing).await?;
    Ok(number)
}

const fn is_possible(decision: BatchDecision, batch: &Before) -> bool {
    let over = batch.canceled || batch.finished_at.is_some();
    match decision {
        BatchDecision::Pause => !over && !batch.paused,
        BatchDecision::GoOn => !batch.canceled && batch.paused,
        BatchDecision::Cancel => !over,
        BatchDecision::ResendFailed => !batch.canceled,
    }
}

/// What is being sent stops with the batch, should it come back: also what was sent again on its own before.
async fn with_the_others(connection: &mut SqliteConnection, batch: &Uuid) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE messages SET alone = 0 WHERE batch_id = ? AND state = 'sending' AND alone",
        batch
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

async fn pause(connection: &mut SqliteConnection, batch: &Uuid, now: i64) -> Result<u64, StoreError> {
    sqlx::query!(
        "UPDATE batches SET paused = 1, version = version + 1 WHERE id = ?",
        batch
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    with_the_others(connection, batch).await?;
    sqlx::query!(
        "UPDATE messages SET state = 'paused', token = NULL, alone = 0, changed_at = ?, version = version + 1
        WHERE batch_id = ? AND state IN ('queued', 'leased')",
        now,
        batch
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

async fn go_on(connection: &mut SqliteConnection, batch: &Uuid, now: i64) -> Result<u64, StoreError> {
    sqlx::query!(
        "UPDATE batches SET paused = 0, started_at = coalesce(started_at, ?), version = version + 1 WHERE id = ?",
        now,
        batch
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "UPDATE messages SET state = 'queued', changed_at = ?, version = version + 1
        WHERE batch_id = ? AND state = 'paused'",
        now,
        batch
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

async fn cancel(connection: &mut SqliteConnection, batch: &Uuid, now: i64) -> Result<u64, StoreError> {
    sqlx::query!(
        "UPDATE batches SET canceled = 1, paused = 0, version = version + 1 WHERE id = ?",
        batch
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    with_the_others(connection, batch).await?;
    sqlx::query!(
        "UPDATE messages SET state = 'canceled', token = NULL, alone = 0, changed_at = ?, version = version + 1
        WHERE batch_id = ? AND state IN ('queued', 'leased', 'paused')",
        now,
        batch
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

/// Sends again what failed, but for what was mended meanwhile, and what has no content any more.
async fn resend_failed(
    connection: &mut SqliteConnection,
    batch: &Uuid,
    paused: bool,
    now: i64,
    by: &Actor,
) -> Result<u64, StoreError> {
    let line = decided(0, now, AttemptResult::Resent, None, by)?;
    let state = if paused { "paused" } else { "queued" };
    // The number in the line is that of the attempt before: another one for each.
    let number = sqlx::query!(
        "UPDATE messages SET state = ?1, not_before = ?2, first_attempt_at = NULL, cause = NULL,
            deadline = CASE WHEN deadline > ?2 THEN deadline END, alone = 0,
            history = history || json_set(?3, '$.number', attempts) || char(10),
            changed_at = ?2, version = version + 1
        WHERE batch_id = ?4 AND state = 'failed' AND replaced_by IS NULL
            AND EXISTS (SELECT 1 FROM letter_bodies b WHERE b.letter_id = messages.letter_id)",
        state,
        now,
        line,
        batch
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?
    .rows_affected();
    if number > 0 {
        sqlx::query!(
            "UPDATE batches SET finished_at = NULL, version = version + 1 WHERE id = ?",
            batch
        )
        .execute(connection)
        .await
        .map_err(failed)?;
    }
    Ok(number)
}

/// Nothing could be sent again: there was nothing, or nothing is left of what it said.
async fn nothing_resent(connection: &mut SqliteConnection, batch: &Uuid) -> Result<u64, DecisionError> {
    let failed_ones = sqlx::query_scalar!(
        r#"SELECT count(*) AS "number!: i64" FROM messages
        WHERE batch_id = ? AND state = 'failed' AND replaced_by IS NULL"#,
        batch
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    match failed_ones {
        0 => Ok(0),
        _ => Err(DecisionError::ContentGone),
    }
}
