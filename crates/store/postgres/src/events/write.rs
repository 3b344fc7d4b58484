//! What mails that are taken in leave: each kind of row is one statement.

use crate::columns::{failed, micros};
use jiff::Timestamp;
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{
    StoreError,
    events::{Arrival, BadColumns, MessageChange},
    rows::EventColumns,
};
use uuid::Uuid;

/// Mails, column by column.
#[derive(Default)]
pub(super) struct Mails {
    ids: Vec<Uuid>,
    companies: Vec<Uuid>,
    sources: Vec<String>,
    envelope_senders: Vec<Option<String>>,
    envelope_recipients: Vec<Option<String>>,
    senders: Vec<Option<String>>,
    subjects: Vec<String>,
    subject_keys: Vec<String>,
    message_ids: Vec<Option<String>>,
    sizes: Vec<i64>,
    digests: Vec<Vec<u8>>,
    raws: Vec<Option<Vec<u8>>>,
    times: Vec<i64>,
    pass_on_at: Vec<Option<i64>>,
}

impl Mails {
    pub(super) fn add(&mut self, arrival: &Arrival<'_>, now: Timestamp) {
        let (mail, columns) = (arrival.mail, arrival.columns(now));
        self.ids.push(arrival.id);
        self.companies.push(*mail.company.as_uuid());
        self.sources.push(mail.source.key().to_owned());
        self.envelope_senders.push(columns.envelope_sender);
        self.envelope_recipients.push(columns.envelope_recipient);
        self.senders.push(columns.sender);
        self.subjects.push(columns.subject);
        self.subject_keys.push(columns.subject_key);
        self.message_ids.push(columns.message_id);
        self.sizes.push(columns.size);
        self.digests.push(mail.digest.to_vec());
        self.raws.push(mail.raw.clone());
        self.times.push(arrival.times);
        self.pass_on_at.push(columns.pass_on_at);
    }

    /// Keeps them, or counts them where they were here before. Gives the ids that they have, by company and digest.
    pub(super) async fn write(
        self,
        connection: &mut PgConnection,
        now: i64,
    ) -> Result<HashMap<(Uuid, Vec<u8>), Uuid>, StoreError> {
        let rows = sqlx::query!(
            "INSERT INTO inbound_mails AS i (id, company_id, source, envelope_sender, envelope_recipient, sender, subject,
                subject_key, message_id, size, digest, raw, times, pass_on_at, received_at)
            SELECT s.*, $15 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bytea[], $12::bytea[], $13::bigint[],
                $14::bigint[]) AS s
            ON CONFLICT (company_id, digest) DO UPDATE SET times = i.times + excluded.times
            RETURNING id, company_id, digest",
            &self.ids,
            &self.companies,
            &self.sources,
            &self.envelope_senders as &[Option<String>],
            &self.envelope_recipients as &[Option<String>],
            &self.senders as &[Option<String>],
            &self.subjects,
            &self.subject_keys,
            &self.message_ids as &[Option<String>],
            &self.sizes,
            &self.digests,
            &self.raws as &[Option<Vec<u8>>],
            &self.times,
            &self.pass_on_at as &[Option<i64>],
            now
        )
        .fetch_all(connection)
        .await
        .map_err(failed)?;
        let ids = rows.into_iter().map(|row| ((row.company_id, row.digest), row.id));
        Ok(ids.collect())
    }
}

/// Mails that came too early were not here.
pub(super) async fn forget_mails(connection: &mut PgConnection, mails: &[Uuid]) -> Result<(), StoreError> {
    if mails.is_empty() {
        return Ok(());
    }
    sqlx::query!("DELETE FROM inbound_mails WHERE id = ANY ($1)", mails)
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}

/// A column of all events.
fn each<T>(events: &[EventColumns], column: impl Fn(&EventColumns) -> T) -> Vec<T> {
    events.iter().map(column).collect()
}

pub(super) async fn events(connection: &mut PgConnection, events: &[EventColumns]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let word = |word: Option<&str>| word.map(str::to_owned);
    sqlx::query!(
        "INSERT INTO events (id, company_id, mail_id, message_id, letter_id, batch_id, user_id, kind, cause, hard,
            status, reply_code, evidence, reporter, recipient, recipient_key, clue, distrust, changed, received_at)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[],
            $8::text[], $9::text[], $10::boolean[], $11::text[], $12::bigint[], $13::text[], $14::text[], $15::text[],
            $16::text[], $17::text[], $18::text[], $19::boolean[], $20::bigint[])",
        &each(events, |event| event.id),
        &each(events, |event| event.company_id),
        &each(events, |event| event.mail_id),
        &each(events, |event| event.message_id) as &[Option<Uuid>],
        &each(events, |event| event.letter_id) as &[Option<Uuid>],
        &each(events, |event| event.batch_id) as &[Option<Uuid>],
        &each(events, |event| event.user_id) as &[Option<Uuid>],
        &each(events, |event| event.kind.to_owned()),
        &each(events, |event| word(event.cause)) as &[Option<String>],
        &each(events, |event| event.hard),
        &each(events, |event| event.status.clone()) as &[Option<String>],
        &each(events, |event| event.reply_code) as &[Option<i64>],
        &each(events, |event| event.evidence.clone()),
        &each(events, |event| event.reporter.clone()) as &[Option<String>],
        &each(events, |event| event.recipient.clone()) as &[Option<String>],
        &each(events, |event| event.recipient_key.clone()) as &[Option<String>],
        &each(events, |event| word(event.clue)) as &[Option<String>],
        &each(events, |event| word(event.distrust)) as &[Option<String>],
        &each(events, |event| event.changed),
        &each(events, |event| event.received_at)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Moves messages on, which are locked, and says in which batches they are.
pub(super) async fn messages(
    connection: &mut PgConnection,
    messages: &BTreeMap<Uuid, MessageChange>,
    now: Timestamp,
) -> Result<Vec<Uuid>, StoreError> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = messages.keys().copied().collect();
    let states: Vec<String> = messages
        .values()
        .map(|change| change.state.key().to_owned())
        .collect();
    let causes: Vec<Option<String>> = messages.values().map(|change| change.cause.clone()).collect();
    let lines: Vec<String> = messages.values().map(|change| change.lines.clone()).collect();
    let steps: Vec<i64> = messages.values().map(|change| change.steps).collect();
    let batches = sqlx::query_scalar!(
        "UPDATE messages m SET state = s.state, cause = s.cause, history = m.history || s.lines, changed_at = $6,
            version = m.version + s.steps
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[])
            AS s (id, state, cause, lines, steps)
        WHERE m.id = s.id
        RETURNING m.batch_id",
        &ids,
        &states,
        &causes as &[Option<String>],
        &lines,
        &steps,
        micros(now)
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    let batches: BTreeSet<Uuid> = batches.into_iter().flatten().collect();
    Ok(batches.into_iter().collect())
}

/// Notes bad addresses, always in the same order.
pub(super) async fn bad_addresses(
    connection: &mut PgConnection,
    bad: &BTreeMap<(Uuid, String), BadColumns>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if bad.is_empty() {
        return Ok(());
    }
    let companies: Vec<Uuid> = bad.keys().map(|(company, _)| *company).collect();
    let addresses: Vec<String> = bad.keys().map(|(_, address)| address.clone()).collect();
    let times: Vec<i64> = bad.values().map(|bad| bad.times).collect();
    let causes: Vec<String> = bad.values().map(|bad| bad.cause.clone()).collect();
    sqlx::query!(
        "INSERT INTO bad_addresses AS b (company_id, address_key, times, cause, first_at, last_at)
        SELECT s.*, $5, $5 FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) AS s
        ON CONFLICT (company_id, address_key) DO UPDATE SET times = b.times + excluded.times,
            cause = excluded.cause, last_at = excluded.last_at",
        &companies,
        &addresses,
        &times,
        &causes,
        micros(now)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
