//! Who may send through an account.

use super::{due, ids::hex, recover::recover_lost};
use crate::{
    columns::{all, failed, micros, number, to_json},
    database::Database,
};
use sqlx::SqliteConnection;
use std::{collections::HashSet, time::Duration};
use store::{Lease, LeasedAccount, StoreError, rows::AccountRow};
use uuid::Uuid;

pub(super) async fn lease_accounts(
    database: &Database,
    limit: u32,
    lease: Duration,
    without_trouble: bool,
) -> Result<Vec<LeasedAccount>, StoreError> {
    if !due::is_any(database).await? {
        return Ok(Vec::new());
    }
    let mut writing = database.write().await?;
    recover_lost(database, &mut writing).await?;
    let now = micros(database.now());
    // The first account of each company before the second of any.
    let mut accounts = sqlx::query_as!(
        AccountRow,
        r#"SELECT a.id AS "id!: Uuid", a.company_id AS "company_id!: Uuid", a.route AS "route!", a.token AS "token!",
            a.trouble_since AS "trouble_since?: i64", a.trouble_times AS "trouble_times!", a.connections
        FROM (
            SELECT id, company_id, route, token, due_at, trouble_since, trouble_times, connections,
                row_number() OVER (PARTITION BY company_id ORDER BY served_at, due_at, id) AS place
            FROM accounts WHERE due_at <= ?1 AND (NOT ?2 OR trouble_since IS NULL)
        ) a LEFT JOIN turns t ON t.company_id = a.company_id
        ORDER BY a.place, t.served_at, a.due_at, a.id LIMIT ?3"#,
        now,
        without_trouble,
        limit
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    if !accounts.is_empty() {
        let until = micros(database.after(lease));
        note(&mut writing, &accounts, until, now).await?;
    }
    writing.commit().await.map_err(failed)?;
    for account in &mut accounts {
        account.token += 1;
    }
    all(accounts)
}

/// Notes the leases and the turns. Each gets a number of its own, greater than all before.
async fn note(
    connection: &mut SqliteConnection,
    accounts: &[AccountRow],
    until: i64,
    now: i64,
) -> Result<(), StoreError> {
    let last = sqlx::query_scalar!(r#"SELECT max(served_at) AS "last?: i64" FROM turns"#)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let first = last.map_or(now, |last| now.max(last + 1));
    let turns = |id: fn(&AccountRow) -> &Uuid| {
        let each = accounts.iter().zip(first..);
        let each: Vec<_> = each.map(|(account, turn)| (hex(id(account)), turn)).collect();
        to_json("turns", &each)
    };
    let (of_accounts, of_companies) = (
        turns(|account| &account.id)?,
        turns(|account| &account.company_id)?,
    );
    sqlx::query!(
        "UPDATE accounts SET token = token + 1, lease_until = ?2, due_at = NULL, served_at = s.turn
        FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS turn FROM json_each(?1)) s WHERE accounts.id = s.id",
        of_accounts,
        until
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "INSERT INTO turns (company_id, served_at)
        SELECT unhex(value ->> 0), max(value ->> 1) FROM json_each(?1) WHERE true GROUP BY 1
        ON CONFLICT (company_id) DO UPDATE SET served_at = excluded.served_at",
        of_companies
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn renew(
    database: &Database,
    leases: &[Lease],
    lease: Duration,
) -> Result<Vec<bool>, StoreError> {
    if leases.is_empty() {
        return Ok(Vec::new());
    }
    let each: Vec<_> = leases
        .iter()
        .map(|lease| (hex(lease.account.as_uuid()), number(lease.token)))
        .collect();
    let each = to_json("leases", &each)?;
    let (now, until) = (micros(database.now()), micros(database.after(lease)));
    let renewed: HashSet<(Uuid, i64)> = sqlx::query!(
        r#"UPDATE accounts SET lease_until = ?2
        FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS token FROM json_each(?1)) s
        WHERE accounts.id = s.id AND accounts.token = s.token AND accounts.lease_until > ?3
        RETURNING id AS "id!: Uuid", token AS "token!""#,
        each,
        until,
        now
    )
    .fetch_all(&database.writer)
    .await
    .map_err(failed)?
    .into_iter()
    .map(|row| (row.id, row.token))
    .collect();
    let held = leases
        .iter()
        .map(|lease| renewed.contains(&(*lease.account.as_uuid(), number(lease.token))));
    Ok(held.collect())
}
