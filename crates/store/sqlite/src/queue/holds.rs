//! Accounts that are held until somebody changes something.

use super::{
    due::refresh,
    ends::company,
    release::{forget_trouble, hold},
};
use crate::{
    columns::{failed, from_json, micros},
    database::Database,
};
use jiff::Timestamp;
use model::{AccountId, CompanyId, UserId};
use sqlx::SqliteConnection;
use store::{
    AccountFault, Actor, HeldAccount, StoreError, changes,
    rows::{HeldRow, ToldAccountRow},
};
use uuid::Uuid;

pub(super) async fn held_accounts(
    database: &Database,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<HeldAccount>, StoreError> {
    let after = after.map(|account| *account.as_uuid());
    let rows = sqlx::query_as!(
        HeldRow,
        r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", route, held_at AS "held_at!",
            held_why AS "held_why!", told_at
        FROM accounts WHERE held_at IS NOT NULL
            AND (?1 IS NULL OR (held_at, id) > (SELECT coalesce(held_at, 0), id FROM accounts WHERE id = ?1))
            AND EXISTS (SELECT 1 FROM messages m WHERE m.account_id = accounts.id AND m.state = 'queued')
        ORDER BY held_at, id LIMIT ?2"#,
        after,
        limit
    )
    .fetch_all(&database.reader)
    .await
    .map_err(failed)?;
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let users = sqlx::query_scalar!(
            r#"SELECT DISTINCT user_id AS "user: Uuid" FROM messages WHERE account_id = ? AND state = 'queued'
            ORDER BY user_id"#,
            row.id
        )
        .fetch_all(&database.reader)
        .await
        .map_err(failed)?;
        held.push(row.with_users(users.into_iter().map(UserId::from_uuid).collect())?);
    }
    Ok(held)
}

pub(super) async fn told(
    database: &Database,
    account: AccountId,
    since: Timestamp,
) -> Result<(), StoreError> {
    let (account, since, now) = (account.as_uuid(), micros(since), micros(database.now()));
    sqlx::query!(
        "UPDATE accounts SET told_at = ? WHERE id = ? AND held_at = ?",
        now,
        account,
        since
    )
    .execute(&database.writer)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn hold_account(
    database: &Database,
    account: AccountId,
    why: &AccountFault,
    by: &Actor,
) -> Result<bool, StoreError> {
    let mut writing = database.write().await?;
    let (account, now) = (account.as_uuid(), database.now());
    let row = sqlx::query!(
        r#"SELECT company_id AS "company_id: Uuid", route, held_at, held_why FROM accounts WHERE id = ?"#,
        account
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(false) };
    let before: Option<AccountFault> = row.held_why.map(|why| from_json("fault", &why)).transpose()?;
    if !why.takes_the_place_of(before.as_ref()) {
        return Ok(false);
    }
    hold(database, &mut writing, account, why, now).await?;
    if let Some(since) = row.held_at {
        // The clocks of its messages have stood still since then.
        sqlx::query!("UPDATE accounts SET held_at = ? WHERE id = ?", since, account)
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
    }
    let entry = changes::account_stopped(&from_json("route", &row.route)?, before.as_ref(), why, by);
    database
        .audit(&mut writing, company(row.company_id), &entry, now)
        .await?;
    writing.commit().await.map_err(failed)?;
    Ok(true)
}

/// Lets an account be tried again, and says whether there was anything to end: not where it was neither held nor in
/// trouble, is of another company than `within`, or this one may not end it.
pub(crate) async fn let_go(
    database: &Database,
    account: AccountId,
    within: Option<CompanyId>,
    by: &Actor,
) -> Result<bool, StoreError> {
    let mut writing = database.write().await?;
    let (id, now) = (account.as_uuid(), database.now());
    let within = within.map(|company| *company.as_uuid());
    let row = sqlx::query!(
        r#"SELECT company_id AS "company_id: Uuid", route, held_at, coalesce(held_why, trouble_why) AS why
        FROM accounts WHERE id = ?1 AND (?2 IS NULL OR company_id = ?2)
            AND (held_at IS NOT NULL OR trouble_since IS NOT NULL)"#,
        id,
        within
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(false) };
    let why: Option<AccountFault> = row.why.map(|why| from_json("fault", &why)).transpose()?;
    if why.as_ref().is_some_and(|why| !why.may_be_ended_by(by)) {
        return Ok(false);
    }
    forget_trouble(&mut writing, id).await?;
    if let Some(held_at) = row.held_at {
        move_deadlines(&mut writing, id, held_at, micros(now)).await?;
        sqlx::query!(
            "UPDATE accounts SET held_at = NULL, held_why = NULL, told_at = NULL WHERE id = ?",
            id
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        tell_held(database, &mut writing, id, None, now).await?;
    }
    refresh(&mut writing, [id]).await?;
    if *by != Actor::Program {
        let entry = changes::account_retried(&from_json("route", &row.route)?, why.as_ref(), by);
        database
            .audit(&mut writing, company(row.company_id), &entry, now)
            .await?;
    }
    database.commit_work(writing).await?;
    Ok(true)
}

/// While an account is held the clocks of its messages stand still.
async fn move_deadlines(
    connection: &mut SqliteConnection,
    account: &Uuid,
    held_at: i64,
    now: i64,
) -> Result<(), StoreError> {
    for query in [
        sqlx::query!(
            "UPDATE messages SET deadline = deadline + (?1 - max(created_at, ?2)),
                first_attempt_at = first_attempt_at + (?1 - max(created_at, ?2))
            WHERE account_id = ?3 AND state = 'queued'
                AND (deadline IS NOT NULL OR first_attempt_at IS NOT NULL)",
            now,
            held_at,
            account
        ),
        sqlx::query!(
            "UPDATE messages SET deadline = deadline + (?1 - max(created_at, ?2)),
                first_attempt_at = first_attempt_at + (?1 - max(created_at, ?2))
            WHERE company_id = (SELECT company_id FROM accounts WHERE id = ?3)
                AND state IN ('queued', 'leased', 'sending', 'paused') AND state = 'paused' AND account_id = ?3",
            now,
            held_at,
            account
        ),
    ] {
        query.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

/// Tells the webhooks that an account is held, and why; or that it is no longer.
pub(super) async fn tell_held(
    database: &Database,
    connection: &mut SqliteConnection,
    account: &Uuid,
    why: Option<&AccountFault>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = sqlx::query_as!(
        ToldAccountRow,
        r#"SELECT a.id AS "id!: Uuid", a.company_id AS "company_id!: Uuid",
            c.external_id AS "company_external_id?", a.route AS "route!"
        FROM accounts a JOIN companies c ON c.id = a.company_id WHERE a.id = ?"#,
        account
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    let message = match why {
        Some(why) => changes::account_held(&row, why, now)?,
        None => changes::account_released(&row, now)?,
    };
    database
        .tell(connection, company(row.company_id), &message, now)
        .await
}
