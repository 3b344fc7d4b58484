//! Mails that came in, and what is known from them, whose time is over. Each kind is a transaction of its own, so that
//! nobody waits long for it.

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
    let (raw, events) = (micros(raw_before), micros(events_before));
    let mut gone = 0;
    for query in [
        sqlx::query!(
            "UPDATE inbound_mails SET raw = NULL WHERE id IN (
                SELECT i.id FROM inbound_mails i WHERE i.received_at < ? AND i.raw IS NOT NULL
                ORDER BY i.received_at LIMIT ?)",
            raw,
            limit
        ),
        // Their events go with them.
        sqlx::query!(
            "DELETE FROM inbound_mails WHERE id IN (
                SELECT i.id FROM inbound_mails i WHERE i.received_at < ? ORDER BY i.received_at LIMIT ?)",
            events,
            limit
        ),
        sqlx::query!(
            "DELETE FROM bad_addresses WHERE (company_id, address_key) IN (
                SELECT a.company_id, a.address_key FROM bad_addresses a WHERE a.last_at < ?
                ORDER BY a.last_at LIMIT ?)",
            events,
            limit
        ),
    ] {
        gone += query
            .execute(&database.writer)
            .await
            .map_err(failed)?
            .rows_affected();
    }
    Ok(gone)
}
