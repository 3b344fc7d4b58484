//! Lists of events, and how many there are.

use super::find::{conditions, page, search_of};
use crate::{
    columns::{all, failed},
    company::Company,
};
use sqlx::{QueryBuilder, Row as _, Sqlite, sqlite::SqliteRow};
use store::{
    Event, EventCounts, EventQuery, StoreError,
    rows::{EventCountRow, EventRow, event_counts},
};
use uuid::Uuid;

/// What is read of an event, in the order of [`row`], and where.
pub(super) const EVENTS: &str = "SELECT e.id, e.mail_id, e.kind, e.cause, e.hard, e.status, e.reply_code,
    e.evidence, e.reporter, e.recipient, e.recipient_key, e.message_id, m.recipient, l.subject, e.batch_id, e.user_id,
    coalesce(u.name, l.user_name), e.clue, e.distrust, e.changed, i.sender, i.subject, e.received_at
    FROM events e CROSS JOIN inbound_mails i ON i.id = e.mail_id LEFT JOIN messages m ON m.id = e.message_id
    LEFT JOIN letters l ON l.id = m.letter_id LEFT JOIN users u ON u.id = e.user_id WHERE ";

pub(super) async fn events(part: &Company, query: &EventQuery, limit: u32) -> Result<Vec<Event>, StoreError> {
    let rows = page_of(*part.uuid(), query, limit)
        .build()
        .fetch_all(&part.database.reader)
        .await
        .map_err(failed)?;
    let rows: Vec<_> = rows.iter().map(row).collect::<Result<_, _>>().map_err(failed)?;
    all(rows)
}

pub(super) fn page_of(company: Uuid, query: &EventQuery, limit: u32) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(EVENTS);
    conditions(&mut sql, company, query);
    page(&mut sql, query, limit);
    sql
}

pub(super) fn row(row: &SqliteRow) -> Result<EventRow, sqlx::Error> {
    Ok(EventRow {
        id: row.try_get(0)?,
        mail_id: row.try_get(1)?,
        kind: row.try_get(2)?,
        cause: row.try_get(3)?,
        hard: row.try_get(4)?,
        status: row.try_get(5)?,
        reply_code: row.try_get(6)?,
        evidence: row.try_get(7)?,
        reporter: row.try_get(8)?,
        recipient: row.try_get(9)?,
        recipient_key: row.try_get(10)?,
        message_id: row.try_get(11)?,
        message_recipient: row.try_get(12)?,
        message_subject: row.try_get(13)?,
        batch_id: row.try_get(14)?,
        user_id: row.try_get(15)?,
        user_name: row.try_get(16)?,
        clue: row.try_get(17)?,
        distrust: row.try_get(18)?,
        changed: row.try_get(19)?,
        sender: row.try_get(20)?,
        subject: row.try_get(21)?,
        received_at: row.try_get(22)?,
    })
}

pub(super) async fn count(part: &Company, query: &EventQuery) -> Result<EventCounts, StoreError> {
    let rows = count_of(*part.uuid(), query)
        .build()
        .fetch_all(&part.database.reader)
        .await
        .map_err(failed)?;
    let rows = rows.iter().map(|row| {
        Ok(EventCountRow {
            kind: row.try_get(0)?,
            cause: row.try_get(1)?,
            believed: row.try_get(2)?,
            number: row.try_get(3)?,
        })
    });
    let rows: Vec<_> = rows.collect::<Result<_, sqlx::Error>>().map_err(failed)?;
    event_counts(rows)
}

pub(super) fn count_of(company: Uuid, query: &EventQuery) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("SELECT e.kind, e.cause, e.distrust IS NULL, count(*) FROM events e");
    if search_of(query).is_some() {
        sql.push(" CROSS JOIN inbound_mails i ON i.id = e.mail_id");
    }
    sql.push(" WHERE ");
    conditions(&mut sql, company, query);
    sql.push(" GROUP BY 1, 2, 3");
    sql
}
