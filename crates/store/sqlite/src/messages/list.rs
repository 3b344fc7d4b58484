//! Lists of messages, and how many there are.

use super::find::{conditions, page};
use crate::{
    columns::{all, failed},
    company::Company,
};
use sqlx::{QueryBuilder, Row as _, sqlite::SqliteRow};
use store::{
    Message, MessageQuery, StateCounts, StoreError,
    rows::{MessageRow, StateCountRow, counts_of},
};

/// What is read of a message; in the order of [`row`].
pub(super) const COLUMNS: &str =
    "SELECT m.id, m.letter_id, m.batch_id, m.user_id, coalesce(u.name, l.user_name),
    m.recipient, m.role, l.subject, l.reference, m.state, m.attempts, m.not_before, m.history, m.created_at,
    m.changed_at, m.account_id, a.held_why";

/// Where it is read.
const TABLES: &str = " FROM messages m CROSS JOIN letters l ON l.id = m.letter_id
    LEFT JOIN users u ON u.id = m.user_id LEFT JOIN accounts a ON a.id = m.account_id WHERE ";

pub(super) async fn messages(
    part: &Company,
    query: &MessageQuery,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let mut sql = QueryBuilder::new(COLUMNS);
    sql.push(TABLES);
    conditions(&mut sql, *part.uuid(), query);
    page(&mut sql, query, limit);
    let rows = sql
        .build()
        .fetch_all(&part.database.reader)
        .await
        .map_err(failed)?;
    let rows: Vec<_> = rows.iter().map(row).collect::<Result<_, _>>().map_err(failed)?;
    all(rows)
}

fn row(row: &SqliteRow) -> Result<MessageRow, sqlx::Error> {
    Ok(MessageRow {
        id: row.try_get(0)?,
        letter_id: row.try_get(1)?,
        batch_id: row.try_get(2)?,
        user_id: row.try_get(3)?,
        user_name: row.try_get(4)?,
        recipient: row.try_get(5)?,
        role: row.try_get(6)?,
        subject: row.try_get(7)?,
        reference: row.try_get(8)?,
        state: row.try_get(9)?,
        attempts: row.try_get(10)?,
        not_before: row.try_get(11)?,
        history: row.try_get(12)?,
        created_at: row.try_get(13)?,
        changed_at: row.try_get(14)?,
        account_id: row.try_get(15)?,
        held_why: row.try_get(16)?,
    })
}

pub(super) async fn count(part: &Company, query: &MessageQuery) -> Result<StateCounts, StoreError> {
    let mut sql = QueryBuilder::new("SELECT m.state, count(*) FROM messages m");
    if query.search.is_some() {
        sql.push(" CROSS JOIN letters l ON l.id = m.letter_id");
    }
    sql.push(" WHERE ");
    conditions(&mut sql, *part.uuid(), query);
    sql.push(" GROUP BY m.state");
    let rows = sql
        .build()
        .fetch_all(&part.database.reader)
        .await
        .map_err(failed)?;
    let rows = rows.iter().map(|row| {
        Ok(StateCountRow {
            state: row.try_get(0)?,
            number: row.try_get(1)?,
        })
    });
    let rows: Vec<_> = rows.collect::<Result<_, sqlx::Error>>().map_err(failed)?;
    counts_of(rows)
}
