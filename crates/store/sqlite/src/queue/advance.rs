//! Steps of many messages in one transaction: one statement for all that are to be sent now, one for all others.

use super::{
    ends::{Ended, batches_may_have_ended, note_sent, tell_of_ends},
    ids::hex,
    pace,
};
use crate::{
    columns::{failed, micros, number, to_json},
    database::Database,
    events::note_refused,
};
use jiff::Timestamp;
use model::message::{Attempt, MessageState};
use serde::Serialize;
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{Advance, Step, StoreError, rows::history_line};
use uuid::Uuid;

pub(super) async fn advance(database: &Database, steps: &[Advance]) -> Result<Vec<bool>, StoreError> {
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let mut made = vec![false; steps.len()];
    let mut writing = database.write().await?;
    let now = database.now();
    for round in rounds(steps) {
        let of_round: Vec<&Advance> = round.iter().map(|place| &steps[*place]).collect();
        let moved = make(database, &mut writing, &of_round, now).await?;
        for place in round {
            made[place] = moved.contains(steps[place].message.as_uuid());
        }
    }
    writing.commit().await.map_err(failed)?;
    Ok(made)
}

/// Divides steps so that each message is there once in a round, and has its steps in their order. It is one round,
/// unless somebody asks for two steps of a message at once.
fn rounds(steps: &[Advance]) -> Vec<Vec<usize>> {
    let (mut rounds, mut seen) = (Vec::<Vec<usize>>::new(), HashMap::new());
    for (place, step) in steps.iter().enumerate() {
        let round = seen.entry(step.message).or_insert(0_usize);
        if rounds.len() == *round {
            rounds.push(Vec::new());
        }
        rounds[*round].push(place);
        *round += 1;
    }
    rounds
}

/// Makes steps of different messages, and says which messages were moved.
async fn make(
    database: &Database,
    connection: &mut SqliteConnection,
    steps: &[&Advance],
    now: Timestamp,
) -> Result<HashSet<Uuid>, StoreError> {
    let (begun, others): (Vec<&Advance>, Vec<&Advance>) =
        steps.iter().partition(|step| step.step == Step::Sending);
    let mut moved = begin(connection, &begun, now).await?;
    if others.is_empty() {
        return Ok(moved);
    }
    let ended = end(connection, &others, now).await?;
    moved.extend(ended.iter().map(|message| message.id));
    note_sent(connection, &ended, now).await?;
    let attempts = others.iter().filter_map(|step| {
        let attempt = attempt_of(&step.step)?;
        Some((*step.message.as_uuid(), attempt))
    });
    let attempts: HashMap<Uuid, &Attempt> = attempts.collect();
    note_refused(connection, &ended, &attempts, now).await?;
    tell_of_ends(database, connection, &ended, &attempts, now).await?;
    batches_may_have_ended(database, connection, &ended, now).await?;
    let mut back = BTreeMap::<&Uuid, u32>::new();
    for step in others.iter().filter(|step| is_back(&step.step)) {
        if moved.contains(step.message.as_uuid()) {
            *back.entry(step.lease.account.as_uuid()).or_default() += 1;
        }
    }
    for (account, count) in back {
        pace::change(connection, account, now, |pace| pace.give_back(count)).await?;
    }
    Ok(moved)
}

/// From now on their content may leave.
async fn begin(
    connection: &mut SqliteConnection,
    steps: &[&Advance],
    now: Timestamp,
) -> Result<HashSet<Uuid>, StoreError> {
    if steps.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<_> = steps
        .iter()
        .map(|step| {
            (
                hex(step.message.as_uuid()),
                hex(step.lease.account.as_uuid()),
                number(step.lease.token),
            )
        })
        .collect();
    let (rows, now) = (to_json("steps", &rows)?, micros(now));
    sqlx::query_scalar!(
        r#"UPDATE messages SET state = 'sending', attempts = attempts + 1,
            first_attempt_at = coalesce(first_attempt_at, ?2), changed_at = ?2, version = version + 1
        FROM (
            SELECT unhex(j.value ->> 0) AS id, a.id AS account, a.token AS token
            FROM json_each(?1) j CROSS JOIN accounts a ON a.id = unhex(j.value ->> 1)
            WHERE a.token = j.value ->> 2 AND a.lease_until > ?2
        ) s
        WHERE messages.id = s.id AND messages.account_id = s.account AND messages.token = s.token
            AND messages.state = 'leased'
        RETURNING id AS "id!: Uuid""#,
        rows,
        now
    )
    .fetch_all(connection)
    .await
    .map(|moved| moved.into_iter().collect())
    .map_err(failed)
}

/// A step as the statement reads it: a list, for SQLite takes it apart faster than an object.
#[derive(Serialize)]
struct Row(
    String,
    String,
    i64,
    &'static str,
    Option<i64>,
    Option<String>,
    Option<String>,
    bool,
    bool,
    bool,
);

impl Row {
    fn of(step: &Advance) -> Result<Self, StoreError> {
        let attempt = attempt_of(&step.step);
        let (state, not_before) = match &step.step {
            Step::Sending => (MessageState::Sending, None),
            Step::Sent { .. } => (MessageState::Sent, None),
            Step::Deferred { not_before, .. } | Step::Later { not_before } => {
                (MessageState::Queued, Some(micros(*not_before)))
            }
            Step::Failed { .. } => (MessageState::Failed, None),
            Step::InDoubt { .. } => (MessageState::InDoubt, None),
            Step::Back => (MessageState::Queued, None),
        };
        let in_doubt = || (state == MessageState::InDoubt).then(|| state.key().to_owned());
        Ok(Self(
            hex(step.message.as_uuid()),
            hex(step.lease.account.as_uuid()),
            number(step.lease.token),
            state.key(),
            not_before,
            attempt
                .and_then(|attempt| attempt.cause.clone())
                .or_else(in_doubt),
            attempt.map(history_line).transpose()?,
            attempt.is_some(),
            state != MessageState::InDoubt,
            !is_back(&step.step),
        ))
    }
}

/// Whether it was not tried.
fn is_back(step: &Step) -> bool {
    matches!(step, Step::Back | Step::Later { .. })
}

fn attempt_of(step: &Step) -> Option<&Attempt> {
    match step {
        Step::Sending | Step::Back | Step::Later { .. } => None,
        Step::Sent { attempt }
        | Step::Deferred { attempt, .. }
        | Step::Failed { attempt }
        | Step::InDoubt { attempt } => Some(attempt),
    }
}

/// They were tried, or go back untried. Gives those that were moved.
async fn end(
    connection: &mut SqliteConnection,
    steps: &[&Advance],
    now: Timestamp,
) -> Result<Vec<Ended>, StoreError> {
    let rows = steps
        .iter()
        .map(|step| Row::of(step))
        .collect::<Result<Vec<_>, _>>()?;
    let (rows, now) = (to_json("steps", &rows)?, micros(now));
    sqlx::query_as!(
        Ended,
        r#"UPDATE messages SET token = NULL,
            state = CASE s.state WHEN 'queued' THEN coalesce((
                SELECT CASE WHEN b.canceled THEN 'canceled' WHEN b.paused THEN 'paused' END
                FROM batches b WHERE b.id = messages.batch_id AND messages.alone = 0), 'queued') ELSE s.state END,
            attempts = attempts + (s.tried AND messages.state = 'leased'),
            first_attempt_at = CASE WHEN s.tried THEN coalesce(first_attempt_at, ?2) ELSE first_attempt_at END,
            not_before = coalesce(s.later, not_before),
            cause = CASE WHEN s.tried THEN s.cause ELSE messages.cause END,
            history = history || coalesce(s.line, ''),
            changed_at = CASE WHEN s.tried THEN ?2 ELSE changed_at END,
            version = version + s.tried
        FROM (
            SELECT unhex(j.value ->> 0) AS id, a.id AS account, a.token AS token, j.value ->> 3 AS state,
                j.value ->> 4 AS later, j.value ->> 5 AS cause, j.value ->> 6 AS line, j.value ->> 7 AS tried,
                j.value ->> 8 AS of_leased, j.value ->> 9 AS of_sending
            FROM json_each(?1) j CROSS JOIN accounts a ON a.id = unhex(j.value ->> 1)
            WHERE a.token = j.value ->> 2 AND a.lease_until IS NOT NULL
        ) s
        WHERE messages.id = s.id AND messages.account_id = s.account AND messages.token = s.token
            AND ((messages.state = 'sending' AND s.of_sending) OR (messages.state = 'leased' AND s.of_leased))
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid", user_id AS "user_id!: Uuid",
            account_id AS "account_id!: Uuid", batch_id AS "batch_id?: Uuid", state AS "state!""#,
        rows,
        now
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}
