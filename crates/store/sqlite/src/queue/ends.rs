//! What follows when messages come to an end: batches end with them, webhooks are told, and it is noted when a user and
//! an account last sent something. Each is one statement for all messages of a transaction, and none where there is
//! nobody to be told.

use super::ids::hex_list;
use crate::{
    columns::{failed, micros},
    database::Database,
    webhooks::Listeners,
};
use jiff::Timestamp;
use model::{
    CompanyId,
    message::{Attempt, MessageState},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};
use store::{
    StoreError, changes,
    rows::{StateCountRow, ToldBatchRow, ToldMessageRow, counts_of},
};
use uuid::Uuid;

/// A message that was moved on, as it is now.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) id: Uuid,
    pub(crate) company_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) batch_id: Option<Uuid>,
    pub(crate) state: String,
}

impl Ended {
    /// Whether it did not go out.
    pub(crate) fn is_failed(&self) -> bool {
        self.is(MessageState::Failed)
    }

    fn is(&self, state: MessageState) -> bool {
        self.state == state.key()
    }
}

/// Writes messages to webhooks for those that were sent, failed or are in doubt. `attempts`: what they ended with, by
/// message.
pub(crate) async fn tell_of_ends(
    database: &Database,
    connection: &mut SqliteConnection,
    moved: &[Ended],
    attempts: &HashMap<Uuid, &Attempt>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ended = |message: &&Ended| {
        let state = message.state.parse::<MessageState>();
        state.is_ok_and(|state| changes::told_of(state).is_some())
    };
    let companies: BTreeSet<Uuid> = moved.iter().filter(ended).map(|m| m.company_id).collect();
    let listeners = Listeners::of(connection, &companies).await?;
    if listeners.is_empty() {
        return Ok(());
    }
    let ids = moved
        .iter()
        .filter(ended)
        .filter(|message| listeners.has(message.company_id));
    let ids = hex_list(ids.map(|message| &message.id))?;
    let rows = sqlx::query_as!(
        ToldMessageRow,
        r#"SELECT m.id AS "id!: Uuid", m.company_id AS "company_id!: Uuid",
            c.external_id AS "company_external_id?", m.user_id AS "user_id!: Uuid",
            u.external_id AS "user_external_id?", m.letter_id AS "letter_id!: Uuid", m.batch_id AS "batch_id?: Uuid",
            m.recipient AS "recipient!", l.reference, m.state AS "state!", m.attempts AS "attempts!", m.cause
        FROM json_each(?) s CROSS JOIN messages m ON m.id = unhex(s.value) JOIN letters l ON l.id = m.letter_id
            JOIN companies c ON c.id = m.company_id LEFT JOIN users u ON u.id = m.user_id ORDER BY m.id"#,
        ids
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

/// Notes the end of batches whose last message ended, with messages to webhooks.
pub(crate) async fn batches_may_have_ended(
    database: &Database,
    connection: &mut SqliteConnection,
    moved: &[Ended],
    now: Timestamp,
) -> Result<(), StoreError> {
    let over = |message: &&Ended| {
        let state = message.state.parse::<MessageState>();
        state.is_ok_and(|state| !state.is_open())
    };
    let batches: BTreeSet<Uuid> = moved.iter().filter(over).filter_map(|m| m.batch_id).collect();
    finish(database, connection, &batches, now).await
}

/// Notes the end of those of these batches that have no open message.
pub(super) async fn finish(
    database: &Database,
    connection: &mut SqliteConnection,
    batches: &BTreeSet<Uuid>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if batches.is_empty() {
        return Ok(());
    }
    let (ids, at) = (hex_list(batches)?, micros(now));
    let finished = sqlx::query!(
        r#"UPDATE batches SET finished_at = ?2
        WHERE id IN (SELECT unhex(value) FROM json_each(?1)) AND state = 'accepted' AND finished_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM messages m
                WHERE m.batch_id = batches.id AND m.state IN ('queued', 'leased', 'sending', 'paused'))
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid""#,
        ids,
        at
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    if finished.is_empty() {
        return Ok(());
    }
    let companies = finished.iter().map(|batch| batch.company_id).collect();
    let listeners = Listeners::of(connection, &companies).await?;
    let mut told = Vec::new();
    for batch in finished.iter().filter(|batch| listeners.has(batch.company_id)) {
        let message = finished_message(connection, &batch.id, now).await?;
        told.push((batch.company_id, message));
    }
    listeners.tell(database, connection, &told, now).await
}

async fn finished_message(
    connection: &mut SqliteConnection,
    batch: &Uuid,
    now: Timestamp,
) -> Result<changes::Message, StoreError> {
    let row = sqlx::query_as!(
        ToldBatchRow,
        r#"SELECT b.id AS "id!: Uuid", b.company_id AS "company_id!: Uuid",
            c.external_id AS "company_external_id?", b.user_id AS "user_id!: Uuid",
            u.external_id AS "user_external_id?", b.reference
        FROM batches b JOIN companies c ON c.id = b.company_id LEFT JOIN users u ON u.id = b.user_id
        WHERE b.id = ?"#,
        batch
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    let counts = sqlx::query_as!(
        StateCountRow,
        r#"SELECT state, count(*) AS "number!: i64" FROM messages WHERE batch_id = ? GROUP BY state"#,
        batch
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(changes::batch_finished(&row, &counts_of(counts)?, now))
}

/// Notes when users and accounts last sent something, and batches first and last.
pub(super) async fn note_sent(
    connection: &mut SqliteConnection,
    moved: &[Ended],
    now: Timestamp,
) -> Result<(), StoreError> {
    let sent = || moved.iter().filter(|message| message.is(MessageState::Sent));
    let users: BTreeSet<&Uuid> = sent().map(|message| &message.user_id).collect();
    if users.is_empty() {
        return Ok(());
    }
    let accounts: BTreeSet<&Uuid> = sent().map(|message| &message.account_id).collect();
    let batches: BTreeSet<&Uuid> = sent().filter_map(|message| message.batch_id.as_ref()).collect();
    let (users, accounts, batches) = (hex_list(users)?, hex_list(accounts)?, hex_list(batches)?);
    let at = micros(now);
    for query in [
        sqlx::query!(
            "UPDATE users SET last_sent_at = ?2 WHERE id IN (SELECT unhex(value) FROM json_each(?1))",
            users,
            at
        ),
        sqlx::query!(
            "UPDATE accounts SET last_sent_at = ?2 WHERE id IN (SELECT unhex(value) FROM json_each(?1))",
            accounts,
            at
        ),
        sqlx::query!(
            "UPDATE batches SET first_sent_at = coalesce(first_sent_at, ?2), last_sent_at = ?2
            WHERE id IN (SELECT unhex(value) FROM json_each(?1))",
            batches,
            at
        ),
    ] {
        query.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

/// The company of an id.
pub(super) const fn company(id: Uuid) -> CompanyId {
    CompanyId::from_uuid(id)
}
