//! Mails that are taken in. A statement for each mail itself, and one of each kind for all that follows, however many
//! they are.

use super::write;
use crate::{
    columns::{failed, micros},
    database::Database,
    queue::{batches_may_have_ended, hex, hex_list},
    webhooks::Listeners,
};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    NewInbound, StoreError, TakenIn,
    events::{Arrival, Arrivals, Plan, named, plan},
    rows::FoundRow,
};
use uuid::Uuid;

pub(super) async fn take_in(database: &Database, mails: &[NewInbound]) -> Result<Vec<TakenIn>, StoreError> {
    if mails.is_empty() {
        return Ok(Vec::new());
    }
    let arrivals = Arrivals::of(mails, || database.new_id())?;
    let mut writing = database.write().await?;
    let now = database.now();
    let mut stored = Vec::with_capacity(arrivals.mails.len());
    for arrival in &arrivals.mails {
        stored.push(keep(&mut writing, arrival, now).await?);
    }
    let fresh = arrivals.fresh(&stored);
    let (messages, letters) = named(&fresh);
    let found = found(&mut writing, &messages, &letters).await?;
    let companies = companies(&mut writing, &fresh).await?;
    let plan = plan(&fresh, &found, &companies, now, || database.new_id())?;
    carry_out(database, &mut writing, &plan, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(arrivals.outcomes(&stored, &plan.events_of))
}

/// Keeps a mail, or counts it where it was here before. Gives the id that it has; none where its company is gone.
async fn keep(
    connection: &mut SqliteConnection,
    arrival: &Arrival<'_>,
    now: Timestamp,
) -> Result<Option<Uuid>, StoreError> {
    let (mail, columns, at) = (arrival.mail, arrival.columns(now), micros(now));
    let (company, source) = (mail.company.as_uuid(), mail.source.key());
    let (digest, raw) = (&mail.digest[..], mail.raw.as_deref());
    sqlx::query_scalar!(
        r#"INSERT INTO inbound_mails (id, company_id, source, envelope_sender, envelope_recipient, sender, subject,
            subject_key, message_id, size, digest, raw, times, pass_on_at, received_at)
        SELECT ?1, c.id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15 FROM companies c WHERE c.id = ?2
        ON CONFLICT (company_id, digest) DO UPDATE SET times = times + excluded.times
        RETURNING id AS "id!: Uuid""#,
        arrival.id,
        company,
        source,
        columns.envelope_sender,
        columns.envelope_recipient,
        columns.sender,
        columns.subject,
        columns.subject_key,
        columns.message_id,
        columns.size,
        digest,
        raw,
        arrival.times,
        columns.pass_on_at,
        at
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)
}

/// The messages that are named, and those of letters that are named, of whatever company.
async fn found(
    connection: &mut SqliteConnection,
    messages: &[Uuid],
    letters: &[Uuid],
) -> Result<Vec<FoundRow>, StoreError> {
    if messages.is_empty() && letters.is_empty() {
        return Ok(Vec::new());
    }
    let (messages, letters) = (hex_list(messages)?, hex_list(letters)?);
    sqlx::query_as!(
        FoundRow,
        r#"SELECT m.id AS "id!: Uuid", m.company_id AS "company_id!: Uuid",
            c.external_id AS "company_external_id?", m.user_id AS "user_id!: Uuid",
            u.external_id AS "user_external_id?", m.letter_id AS "letter_id!: Uuid", m.batch_id AS "batch_id?: Uuid",
            m.recipient AS "recipient!", m.recipient_key AS "recipient_key!",
            l.reference, m.state AS "state!", m.attempts AS "attempts!"
        FROM (
            SELECT unhex(value) AS id FROM json_each(?1)
            UNION
            SELECT o.id FROM json_each(?2) s CROSS JOIN messages o ON o.letter_id = unhex(s.value)
        ) s CROSS JOIN messages m ON m.id = s.id CROSS JOIN letters l ON l.id = m.letter_id
            CROSS JOIN companies c ON c.id = m.company_id LEFT JOIN users u ON u.id = m.user_id
        WHERE m.state <> 'staged' ORDER BY m.id"#,
        messages,
        letters
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

/// The companies of these mails, with what their portals call them.
async fn companies(
    connection: &mut SqliteConnection,
    mails: &[&Arrival<'_>],
) -> Result<BTreeMap<Uuid, Option<String>>, StoreError> {
    let ids: BTreeSet<&Uuid> = mails
        .iter()
        .map(|arrival| arrival.mail.company.as_uuid())
        .collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = hex_list(ids)?;
    let rows = sqlx::query!(
        r#"SELECT c.id AS "id!: Uuid", c.external_id AS "external_id?"
        FROM json_each(?) s CROSS JOIN companies c ON c.id = unhex(s.value)"#,
        ids
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(|row| (row.id, row.external_id)).collect())
}

async fn carry_out(
    database: &Database,
    connection: &mut SqliteConnection,
    plan: &Plan,
    now: Timestamp,
) -> Result<(), StoreError> {
    let too_early: Vec<String> = plan.too_early().map(hex).collect();
    write::forget_mails(connection, &too_early).await?;
    write::events(connection, &plan.events).await?;
    let moved = write::messages(connection, &plan.messages, now).await?;
    write::bad_addresses(connection, &plan.bad, now).await?;
    let companies = plan.told.iter().map(|(company, _)| *company).collect();
    let listeners = Listeners::of(connection, &companies).await?;
    listeners.tell(database, connection, &plan.told, now).await?;
    batches_may_have_ended(database, connection, &moved, now).await
}
