//! Steps of many messages in one transaction: a message has one step of a kind in it.

use super::{
    ends::{follow, note_sent},
    locks::{keep_companies, lock_accounts, lock_batches, lock_users},
    pace,
    settle::Settling,
};
use crate::{
    columns::{failed, micros, number},
    database::Database,
    events::note_refused,
};
use jiff::Timestamp;
use model::message::{Attempt, MessageState};
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use store::{Advance, Step, StoreError};
use uuid::Uuid;

pub(super) async fn advance(database: &Database, steps: &[Advance]) -> Result<Vec<bool>, StoreError> {
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let now = database.now();
    let mut writing = database.write().await?;
    let settles = |step: &&Advance| !matches!(step.step, Step::Sending);
    let ending: Vec<&Advance> = steps.iter().filter(settles).collect();
    let batches = lock_around(&mut writing, &ending).await?;
    let accounts: BTreeSet<Uuid> = steps.iter().map(|step| *step.lease.account.as_uuid()).collect();
    let tokens = lock_accounts(&mut writing, &Vec::from_iter(accounts)).await?;
    lock_batches(&mut writing, &batches).await?;
    let begun = begin(&mut writing, steps, now).await?;
    let (settling, attempts) = settled(&ending)?;
    let moved = settling.write(&mut writing, now).await?;
    note_sent(&mut writing, &moved, now).await?;
    note_refused(&mut writing, &moved, &attempts, now).await?;
    follow(database, &mut writing, &moved, &attempts, now).await?;
    let settled: HashSet<Uuid> = moved.iter().map(|message| message.id).collect();
    give_back(&mut writing, &ending, &settled, now).await?;
    writing.commit().await.map_err(failed)?;
    let made = steps.iter().map(|step| {
        let moved = match step.step {
            Step::Sending => &begun,
            _ => &settled,
        };
        // Another worker of this program may have moved it in the same call, under a later lease.
        let token = tokens.get(step.lease.account.as_uuid());
        token == Some(&number(step.lease.token)) && moved.contains(step.message.as_uuid())
    });
    Ok(made.collect())
}

/// Gives their accounts' pace back what was let out and not tried.
async fn give_back(
    connection: &mut PgConnection,
    ending: &[&Advance],
    moved: &HashSet<Uuid>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut back = BTreeMap::<Uuid, u32>::new();
    for step in ending {
        let untried = matches!(step.step, Step::Back | Step::Later { .. });
        if untried && moved.contains(step.message.as_uuid()) {
            *back.entry(*step.lease.account.as_uuid()).or_default() += 1;
        }
    }
    for (account, count) in back {
        pace::change(connection, account, now, |pace| pace.give_back(count)).await?;
    }
    Ok(())
}

/// Locks what lies around the accounts of messages that may come to an end: companies, and the users of those that were
/// sent. Says in which batches they are, which never changes.
async fn lock_around(connection: &mut PgConnection, ending: &[&Advance]) -> Result<Vec<Uuid>, StoreError> {
    if ending.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ending.iter().map(|step| *step.message.as_uuid()).collect();
    let around = sqlx::query!(
        "SELECT id, company_id, user_id, batch_id FROM messages WHERE id = ANY ($1)",
        &ids
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let companies: BTreeSet<Uuid> = around.iter().map(|message| message.company_id).collect();
    keep_companies(connection, &Vec::from_iter(companies)).await?;
    let sent = ending
        .iter()
        .filter(|step| matches!(step.step, Step::Sent { .. }));
    let sent: HashSet<&Uuid> = sent.map(|step| step.message.as_uuid()).collect();
    let users = around.iter().filter(|message| sent.contains(&message.id));
    let users: BTreeSet<Uuid> = users.map(|message| message.user_id).collect();
    lock_users(connection, &Vec::from_iter(users)).await?;
    let batches: BTreeSet<Uuid> = around.iter().filter_map(|message| message.batch_id).collect();
    Ok(batches.into_iter().collect())
}

/// Notes whose content may leave from now on, and says which.
async fn begin(
    connection: &mut PgConnection,
    steps: &[Advance],
    now: Timestamp,
) -> Result<HashSet<Uuid>, StoreError> {
    let sending = || steps.iter().filter(|step| matches!(step.step, Step::Sending));
    let ids: Vec<Uuid> = sending().map(|step| *step.message.as_uuid()).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let accounts: Vec<Uuid> = sending().map(|step| *step.lease.account.as_uuid()).collect();
    let tokens: Vec<i64> = sending().map(|step| number(step.lease.token)).collect();
    // The state is written so that the planner goes by the ids, as in `Settling::write`.
    let begun = sqlx::query_scalar!(
        "UPDATE messages m SET state = 'sending', attempts = m.attempts + 1,
            first_attempt_at = coalesce(m.first_attempt_at, $4), changed_at = $4, version = m.version + 1
        FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS s (id, account, token)
            JOIN accounts a ON a.id = s.account AND a.token = s.token AND a.lease_until > $4
        WHERE m.id = s.id AND m.account_id = s.account AND m.token = s.token AND m.state || '' = 'leased'
        RETURNING m.id",
        &ids,
        &accounts,
        &tokens,
        micros(now)
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(begun.into_iter().collect())
}

type Attempts<'a> = HashMap<Uuid, &'a Attempt>;

/// The steps as they are written, and the attempts by message.
fn settled<'a>(ending: &[&'a Advance]) -> Result<(Settling, Attempts<'a>), StoreError> {
    let (mut settling, mut attempts) = (Settling::default(), HashMap::new());
    for step in ending {
        let id = step.message.as_uuid();
        let (from, to, attempt) = match &step.step {
            Step::Sent { attempt } => ((true, true), (MessageState::Sent, None), attempt),
            Step::Failed { attempt } => ((true, true), (MessageState::Failed, None), attempt),
            Step::Deferred { not_before, attempt } => {
                ((true, true), (MessageState::Queued, Some(*not_before)), attempt)
            }
            Step::InDoubt { attempt } => ((false, true), (MessageState::InDoubt, None), attempt),
            Step::Back => {
                settling.back(&step.lease, id, None);
                continue;
            }
            Step::Later { not_before } => {
                settling.back(&step.lease, id, Some(*not_before));
                continue;
            }
            Step::Sending => continue,
        };
        settling.tried((&step.lease, id), from, to, attempt)?;
        attempts.insert(*id, attempt);
    }
    Ok((settling, attempts))
}
