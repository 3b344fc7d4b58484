//! The store in SQLite: one file, one writer at a time, readers beside it (WAL), each commit on the disk before it is
//! answered (`synchronous=FULL`).
//!
//! Queries are checked against the migrations when the crate is built (`script/prepare-queries`). Ids are 16 bytes,
//! times are whole microseconds since 1970 in UTC.

mod columns;
mod companies;
mod company;
mod database;
mod open;
mod sessions;
mod settings;
mod sign_in;
mod test_runs;
mod upkeep;
mod users;
mod verification;

pub use open::OpenError;

use async_trait::async_trait;
use company::Company;
use database::Database;
use model::CompanyId;
use std::{path::Path, sync::Arc};
use store::{Clock, CompanyStore, Random, Store, StoreError, Vault};

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
        let database = open::open(path, vault, clock, random).await?;
        Ok(Self {
            database: Arc::new(database),
        })
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
