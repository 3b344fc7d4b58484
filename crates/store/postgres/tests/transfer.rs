//! A whole store, copied row by row: to another database, and from and to SQLite.

#![expect(clippy::unwrap_used, reason = "helpers of the tests unwrap as well")]

mod support;

use async_trait::async_trait;
use std::sync::Arc;
use store::{
    OsRandom, Store, TestClock, Vault,
    conformance::{self, Factory, Place},
    transfer::TABLES,
};
use store_sqlite::SqliteStore;
use support::Server;
use tempfile::TempDir;

/// Databases of SQLite.
struct Files;

#[async_trait]
impl Factory for Files {
    async fn place(&self) -> Box<dyn Place> {
        Box::new(Folder(TempDir::new().unwrap()))
    }
}

struct Folder(TempDir);

#[async_trait]
impl Place for Folder {
    async fn open(&self, clock: Arc<TestClock>) -> Arc<dyn Store> {
        let vault = Vault::open(&self.0.path().join("saatja.keys"), Arc::new(OsRandom)).unwrap();
        let path = self.0.path().join("saatja.db");
        let store = SqliteStore::open(&path, vault, clock, Arc::new(OsRandom)).await;
        Arc::new(store.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_one_database_to_another() {
    let server = Server::start().await;
    conformance::transfer(&server, &server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sqlite() {
    conformance::transfer(&Files, &Server::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_sqlite() {
    conformance::transfer(&Server::start().await, &Files).await;
}

#[tokio::test]
async fn the_tables_are_those_of_the_database() {
    let server = Server::start().await;
    let database = server.database();
    database.open().await;
    let mut known: Vec<String> = TABLES
        .iter()
        .flat_map(|table| {
            table
                .columns
                .iter()
                .map(|(column, _)| format!("{}.{column}", table.name))
        })
        .collect();
    known.sort();
    known.dedup();
    let there = server.0.sql(
        database.name(),
        "SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT IN ('_sqlx_migrations', 'copy_progress')",
    );
    let mut there: Vec<&str> = there.lines().collect();
    there.sort_unstable();
    assert_eq!(there, known);
}
