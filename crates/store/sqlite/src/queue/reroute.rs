//! Messages that go out through another account than before, and the accounts that they go out through.

use super::due::refresh;
use crate::{
    columns::{failed, micros},
    database::Database,
};
use model::{AccountId, CompanyId, UserId};
use sqlx::SqliteConnection;
use store::{Route, StoreError, rows::route_json};
use uuid::Uuid;

/// The account of a route, made where there is none.
pub(crate) async fn account_of(
    database: &Database,
    connection: &mut SqliteConnection,
    company: CompanyId,
    route: &Route,
) -> Result<Uuid, StoreError> {
    let (company, route) = (company.as_uuid(), route_json(route)?);
    let known = sqlx::query_scalar!(
        r#"SELECT id AS "id: Uuid" FROM accounts WHERE company_id = ? AND route = ?"#,
        company,
        route
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    if let Some(known) = known {
        return Ok(known);
    }
    let (id, now) = (database.new_id()?, micros(database.now()));
    sqlx::query!(
        "INSERT INTO accounts (id, company_id, route, token, served_at, trouble_times, pace, created_at)
        VALUES (?, ?, ?, 0, 0, 0, '{}', ?)",
        id,
        company,
        route,
        now
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(id)
}

pub(super) async fn reroute(
    database: &Database,
    company: CompanyId,
    user: UserId,
    from: Option<AccountId>,
    to: &Route,
) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    let (part, user, now) = (company.as_uuid(), user.as_uuid(), micros(database.now()));
    let from = from.map(|account| *account.as_uuid());
    let accounts = sqlx::query_scalar!(
        r#"SELECT DISTINCT account_id AS "account: Uuid" FROM messages
        WHERE company_id = ?1 AND user_id = ?2 AND (?3 IS NULL OR account_id = ?3)
            AND state IN ('queued', 'leased', 'sending', 'paused') AND state IN ('queued', 'paused')"#,
        part,
        user,
        from
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    if accounts.is_empty() {
        return Ok(0);
    }
    // Who sends for the event mailbox.
    let takes_all = *to == Route::Relay;
    let to = account_of(database, &mut writing, company, to).await?;
    let mut moved = 0;
    for account in accounts.iter().filter(|account| **account != to) {
        // While the account was held the message's clocks stood still.
        moved += sqlx::query!(
            "UPDATE messages SET account_id = ?4, deadline = deadline + s.still,
                first_attempt_at = first_attempt_at + s.still
            FROM (
                SELECT m.id, coalesce(?5 - max(m.created_at, a.held_at), 0) AS still
                FROM messages m CROSS JOIN accounts a ON a.id = m.account_id
                WHERE m.company_id = ?1 AND m.user_id = ?2 AND m.account_id = ?3
                    AND m.state IN ('queued', 'leased', 'sending', 'paused') AND m.state IN ('queued', 'paused')
                    AND (?6 OR NOT EXISTS (SELECT 1 FROM letter_bodies b
                        WHERE b.letter_id = m.letter_id AND b.body ->> '$.head.mode' = 'reply-to'))
            ) s
            WHERE messages.id = s.id",
            part,
            user,
            account,
            to,
            now,
            takes_all
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?
        .rows_affected();
    }
    refresh(&mut writing, accounts.iter().chain([&to])).await?;
    database.commit_work(writing).await?;
    Ok(moved)
}
