//! When an account next has something to send.

use super::ids::hex_list;
use crate::{
    columns::{failed, micros},
    database::Database,
};
use jiff::Timestamp;
use model::CompanyId;
use sqlx::SqliteConnection;
use store::{StoreError, rows::time};
use uuid::Uuid;

/// Notes when these accounts next have something that may be sent: the first queued message's time, or what the pace or
/// the server's trouble puts behind it. None while they are held or leased: whoever ends that comes here again.
pub(crate) async fn refresh(
    connection: &mut SqliteConnection,
    accounts: impl IntoIterator<Item = &Uuid>,
) -> Result<(), StoreError> {
    let accounts = hex_list(accounts)?;
    sqlx::query!(
        "UPDATE accounts SET due_at = CASE WHEN held_at IS NULL AND lease_until IS NULL THEN (
            SELECT max(m.not_before, coalesce(accounts.paced_until, 0), coalesce(accounts.trouble_until, 0))
            FROM messages m WHERE m.account_id = accounts.id AND m.state = 'queued'
            ORDER BY m.not_before, m.id LIMIT 1) END
        WHERE id IN (SELECT unhex(value) FROM json_each(?))",
        accounts
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// The same for all accounts of a company.
pub(crate) async fn refresh_company(
    connection: &mut SqliteConnection,
    company: CompanyId,
) -> Result<(), StoreError> {
    let company = company.as_uuid();
    let accounts = sqlx::query_scalar!(
        r#"SELECT id AS "id: Uuid" FROM accounts WHERE company_id = ?"#,
        company
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    refresh(connection, &accounts).await
}

/// When there is something to lease.
pub(super) async fn next(database: &Database) -> Result<Option<Timestamp>, StoreError> {
    let first = sqlx::query!(
        r#"SELECT (SELECT min(due_at) FROM accounts WHERE due_at IS NOT NULL) AS "due?: i64",
            (SELECT min(lease_until) FROM accounts WHERE lease_until IS NOT NULL) AS "lost?: i64""#
    )
    .fetch_one(&database.reader)
    .await
    .map_err(failed)?;
    let first = first.due.into_iter().chain(first.lost).min();
    first.map(time).transpose()
}

/// Whether there is something to lease now: asked before a transaction that writes is begun for it.
pub(super) async fn is_any(database: &Database) -> Result<bool, StoreError> {
    let now = micros(database.now());
    sqlx::query_scalar!(
        r#"SELECT (EXISTS (SELECT 1 FROM accounts WHERE due_at <= ?1)
            OR EXISTS (SELECT 1 FROM accounts WHERE lease_until <= ?1)) AS "any!: bool""#,
        now
    )
    .fetch_one(&database.reader)
    .await
    .map_err(failed)
}
