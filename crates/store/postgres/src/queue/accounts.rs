//! Accounts: made where they are needed, and messages moved between them.

use super::{
    due::{refresh, wake},
    holds::start_clocks,
    locks::{keep_companies, lock_accounts_of},
};
use crate::{
    columns::{failed, micros},
    database::Database,
};
use model::{AccountId, CompanyId, UserId};
use sqlx::PgConnection;
use std::collections::{BTreeMap, BTreeSet};
use store::{Route, StoreError, rows::route_json};
use uuid::Uuid;

/// The accounts of a company for these routes, as they are stored; made where there are none. The company is kept.
pub(crate) async fn accounts_for(
    database: &Database,
    connection: &mut PgConnection,
    company: CompanyId,
    routes: BTreeSet<String>,
) -> Result<BTreeMap<String, Uuid>, StoreError> {
    let routes = Vec::from_iter(routes);
    let ids: Result<Vec<Uuid>, _> = routes.iter().map(|_| database.new_id()).collect();
    sqlx::query!(
        "INSERT INTO accounts (id, company_id, route, token, served_at, trouble_times, pace, created_at)
        SELECT s.id, $1, s.route, 0, 0, 0, '{}', $4 FROM unnest($2::uuid[], $3::text[]) AS s (id, route)
        WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.company_id = $1 AND a.route = s.route)
        ORDER BY s.route ON CONFLICT ON CONSTRAINT accounts_route DO NOTHING",
        company.as_uuid(),
        &ids?,
        &routes,
        micros(database.now())
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    let found = sqlx::query!(
        "SELECT id, route FROM accounts WHERE company_id = $1 AND route = ANY ($2)",
        company.as_uuid(),
        &routes
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(found.into_iter().map(|row| (row.route, row.id)).collect())
}

pub(super) async fn reroute(
    database: &Database,
    company: CompanyId,
    user: UserId,
    from: Option<AccountId>,
    to: &Route,
) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    if keep_companies(&mut writing, &[*company.as_uuid()])
        .await?
        .is_empty()
    {
        return Ok(0);
    }
    let any = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM messages m WHERE m.company_id = $1 AND m.user_id = $2
            AND m.state IN ('queued', 'paused') AND ($3::uuid IS NULL OR m.account_id = $3)) AS "any!""#,
        company.as_uuid(),
        user.as_uuid(),
        from.map(|account| *account.as_uuid())
    )
    .fetch_one(&mut *writing)
    .await
    .map_err(failed)?;
    if !any {
        return Ok(0);
    }
    // Who sends for the event mailbox.
    let takes_all = *to == Route::Relay;
    let route = route_json(to)?;
    let made = accounts_for(database, &mut writing, company, BTreeSet::from([route.clone()])).await?;
    let to = *made.get(&route).ok_or(StoreError::Damaged { what: "route" })?;
    let accounts = lock_accounts_of(&mut writing, company).await?;
    for held in held_of(&mut writing, company, from).await? {
        let clocks = (held.1, micros(database.now()));
        if held.0 != to {
            start_clocks(&mut writing, held.0, Some(user), clocks).await?;
        }
    }
    let done = sqlx::query!(
        "UPDATE messages m SET account_id = $4 WHERE m.company_id = $1 AND m.user_id = $2
            AND m.state IN ('queued', 'paused') AND ($3::uuid IS NULL OR m.account_id = $3) AND m.account_id <> $4
            AND ($5 OR NOT EXISTS (SELECT FROM letter_bodies b
                WHERE b.letter_id = m.letter_id AND b.body::json #>> '{head,mode}' = 'reply-to'))",
        company.as_uuid(),
        user.as_uuid(),
        from.map(|account| *account.as_uuid()),
        to,
        takes_all
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    refresh(&mut writing, &accounts).await?;
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
    Ok(done.rows_affected())
}

/// Which of a company's accounts are held, and since when; of one where one is named.
async fn held_of(
    connection: &mut PgConnection,
    company: CompanyId,
    account: Option<AccountId>,
) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, held_at AS "held_at!" FROM accounts
        WHERE company_id = $1 AND held_at IS NOT NULL AND ($2::uuid IS NULL OR id = $2)"#,
        company.as_uuid(),
        account.map(|account| *account.as_uuid())
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(|row| (row.id, row.held_at)).collect())
}
