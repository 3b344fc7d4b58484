//! Messages in a list, and how many there are.

use super::filter::{Filter, Times};
use crate::{
    columns::{count, failed, micros},
    company::Company,
};
use jiff::Timestamp;
use model::UserId;
use store::{
    DayCounts, Message, MessageQuery, StateCounts, StoreError,
    rows::{MessageRow, StateCountRow, counts_of, parsed},
};
use uuid::Uuid;

/// Messages of a query, one page of them; what follows is which side of the page before, and in which order.
macro_rules! log {
    ($side:literal, $company:expr, $query:expr, $limit:expr) => {{
        let filter = Filter::of($query);
        sqlx::query_as!(
            MessageRow,
            r#"SELECT m.id, m.letter_id, m.batch_id, m.user_id, coalesce(u.name, l.user_name) AS "user_name!",
            m.recipient, m.role, l.subject, l.reference, m.state, m.attempts, m.not_before, m.history, m.created_at,
            m.changed_at, m.account_id, a.held_why AS "held_why?"
        FROM messages m JOIN letters l ON l.id = m.letter_id LEFT JOIN users u ON u.id = m.user_id
            LEFT JOIN accounts a ON a.id = m.account_id
        WHERE m.company_id = $1 AND m.state <> 'staged' AND ($2::uuid IS NULL OR m.user_id = $2)
            AND ($3::uuid IS NULL OR m.batch_id = $3) AND ($4::uuid IS NULL OR m.letter_id = $4)
            AND ($5::text IS NULL OR m.cause = $5) AND (cardinality($6::text[]) = 0 OR m.state = ANY ($6))
            AND ($7::text IS NULL OR strpos(m.recipient_key, $7) > 0 OR strpos(l.subject_key, $7) > 0
                OR l.reference = $8)
            AND m.created_at >= $9 AND m.created_at < $10 AND m.id >= $11 AND m.id < $12 "# + $side,
            $company.uuid(),
            filter.user,
            filter.batch,
            filter.letter,
            filter.cause,
            &filter.states,
            filter.search_key(),
            filter.search_text(),
            filter.times.from,
            filter.times.until,
            filter.times.first,
            filter.times.last,
            $query.after.map(|message| *message.as_uuid()),
            i64::from($limit)
        )
        .fetch_all(&$company.database.pool)
        .await
        .map_err(failed)
    }};
}

pub(super) async fn list(
    company: &Company,
    query: &MessageQuery,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let rows = if query.oldest_first {
        log!(
            "AND ($13::uuid IS NULL OR m.id > $13) ORDER BY m.id LIMIT $14",
            company,
            query,
            limit
        )
    } else {
        log!(
            "AND ($13::uuid IS NULL OR m.id < $13) ORDER BY m.id DESC LIMIT $14",
            company,
            query,
            limit
        )
    };
    rows?.into_iter().map(Message::try_from).collect()
}

pub(super) async fn counted(company: &Company, query: &MessageQuery) -> Result<StateCounts, StoreError> {
    let filter = Filter::of(query);
    let rows = if filter.search.is_none() {
        without_search(company, &filter).await
    } else {
        with_search(company, &filter).await
    };
    counts_of(rows?)
}

async fn without_search(company: &Company, filter: &Filter) -> Result<Vec<StateCountRow>, StoreError> {
    sqlx::query_as!(
        StateCountRow,
        r#"SELECT m.state, count(*) AS "number!" FROM messages m
        WHERE m.company_id = $1 AND m.state <> 'staged' AND ($2::uuid IS NULL OR m.user_id = $2)
            AND ($3::uuid IS NULL OR m.batch_id = $3) AND ($4::uuid IS NULL OR m.letter_id = $4)
            AND ($5::text IS NULL OR m.cause = $5)
            AND m.created_at >= $6 AND m.created_at < $7 AND m.id >= $8 AND m.id < $9
        GROUP BY m.state"#,
        company.uuid(),
        filter.user,
        filter.batch,
        filter.letter,
        filter.cause,
        filter.times.from,
        filter.times.until,
        filter.times.first,
        filter.times.last
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)
}

async fn with_search(company: &Company, filter: &Filter) -> Result<Vec<StateCountRow>, StoreError> {
    sqlx::query_as!(
        StateCountRow,
        r#"SELECT m.state, count(*) AS "number!" FROM messages m JOIN letters l ON l.id = m.letter_id
        WHERE m.company_id = $1 AND m.state <> 'staged' AND ($2::uuid IS NULL OR m.user_id = $2)
            AND ($3::uuid IS NULL OR m.batch_id = $3) AND ($4::uuid IS NULL OR m.letter_id = $4)
            AND ($5::text IS NULL OR m.cause = $5)
            AND ($6::text IS NULL OR strpos(m.recipient_key, $6) > 0 OR strpos(l.subject_key, $6) > 0
                OR l.reference = $7)
            AND m.created_at >= $8 AND m.created_at < $9 AND m.id >= $10 AND m.id < $11
        GROUP BY m.state"#,
        company.uuid(),
        filter.user,
        filter.batch,
        filter.letter,
        filter.cause,
        filter.search_key(),
        filter.search_text(),
        filter.times.from,
        filter.times.until,
        filter.times.first,
        filter.times.last
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)
}

pub(super) async fn days(
    company: &Company,
    user: Option<UserId>,
    days: &[Timestamp],
) -> Result<Vec<DayCounts>, StoreError> {
    let Some((end, begins)) = days.split_last().filter(|(_, begins)| !begins.is_empty()) else {
        return Ok(Vec::new());
    };
    let times = Times::between(begins.first().copied(), Some(*end));
    let borders: Vec<i64> = begins.iter().map(|day| micros(*day)).collect();
    let rows = sqlx::query!(
        r#"SELECT width_bucket(m.created_at, $3::bigint[]) AS "day!", m.state, count(*) AS "number!"
        FROM messages m
        WHERE m.company_id = $1 AND ($2::uuid IS NULL OR m.user_id = $2) AND m.state <> 'staged'
            AND m.created_at >= $4 AND m.created_at < $5 AND m.id >= $6 AND m.id < $7
        GROUP BY 1, 2"#,
        company.uuid(),
        user.map(|user| *user.as_uuid()),
        &borders,
        times.from,
        times.until,
        times.first,
        times.last
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)?;
    let mut counted: Vec<DayCounts> = borders
        .iter()
        .map(|begins| DayCounts {
            begins: *begins,
            ..DayCounts::default()
        })
        .collect();
    for row in rows {
        let day = usize::try_from(row.day).ok().and_then(|day| day.checked_sub(1));
        if let Some(day) = day.and_then(|day| counted.get_mut(day)) {
            day.counts.add(parsed("state", &row.state)?, count(row.number)?);
        }
    }
    Ok(counted)
}

/// Counts of messages by batch.
pub(super) async fn by_batch(
    company: &Company,
    batches: &[Uuid],
) -> Result<Vec<(Uuid, StateCountRow)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT batch_id AS "batch_id!", state, count(*) AS "number!" FROM messages
        WHERE batch_id = ANY ($1) GROUP BY 1, 2"#,
        batches
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)?;
    let rows = rows.into_iter().map(|row| {
        let counted = StateCountRow {
            state: row.state,
            number: row.number,
        };
        (row.batch_id, counted)
    });
    Ok(rows.collect())
}
