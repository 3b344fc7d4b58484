//! The end of a turn.

use super::{due::refresh, holds::tell_held, recover::give_back_taken};
use crate::{
    columns::{failed, from_json, micros, number, to_json},
    database::Database,
};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{AccountFault, AccountNow, Lease, Pace, Release, StoreError, rows::open_connections};
use uuid::Uuid;

pub(super) async fn release(
    database: &Database,
    lease: Lease,
    release: &Release,
) -> Result<bool, StoreError> {
    let mut writing = database.write().await?;
    let now = database.now();
    let (account, token) = (*lease.account.as_uuid(), number(lease.token));
    let kept = sqlx::query!(
        "SELECT pace, held_at, connections FROM accounts WHERE id = ? AND token = ? AND lease_until IS NOT NULL",
        account,
        token
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(kept) = kept else { return Ok(false) };
    let given = give_back_taken(database, &mut writing, &[account]).await?;
    let mut pace: Pace = from_json("pace", &kept.pace)?;
    pace.give_back(given.untried());
    let in_doubt = (!given.accounts_in_doubt().is_empty()).then_some(now);
    if let Some(came) = release.came.max(in_doubt) {
        pace.came(came);
    }
    if release.slower {
        pace.slow_down(now);
    }
    let connections = match &release.open {
        Some(open) => {
            let before = open_connections(kept.connections.as_deref());
            Some(to_json("connections", &open.clone().noted(before, now))?)
        }
        None => kept.connections,
    };
    let (paced_until, pace) = (pace.next(now).map(micros), to_json("pace", &pace)?);
    sqlx::query!(
        "UPDATE accounts SET lease_until = NULL, pace = ?, paced_until = ?, connections = ? WHERE id = ?",
        pace,
        paced_until,
        connections,
        account
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    match &release.account {
        AccountNow::Works => forget_trouble(&mut writing, &account).await?,
        AccountNow::Trouble { not_before, why } => {
            note_trouble(&mut writing, &account, *not_before, why, now).await?;
        }
        AccountNow::Held { why } if kept.held_at.is_none() => {
            hold(database, &mut writing, &account, why, now).await?;
        }
        // What is held stays so, and is told of once.
        AccountNow::Held { .. } | AccountNow::Unknown => {}
    }
    refresh(&mut writing, [&account]).await?;
    database.commit_work(writing).await?;
    Ok(true)
}

pub(super) async fn forget_trouble(
    connection: &mut SqliteConnection,
    account: &Uuid,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE accounts SET trouble_since = NULL, trouble_times = 0, trouble_why = NULL, trouble_until = NULL
        WHERE id = ? AND trouble_since IS NOT NULL",
        account
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

async fn note_trouble(
    connection: &mut SqliteConnection,
    account: &Uuid,
    until: Timestamp,
    why: &AccountFault,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (why, until, now) = (to_json("fault", why)?, micros(until), micros(now));
    sqlx::query!(
        "UPDATE accounts SET trouble_since = coalesce(trouble_since, ?1), trouble_times = trouble_times + 1,
            trouble_why = ?2, trouble_until = ?3
        WHERE id = ?4",
        now,
        why,
        until,
        account
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Holds an account that was not held, and tells the webhooks.
pub(super) async fn hold(
    database: &Database,
    connection: &mut SqliteConnection,
    account: &Uuid,
    why: &AccountFault,
    now: Timestamp,
) -> Result<(), StoreError> {
    forget_trouble(connection, account).await?;
    let (text, at) = (to_json("fault", why)?, micros(now));
    sqlx::query!(
        "UPDATE accounts SET held_at = ?, held_why = ?, told_at = NULL, due_at = NULL WHERE id = ?",
        at,
        text,
        account
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    tell_held(database, connection, account, Some(why), now).await
}
