//! What is locked before messages are changed, from the outside in: companies, users, accounts, batches. A message that
//! waits or was taken is changed by nobody who has not locked its account, and its batch where it has one, so that
//! messages themselves are never waited for.

use crate::columns::failed;
use model::CompanyId;
use sqlx::PgConnection;
use std::collections::HashMap;
use store::StoreError;
use uuid::Uuid;

/// Keeps companies from being deleted until the transaction ends.
pub(crate) async fn keep_companies(
    connection: &mut PgConnection,
    companies: &[Uuid],
) -> Result<Vec<Uuid>, StoreError> {
    sqlx::query_scalar!(
        "SELECT id FROM companies WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE",
        companies
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

/// Keeps users of a company from being deleted until the transaction ends, and gives their names: one who is not there
/// is left out.
pub(crate) async fn keep_users(
    connection: &mut PgConnection,
    company: CompanyId,
    users: &[Uuid],
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, name FROM users WHERE company_id = $1 AND id = ANY ($2) ORDER BY id FOR KEY SHARE",
        company.as_uuid(),
        users
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Locks users until the transaction ends.
pub(super) async fn lock_users(connection: &mut PgConnection, users: &[Uuid]) -> Result<(), StoreError> {
    if users.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "SELECT id FROM users WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE",
        users
    )
    .fetch_all(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Locks accounts until the transaction ends, and says which leases they have.
pub(crate) async fn lock_accounts(
    connection: &mut PgConnection,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, i64>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, token FROM accounts WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE",
        accounts
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(|row| (row.id, row.token)).collect())
}

/// Locks all accounts of a company until the transaction ends, and says which there are.
pub(crate) async fn lock_accounts_of(
    connection: &mut PgConnection,
    company: CompanyId,
) -> Result<Vec<Uuid>, StoreError> {
    sqlx::query_scalar!(
        "SELECT id FROM accounts WHERE company_id = $1 ORDER BY id FOR NO KEY UPDATE",
        company.as_uuid()
    )
    .fetch_all(connection)
    .await
    .map_err(failed)
}

/// Locks batches until the transaction ends.
pub(crate) async fn lock_batches(connection: &mut PgConnection, batches: &[Uuid]) -> Result<(), StoreError> {
    if batches.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "SELECT id FROM batches WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE",
        batches
    )
    .fetch_all(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
