//! What a person decides about one message.

use crate::{
    columns::{count, failed, micros},
    company::Company,
    queue::{Ended, batches_may_have_ended, refresh, tell_of_ends},
};
use model::{
    MessageId,
    message::{Attempt, AttemptResult, MessageState},
};
use sqlx::SqliteConnection;
use std::collections::HashMap;
use store::{
    Actor, Decision, DecisionError, StoreError, changes,
    rows::{history_line, parsed, small},
};
use uuid::Uuid;

pub(super) async fn decide(
    part: &Company,
    id: MessageId,
    decision: &Decision,
    expected_version: Option<u64>,
    by: &Actor,
) -> Result<(), DecisionError> {
    let mut writing = part.database.write().await?;
    let (company, uuid, now) = (part.uuid(), id.as_uuid(), part.database.now());
    let row = sqlx::query!(
        r#"SELECT state, attempts, version, recipient, batch_id AS "batch_id?: Uuid",
            (SELECT count(*) FROM letter_bodies b WHERE b.letter_id = messages.letter_id) AS "content!: bool"
        FROM messages WHERE company_id = ? AND id = ? AND state <> 'staged'"#,
        company,
        uuid
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?
    .ok_or(DecisionError::NotFound)?;
    let version = count(row.version)?;
    let before: MessageState = parsed("state", &row.state)?;
    if expected_version.is_some_and(|expected| expected != version) || !is_possible(decision, before) {
        return Err(DecisionError::State);
    }
    if *decision == Decision::Resend && !row.content {
        return Err(DecisionError::ContentGone);
    }
    let at = micros(now);
    let noted = |result| {
        let cause = (result == AttemptResult::Failed).then(|| MessageState::InDoubt.key().to_owned());
        decided(small(row.attempts)?, at, result, cause, by)
    };
    let moved = match decision {
        Decision::Resend => resend(&mut writing, uuid, &noted(AttemptResult::Resent)?, at).await?,
        Decision::SettleSent => {
            settle(
                &mut writing,
                uuid,
                MessageState::Sent,
                None,
                &noted(AttemptResult::SettledSent)?,
                at,
            )
            .await?
        }
        Decision::SettleFailed => {
            let cause = Some(MessageState::InDoubt.key());
            settle(
                &mut writing,
                uuid,
                MessageState::Failed,
                cause,
                &noted(AttemptResult::Failed)?,
                at,
            )
            .await?
        }
        Decision::Cancel => settle(&mut writing, uuid, MessageState::Canceled, None, "", at).await?,
    };
    let after = parsed("state", &moved.state)?;
    let moved = [moved];
    tell_of_ends(&part.database, &mut writing, &moved, &HashMap::new(), now).await?;
    if *decision == Decision::Resend {
        begin_again(&mut writing, row.batch_id).await?;
    }
    batches_may_have_ended(&part.database, &mut writing, &moved, now).await?;
    refresh(&mut writing, [&moved[0].account_id]).await?;
    let entry = changes::message_decided(id, &row.recipient, decision, (before, after), by);
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    part.database.commit_work(writing).await?;
    Ok(())
}

/// Whether something can be decided of a message in this state.
const fn is_possible(decision: &Decision, state: MessageState) -> bool {
    use MessageState::{Bounced, Canceled, Failed, InDoubt, Leased, Paused, Queued};
    match decision {
        Decision::Resend => matches!(state, Failed | Bounced | InDoubt | Canceled),
        Decision::SettleSent | Decision::SettleFailed => matches!(state, InDoubt),
        Decision::Cancel => matches!(state, Queued | Leased | Paused),
    }
}

/// A line of the history: who decided what.
pub(super) fn decided(
    number: u32,
    at: i64,
    result: AttemptResult,
    cause: Option<String>,
    by: &Actor,
) -> Result<String, StoreError> {
    history_line(&Attempt {
        number,
        began_at: at,
        ended_at: at,
        result,
        server: None,
        stage: None,
        cause,
        code: None,
        enhanced: None,
        text: None,
        by: Some(by.name().to_owned()),
        next_at: None,
    })
}

/// Lets it be sent once more, at once. Its patience begins anew; what its batch does is nothing to it.
async fn resend(
    connection: &mut SqliteConnection,
    message: &Uuid,
    line: &str,
    now: i64,
) -> Result<Ended, StoreError> {
    sqlx::query_as!(
        Ended,
        r#"UPDATE messages SET state = 'queued', not_before = ?1, first_attempt_at = NULL, cause = NULL,
            deadline = CASE WHEN deadline > ?1 THEN deadline END, history = history || ?2,
            alone = coalesce((SELECT b.paused OR b.canceled FROM batches b WHERE b.id = messages.batch_id), 0),
            changed_at = ?1, version = version + 1
        WHERE id = ?3
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid", user_id AS "user_id!: Uuid",
            account_id AS "account_id!: Uuid", batch_id AS "batch_id?: Uuid", state AS "state!""#,
        now,
        line,
        message
    )
    .fetch_one(connection)
    .await
    .map_err(failed)
}

async fn settle(
    connection: &mut SqliteConnection,
    message: &Uuid,
    state: MessageState,
    cause: Option<&str>,
    line: &str,
    now: i64,
) -> Result<Ended, StoreError> {
    let state = state.key();
    sqlx::query_as!(
        Ended,
        r#"UPDATE messages SET state = ?, token = NULL, cause = ?, history = history || ?, changed_at = ?,
            version = version + 1
        WHERE id = ?
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid", user_id AS "user_id!: Uuid",
            account_id AS "account_id!: Uuid", batch_id AS "batch_id?: Uuid", state AS "state!""#,
        state,
        cause,
        line,
        now,
        message
    )
    .fetch_one(connection)
    .await
    .map_err(failed)
}

/// A batch of which something is on its way again has not ended.
async fn begin_again(connection: &mut SqliteConnection, batch: Option<Uuid>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE batches SET finished_at = NULL WHERE id = ?", batch)
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}
