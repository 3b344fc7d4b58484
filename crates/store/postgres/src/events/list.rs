//! Lists of events, and how many there are.

use super::filter::Filter;
use crate::{columns::failed, company::Company};
use store::{
    Event, EventCounts, EventQuery, StoreError,
    rows::{EventCountRow, EventRow, event_counts},
};

/// Rows of events; what follows stands behind `WHERE`.
macro_rules! event_rows {
    ($rest:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            EventRow,
            r#"SELECT e.id, e.mail_id, e.kind, e.cause, e.hard, e.status, e.reply_code, e.evidence, e.reporter,
            e.recipient, e.recipient_key, e.message_id, m.recipient AS "message_recipient?",
            l.subject AS "message_subject?", e.batch_id, e.user_id, coalesce(u.name, l.user_name) AS "user_name?",
            e.clue, e.distrust, e.changed, i.sender, i.subject, e.received_at
        FROM events e JOIN inbound_mails i ON i.id = e.mail_id LEFT JOIN messages m ON m.id = e.message_id
            LEFT JOIN letters l ON l.id = m.letter_id LEFT JOIN users u ON u.id = e.user_id
        WHERE e.company_id = $1 AND "# + $rest
            $(, $argument)*
        )
    };
}

pub(super) use event_rows;

/// Events of a query, one page of them; what follows is which side of the page before, and in which order.
macro_rules! page {
    ($side:literal, $company:expr, $query:expr, $limit:expr) => {{
        let filter = Filter::of($query);
        event_rows!(
            "($2::uuid IS NULL OR e.user_id = $2) AND ($3::uuid IS NULL OR e.message_id = $3)
            AND ($4::uuid IS NULL OR e.batch_id = $4) AND (cardinality($5::text[]) = 0 OR e.kind = ANY ($5))
            AND ($6::text IS NULL OR e.cause = $6) AND ($7::boolean IS NULL OR (e.distrust IS NULL) = $7)
            AND ($8::text IS NULL OR strpos(e.recipient_key, $8) > 0 OR strpos(i.subject_key, $8) > 0)
            AND e.received_at >= $9 AND e.received_at < $10 AND e.id >= $11 AND e.id < $12 "
                + $side,
            $company.uuid(),
            filter.user,
            filter.message,
            filter.batch,
            &filter.kinds,
            filter.cause,
            filter.trusted,
            filter.search,
            filter.times.from,
            filter.times.until,
            filter.times.first,
            filter.times.last,
            $query.after.map(|event| *event.as_uuid()),
            i64::from($limit)
        )
        .fetch_all(&$company.database.pool)
        .await
        .map_err(failed)
    }};
}

pub(super) async fn events(
    company: &Company,
    query: &EventQuery,
    limit: u32,
) -> Result<Vec<Event>, StoreError> {
    let rows = if query.oldest_first {
        page!(
            "AND ($13::uuid IS NULL OR e.id > $13) ORDER BY e.id LIMIT $14",
            company,
            query,
            limit
        )
    } else {
        page!(
            "AND ($13::uuid IS NULL OR e.id < $13) ORDER BY e.id DESC LIMIT $14",
            company,
            query,
            limit
        )
    };
    rows?.into_iter().map(Event::try_from).collect()
}

pub(super) async fn count(company: &Company, query: &EventQuery) -> Result<EventCounts, StoreError> {
    let filter = Filter::of(query);
    let rows = if filter.search.is_none() {
        without_search(company, &filter).await
    } else {
        with_search(company, &filter).await
    };
    event_counts(rows?)
}

async fn without_search(company: &Company, filter: &Filter) -> Result<Vec<EventCountRow>, StoreError> {
    sqlx::query_as!(
        EventCountRow,
        r#"SELECT e.kind, e.cause, e.distrust IS NULL AS "believed!", count(*) AS "number!" FROM events e
        WHERE e.company_id = $1 AND ($2::uuid IS NULL OR e.user_id = $2)
            AND ($3::uuid IS NULL OR e.message_id = $3) AND ($4::uuid IS NULL OR e.batch_id = $4)
            AND ($5::text IS NULL OR e.cause = $5)
            AND ($6::bigint = -9223372036854775808 OR e.received_at >= $6)
            AND ($7::bigint = 9223372036854775807 OR e.received_at < $7)
            AND e.id >= $8 AND e.id < $9
        GROUP BY 1, 2, 3"#,
        company.uuid(),
        filter.user,
        filter.message,
        filter.batch,
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

async fn with_search(company: &Company, filter: &Filter) -> Result<Vec<EventCountRow>, StoreError> {
    sqlx::query_as!(
        EventCountRow,
        r#"SELECT e.kind, e.cause, e.distrust IS NULL AS "believed!", count(*) AS "number!"
        FROM events e JOIN inbound_mails i ON i.id = e.mail_id
        WHERE e.company_id = $1 AND ($2::uuid IS NULL OR e.user_id = $2)
            AND ($3::uuid IS NULL OR e.message_id = $3) AND ($4::uuid IS NULL OR e.batch_id = $4)
            AND ($5::text IS NULL OR e.cause = $5)
            AND ($6::text IS NULL OR strpos(e.recipient_key, $6) > 0 OR strpos(i.subject_key, $6) > 0)
            AND e.received_at >= $7 AND e.received_at < $8 AND e.id >= $9 AND e.id < $10
        GROUP BY 1, 2, 3"#,
        company.uuid(),
        filter.user,
        filter.message,
        filter.batch,
        filter.cause,
        filter.search,
        filter.times.from,
        filter.times.until,
        filter.times.first,
        filter.times.last
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)
}
