//! Addresses that letters do not reach.

use crate::{
    columns::{failed, micros, to_json},
    company::Company,
    queue::{Ended, hex_list},
};
use jiff::Timestamp;
use model::{Mailbox, message::Attempt};
use sqlx::SqliteConnection;
use std::collections::HashMap;
use store::{
    Actor, BadAddress, StoreError, changes,
    rows::{BadAddressRow, name_key},
};
use uuid::Uuid;

/// Notes the addresses of messages that were refused at once, as their last attempts say.
pub(crate) async fn note_refused(
    connection: &mut SqliteConnection,
    moved: &[Ended],
    attempts: &HashMap<Uuid, &Attempt>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let refused = |message: &&Ended| {
        let last = attempts.get(&message.id);
        message.is_failed() && last.is_some_and(|last| changes::says_bad_address(last))
    };
    let ids: Vec<Uuid> = moved.iter().filter(refused).map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let (ids, at) = (hex_list(&ids)?, micros(now));
    sqlx::query!(
        "INSERT INTO bad_addresses (company_id, address_key, times, cause, first_at, last_at)
        SELECT m.company_id, m.recipient_key, count(*), max(m.cause), ?2, ?2
        FROM json_each(?1) s CROSS JOIN messages m ON m.id = unhex(s.value)
        WHERE true GROUP BY m.company_id, m.recipient_key
        ON CONFLICT (company_id, address_key) DO UPDATE SET times = times + excluded.times, cause = excluded.cause,
            last_at = excluded.last_at",
        ids,
        at
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
    let keys: Vec<&String> = asked.keys().collect();
    let keys = to_json("addresses", &keys)?;
    let company = part.uuid();
    let rows = sqlx::query_as!(
        BadAddressRow,
        r#"SELECT b.address_key AS "address_key!", b.times AS "times!", b.cause AS "cause!", b.first_at AS "first_at!",
            b.last_at AS "last_at!"
        FROM json_each(?2) s CROSS JOIN bad_addresses b ON b.company_id = ?1 AND b.address_key = s.value"#,
        company,
        keys
    )
    .fetch_all(&part.database.reader)
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
    let (company, key) = (part.uuid(), name_key(address.as_str()));
    let row = sqlx::query_as!(
        BadAddressRow,
        r#"DELETE FROM bad_addresses WHERE company_id = ? AND address_key = ?
        RETURNING address_key AS "address_key!", times AS "times!", cause AS "cause!", first_at AS "first_at!",
            last_at AS "last_at!""#,
        company,
        key
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
