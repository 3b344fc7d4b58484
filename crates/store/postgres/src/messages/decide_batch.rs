//! What a person decides about a batch.

use super::decide::decided;
use crate::{
    columns::{failed, micros},
    company::Company,
    queue::{finish, keep_companies, lock_accounts_of, refresh, wake},
};
use model::{
    BatchId,
    message::{AttemptResult, MessageState},
};
use sqlx::PgConnection;
use store::{
    Actor, BatchDecision, DecisionError, StoreError, changes,
    rows::{history_line, small},
};
use uuid::Uuid;

/// A batch as it was before.
struct Before {
    name: String,
    paused: bool,
    canceled: bool,
    finished_at: Option<i64>,
}

pub(super) async fn decide(
    company: &Company,
    id: BatchId,
    decision: BatchDecision,
    by: &Actor,
) -> Result<u64, DecisionError> {
    let (database, uuid, now) = (&company.database, *id.as_uuid(), company.database.now());
    let mut writing = database.write().await?;
    keep_companies(&mut writing, &[*company.uuid()]).await?;
    let accounts = lock_accounts_of(&mut writing, company.id).await?;
    let before = sqlx::query_as!(
        Before,
        "SELECT name, paused, canceled, finished_at FROM batches
        WHERE company_id = $1 AND id = $2 AND state = 'accepted' FOR NO KEY UPDATE",
        company.uuid(),
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
        BatchDecision::Pause => stop(&mut writing, uuid, MessageState::Paused, at).await?,
        BatchDecision::Cancel => stop(&mut writing, uuid, MessageState::Canceled, at).await?,
        BatchDecision::GoOn => go_on(&mut writing, uuid, at).await?,
        BatchDecision::ResendFailed => resend_failed(&mut writing, uuid, before.paused, at, by).await?,
    };
    if number == 0 && decision == BatchDecision::ResendFailed {
        return nothing_resent(&mut writing, uuid).await;
    }
    note(&mut writing, uuid, decision, at).await?;
    refresh(&mut writing, &accounts).await?;
    finish(database, &mut writing, &[uuid], now).await?;
    let entry = changes::batch_decided(id, &before.name, decision, number, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
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

/// Notes at the batch what was decided.
async fn note(
    connection: &mut PgConnection,
    batch: Uuid,
    decision: BatchDecision,
    now: i64,
) -> Result<(), StoreError> {
    let (pauses, goes_on, cancels) = (
        decision == BatchDecision::Pause,
        decision == BatchDecision::GoOn,
        decision == BatchDecision::Cancel,
    );
    sqlx::query!(
        "UPDATE batches SET version = version + 1, paused = (paused OR $2) AND NOT ($3 OR $4),
            canceled = canceled OR $4, started_at = CASE WHEN $3 THEN coalesce(started_at, $5) ELSE started_at END,
            finished_at = CASE WHEN $6 THEN NULL ELSE finished_at END
        WHERE id = $1",
        batch,
        pauses,
        goes_on,
        cancels,
        now,
        decision == BatchDecision::ResendFailed
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Pauses or cancels what waits; what was taken and not begun too.
async fn stop(
    connection: &mut PgConnection,
    batch: Uuid,
    to: MessageState,
    now: i64,
) -> Result<u64, StoreError> {
    // What is being sent stops with the batch, should it come back: also what was sent again on its own before.
    sqlx::query!(
        "UPDATE messages SET alone = false WHERE batch_id = $1 AND state = 'sending' AND alone",
        batch
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "UPDATE messages SET state = $2, token = NULL, alone = false, changed_at = $3, version = version + 1
        WHERE batch_id = $1 AND (state IN ('queued', 'leased') OR (state = 'paused' AND $2 <> 'paused'))",
        batch,
        to.key(),
        now
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

async fn go_on(connection: &mut PgConnection, batch: Uuid, now: i64) -> Result<u64, StoreError> {
    sqlx::query!(
        "UPDATE messages SET state = 'queued', changed_at = $2, version = version + 1
        WHERE batch_id = $1 AND state = 'paused'",
        batch,
        now
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

/// Sends again what failed, but for what was mended meanwhile, and what has no content any more.
async fn resend_failed(
    connection: &mut PgConnection,
    batch: Uuid,
    paused: bool,
    now: i64,
    by: &Actor,
) -> Result<u64, StoreError> {
    let rows = sqlx::query!(
        "SELECT m.id, m.attempts FROM messages m JOIN letter_bodies b ON b.letter_id = m.letter_id
        WHERE m.batch_id = $1 AND m.state = 'failed' AND m.replaced_by IS NULL ORDER BY b.letter_id
        FOR KEY SHARE OF b",
        batch
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let at = store::rows::time(now)?;
    let (mut ids, mut lines) = (Vec::new(), Vec::new());
    for row in rows {
        let line = decided(small(row.attempts)?, AttemptResult::Resent, None, at, by);
        ids.push(row.id);
        lines.push(history_line(&line)?);
    }
    sqlx::query!(
        "UPDATE messages m SET state = $3, not_before = $4::bigint, first_attempt_at = NULL, cause = NULL,
            deadline = CASE WHEN m.deadline > $4 THEN m.deadline END, alone = false, history = m.history || s.line,
            changed_at = $4, version = m.version + 1
        FROM unnest($1::uuid[], $2::text[]) AS s (id, line) WHERE m.id = s.id AND m.state = 'failed'",
        &ids,
        &lines,
        if paused { "paused" } else { "queued" },
        now
    )
    .execute(connection)
    .await
    .map(|done| done.rows_affected())
    .map_err(failed)
}

/// Nothing could be sent again: there was nothing, or nothing is left of what it said.
async fn nothing_resent(connection: &mut PgConnection, batch: Uuid) -> Result<u64, DecisionError> {
    let any = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM messages
            WHERE batch_id = $1 AND state = 'failed' AND replaced_by IS NULL) AS "any!""#,
        batch
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    if any {
        return Err(DecisionError::ContentGone);
    }
    Ok(0)
}
