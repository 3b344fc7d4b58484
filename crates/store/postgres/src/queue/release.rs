//! The end of a turn.

use super::{
    due::{refresh, wake},
    holds::{held_why, hold},
    locks::keep_companies,
    recover::give_back_taken,
};
use crate::{
    columns::{failed, from_json, micros, number, to_json},
    database::Database,
};
use jiff::Timestamp;
use sqlx::PgConnection;
use store::{AccountNow, Lease, Pace, Release, StoreError, rows::open_connections};
use uuid::Uuid;

pub(super) async fn release(
    database: &Database,
    lease: Lease,
    release: &Release,
) -> Result<bool, StoreError> {
    let (now, account) = (database.now(), *lease.account.as_uuid());
    let mut writing = database.write().await?;
    keep_companies(&mut writing, &[*lease.company.as_uuid()]).await?;
    let kept = sqlx::query!(
        "SELECT pace, connections FROM accounts WHERE id = $1 AND company_id = $2 AND token = $3 AND lease_until IS NOT NULL
        FOR NO KEY UPDATE",
        account,
        lease.company.as_uuid(),
        number(lease.token)
    )
    .fetch_optional(&mut *writing)
    .await
    .map_err(failed)?;
    let Some(kept) = kept else { return Ok(false) };
    let mut pace: Pace = from_json("pace", &kept.pace)?;
    let given = give_back_taken(database, &mut writing, &[account]).await?;
    pace.give_back(given.untried);
    let in_doubt = (!given.in_doubt.is_empty()).then_some(now);
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
    sqlx::query!(
        "UPDATE accounts SET lease_until = NULL, pace = $2, paced_until = $3, connections = $4 WHERE id = $1",
        account,
        to_json("pace", &pace)?,
        pace.next(now).map(micros),
        connections
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    match &release.account {
        AccountNow::Unknown => {}
        AccountNow::Works => forget_trouble(&mut writing, account).await?,
        AccountNow::Trouble { not_before, why } => {
            let (why, until) = (to_json("fault", why)?, micros(*not_before));
            note_trouble(&mut writing, account, &why, (until, now)).await?;
        }
        AccountNow::Held { why } => {
            // What is held stays so, and is told of once.
            let before = held_why(&mut writing, account).await?;
            hold(database, &mut writing, account, (before.as_ref(), why), now).await?;
        }
    }
    refresh(&mut writing, &[account]).await?;
    wake_where_due(&mut writing, account, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(true)
}

pub(super) async fn forget_trouble(connection: &mut PgConnection, account: Uuid) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE accounts SET trouble_since = NULL, trouble_times = 0, trouble_why = NULL, trouble_until = NULL
        WHERE id = $1 AND trouble_since IS NOT NULL",
        account
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

async fn note_trouble(
    connection: &mut PgConnection,
    account: Uuid,
    why: &str,
    (until, now): (i64, Timestamp),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE accounts SET trouble_since = coalesce(trouble_since, $2), trouble_times = trouble_times + 1,
            trouble_why = $3, trouble_until = $4
        WHERE id = $1",
        account,
        micros(now),
        why,
        until
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Others may go on at once where something is left.
async fn wake_where_due(
    connection: &mut PgConnection,
    account: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
    let due = sqlx::query_scalar!(
        r#"SELECT due_at <= $2 AS "due" FROM accounts WHERE id = $1"#,
        account,
        micros(now)
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    if due == Some(true) {
        wake(connection).await?;
    }
    Ok(())
}
