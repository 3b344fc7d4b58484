//! The store in SQLite: one file, one writer at a time, readers beside it (WAL), each commit on the disk before it is
//! answered (`synchronous=FULL`).
//!
//! Queries are checked against the migrations when the crate is built (`script/prepare-queries`). Ids are 16 bytes,
//! times are whole microseconds since 1970 in UTC.

mod acceptance;
mod api_keys;
mod audit;
mod columns;
mod companies;
mod company;
mod database;
mod drafts;
mod events;
mod exceptions;
mod limits;
mod mailboxes;
mod messages;
mod open;
mod queue;
mod sessions;
mod settings;
mod sign_in;
mod test_runs;
mod transfer;
mod upkeep;
mod users;
mod verification;
mod webhooks;

pub use open::OpenError;

use async_trait::async_trait;
use company::Company;
use database::Database;
use model::CompanyId;
use open::Use;
use std::{path::Path, sync::Arc};
use store::{Clock, CompanyStore, Migrated, Random, Store, StoreError, Vault};

/// A database file. Clones share it.
#[derive(Clone)]
pub struct SqliteStore {
    database: Arc<Database>,
}

impl SqliteStore {
    /// Opens the database file, or makes it where there is none (mode 600), and brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the file; the file is left as it was.
    pub async fn open(
        path: &Path,
        vault: Vault,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, OpenError> {
        Self::open_as(path, vault, clock, random, Use::Shared).await
    }

    /// The same, alone: to copy all of it. Nobody else can open it until it is closed.
    ///
    /// # Errors
    /// [`OpenError::InUse`] where another program has it open; otherwise as [`SqliteStore::open`].
    pub async fn open_alone(
        path: &Path,
        vault: Vault,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, OpenError> {
        Self::open_as(path, vault, clock, random, Use::Alone).await
    }

    async fn open_as(
        path: &Path,
        vault: Vault,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        want: Use,
    ) -> Result<Self, OpenError> {
        let database = open::open(path, vault, clock, random, want).await?;
        Ok(Self {
            database: Arc::new(database),
        })
    }

    /// What opening it did to its tables.
    #[must_use]
    pub fn migrated(&self) -> Migrated {
        self.database.migrated
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn company(&self, company: CompanyId) -> Box<dyn CompanyStore> {
        Box::new(Company {
            id: company,
            database: Arc::clone(&self.database),
        })
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.database.ping().await
    }

    async fn close(&self) {
        self.database.close().await;
    }
}
