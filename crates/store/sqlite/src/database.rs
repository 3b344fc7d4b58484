//! The connections: one that writes, a few that read.

use crate::columns::{failed, later};
use jiff::Timestamp;
use model::CompanyId;
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::{
    fs::File,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use store::{
    Clock, Migrated, Random, StoreError, Vault, clock::whole_microseconds, ids::Ids, secrets::CompanyKey,
};
use tokio::sync::Notify;
use uuid::Uuid;

/// The connections, and what is passed in.
pub(crate) struct Database {
    /// One connection: whoever wants to write waits here, not in SQLite.
    pub(crate) writer: SqlitePool,
    /// Connections that can not write.
    pub(crate) reader: SqlitePool,
    pub(crate) vault: Vault,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) ids: Ids,
    pub(crate) migrated: Migrated,
    /// Wakes whoever waits for something to send; what comes while nobody waits is remembered.
    pub(crate) work: Notify,
    /// Says to other programs that this one has the database open, until it is closed.
    pub(crate) in_use: Mutex<Option<File>>,
}

impl Database {
    /// A transaction that writes. It holds the database's write lock from its beginning, so that what it reads is what
    /// it writes over. Dropped without a commit, it leaves nothing.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)
    }

    /// Commits a transaction behind which there may be something to send, and wakes whoever waits for that.
    pub(crate) async fn commit_work(&self, writing: Transaction<'static, Sqlite>) -> Result<(), StoreError> {
        writing.commit().await.map_err(failed)?;
        self.work.notify_one();
        Ok(())
    }

    /// The time now, as it is stored.
    pub(crate) fn now(&self) -> Timestamp {
        whole_microseconds(&*self.clock)
    }

    /// This long from now, as it is stored; a hundred years stand for anything longer.
    pub(crate) fn after(&self, ttl: Duration) -> Timestamp {
        later(self.now(), ttl)
    }

    /// This long ago, as it is stored.
    pub(crate) fn before(&self, age: Duration) -> Timestamp {
        self.now().checked_sub(age).unwrap_or(Timestamp::MIN)
    }

    pub(crate) fn new_id(&self) -> Result<Uuid, StoreError> {
        Ok(self.ids.next(&*self.clock, &*self.random)?)
    }

    /// A company's key; none where there is no such company.
    pub(crate) async fn company_key(
        &self,
        connection: &mut SqliteConnection,
        company: CompanyId,
    ) -> Result<Option<CompanyKey>, StoreError> {
        let id = company.as_uuid();
        let wrapped = sqlx::query_scalar!("SELECT wrapped_key FROM companies WHERE id = ?", id)
            .fetch_optional(connection)
            .await
            .map_err(failed)?;
        let Some(wrapped) = wrapped else { return Ok(None) };
        Ok(Some(self.vault.unwrap_company_key(company, &wrapped)?))
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!: i64" FROM companies WHERE id = x''"#)
            .fetch_one(&self.reader)
            .await
            .map_err(failed)?;
        self.write().await?.rollback().await.map_err(failed)
    }

    pub(crate) async fn close(&self) {
        self.reader.close().await;
        // Last, so that it moves the log into the file.
        self.writer.close().await;
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}
