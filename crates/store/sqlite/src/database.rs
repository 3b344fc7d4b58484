//! The connections: one that writes, a few that read.

use crate::columns::failed;
use jiff::Timestamp;
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::{sync::Arc, time::Duration};
use store::{Clock, Random, StoreError, Vault, clock::whole_microseconds, ids::uuid_v7};
use uuid::Uuid;

/// The longest time that something is valid.
const LONGEST: Duration = Duration::from_hours(100 * 365 * 24);

/// The connections, and what is passed in.
pub(crate) struct Database {
    /// One connection: whoever wants to write waits here, not in SQLite.
    pub(crate) writer: SqlitePool,
    /// Connections that can not write.
    pub(crate) reader: SqlitePool,
    pub(crate) vault: Vault,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
}

impl Database {
    /// A transaction that writes. It holds the database's write lock from its beginning, so that what it reads is what
    /// it writes over. Dropped without a commit, it leaves nothing.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)
    }

    /// The time now, as it is stored.
    pub(crate) fn now(&self) -> Timestamp {
        whole_microseconds(&*self.clock)
    }

    /// This long from now, as it is stored; a hundred years stand for anything longer.
    pub(crate) fn after(&self, ttl: Duration) -> Timestamp {
        let now = self.now();
        now.checked_add(ttl.min(LONGEST)).unwrap_or(now)
    }

    pub(crate) fn new_id(&self) -> Result<Uuid, StoreError> {
        Ok(uuid_v7(&*self.clock, &*self.random)?)
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
    }
}
