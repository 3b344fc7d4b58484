//! Opening the database: reached, looked at, brought up to date, or refused with a clear word.

mod address;
mod error;
mod in_use;

pub use error::{OpenError, Place};
pub(crate) use in_use::Use;

use crate::{columns::failed, database::Database, queue::Waiting};
use address::Address;
use error::explained;
use in_use::share;
use sqlx::{
    ConnectOptions as _, PgConnection, PgPool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{io, sync::Arc, time::Duration};
use store::{Clock, Migrated, Random, StoreError, Vault, ids::Ids};
use tokio::time::{Instant, sleep, timeout_at};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// What the comment on table `companies` says. The first migration writes it.
const OURS: &str = "Saatja";
/// How many connections a replica holds at most. PostgreSQL takes 100 of all its clients unless told otherwise.
const CONNECTIONS: u32 = 16;
/// How long to wait for a connection before it is an error.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two tries to reach a server that is just starting.
const PAUSE: Duration = Duration::from_millis(100);
/// Idle connections are given back after this time.
const IDLE: Duration = Duration::from_mins(10);
/// Settings of each connection: no statement hangs, and no dead replica holds a lock.
const LIMITS: [(&str, &str); 3] = [
    ("statement_timeout", "10s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
];
/// Bringing tables up to date may take longer, and waiting until another replica has done it.
const LIMITS_OF_MIGRATION: [(&str, &str); 2] = [("statement_timeout", "10min"), ("lock_timeout", "10min")];

/// Whether other programs may have the database open beside this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    /// Replicas of the server, and commands beside them.
    Others,
    /// Nobody.
    Nobody,
}

/// Connects, looks, updates.
pub(crate) async fn open(
    url: &str,
    with: With,
    vault: Vault,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<Database, OpenError> {
    let Address { options, place } = Address::parse(url)?;
    let mut first = connect(&options.clone().options(LIMITS_OF_MIGRATION), &place).await?;
    check_database(&place, &mut first).await?;
    in_use::enter(&place, &mut first, with).await?;
    let migrated = migrate(&place, &mut first).await?;
    check_keys(&place, &mut first, &vault).await?;
    let pool = pool(options, with);
    // From now on one of its connections says that the database is in use.
    drop(pool.acquire().await.map_err(|error| explained(&place, error))?);
    Ok(Database {
        pool,
        vault,
        clock,
        random,
        ids: Ids::default(),
        migrated,
        alone: Use::kept(first, with).await,
        waiting: Waiting::default(),
    })
}

fn pool(options: PgConnectOptions, with: With) -> PgPool {
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(IDLE);
    let pool = match with {
        With::Others => pool.after_connect(|connection, _| Box::pin(share(connection))),
        With::Nobody => pool,
    };
    pool.connect_lazy_with(options.options(LIMITS))
}

/// The first connection. Unlike the pool's it says why there is none.
async fn connect(options: &PgConnectOptions, place: &Place) -> Result<PgConnection, OpenError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let Ok(answered) = timeout_at(deadline, options.connect()).await else {
            return Err(OpenError::Unreachable {
                place: place.clone(),
                source: io::ErrorKind::TimedOut.into(),
            });
        };
        match answered {
            Ok(connection) => return Ok(connection),
            Err(error) if starting(&error) && Instant::now() + PAUSE < deadline => sleep(PAUSE).await,
            Err(error) => return Err(explained(place, error)),
        }
    }
}

/// `cannot_connect_now`: the server starts, or ends.
fn starting(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|answer| answer.code().as_deref() == Some("57P03"))
}

/// Refuses a database that is not ours before anything is written to it. The table of migrations alone is ours: a
/// first start that was cut short, or is going on beside this one. What extensions bring is nobody's.
async fn check_database(place: &Place, connection: &mut PgConnection) -> Result<(), OpenError> {
    let (encoding, read_only, tables, owner): (String, bool, i64, Option<String>) = sqlx::query_as(
        "SELECT current_setting('server_encoding'), current_setting('transaction_read_only') = 'on',
            (SELECT count(*) FROM pg_class t
                WHERE t.relnamespace = to_regnamespace(quote_ident(current_schema()))
                    AND t.relkind IN ('r', 'p', 'v', 'm', 'f') AND t.relname <> '_sqlx_migrations'
                    AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')),
            obj_description(to_regclass(quote_ident(current_schema()) || '.companies'), 'pg_class')",
    )
    .fetch_one(connection)
    .await
    .map_err(|error| explained(place, error))?;
    let place = place.clone();
    if read_only {
        return Err(OpenError::ReadOnly { place });
    }
    if encoding != "UTF8" {
        return Err(OpenError::Encoding { place, encoding });
    }
    if owner.as_deref() == Some(OURS) || (owner.is_none() && tables == 0) {
        return Ok(());
    }
    Err(OpenError::OtherProgram { place })
}

/// One replica at a time: sqlx holds an advisory lock of the database meanwhile.
async fn migrate(place: &Place, connection: &mut PgConnection) -> Result<Migrated, OpenError> {
    let from = last_migration(connection)
        .await
        .map_err(|error| explained(place, error))?;
    let migrated = MIGRATIONS.run_direct(None, connection, false).await;
    let to = MIGRATIONS.iter().map(|migration| migration.version).max();
    migrated
        .map(|()| Migrated {
            from,
            to: to.unwrap_or_default(),
        })
        .map_err(|error| match error {
            MigrateError::VersionMissing(migration) => OpenError::Newer {
                place: place.clone(),
                migration,
            },
            MigrateError::VersionMismatch(migration) => OpenError::OtherSchema {
                place: place.clone(),
                migration,
            },
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                explained(place, error)
            }
            error => OpenError::Failed {
                place: place.clone(),
                source: StoreError::Database(Box::new(error)),
            },
        })
}

/// The last migration that was done before; none for a new database.
async fn last_migration(connection: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    let known: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !known {
        return Ok(None);
    }
    sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
}

/// Refuses a key file that does not open the companies' keys: passwords would be lost one by one, unseen.
async fn check_keys(place: &Place, connection: &mut PgConnection, vault: &Vault) -> Result<(), OpenError> {
    let companies = sqlx::query!("SELECT id, wrapped_key FROM companies")
        .fetch_all(connection)
        .await
        .map_err(|error| OpenError::Failed {
            place: place.clone(),
            source: failed(error),
        })?;
    for company in companies {
        let id = model::CompanyId::from_uuid(company.id);
        if let Err(source) = vault.unwrap_company_key(id, &company.wrapped_key) {
            return Err(OpenError::OtherKeys {
                place: place.clone(),
                company: company.id,
                source,
            });
        }
    }
    Ok(())
}
