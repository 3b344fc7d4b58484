//! The store in PostgreSQL, for several replicas of the program on one database.
//!
//! Each method is one statement, or one transaction at READ COMMITTED that locks what it reads before it writes over
//! it. Locks are taken from the outside in (company, user, account, batch, what belongs to them), so that two replicas
//! never wait for each other in a circle. What has to be of one moment is read by one statement, or from one snapshot.
//!
//! Queries are checked against the migrations when the crate is built (`script/prepare-queries`). Times are whole
//! microseconds since 1970 in UTC.

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

pub use open::{OpenError, Place};

use async_trait::async_trait;
use company::Company;
use database::Database;
use model::CompanyId;
use open::With;
use std::sync::Arc;
use store::{Clock, CompanyStore, Migrated, Random, Store, StoreError, Vault};

/// A database on a server. Clones share its connections.
#[derive(Clone)]
pub struct PostgresStore {
    database: Arc<Database>,
}

impl PostgresStore {
    /// Connects to `postgres://user:password@host:port/database` and brings the tables up to date; of several replicas
    /// that start at once one does it and the others wait. The database has to exist and be empty, or ours.
    ///
    /// The parameters behind `?` are those of libpq that sqlx knows, among them `sslmode` (the default takes TLS where
    /// the server offers it and checks no certificate; `verify-full` does), `sslrootcert`, `host` (a socket's folder).
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong. None of its words come from the password.
    pub async fn open(
        url: &str,
        vault: Vault,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, OpenError> {
        let database = open::open(url, With::Others, vault, clock, random).await?;
        Ok(Self {
            database: Arc::new(database),
        })
    }

    /// The same for one who has to be alone with the database (a copy between stores), until it is closed.
    ///
    /// # Errors
    /// [`OpenError::InUse`] where any other program has it open, and all the others.
    pub async fn open_alone(
        url: &str,
        vault: Vault,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, OpenError> {
        let database = open::open(url, With::Nobody, vault, clock, random).await?;
        Ok(Self {
            database: Arc::new(database),
        })
    }

    /// What opening did to the tables.
    #[must_use]
    pub fn migrated(&self) -> Migrated {
        self.database.migrated
    }
}

#[async_trait]
impl Store for PostgresStore {
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
