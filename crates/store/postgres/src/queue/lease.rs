//! Who may send through an account.

use super::recover::recover_lost;
use crate::{
    columns::{failed, micros, number},
    database::Database,
};
use sqlx::PgConnection;
use std::{collections::HashSet, time::Duration};
use store::{Lease, LeasedAccount, StoreError, rows::AccountRow};
use uuid::Uuid;

pub(super) async fn lease_accounts(
    database: &Database,
    limit: u32,
    lease: Duration,
    without_trouble: bool,
) -> Result<Vec<LeasedAccount>, StoreError> {
    if !is_any(database).await? {
        return Ok(Vec::new());
    }
    let mut writing = database.write().await?;
    recover_lost(database, &mut writing).await?;
    let due = due(&mut writing, micros(database.now()), without_trouble).await?;
    let accounts = choose(&mut writing, &due, micros(database.now()), limit).await?;
    let until = micros(database.after(lease));
    let leased = note(&mut writing, &accounts, until, micros(database.now())).await?;
    writing.commit().await.map_err(failed)?;
    leased.into_iter().map(LeasedAccount::try_from).collect()
}

/// Whether there is something to lease now: asked before a transaction is begun for it.
async fn is_any(database: &Database) -> Result<bool, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM accounts WHERE due_at <= $1)
            OR EXISTS (SELECT FROM accounts WHERE lease_until <= $1) AS "any!""#,
        micros(database.now())
    )
    .fetch_one(&database.pool)
    .await
    .map_err(failed)
}

/// Accounts with something to send, in the order in which it is their turn: the first account of each company before
/// the second of any. Their companies are kept.
async fn due(
    connection: &mut PgConnection,
    now: i64,
    without_trouble: bool,
) -> Result<Vec<Uuid>, StoreError> {
    let due = sqlx::query!(
        "SELECT a.id, a.company_id FROM (
            SELECT id, company_id, due_at, row_number() OVER (
                PARTITION BY company_id ORDER BY served_at, due_at, id) AS place
            FROM accounts WHERE due_at <= $1 AND (NOT $2 OR trouble_since IS NULL)
        ) a LEFT JOIN turns t ON t.company_id = a.company_id
        ORDER BY a.place, t.served_at NULLS FIRST, a.due_at, a.id",
        now,
        without_trouble
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let companies: Vec<Uuid> = due.iter().map(|account| account.company_id).collect();
    // One that is being deleted is left alone.
    let kept = sqlx::query_scalar!(
        "SELECT id FROM companies WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE SKIP LOCKED",
        &companies
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    let kept: HashSet<Uuid> = kept.into_iter().collect();
    let due = due
        .into_iter()
        .filter(|account| kept.contains(&account.company_id));
    Ok(due.map(|account| account.id).collect())
}

/// Locks the first of them that no other replica looks at.
async fn choose(
    connection: &mut PgConnection,
    due: &[Uuid],
    now: i64,
    limit: u32,
) -> Result<Vec<Uuid>, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT a.id FROM unnest($1::uuid[]) WITH ORDINALITY AS s (id, place) JOIN accounts a ON a.id = s.id
        WHERE a.due_at <= $2 ORDER BY s.place LIMIT $3 FOR NO KEY UPDATE OF a SKIP LOCKED"#,
        due,
        now,
        i64::from(limit)
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

/// Notes the leases and the turns, in this order. Each gets a number of its own, greater than all before.
async fn note(
    connection: &mut PgConnection,
    accounts: &[Uuid],
    until: i64,
    now: i64,
) -> Result<Vec<AccountRow>, StoreError> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut leased = sqlx::query_as!(
        AccountRow,
        "UPDATE accounts a SET token = a.token + 1, lease_until = $2, due_at = NULL, served_at = s.turn
        FROM (SELECT id, place + greatest($3, (SELECT max(served_at) FROM turns)) AS turn
            FROM unnest($1::uuid[]) WITH ORDINALITY AS u (id, place)) s
        WHERE a.id = s.id
        RETURNING a.id, a.company_id, a.route, a.token, a.trouble_since, a.trouble_times, a.connections",
        accounts,
        until,
        now
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "INSERT INTO turns (company_id, served_at)
        SELECT company_id, max(served_at) FROM accounts WHERE id = ANY ($1) GROUP BY 1 ORDER BY 1
        ON CONFLICT (company_id) DO UPDATE SET served_at = greatest(turns.served_at, excluded.served_at)",
        accounts
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    leased.sort_by_key(|row| accounts.iter().position(|id| *id == row.id));
    Ok(leased)
}

pub(super) async fn renew(
    database: &Database,
    leases: &[Lease],
    lease: Duration,
) -> Result<Vec<bool>, StoreError> {
    if leases.is_empty() {
        return Ok(Vec::new());
    }
    let accounts: Vec<Uuid> = leases.iter().map(|lease| *lease.account.as_uuid()).collect();
    let tokens: Vec<i64> = leases.iter().map(|lease| number(lease.token)).collect();
    let renewed: HashSet<(Uuid, i64)> = sqlx::query!(
        "WITH held AS (
            SELECT a.id FROM unnest($1::uuid[], $2::bigint[]) AS s (id, token)
                JOIN accounts a ON a.id = s.id AND a.token = s.token
            WHERE a.lease_until > $4 ORDER BY a.id FOR NO KEY UPDATE OF a
        )
        UPDATE accounts a SET lease_until = $3 FROM held WHERE a.id = held.id RETURNING a.id, a.token",
        &accounts,
        &tokens,
        micros(database.after(lease)),
        micros(database.now())
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?
    .into_iter()
    .map(|row| (row.id, row.token))
    .collect();
    let held = accounts
        .into_iter()
        .zip(tokens)
        .map(|lease| renewed.contains(&lease));
    Ok(held.collect())
}
