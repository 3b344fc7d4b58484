//! Databases in temporary folders.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![expect(clippy::unwrap_used, reason = "part of the tests")]

use async_trait::async_trait;
use model::DisplayName;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{
    Actor, CompanyStore, OsRandom, Store, TestClock, User, Vault,
    conformance::{Factory, Place, new_user},
};
use store_sqlite::{OpenError, SqliteStore};
use tempfile::TempDir;

/// A folder with a key file and a database.
pub struct Folder {
    path: PathBuf,
    _kept: Option<TempDir>,
}

impl Folder {
    /// A new one, deleted when it is dropped.
    pub fn new() -> Self {
        let kept = TempDir::new().unwrap();
        Self {
            path: kept.path().to_owned(),
            _kept: Some(kept),
        }
    }

    /// One that somebody else deletes.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            _kept: None,
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn database(&self) -> PathBuf {
        self.path.join("saatja.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.path.join("saatja.keys")
    }

    pub fn vault(&self) -> Vault {
        Vault::open(&self.keys(), Arc::new(OsRandom)).unwrap()
    }

    pub async fn open(&self) -> SqliteStore {
        self.try_open().await.unwrap()
    }

    pub async fn try_open(&self) -> Result<SqliteStore, OpenError> {
        self.open_at(Arc::new(TestClock::default())).await
    }

    async fn open_at(&self, clock: Arc<TestClock>) -> Result<SqliteStore, OpenError> {
        SqliteStore::open(&self.database(), self.vault(), clock, Arc::new(OsRandom)).await
    }
}

/// Makes temporary folders.
pub struct Files;

#[async_trait]
impl Factory for Files {
    async fn place(&self) -> Box<dyn Place> {
        Box::new(Here(Arc::new(Folder::new())))
    }
}

/// Always the same folder.
#[derive(Clone)]
pub struct Here(pub Arc<Folder>);

#[async_trait]
impl Factory for Here {
    async fn place(&self) -> Box<dyn Place> {
        Box::new(self.clone())
    }
}

#[async_trait]
impl Place for Here {
    async fn open(&self, clock: Arc<TestClock>) -> Arc<dyn Store> {
        Arc::new(self.0.open_at(clock).await.unwrap())
    }
}

/// A connection to the database file itself, past the store.
pub async fn raw(path: &Path) -> sqlx::SqliteConnection {
    use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false)
        .connect()
        .await
        .unwrap()
}

pub fn name(text: &str) -> DisplayName {
    DisplayName::parse(text).unwrap()
}

/// Creates a user.
pub async fn user(company: &dyn CompanyStore, email: &str) -> User {
    company
        .create_user(&new_user(email), &Actor::Operator)
        .await
        .unwrap()
}

/// The number of the last migration.
pub fn last_migration() -> i64 {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let numbers = std::fs::read_dir(folder).unwrap().map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.split('_').next().unwrap().parse().unwrap()
    });
    numbers.max().unwrap()
}
