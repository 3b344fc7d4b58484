//! Where a store's data is: one that several programs open.

use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{env, path::PathBuf, sync::Arc};
use store::{Clock, OsRandom, Store, Vault};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use testkit::Postgres;

/// In a child's environment: where the data is.
const FOLDER: &str = "SAATJA_TEST_FOLDER";
const DATABASE: &str = "SAATJA_TEST_DATABASE";

/// Which store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// Where a store's data is.
pub struct Place {
    folder: PathBuf,
    /// Of PostgreSQL.
    url: Option<String>,
    server: Option<Postgres>,
    /// Of the program that made it.
    _made: Option<TempDir>,
}

impl Place {
    /// A new, empty one.
    pub async fn new(kind: Kind) -> Self {
        let server = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(Postgres::start().await),
        };
        let made = TempDir::new().unwrap();
        Self {
            folder: made.path().to_owned(),
            url: server.as_ref().map(Postgres::create_database),
            server,
            _made: Some(made),
        }
    }

    /// The one that the program was started for, where it is a test's child.
    pub fn of_parent() -> Option<Self> {
        Some(Self {
            folder: env::var_os(FOLDER)?.into(),
            url: env::var(DATABASE).ok(),
            server: None,
            _made: None,
        })
    }

    /// Tells a child of this place.
    pub fn hand_to(&self, child: &mut tokio::process::Command) {
        child.env(FOLDER, &self.folder);
        if let Some(url) = &self.url {
            child.env(DATABASE, url);
        }
    }

    /// Opens it, as one program of perhaps several.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        let vault = Vault::open(&self.folder.join("keys"), Arc::new(OsRandom)).unwrap();
        let random = Arc::new(OsRandom);
        if let Some(url) = &self.url {
            Arc::new(PostgresStore::open(url, vault, clock, random).await.unwrap())
        } else {
            let path = self.folder.join("saatja.db");
            Arc::new(SqliteStore::open(&path, vault, clock, random).await.unwrap())
        }
    }

    /// Does something past the store.
    pub async fn sql(&self, sql: &'static str) {
        if let (Some(server), Some(url)) = (&self.server, &self.url) {
            let name = url.rsplit('/').next().unwrap();
            server.sql(name, sql);
            return;
        }
        let options = SqliteConnectOptions::new()
            .filename(self.folder.join("saatja.db"))
            .foreign_keys(false);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        connection.execute(sql).await.unwrap();
    }
}
