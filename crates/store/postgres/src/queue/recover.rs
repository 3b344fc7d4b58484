//! What was taken and is nobody's any more: what was leased waits again, what was being sent is in doubt.

use super::{
    due::refresh,
    ends::follow,
    locks::{keep_companies, lock_batches},
    pace,
    settle::Settling,
};
use crate::{
    columns::{failed, micros},
    database::Database,
};
use model::{
    AccountId, CompanyId,
    message::{Attempt, AttemptResult, MessageState},
};
use sqlx::PgConnection;
use std::collections::{BTreeSet, HashMap};
use store::{
    Lease, StoreError,
    rows::{count, small},
};
use uuid::Uuid;

/// How many accounts are recovered at once. The others are recovered at the next call.
const MOST: i64 = 500;

/// Recovers accounts whose lease ran out; those that another replica looks at are left to it. Says which.
pub(super) async fn recover_lost(
    database: &Database,
    connection: &mut PgConnection,
) -> Result<Vec<Uuid>, StoreError> {
    let now = micros(database.now());
    let lost = sqlx::query!(
        "SELECT id, company_id FROM accounts WHERE lease_until <= $1 ORDER BY lease_until LIMIT $2",
        now,
        MOST
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    if lost.is_empty() {
        return Ok(Vec::new());
    }
    let companies: BTreeSet<Uuid> = lost.iter().map(|account| account.company_id).collect();
    keep_companies(connection, &Vec::from_iter(companies)).await?;
    let lost: Vec<Uuid> = lost.into_iter().map(|account| account.id).collect();
    let lost = sqlx::query_scalar!(
        "SELECT id FROM accounts WHERE id = ANY ($1) AND lease_until <= $2 ORDER BY id
        FOR NO KEY UPDATE SKIP LOCKED",
        &lost,
        now
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let given = give_back_taken(database, connection, &lost).await?;
    for account in given.in_doubt {
        // It may have come to the server as late as now.
        let now = database.now();
        pace::change(connection, account, now, |pace| pace.came(now)).await?;
    }
    sqlx::query!(
        "UPDATE accounts SET token = token + 1, lease_until = NULL WHERE id = ANY ($1)",
        &lost
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    refresh(connection, &lost).await?;
    Ok(lost)
}

/// What was given back.
#[derive(Default)]
pub(super) struct GivenBack {
    /// How many messages were not tried.
    pub(super) untried: u32,
    /// The accounts whose servers may have taken a message.
    pub(super) in_doubt: BTreeSet<Uuid>,
}

/// Gives back what is still taken from these accounts, which are locked and leased.
pub(super) async fn give_back_taken(
    database: &Database,
    connection: &mut PgConnection,
    accounts: &[Uuid],
) -> Result<GivenBack, StoreError> {
    let now = database.now();
    let taken = sqlx::query!(
        r#"SELECT m.id, m.company_id, m.account_id, m.batch_id, m.state, m.attempts, m.changed_at,
            m.token AS "token!"
        FROM messages m WHERE m.account_id = ANY ($1) AND m.state IN ('leased', 'sending')"#,
        accounts
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    if taken.is_empty() {
        return Ok(GivenBack::default());
    }
    let batches: BTreeSet<Uuid> = taken.iter().filter_map(|message| message.batch_id).collect();
    lock_batches(connection, &Vec::from_iter(batches)).await?;
    let (mut settling, mut lost, mut given) = (Settling::default(), Vec::new(), GivenBack::default());
    for message in &taken {
        let lease = Lease {
            account: AccountId::from_uuid(message.account_id),
            company: CompanyId::from_uuid(message.company_id),
            token: count(message.token)?,
        };
        if message.state == MessageState::Leased.key() {
            settling.back(&lease, &message.id, None);
            given.untried += 1;
            continue;
        }
        let attempt = lost_on_the_way(small(message.attempts)?, message.changed_at, micros(now));
        let from_to = ((false, true), (MessageState::InDoubt, None));
        settling.tried((&lease, &message.id), from_to.0, from_to.1, &attempt)?;
        lost.push((message.id, attempt));
        given.in_doubt.insert(message.account_id);
    }
    let moved = settling.write(connection, now).await?;
    let attempts: HashMap<Uuid, &Attempt> = lost.iter().map(|(id, attempt)| (*id, attempt)).collect();
    follow(database, connection, &moved, &attempts, now).await?;
    Ok(given)
}

/// The attempt of which nobody knows how it went on.
fn lost_on_the_way(number: u32, began_at: i64, ended_at: i64) -> Attempt {
    Attempt {
        number,
        began_at,
        ended_at,
        result: AttemptResult::InDoubt,
        server: None,
        stage: None,
        cause: Some("in-doubt".to_owned()),
        code: None,
        enhanced: None,
        text: None,
        by: None,
        next_at: None,
    }
}
