//! The connections, and what is locked in which order.

use crate::{
    columns::{failed, later},
    open::Use,
    queue::Waiting,
};
use jiff::Timestamp;
use model::{CompanyId, UserId};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use std::{sync::Arc, time::Duration};
use store::{
    Clock, Company, Migrated, Random, StoreError, User, Vault,
    clock::whole_microseconds,
    ids::Ids,
    rows::{CompanyRow, UserRow},
};
use uuid::Uuid;

/// The connections, and what is passed in.
pub(crate) struct Database {
    pub(crate) pool: PgPool,
    pub(crate) vault: Vault,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) ids: Ids,
    pub(crate) migrated: Migrated,
    pub(crate) alone: Use,
    pub(crate) waiting: Waiting,
}

/// The database takes no writes: a standby, or one that was made read-only.
#[derive(Debug, thiserror::Error)]
#[error("the database is read-only")]
struct ReadOnly;

impl Database {
    /// A transaction that writes, at READ COMMITTED whatever the server's default is. What it reads to write over, it
    /// has to lock. Dropped without a commit, it leaves nothing.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
        self.pool.begin_with(begin).await.map_err(failed)
    }

    /// The time now, as it is stored.
    pub(crate) fn now(&self) -> Timestamp {
        whole_microseconds(&*self.clock)
    }

    /// This long from now, as it is stored; a hundred years stand for anything longer.
    pub(crate) fn after(&self, ttl: Duration) -> Timestamp {
        later(self.now(), ttl)
    }

    pub(crate) fn new_id(&self) -> Result<Uuid, StoreError> {
        Ok(self.ids.next(&*self.clock, &*self.random)?)
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        let read_only = sqlx::query_scalar!(
            r#"SELECT current_setting('transaction_read_only') = 'on' AND NOT EXISTS (SELECT FROM companies WHERE false)
            AS "read_only!""#
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed)?;
        if read_only {
            return Err(StoreError::Database(Box::new(ReadOnly)));
        }
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
        // Last: nobody else comes in before.
        self.alone.end().await;
    }
}

/// Locks a company until the transaction ends, so that whatever is changed of it changes one after the other. Reading,
/// signing in and tests of its users do not wait for it. None where there is no such company.
pub(crate) async fn lock_company(
    connection: &mut PgConnection,
    company: CompanyId,
) -> Result<Option<Company>, StoreError> {
    sqlx::query_as!(
        CompanyRow,
        r#"SELECT id, portal, external_id, name, event_name, mass_mailing, sender_user_id,
            retention::text AS "retention!", version, created_at
        FROM companies WHERE id = $1 FOR NO KEY UPDATE"#,
        company.as_uuid()
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?
    .map(Company::try_from)
    .transpose()
}

/// Keeps a company as it is until the transaction ends. Others may do so as well; who changes it waits.
pub(crate) async fn hold_company(
    connection: &mut PgConnection,
    company: CompanyId,
) -> Result<Option<Company>, StoreError> {
    sqlx::query_as!(
        CompanyRow,
        r#"SELECT id, portal, external_id, name, event_name, mass_mailing, sender_user_id,
            retention::text AS "retention!", version, created_at
        FROM companies WHERE id = $1 FOR SHARE"#,
        company.as_uuid()
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?
    .map(Company::try_from)
    .transpose()
}

/// Locks a user until the transaction ends, so that his settings and what is known of them change one after the
/// other. Signing in does not wait for it. None where there is no such user in the company. His company has to be
/// locked or held before.
pub(crate) async fn lock_user(
    connection: &mut PgConnection,
    company: CompanyId,
    user: UserId,
) -> Result<Option<User>, StoreError> {
    sqlx::query_as!(
        UserRow,
        "SELECT id, company_id, external_id, name, email, role, language, last_sent_at, created_at FROM users
        WHERE company_id = $1 AND id = $2 FOR NO KEY UPDATE",
        company.as_uuid(),
        user.as_uuid()
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?
    .map(User::try_from)
    .transpose()
}

/// One after the other until the transaction ends, for what has no row of its own; of all locks the last.
pub(crate) async fn lock_word(
    connection: &mut PgConnection,
    kind: i32,
    word: &str,
) -> Result<(), StoreError> {
    sqlx::query!("SELECT pg_advisory_xact_lock($1, hashtext($2))", kind, word)
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}
