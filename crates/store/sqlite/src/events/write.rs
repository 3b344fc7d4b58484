//! What mails that were taken in leave: each kind of row is one statement.

use crate::{
    columns::{failed, micros, to_json},
    queue::{Ended, hex},
};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;
use store::{
    StoreError,
    events::{BadColumns, MessageChange},
    rows::EventColumns,
};
use uuid::Uuid;

/// Mails that came too early were not here.
pub(super) async fn forget_mails(
    connection: &mut SqliteConnection,
    mails: &[String],
) -> Result<(), StoreError> {
    if mails.is_empty() {
        return Ok(());
    }
    let mails = to_json("ids", mails)?;
    sqlx::query!(
        "DELETE FROM inbound_mails WHERE id IN (SELECT unhex(value) FROM json_each(?))",
        mails
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn events(
    connection: &mut SqliteConnection,
    events: &[EventColumns],
) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let events = to_json("events", events)?;
    sqlx::query!(
        "INSERT INTO events (id, company_id, mail_id, message_id, letter_id, batch_id, user_id, kind, cause, hard,
            status, reply_code, evidence, reporter, recipient, recipient_key, clue, distrust, changed, received_at)
        SELECT unhex(value ->> 'id', '-'), unhex(value ->> 'company_id', '-'), unhex(value ->> 'mail_id', '-'),
            unhex(value ->> 'message_id', '-'), unhex(value ->> 'letter_id', '-'), unhex(value ->> 'batch_id', '-'),
            unhex(value ->> 'user_id', '-'), value ->> 'kind', value ->> 'cause', value ->> 'hard',
            value ->> 'status', value ->> 'reply_code', value ->> 'evidence', value ->> 'reporter',
            value ->> 'recipient', value ->> 'recipient_key', value ->> 'clue', value ->> 'distrust',
            value ->> 'changed', value ->> 'received_at'
        FROM json_each(?)",
        events
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Moves messages on, and says where they are now.
pub(super) async fn messages(
    connection: &mut SqliteConnection,
    messages: &BTreeMap<Uuid, MessageChange>,
    now: Timestamp,
) -> Result<Vec<Ended>, StoreError> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let rows = messages.values().map(|change| {
        let (id, state) = (hex(&change.id), change.state.key());
        (id, state, &change.cause, &change.lines, change.steps)
    });
    let rows: Vec<_> = rows.collect();
    let (rows, at) = (to_json("messages", &rows)?, micros(now));
    sqlx::query_as!(
        Ended,
        r#"UPDATE messages SET state = s.state, cause = s.cause, history = history || s.lines, changed_at = ?2,
            version = version + s.steps
        FROM (
            SELECT unhex(value ->> 0) AS id, value ->> 1 AS state, value ->> 2 AS cause, value ->> 3 AS lines,
                value ->> 4 AS steps
            FROM json_each(?1)
        ) s
        WHERE messages.id = s.id
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid", user_id AS "user_id!: Uuid",
            account_id AS "account_id!: Uuid", batch_id AS "batch_id?: Uuid", state AS "state!""#,
        rows,
        at
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

pub(super) async fn bad_addresses(
    connection: &mut SqliteConnection,
    bad: &BTreeMap<(Uuid, String), BadColumns>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if bad.is_empty() {
        return Ok(());
    }
    let rows = bad
        .iter()
        .map(|((company, address), bad)| (hex(company), address, bad.times, &bad.cause));
    let rows: Vec<_> = rows.collect();
    let (rows, at) = (to_json("addresses", &rows)?, micros(now));
    sqlx::query!(
        "INSERT INTO bad_addresses (company_id, address_key, times, cause, first_at, last_at)
        SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, ?2, ?2 FROM json_each(?1) WHERE true
        ON CONFLICT (company_id, address_key) DO UPDATE SET times = times + excluded.times, cause = excluded.cause,
            last_at = excluded.last_at",
        rows,
        at
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
