//! Leases that ran out: what was leased waits again, what was being sent is in doubt.

use super::{
    due::refresh,
    ends::{Ended, batches_may_have_ended, tell_of_ends},
    ids::hex_list,
    pace,
};
use crate::{
    columns::{failed, micros},
    database::Database,
};
use model::message::MessageState;
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};
use store::StoreError;
use uuid::Uuid;

/// How many accounts are recovered at once. The others are recovered at the next call.
const MOST: u32 = 500;

/// Recovers accounts whose lease ran out.
pub(super) async fn recover_lost(
    database: &Database,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let now = micros(database.now());
    let lost = sqlx::query_scalar!(
        r#"SELECT id AS "id: Uuid" FROM accounts WHERE lease_until <= ? ORDER BY lease_until LIMIT ?"#,
        now,
        MOST
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    if lost.is_empty() {
        return Ok(());
    }
    let given = give_back_taken(database, connection, &lost).await?;
    for account in given.accounts_in_doubt() {
        // It may have come to the server as late as now.
        let now = database.now();
        pace::change(connection, account, now, |pace| pace.came(now)).await?;
    }
    let accounts = hex_list(&lost)?;
    sqlx::query!(
        "UPDATE accounts SET token = token + 1, lease_until = NULL
        WHERE id IN (SELECT unhex(value) FROM json_each(?))",
        accounts
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    refresh(connection, &lost).await
}

/// What was given back.
pub(super) struct GivenBack(Vec<Ended>);

impl GivenBack {
    fn in_doubt(&self) -> impl Iterator<Item = &Ended> {
        let in_doubt = MessageState::InDoubt.key();
        self.0.iter().filter(move |message| message.state == in_doubt)
    }

    /// The accounts whose servers may have taken a message.
    pub(super) fn accounts_in_doubt(&self) -> BTreeSet<&Uuid> {
        self.in_doubt().map(|message| &message.account_id).collect()
    }

    /// How many messages were not tried.
    pub(super) fn untried(&self) -> u32 {
        u32::try_from(self.0.len() - self.in_doubt().count()).unwrap_or(u32::MAX)
    }
}

/// Gives back what is still taken from these accounts.
pub(super) async fn give_back_taken(
    database: &Database,
    connection: &mut SqliteConnection,
    accounts: &[Uuid],
) -> Result<GivenBack, StoreError> {
    let now = database.now();
    let (accounts, at) = (hex_list(accounts)?, micros(now));
    let given = sqlx::query_as!(
        Ended,
        r#"UPDATE messages SET token = NULL,
            state = CASE state WHEN 'sending' THEN 'in-doubt' ELSE coalesce((
                SELECT CASE WHEN b.canceled THEN 'canceled' WHEN b.paused THEN 'paused' END
                FROM batches b WHERE b.id = messages.batch_id AND messages.alone = 0), 'queued') END,
            cause = CASE state WHEN 'sending' THEN 'in-doubt' ELSE cause END,
            history = history || CASE state WHEN 'sending' THEN json_object('number', attempts,
                'began_at', changed_at, 'ended_at', ?2, 'result', 'in-doubt', 'cause', 'in-doubt') || char(10)
                ELSE '' END,
            changed_at = CASE state WHEN 'sending' THEN ?2 ELSE changed_at END,
            version = version + (state = 'sending')
        WHERE account_id IN (SELECT unhex(value) FROM json_each(?1)) AND state IN ('leased', 'sending')
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid", user_id AS "user_id!: Uuid",
            account_id AS "account_id!: Uuid", batch_id AS "batch_id?: Uuid", state"#,
        accounts,
        at
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    batches_may_have_ended(database, connection, &given, now).await?;
    tell_of_ends(database, connection, &given, &HashMap::new(), now).await?;
    Ok(GivenBack(given))
}
