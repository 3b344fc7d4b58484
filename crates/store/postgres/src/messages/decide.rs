//! What a person decides about one message.

use crate::{
    columns::{failed, micros},
    company::Company,
    queue::{Moved, follow, keep_companies, lock_accounts_of, lock_batches, refresh, wake},
};
use jiff::Timestamp;
use model::{
    MessageId,
    message::{Attempt, AttemptResult, MessageState},
};
use sqlx::PgConnection;
use std::collections::HashMap;
use store::{
    Actor, Decision, DecisionError, StoreError, changes,
    rows::{count, history_line, parsed, small},
};
use uuid::Uuid;

/// A message as it is decided about, locked.
struct Before {
    recipient: String,
    state: MessageState,
    attempts: u32,
    account: Uuid,
    batch: Option<Uuid>,
    version: u64,
    has_content: bool,
    /// Whether its batch is paused or canceled.
    stopped: bool,
}

pub(super) async fn decide(
    company: &Company,
    id: MessageId,
    decision: Decision,
    expected_version: Option<u64>,
    by: &Actor,
) -> Result<(), DecisionError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    keep_companies(&mut writing, &[*company.uuid()]).await?;
    let before = lock(company, &mut writing, id)
        .await?
        .ok_or(DecisionError::NotFound)?;
    if expected_version.is_some_and(|expected| expected != before.version) {
        return Err(DecisionError::State);
    }
    let after = after(&before, &decision).ok_or(DecisionError::State)?;
    if decision == Decision::Resend && !before.has_content {
        return Err(DecisionError::ContentGone);
    }
    let noted = noted(&before, &decision, now, by);
    let moved = write(company, &mut writing, (id, &before), (after, noted.as_ref()), now).await?;
    if after.is_open()
        && let Some(batch) = before.batch
    {
        begin_again(&mut writing, batch).await?;
    }
    refresh(&mut writing, &[before.account]).await?;
    follow(database, &mut writing, &[moved], &HashMap::new(), now).await?;
    let states = (before.state, after);
    let entry = changes::message_decided(id, &before.recipient, &decision, states, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

/// Locks a message behind its account and its batch. All accounts of the company are locked: it is moved to another one
/// by nobody who has not done so.
async fn lock(
    company: &Company,
    connection: &mut PgConnection,
    id: MessageId,
) -> Result<Option<Before>, StoreError> {
    lock_accounts_of(connection, company.id).await?;
    let batch = sqlx::query_scalar!(
        "SELECT batch_id FROM messages WHERE company_id = $1 AND id = $2",
        company.uuid(),
        id.as_uuid()
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    lock_batches(connection, batch.flatten().as_slice()).await?;
    let row = sqlx::query!(
        r#"SELECT m.recipient, m.state, m.attempts, m.account_id, m.batch_id, m.version,
            coalesce((SELECT b.paused OR b.canceled FROM batches b WHERE b.id = m.batch_id), false) AS "stopped!"
        FROM messages m WHERE m.company_id = $1 AND m.id = $2 AND m.state <> 'staged'"#,
        company.uuid(),
        id.as_uuid()
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    // Kept, so that upkeep does not take it away from a letter that is sent again.
    let content = sqlx::query_scalar!(
        "SELECT b.letter_id FROM letter_bodies b JOIN messages m ON m.letter_id = b.letter_id WHERE m.id = $1
        FOR KEY SHARE OF b",
        id.as_uuid()
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    Ok(Some(Before {
        state: parsed("state", &row.state)?,
        attempts: small(row.attempts)?,
        account: row.account_id,
        batch: row.batch_id,
        version: count(row.version)?,
        has_content: content.is_some(),
        stopped: row.stopped,
        recipient: row.recipient,
    }))
}

/// Where a message is then; none where that can not be.
fn after(before: &Before, decision: &Decision) -> Option<MessageState> {
    use MessageState::{Bounced, Canceled, Failed, InDoubt, Leased, Paused, Queued, Sent};
    match (decision, before.state) {
        (Decision::Resend, Failed | Bounced | InDoubt | Canceled) => Some(Queued),
        (Decision::SettleSent, InDoubt) => Some(Sent),
        (Decision::SettleFailed, InDoubt) => Some(Failed),
        (Decision::Cancel, Queued | Leased | Paused) => Some(Canceled),
        _ => None,
    }
}

/// The line that the history gets.
fn noted(before: &Before, decision: &Decision, now: Timestamp, by: &Actor) -> Option<Attempt> {
    let (result, cause) = match decision {
        Decision::Resend => (AttemptResult::Resent, None),
        Decision::SettleSent => (AttemptResult::SettledSent, None),
        Decision::SettleFailed => (AttemptResult::Failed, Some("in-doubt".to_owned())),
        Decision::Cancel => return None,
    };
    Some(decided(before.attempts, result, cause, now, by))
}

/// What somebody decided, as a line of the history.
pub(super) fn decided(
    number: u32,
    result: AttemptResult,
    cause: Option<String>,
    now: Timestamp,
    by: &Actor,
) -> Attempt {
    Attempt {
        number,
        began_at: micros(now),
        ended_at: micros(now),
        result,
        server: None,
        stage: None,
        cause,
        code: None,
        enhanced: None,
        text: None,
        by: Some(by.name().to_owned()),
        next_at: None,
    }
}

async fn write(
    company: &Company,
    connection: &mut PgConnection,
    (id, before): (MessageId, &Before),
    (after, noted): (MessageState, Option<&Attempt>),
    now: Timestamp,
) -> Result<Moved, StoreError> {
    let again = after == MessageState::Queued;
    let line = noted.map(history_line).transpose()?.unwrap_or_default();
    // One that is sent again by itself goes out although its batch stands still.
    sqlx::query_as!(
        Moved,
        "UPDATE messages SET state = $3, token = NULL, changed_at = $4::bigint, version = version + 1,
            history = history || $5, alone = CASE WHEN $6 THEN $7 ELSE alone END,
            not_before = CASE WHEN $6 THEN $4 ELSE not_before END,
            first_attempt_at = CASE WHEN $6 THEN NULL ELSE first_attempt_at END,
            deadline = CASE WHEN $6 AND deadline <= $4 THEN NULL ELSE deadline END,
            cause = $8
        WHERE company_id = $1 AND id = $2
        RETURNING id, company_id, user_id, account_id, batch_id, state",
        company.uuid(),
        id.as_uuid(),
        after.key(),
        micros(now),
        line,
        again,
        before.stopped,
        noted.and_then(|noted| noted.cause.as_deref())
    )
    .fetch_one(connection)
    .await
    .map_err(failed)
}

/// A batch of which something is sent again has not ended.
pub(super) async fn begin_again(connection: &mut PgConnection, batch: Uuid) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE batches SET finished_at = NULL WHERE id = $1 AND finished_at IS NOT NULL",
        batch
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
