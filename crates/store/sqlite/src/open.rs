//! Opening the database file: made for its owner alone, brought up to date, refused with a clear word.

mod error;
mod in_use;

pub use error::OpenError;
pub(crate) use in_use::Use;

use crate::database::Database;
use error::explained;
use sqlx::{
    SqlitePool,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use store::{Clock, Migrated, Random, StoreError, Vault, ids::Ids, rows::name_key};
use tokio::sync::Notify;
use uuid::Uuid;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!();

/// Rows that may lie between the database's thread and whoever reads them: those of a group of steps.
const ROWS: usize = 512;
/// What the writer keeps of the file in memory, in KiB below zero as SQLite has it: the indexes of a long queue.
const WRITERS_CACHE: &str = "-16000";
/// `Saat`: what SQLite's header says of whose file it is. The first migration writes it.
const APPLICATION_ID: i64 = 0x5361_6174;
/// How many may read at once.
const READERS: u32 = 4;
/// How long another process (`saatja sign-in-link` beside the server) may hold the write lock.
const BUSY: Duration = Duration::from_secs(5);
/// How long to wait for a connection before it is an error.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens, makes and updates.
pub(crate) async fn open(
    path: &Path,
    vault: Vault,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    want: Use,
) -> Result<Database, OpenError> {
    make_file(path)?;
    let in_use = in_use::take(path, want)?;
    let _alone = first_come(path).await;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        // A whole group of rows at once: otherwise two threads hand each other a few rows at a time.
        .row_buffer_size(ROWS)
        .pragma("trusted_schema", "OFF");
    let pool = SqlitePoolOptions::new()
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    let why = |error| explained(path, error);

    let writing = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", WRITERS_CACHE);
    let writer = pool
        .clone()
        .max_connections(1)
        .connect_with(writing)
        .await
        .map_err(why)?;
    check_owner(path, &writer).await?;
    let migrated = migrate(path, &writer).await?;
    fill_name_keys(&writer).await.map_err(why)?;
    let reading = options.pragma("query_only", "ON");
    let reader = pool
        .max_connections(READERS)
        .connect_with(reading)
        .await
        .map_err(why)?;
    check_keys(path, &reader, &vault).await?;
    Ok(Database {
        writer,
        reader,
        vault,
        clock,
        random,
        ids: Ids::default(),
        migrated,
        work: Notify::new(),
        in_use: Mutex::new(in_use),
    })
}

/// Makes an empty file for its owner alone (SQLite gives its log the same mode), or looks whether it may be written.
fn make_file(path: &Path) -> Result<(), OpenError> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let Err(source) = made else { return Ok(()) };
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::AlreadyExists => match path.metadata() {
            Ok(about) if about.permissions().readonly() => Err(OpenError::ReadOnly { path }),
            Ok(about) if !about.is_file() => Err(OpenError::NotADatabase { path }),
            _ => Ok(()),
        },
        io::ErrorKind::NotFound => Err(OpenError::NoFolder { path }),
        _ => Err(OpenError::Create { path, source }),
    }
}

/// Waits until no other program opens a database in this folder; those that come later wait until the returned file
/// is dropped. `SQLite` itself does not wait where two make a file at once. (The folder is locked and not the file:
/// closing any handle of the file would take `SQLite`'s own locks away. A file system without locks lets all in.)
async fn first_come(path: &Path) -> Option<File> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = File::open(folder.unwrap_or(Path::new("."))).ok()?;
    let locked = tokio::task::spawn_blocking(move || folder.lock().map(|()| folder));
    locked.await.ok()?.ok()
}

/// Refuses another program's database before anything is written to it. The table of migrations alone is ours: a
/// first start that was cut short, or is going on beside this one.
async fn check_owner(path: &Path, pool: &SqlitePool) -> Result<(), OpenError> {
    let (owner, tables): (i64, i64) = sqlx::query_as(
        "SELECT application_id, (SELECT count(*) FROM sqlite_schema WHERE tbl_name <> '_sqlx_migrations')
        FROM pragma_application_id",
    )
    .fetch_one(pool)
    .await
    .map_err(|error| explained(path, error))?;
    if owner == APPLICATION_ID || (owner == 0 && tables == 0) {
        return Ok(());
    }
    Err(OpenError::OtherProgram {
        path: path.to_owned(),
    })
}

async fn migrate(path: &Path, pool: &SqlitePool) -> Result<Migrated, OpenError> {
    let from = last_migration(pool)
        .await
        .map_err(|error| explained(path, error))?;
    let path = path.to_owned();
    MIGRATIONS.run(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(migration) => OpenError::Newer { path, migration },
        MigrateError::VersionMismatch(migration) => OpenError::OtherSchema { path, migration },
        MigrateError::Execute(error) => explained(&path, error),
        error => OpenError::Failed {
            path,
            source: StoreError::Database(Box::new(error)),
        },
    })?;
    let to = MIGRATIONS.iter().map(|migration| migration.version).max();
    Ok(Migrated {
        from,
        to: to.unwrap_or_default(),
    })
}

/// The last migration that was applied; none in a new database.
async fn last_migration(pool: &SqlitePool) -> Result<Option<i64>, sqlx::Error> {
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(pool)
            .await?;
    if tables == 0 {
        return Ok(None);
    }
    sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(pool)
        .await
}

/// Users from before the second migration have no name in lower case yet: SQLite knows only ASCII.
async fn fill_name_keys(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    let users = sqlx::query!(r#"SELECT id AS "id: Uuid", name FROM users WHERE name_key = ''"#)
        .fetch_all(pool)
        .await?;
    if users.is_empty() {
        return Ok(());
    }
    let mut writing = pool.begin_with("BEGIN IMMEDIATE").await?;
    for user in users {
        let key = name_key(&user.name);
        sqlx::query!("UPDATE users SET name_key = ? WHERE id = ?", key, user.id)
            .execute(&mut *writing)
            .await?;
    }
    writing.commit().await
}

/// Refuses a key file that does not open the companies' keys: passwords would be lost one by one, unseen.
async fn check_keys(path: &Path, pool: &SqlitePool, vault: &Vault) -> Result<(), OpenError> {
    let companies = sqlx::query!(r#"SELECT id AS "id: Uuid", wrapped_key FROM companies"#)
        .fetch_all(pool)
        .await
        .map_err(|error| explained(path, error))?;
    for company in companies {
        let id = model::CompanyId::from_uuid(company.id);
        if let Err(source) = vault.unwrap_company_key(id, &company.wrapped_key) {
            return Err(OpenError::OtherKeys {
                path: path.to_owned(),
                company: company.id,
                source,
            });
        }
    }
    Ok(())
}
