//! Mails that came in, and what is known from them, whose time is over. Each kind is a transaction of its own, so that
//! nobody waits long for it; what somebody has just now in hand is left for the next time.

use crate::{
    columns::{failed, micros},
    database::Database,
};
use jiff::Timestamp;
use store::StoreError;

pub(crate) async fn delete_inbound_before(
    database: &Database,
    raw_before: Timestamp,
    events_before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let (raw, events, limit) = (micros(raw_before), micros(events_before), i64::from(limit));
    let mut gone = 0;
    for query in [
        sqlx::query!(
            "UPDATE inbound_mails SET raw = NULL WHERE id IN (
                SELECT id FROM inbound_mails WHERE received_at < $1 AND raw IS NOT NULL
                ORDER BY received_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)",
            raw,
            limit
        ),
        // Their events go with them.
        sqlx::query!(
            "DELETE FROM inbound_mails WHERE id IN (
                SELECT id FROM inbound_mails WHERE received_at < $1
                ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
            events,
            limit
        ),
        sqlx::query!(
            "DELETE FROM bad_addresses WHERE (company_id, address_key) IN (
                SELECT company_id, address_key FROM bad_addresses WHERE last_at < $1
                ORDER BY last_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
            events,
            limit
        ),
    ] {
        gone += query
            .execute(&database.pool)
            .await
            .map_err(failed)?
            .rows_affected();
    }
    Ok(gone)
}
