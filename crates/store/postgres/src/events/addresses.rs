//! Addresses that letters do not reach.

use crate::{
    columns::{failed, micros},
    company::Company,
    queue::{Moved, keep_companies},
};
use jiff::Timestamp;
use model::{Mailbox, message::Attempt};
use sqlx::PgConnection;
use std::collections::HashMap;
use store::{
    Actor, BadAddress, StoreError, changes,
    rows::{BadAddressRow, name_key},
};
use uuid::Uuid;

/// Notes the addresses of messages that were refused at once, as their last attempts say.
pub(crate) async fn note_refused(
    connection: &mut PgConnection,
    moved: &[Moved],
    attempts: &HashMap<Uuid, &Attempt>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let refused = |message: &&Moved| {
        let last = attempts.get(&message.id);
        message.is_failed() && last.is_some_and(|last| changes::says_bad_address(last))
    };
    let ids: Vec<Uuid> = moved.iter().filter(refused).map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO bad_addresses AS b (company_id, address_key, times, cause, first_at, last_at)
        SELECT m.company_id, m.recipient_key, count(*), max(m.cause), $2, $2 FROM messages m
        WHERE m.id = ANY ($1) AND m.cause IS NOT NULL
        GROUP BY m.company_id, m.recipient_key ORDER BY m.company_id, m.recipient_key COLLATE \"C\"
        ON CONFLICT (company_id, address_key) DO UPDATE SET times = b.times + excluded.times,
            cause = excluded.cause, last_at = excluded.last_at",
        &ids,
        micros(now)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn of_these(part: &Company, addresses: &[Mailbox]) -> Result<Vec<BadAddress>, StoreError> {
    let mut asked: HashMap<String, &Mailbox> = addresses
        .iter()
        .map(|address| (name_key(address.as_str()), address))
        .collect();
    let keys: Vec<String> = asked.keys().cloned().collect();
    let rows = sqlx::query_as!(
        BadAddressRow,
        "SELECT address_key, times, cause, first_at, last_at FROM bad_addresses
        WHERE company_id = $1 AND address_key = ANY ($2)",
        part.uuid(),
        &keys
    )
    .fetch_all(&part.database.pool)
    .await
    .map_err(failed)?;
    let known = rows.into_iter().filter_map(|row| {
        let address = asked.remove(&row.address_key)?;
        Some(row.of(address.clone()))
    });
    known.collect()
}

pub(super) async fn forget(part: &Company, address: &Mailbox, by: &Actor) -> Result<bool, StoreError> {
    let mut writing = part.database.write().await?;
    keep_companies(&mut writing, &[*part.uuid()]).await?;
    let row = sqlx::query_as!(
        BadAddressRow,
        "DELETE FROM bad_addresses WHERE company_id = $1 AND address_key = $2
        RETURNING address_key, times, cause, first_at, last_at",
        part.uuid(),
        name_key(address.as_str())
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(false) };
    let entry = changes::address_forgotten(&row.of(address.clone())?, by);
    let now = part.database.now();
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(true)
}
