//! When an account next has something to send.

use crate::{PostgresStore, columns::failed};
use jiff::Timestamp;
use sqlx::PgConnection;
use store::{StoreError, rows::time};
use uuid::Uuid;

/// Notes when these accounts, which are locked, next have something that may be sent: the first queued message's time,
/// or what the pace or the server's trouble puts behind it. None while they are held or leased: whoever ends that comes
/// here again.
pub(crate) async fn refresh(connection: &mut PgConnection, accounts: &[Uuid]) -> Result<(), StoreError> {
    if accounts.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE accounts a SET due_at = CASE WHEN a.held_at IS NULL AND a.lease_until IS NULL THEN (
            SELECT greatest(m.not_before, a.paced_until, a.trouble_until) FROM messages m
            WHERE m.account_id = a.id AND m.state = 'queued' ORDER BY m.not_before, m.id LIMIT 1) END
        WHERE a.id = ANY ($1)",
        accounts
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// The channel on which replicas tell each other that something may be due.
pub(super) const CHANNEL: &str = "saatja_queue";

/// Tells all replicas that something may be due, when the transaction is committed.
pub(crate) async fn wake(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("SELECT pg_notify($1, '')", CHANNEL)
        .fetch_one(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}

/// When there is something to lease.
pub(super) async fn next(store: &PostgresStore) -> Result<Option<Timestamp>, StoreError> {
    let first = sqlx::query_scalar!(
        "SELECT least((SELECT min(due_at) FROM accounts WHERE due_at IS NOT NULL),
            (SELECT min(lease_until) FROM accounts WHERE lease_until IS NOT NULL))"
    )
    .fetch_one(&store.database.pool)
    .await
    .map_err(failed)?;
    first.map(time).transpose()
}
