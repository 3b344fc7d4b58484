//! Databases that can not be opened, servers that are not there, and several replicas that start at once.

mod support;

use std::{error::Error, net::TcpListener, sync::Arc, time::Duration};
use store::{CompanyDirectory as _, Migrated, Store as _, TestClock};
use store_postgres::{OpenError, PostgresStore};
use support::{Database, Server, company, last_migration};
use testkit::{
    ports::free_port,
    postgres::{PASSWORD, USER},
    wait::{PATIENCE, wait_until},
};

/// What opening says at this address. Whatever it is, it does not show the password.
async fn refusal_of(database: &Database, url: &str) -> OpenError {
    let opened = database.open_url(url, Arc::new(TestClock::default())).await;
    let error = opened.err().expect("refused");
    let mut words = format!("{error:?} {error}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        words.push_str(&inner.to_string());
        cause = inner.source();
    }
    for password in [PASSWORD, "kuusk"] {
        assert!(!words.contains(password), "{words}");
    }
    error
}

async fn refusal(database: &Database) -> OpenError {
    let error = refusal_of(database, &database.url).await;
    assert!(error.to_string().contains(database.name()), "{error}");
    error
}

#[tokio::test]
async fn an_empty_database_is_made_ready_and_opens_again() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let made = company(&store).await;
    store.close().await;
    let again = database.open().await;
    again.ping().await.unwrap();
    assert_eq!(again.list_companies(None, None, 10).await.unwrap(), [made]);
}

#[tokio::test]
async fn who_is_not_let_in_is_told_why() {
    let server = Server::start().await;
    let database = server.database();
    let wrong = database.url.replace(PASSWORD, "kuusk");
    let error = refusal_of(&database, &wrong).await;
    assert!(
        matches!(&error, OpenError::SignIn { place, .. } if place.user == USER),
        "{error:?}"
    );
    let stranger = database.url.replace(USER, "mari");
    assert!(matches!(
        refusal_of(&database, &stranger).await,
        OpenError::SignIn { .. }
    ));
    let missing = server.0.url("nothing");
    let error = refusal_of(&database, &missing).await;
    assert!(matches!(error, OpenError::NoDatabase { .. }));
    assert!(error.to_string().contains("createdb nothing"), "{error}");
    let encrypted = format!("{}?sslmode=require", database.url);
    assert!(matches!(
        refusal_of(&database, &encrypted).await,
        OpenError::Tls { .. }
    ));
    // The administrator's other database, in which our user may make nothing.
    let foreign = server.0.url("postgres");
    assert!(matches!(
        refusal_of(&database, &foreign).await,
        OpenError::NotAllowed { .. }
    ));
}

#[tokio::test]
async fn servers_that_are_none_are_named() {
    let server = Server::start().await;
    let database = server.database();
    let nobody = free_port();
    let url = format!("postgres://{USER}:{PASSWORD}@{}/saatja", nobody.address());
    let error = refusal_of(&database, &url).await;
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error:?}");
    assert!(
        error.to_string().contains(&nobody.address().to_string()),
        "{error}"
    );

    // Answers, but not as PostgreSQL does.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let stranger = std::thread::spawn(move || {
        use std::io::Write as _;
        while let Ok((mut client, _)) = other.accept() {
            if client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").is_err() {
                return;
            }
        }
    });
    let url = format!("postgres://{USER}:{PASSWORD}@{address}/saatja");
    let error = refusal_of(&database, &url).await;
    assert!(
        matches!(error, OpenError::NotPostgres { .. } | OpenError::Tls { .. }),
        "{error:?}"
    );
    drop(stranger);
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let vault = store::Vault::open(&folder.path().join("keys"), Arc::new(store::OsRandom)).unwrap();
    let url = format!(
        "postgres://{USER}:{PASSWORD}@{}/saatja",
        silent.local_addr().unwrap()
    );
    let clock = Arc::new(TestClock::default());
    let opened = PostgresStore::open(&url, vault, clock, Arc::new(store::OsRandom)).await;
    assert!(
        matches!(&opened.err(), Some(OpenError::Unreachable { source, .. }) if source.kind() == std::io::ErrorKind::TimedOut)
    );
}

#[tokio::test]
async fn databases_of_others_are_refused_and_left_as_they_are() {
    let server = Server::start().await;
    for theirs in [
        "CREATE TABLE companies (name TEXT)",
        "CREATE TABLE invoices (number TEXT)",
        "CREATE TABLE companies (name TEXT); COMMENT ON TABLE companies IS 'Merit'",
        "CREATE VIEW invoices AS SELECT 1",
    ] {
        let database = server.database();
        server.0.sql(database.name(), theirs);
        assert!(
            matches!(refusal(&database).await, OpenError::OtherProgram { .. }),
            "{theirs}"
        );
        let ours = server
            .0
            .sql(database.name(), "SELECT to_regclass('_sqlx_migrations') IS NULL");
        assert_eq!(ours.trim(), "t", "nothing was written: {theirs}");
    }
    let database = server.database();
    server.0.sql(
        database.name(),
        "CREATE SCHEMA theirs; CREATE TABLE theirs.invoices (number TEXT)",
    );
    database.open().await;

    let latin = "CREATE DATABASE latin OWNER saatja ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0";
    server.0.sql("postgres", latin);
    let error = refusal_of(&database, &server.0.url("latin")).await;
    assert!(
        matches!(&error, OpenError::Encoding { encoding, .. } if encoding == "LATIN1"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_read_only_database_is_refused_and_noticed() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let read_only = format!(
        "ALTER DATABASE {} SET default_transaction_read_only = on",
        database.name()
    );
    server.0.sql("postgres", &read_only);
    assert!(matches!(refusal(&database).await, OpenError::ReadOnly { .. }));
    // New connections of a program that runs.
    server.0.sql(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'saatja'",
    );
    assert!(store.ping().await.is_err());
}

#[tokio::test]
async fn a_newer_or_changed_schema_is_refused() {
    let server = Server::start().await;
    let database = server.database();
    database.open().await.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'from the future', TRUE, '', 0)";
    server.0.sql(database.name(), newer);
    assert!(matches!(
        refusal(&database).await,
        OpenError::Newer { migration: 9999, .. }
    ));

    let database = server.database();
    database.open().await.close().await;
    server
        .0
        .sql(database.name(), "UPDATE _sqlx_migrations SET checksum = ''");
    assert!(matches!(
        refusal(&database).await,
        OpenError::OtherSchema { migration: 1, .. }
    ));
}

#[tokio::test]
async fn a_key_file_of_another_database_is_refused() {
    let server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let made = company(&store).await;
    std::fs::remove_file(database.keys()).unwrap();
    let error = refusal(&database).await;
    assert!(
        matches!(&error, OpenError::OtherKeys { company: named, .. } if named == made.id.as_uuid()),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn several_replicas_may_start_at_once() {
    let server = Server::start().await;
    for _ in 0..3 {
        let database = server.database();
        drop(store::Vault::open(&database.keys(), Arc::new(store::OsRandom)));
        let opened = futures_util::future::join_all((0..8).map(|_| database.open())).await;
        for store in &opened {
            store.ping().await.unwrap();
        }
        let applied = server
            .0
            .sql(database.name(), "SELECT count(*) FROM _sqlx_migrations");
        assert_eq!(applied.trim(), last_migration().to_string());
    }
}

#[tokio::test]
async fn a_restart_of_the_server_is_outlived() {
    let mut server = Server::start().await;
    let database = server.database();
    let store = database.open().await;
    let made = company(&store).await;
    server.0.stop();
    let failed = tokio::time::timeout(Duration::from_secs(1), store.ping()).await;
    assert!(!matches!(failed, Ok(Ok(()))), "nobody is there");
    server.0.start_again().await;
    wait_until("the store answers again", PATIENCE, async || {
        store.ping().await.is_ok()
    })
    .await;
    assert_eq!(store.list_companies(None, None, 10).await.unwrap(), [made]);
}

#[tokio::test]
async fn who_has_to_be_alone_is() {
    let server = Server::start().await;
    let database = server.database();
    let alone = || async {
        let vault = store::Vault::open(&database.keys(), Arc::new(store::OsRandom)).unwrap();
        let clock = Arc::new(TestClock::default());
        PostgresStore::open_alone(&database.url, vault, clock, Arc::new(store::OsRandom)).await
    };
    let first = alone().await.unwrap();
    first.ping().await.unwrap();
    assert!(matches!(refusal(&database).await, OpenError::Taken { .. }));
    assert!(matches!(alone().await.err(), Some(OpenError::InUse { .. })));
    first.close().await;

    let (one, other) = (database.open().await, database.open().await);
    for replica in [one, other] {
        assert!(matches!(alone().await.err(), Some(OpenError::InUse { .. })));
        replica.close().await;
    }
    // The server ends a connection's locks a moment after the connection.
    wait_until("nobody uses it", PATIENCE, async || alone().await.is_ok()).await;
}

#[tokio::test]
async fn opening_tells_what_it_did() {
    let server = Server::start().await;
    let database = server.database();
    assert_eq!(
        database.open().await.migrated(),
        Migrated {
            from: None,
            to: last_migration()
        }
    );
    assert_eq!(
        database.open().await.migrated(),
        Migrated {
            from: Some(last_migration()),
            to: last_migration()
        }
    );
}
