//! Mails that are taken in: a few statements for all of them together. Locked from the outside in: companies, the mails
//! themselves, accounts, batches; then messages are nobody else's.

use super::write;
use crate::{
    columns::{failed, micros},
    database::Database,
    queue::{finish, lock_accounts, lock_batches},
    webhooks::Listeners,
};
use jiff::Timestamp;
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    NewInbound, StoreError, TakenIn,
    events::{Arrival, Arrivals, Plan, named, plan},
    rows::FoundRow,
};
use uuid::Uuid;

/// How many bytes of mails are in a statement at most, but for one mail that is greater.
const MOST_BYTES: usize = 8 << 20;

pub(super) async fn take_in(database: &Database, mails: &[NewInbound]) -> Result<Vec<TakenIn>, StoreError> {
    if mails.is_empty() {
        return Ok(Vec::new());
    }
    let arrivals = Arrivals::of(mails, || database.new_id())?;
    let mut writing = database.write().await?;
    let companies = keep_companies(&mut writing, &arrivals.mails).await?;
    let now = database.now();
    let stored = keep(&mut writing, &arrivals.mails, &companies, now).await?;
    let fresh = arrivals.fresh(&stored);
    let found = found(&mut writing, &fresh).await?;
    let plan = plan(&fresh, &found, &companies, now, || database.new_id())?;
    carry_out(database, &mut writing, &plan, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(arrivals.outcomes(&stored, &plan.events_of))
}

/// Keeps the companies of these mails from being deleted, and says which are there and what their portals call them.
async fn keep_companies(
    connection: &mut PgConnection,
    mails: &[Arrival<'_>],
) -> Result<BTreeMap<Uuid, Option<String>>, StoreError> {
    let ids: BTreeSet<Uuid> = mails
        .iter()
        .map(|arrival| *arrival.mail.company.as_uuid())
        .collect();
    let rows = sqlx::query!(
        "SELECT id, external_id FROM companies WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE",
        &Vec::from_iter(ids)
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(|row| (row.id, row.external_id)).collect())
}

/// Keeps mails, or counts them where they were here before. Gives the ids that they have; none where their company is
/// gone. Always in the same order, so that two programs that take in the same mails do not wait for each other.
async fn keep(
    connection: &mut PgConnection,
    mails: &[Arrival<'_>],
    companies: &BTreeMap<Uuid, Option<String>>,
    now: Timestamp,
) -> Result<Vec<Option<Uuid>>, StoreError> {
    let mut order: Vec<usize> = (0..mails.len())
        .filter(|at| companies.contains_key(mails[*at].mail.company.as_uuid()))
        .collect();
    order.sort_unstable_by_key(|at| (mails[*at].mail.company, mails[*at].mail.digest));
    let mut stored = vec![None; mails.len()];
    let (mut part, mut bytes) = (write::Mails::default(), 0);
    for (place, at) in order.iter().enumerate() {
        part.add(&mails[*at], now);
        bytes += mails[*at].mail.raw.as_ref().map_or(0, Vec::len);
        if bytes < MOST_BYTES && place + 1 < order.len() {
            continue;
        }
        let ids = std::mem::take(&mut part).write(connection, micros(now)).await?;
        for at in &order[..=place] {
            let mail = mails[*at].mail;
            let key = (*mail.company.as_uuid(), mail.digest.to_vec());
            stored[*at] = stored[*at].or_else(|| ids.get(&key).copied());
        }
        bytes = 0;
    }
    Ok(stored)
}

/// The messages that fresh mails name, and those of letters that they name, of whatever company; those of the mails' own
/// companies are locked, behind their accounts and batches.
async fn found(connection: &mut PgConnection, mails: &[&Arrival<'_>]) -> Result<Vec<FoundRow>, StoreError> {
    let (messages, letters) = named(mails);
    if messages.is_empty() && letters.is_empty() {
        return Ok(Vec::new());
    }
    let companies: BTreeSet<Uuid> = mails
        .iter()
        .map(|arrival| *arrival.mail.company.as_uuid())
        .collect();
    let around = sqlx::query!(
        "SELECT id, account_id, batch_id FROM messages
        WHERE (id = ANY ($1) OR letter_id = ANY ($2)) AND company_id = ANY ($3)",
        &messages,
        &letters,
        &Vec::from_iter(companies)
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let accounts: BTreeSet<Uuid> = around.iter().map(|message| message.account_id).collect();
    let batches: BTreeSet<Uuid> = around.iter().filter_map(|message| message.batch_id).collect();
    lock_accounts(connection, &Vec::from_iter(accounts)).await?;
    lock_batches(connection, &Vec::from_iter(batches)).await?;
    let ours: Vec<Uuid> = around.iter().map(|message| message.id).collect();
    // One that waits may have gone to another account since.
    sqlx::query!(
        "SELECT id FROM messages WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE",
        &ours
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    read(connection, &messages, &letters).await
}

async fn read(
    connection: &mut PgConnection,
    messages: &[Uuid],
    letters: &[Uuid],
) -> Result<Vec<FoundRow>, StoreError> {
    sqlx::query_as!(
        FoundRow,
        r#"SELECT m.id, m.company_id, c.external_id AS company_external_id, m.user_id,
            u.external_id AS "user_external_id?", m.letter_id, m.batch_id, m.recipient, m.recipient_key,
            l.reference, m.state, m.attempts
        FROM messages m JOIN letters l ON l.id = m.letter_id JOIN companies c ON c.id = m.company_id
            LEFT JOIN users u ON u.id = m.user_id
        WHERE (m.id = ANY ($1) OR m.letter_id = ANY ($2)) AND m.state <> 'staged' ORDER BY m.id"#,
        messages,
        letters
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

async fn carry_out(
    database: &Database,
    connection: &mut PgConnection,
    plan: &Plan,
    now: Timestamp,
) -> Result<(), StoreError> {
    let too_early: Vec<Uuid> = plan.too_early().copied().collect();
    write::forget_mails(connection, &too_early).await?;
    write::events(connection, &plan.events).await?;
    let batches = write::messages(connection, &plan.messages, now).await?;
    write::bad_addresses(connection, &plan.bad, now).await?;
    let listeners = Listeners::of(connection, plan.told.iter().map(|(company, _)| *company)).await?;
    listeners.tell(database, connection, &plan.told, now).await?;
    finish(database, connection, &batches, now).await
}
