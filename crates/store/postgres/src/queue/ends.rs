//! What follows when messages come to an end: batches end with them, webhooks are told, and it is noted when a user and
//! an account last sent something. Each is a statement or two for all messages of a transaction, and none where there is
//! nobody to be told.

use crate::{
    columns::{failed, micros},
    database::Database,
    webhooks::Listeners,
};
use jiff::Timestamp;
use model::message::{Attempt, MessageState};
use sqlx::PgConnection;
use std::collections::{BTreeSet, HashMap};
use store::{
    StoreError, changes,
    rows::{StateCountRow, ToldBatchRow, ToldMessageRow, counts_of},
};
use uuid::Uuid;

/// A message that was moved on, as it is now.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) id: Uuid,
    pub(crate) company_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) batch_id: Option<Uuid>,
    pub(crate) state: String,
}

impl Moved {
    /// Whether it did not go out.
    pub(crate) fn is_failed(&self) -> bool {
        self.is(|state| state == MessageState::Failed)
    }

    fn is(&self, of: impl FnOnce(MessageState) -> bool) -> bool {
        self.state.parse().is_ok_and(of)
    }
}

/// Writes all that follows. `attempts`: what messages ended with, where it was an attempt.
pub(crate) async fn follow(
    database: &Database,
    connection: &mut PgConnection,
    moved: &[Moved],
    attempts: &HashMap<Uuid, &Attempt>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tell(database, connection, moved, attempts, now).await?;
    let over = moved
        .iter()
        .filter(|message| message.is(|state| !state.is_open()));
    let batches: BTreeSet<Uuid> = over.filter_map(|message| message.batch_id).collect();
    finish(database, connection, &Vec::from_iter(batches), now).await
}

/// Writes messages to webhooks for those that were sent, failed or are in doubt.
async fn tell(
    database: &Database,
    connection: &mut PgConnection,
    moved: &[Moved],
    attempts: &HashMap<Uuid, &Attempt>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ended = || {
        moved
            .iter()
            .filter(|message| message.is(|state| changes::told_of(state).is_some()))
    };
    let listeners = Listeners::of(connection, ended().map(|message| message.company_id)).await?;
    if listeners.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ended()
        .filter(|message| listeners.has(message.company_id))
        .map(|message| message.id)
        .collect();
    let rows = sqlx::query_as!(
        ToldMessageRow,
        r#"SELECT m.id, m.company_id, c.external_id AS company_external_id, m.user_id,
            u.external_id AS "user_external_id?", m.letter_id, m.batch_id, m.recipient, l.reference, m.state,
            m.attempts, m.cause
        FROM messages m JOIN letters l ON l.id = m.letter_id JOIN companies c ON c.id = m.company_id
            LEFT JOIN users u ON u.id = m.user_id
        WHERE m.id = ANY ($1) ORDER BY m.id"#,
        &ids
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let mut told = Vec::new();
    for row in &rows {
        let last = attempts.get(&row.id).copied();
        if let Some(message) = changes::message_told(row, last, now)? {
            told.push((row.company_id, message));
        }
    }
    listeners.tell(database, connection, &told, now).await
}

/// Notes the end of those of these batches, which are locked, that have no open message.
pub(crate) async fn finish(
    database: &Database,
    connection: &mut PgConnection,
    batches: &[Uuid],
    now: Timestamp,
) -> Result<(), StoreError> {
    if batches.is_empty() {
        return Ok(());
    }
    // One state after another: each look ends at the first message that it finds. A list of states would be read to its
    // end, with all that was in them a moment ago.
    let finished = sqlx::query_as!(
        ToldBatchRow,
        r#"UPDATE batches b SET finished_at = $2
        FROM batches o JOIN companies c ON c.id = o.company_id LEFT JOIN users u ON u.id = o.user_id
        WHERE b.id = ANY ($1) AND o.id = b.id AND b.state = 'accepted' AND b.finished_at IS NULL
            AND CASE
                WHEN EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id AND m.state = 'queued') THEN false
                WHEN EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id AND m.state = 'leased') THEN false
                WHEN EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id AND m.state = 'sending') THEN false
                ELSE NOT EXISTS (SELECT FROM messages m WHERE m.batch_id = b.id AND m.state = 'paused')
            END
        RETURNING b.id, b.company_id, c.external_id AS company_external_id, b.user_id,
            u.external_id AS "user_external_id?", b.reference"#,
        batches,
        micros(now)
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let listeners = Listeners::of(connection, finished.iter().map(|batch| batch.company_id)).await?;
    let mut told = Vec::new();
    for batch in finished.iter().filter(|batch| listeners.has(batch.company_id)) {
        let counts = sqlx::query_as!(
            StateCountRow,
            r#"SELECT state, count(*) AS "number!" FROM messages WHERE batch_id = $1 GROUP BY state"#,
            batch.id
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        told.push((
            batch.company_id,
            changes::batch_finished(batch, &counts_of(counts)?, now),
        ));
    }
    listeners.tell(database, connection, &told, now).await
}

/// Notes when users and accounts last sent something, and batches first and last; all are locked.
pub(super) async fn note_sent(
    connection: &mut PgConnection,
    moved: &[Moved],
    now: Timestamp,
) -> Result<(), StoreError> {
    let sent = || {
        moved
            .iter()
            .filter(|message| message.is(|state| state == MessageState::Sent))
    };
    let users: BTreeSet<Uuid> = sent().map(|message| message.user_id).collect();
    if users.is_empty() {
        return Ok(());
    }
    let accounts: BTreeSet<Uuid> = sent().map(|message| message.account_id).collect();
    let batches: BTreeSet<Uuid> = sent().filter_map(|message| message.batch_id).collect();
    sqlx::query!(
        "WITH u AS (UPDATE users SET last_sent_at = $4 WHERE id = ANY ($1)),
            b AS (UPDATE batches SET first_sent_at = coalesce(first_sent_at, $4), last_sent_at = $4
                WHERE id = ANY ($3))
        UPDATE accounts SET last_sent_at = $4 WHERE id = ANY ($2)",
        &Vec::from_iter(users),
        &Vec::from_iter(accounts),
        &Vec::from_iter(batches),
        micros(now)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
