//! Accounts that are held, and let go.

use super::{
    due::{refresh, wake},
    locks::{keep_companies, lock_accounts},
};
use crate::{
    columns::{failed, from_json, micros, to_json},
    database::Database,
    webhooks::Listeners,
};
use jiff::Timestamp;
use model::{AccountId, CompanyId, UserId};
use sqlx::PgConnection;
use std::collections::HashMap;
use store::{
    AccountFault, Actor, HeldAccount, StoreError, changes,
    rows::{HeldRow, ToldAccountRow},
};
use uuid::Uuid;

/// Holds an account that is locked, with a message to webhooks: one that is held already only where the new reason takes
/// the place of the old one. Says whether anything was changed. Its messages' clocks stand still since it was first held.
pub(super) async fn hold(
    database: &Database,
    connection: &mut PgConnection,
    account: Uuid,
    (before, why): (Option<&AccountFault>, &AccountFault),
    now: Timestamp,
) -> Result<bool, StoreError> {
    if !why.takes_the_place_of(before) {
        return Ok(false);
    }
    sqlx::query!(
        "UPDATE accounts SET held_at = coalesce(held_at, $2), held_why = $3, told_at = NULL, due_at = NULL,
            trouble_since = NULL, trouble_times = 0, trouble_why = NULL, trouble_until = NULL
        WHERE id = $1",
        account,
        micros(now),
        to_json("fault", why)?
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let row = told(connection, account).await?;
    let message = changes::account_held(&row, why, now)?;
    let listeners = Listeners::of(connection, std::iter::once(row.company_id)).await?;
    listeners
        .tell(database, connection, &[(row.company_id, message)], now)
        .await?;
    Ok(true)
}

/// Why an account, which is locked, is held; none where it is not.
pub(super) async fn held_why(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Option<AccountFault>, StoreError> {
    let why = sqlx::query_scalar!("SELECT held_why FROM accounts WHERE id = $1", account)
        .fetch_one(connection)
        .await
        .map_err(failed)?;
    why.map(|why| from_json("fault", &why)).transpose()
}

pub(super) async fn hold_account(
    database: &Database,
    account: AccountId,
    why: &AccountFault,
    by: &Actor,
) -> Result<bool, StoreError> {
    let (mut writing, id, now) = (database.write().await?, *account.as_uuid(), database.now());
    let Some(company) = lock(&mut writing, id, None).await? else {
        return Ok(false);
    };
    let before = held_why(&mut writing, id).await?;
    if !hold(database, &mut writing, id, (before.as_ref(), why), now).await? {
        return Ok(false);
    }
    let route = told(&mut writing, id).await?.route;
    let entry = changes::account_stopped(&from_json("route", &route)?, before.as_ref(), why, by);
    database.audit(&mut writing, company, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(true)
}

/// Keeps an account's company and locks the account; none where it is not there, or not this company's.
async fn lock(
    connection: &mut PgConnection,
    account: Uuid,
    of: Option<CompanyId>,
) -> Result<Option<CompanyId>, StoreError> {
    let company = sqlx::query_scalar!("SELECT company_id FROM accounts WHERE id = $1", account)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed)?
        .map(CompanyId::from_uuid);
    let Some(company) = company.filter(|company| of.is_none_or(|of| of == *company)) else {
        return Ok(None);
    };
    let kept = keep_companies(connection, &[*company.as_uuid()]).await?;
    lock_accounts(connection, &[account]).await?;
    Ok((!kept.is_empty()).then_some(company))
}

async fn told(connection: &mut PgConnection, account: Uuid) -> Result<ToldAccountRow, StoreError> {
    sqlx::query_as!(
        ToldAccountRow,
        "SELECT a.id, a.company_id, c.external_id AS company_external_id, a.route
        FROM accounts a JOIN companies c ON c.id = a.company_id WHERE a.id = $1",
        account
    )
    .fetch_one(connection)
    .await
    .map_err(failed)
}

/// Ends a hold or a trouble, and says whether there was anything to end: not where the account is of another company than
/// `within`, or this one may not end it.
pub(crate) async fn let_go(
    database: &Database,
    account: AccountId,
    within: Option<CompanyId>,
    by: &Actor,
) -> Result<bool, StoreError> {
    let (now, id) = (database.now(), *account.as_uuid());
    let mut writing = database.write().await?;
    let Some(company) = lock(&mut writing, id, within).await? else {
        return Ok(false);
    };
    let before = sqlx::query!(
        "SELECT held_at, held_why, trouble_since, trouble_why FROM accounts WHERE id = $1",
        id
    )
    .fetch_one(&mut *writing)
    .await
    .map_err(failed)?;
    if before.held_at.is_none() && before.trouble_since.is_none() {
        return Ok(false);
    }
    let why = before.held_why.or(before.trouble_why);
    let why: Option<AccountFault> = why.map(|why| from_json("fault", &why)).transpose()?;
    if why.as_ref().is_some_and(|why| !why.may_be_ended_by(by)) {
        return Ok(false);
    }
    if let Some(since) = before.held_at {
        start_clocks(&mut writing, id, None, (since, micros(now))).await?;
    }
    sqlx::query!(
        "UPDATE accounts SET held_at = NULL, held_why = NULL, told_at = NULL, trouble_since = NULL,
            trouble_times = 0, trouble_why = NULL, trouble_until = NULL
        WHERE id = $1",
        id
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    refresh(&mut writing, &[id]).await?;
    let row = told(&mut writing, id).await?;
    if before.held_at.is_some() {
        let message = changes::account_released(&row, now)?;
        let listeners = Listeners::of(&mut writing, std::iter::once(row.company_id)).await?;
        listeners
            .tell(database, &mut writing, &[(row.company_id, message)], now)
            .await?;
    }
    if *by != Actor::Program {
        let entry = changes::account_retried(&from_json("route", &row.route)?, why.as_ref(), by);
        database.audit(&mut writing, company, &entry, now).await?;
    }
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
    Ok(true)
}

/// Moves the clocks of messages that waited for an account that was held since then, of one user where one is named: by
/// as long as they waited for it.
pub(super) async fn start_clocks(
    connection: &mut PgConnection,
    account: Uuid,
    user: Option<UserId>,
    (since, now): (i64, i64),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE messages SET deadline = deadline + $4 - greatest($3, created_at),
            first_attempt_at = first_attempt_at + $4 - greatest($3, created_at)
        WHERE account_id = $1 AND ($2::uuid IS NULL OR user_id = $2) AND state IN ('queued', 'paused')
            AND (deadline IS NOT NULL OR first_attempt_at IS NOT NULL)",
        account,
        user.map(|user| *user.as_uuid()),
        since,
        now
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn held_accounts(
    database: &Database,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<HeldAccount>, StoreError> {
    let rows = sqlx::query_as!(
        HeldRow,
        r#"SELECT a.id, a.company_id, a.route, a.held_at AS "held_at!", a.held_why AS "held_why!", a.told_at
        FROM accounts a
        WHERE a.held_at IS NOT NULL
            AND ($1::uuid IS NULL OR (a.held_at, a.id) > (SELECT held_at, id FROM accounts WHERE id = $1))
            AND EXISTS (SELECT FROM messages m WHERE m.account_id = a.id AND m.state = 'queued')
        ORDER BY a.held_at, a.id LIMIT $2"#,
        after.map(|account| *account.as_uuid()),
        i64::from(limit)
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut users: HashMap<Uuid, Vec<UserId>> = HashMap::new();
    for row in sqlx::query!(
        "SELECT DISTINCT account_id, user_id FROM messages WHERE account_id = ANY ($1) AND state = 'queued'
        ORDER BY account_id, user_id",
        &ids
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?
    {
        let of = users.entry(row.account_id).or_default();
        of.push(UserId::from_uuid(row.user_id));
    }
    let held = rows.into_iter().map(|row| {
        let users = users.remove(&row.id).unwrap_or_default();
        row.with_users(users)
    });
    held.collect()
}

pub(super) async fn told_of_hold(
    database: &Database,
    account: AccountId,
    since: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE accounts SET told_at = $3 WHERE id = $1 AND held_at = $2",
        account.as_uuid(),
        micros(since),
        micros(database.now())
    )
    .execute(&database.pool)
    .await
    .map(|_| ())
    .map_err(failed)
}
