//! PostgreSQL, asked by its own client.

use std::net::TcpListener;
use std::process::{Command, Output};

use testkit::Postgres;
use testkit::postgres::PASSWORD;

fn psql(url: &str, sql: &str) -> Output {
    let mut command = Command::new("psql");
    command.args(["-X", "-A", "-t", "-w", "-c", sql, url]);
    command.output().expect("psql can be started")
}

fn answer(url: &str, sql: &str) -> String {
    let output = psql(url, sql);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[tokio::test]
async fn databases_are_empty_and_their_owners_own() {
    let server = Postgres::start().await;
    let (one, other) = (server.create_database(), server.create_database());
    answer(
        &one,
        "CREATE TABLE letters (text TEXT); INSERT INTO letters VALUES ('õäöü €')",
    );
    assert_eq!(answer(&one, "SELECT text FROM letters"), "õäöü €");
    assert!(!psql(&other, "SELECT text FROM letters").status.success());
    assert_eq!(
        answer(&one, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
        "f"
    );
    let admin = server.admin_url("postgres");
    assert_eq!(
        answer(
            &admin,
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ),
        "t"
    );
    let refused = psql(&one.replace(PASSWORD, "wrong"), "SELECT 1");
    let errors = String::from_utf8_lossy(&refused.stderr);
    assert!(errors.contains("password authentication failed"), "{errors}");
}

#[tokio::test]
async fn many_run_side_by_side_and_leave_nothing() {
    let (first, second) = tokio::join!(Postgres::start(), Postgres::start());
    assert_ne!(first.address(), second.address());
    let (url, admin) = (second.create_database(), first.admin_url("postgres"));
    // A client that stays does not keep it from ending.
    let mut client = Command::new("psql")
        .args(["-X", "-q", "-c", "SELECT pg_sleep(60)", &admin])
        .spawn()
        .expect("psql can be started");
    let folder = admin
        .split_once("host=")
        .expect("it names its socket")
        .1
        .to_owned();
    let address = first.address();
    drop(first);
    assert!(!std::path::Path::new(&folder).exists(), "{folder} is left");
    drop(TcpListener::bind(address).expect("the port is free again"));
    assert!(!client.wait().expect("psql ends").success());
    assert_eq!(answer(&url, "SELECT 1"), "1");
}

#[tokio::test]
async fn what_was_written_survives_a_restart() {
    let mut server = Postgres::start().await;
    let url = server.create_database();
    answer(
        &url,
        "CREATE TABLE letters (text TEXT); INSERT INTO letters VALUES ('kept')",
    );
    server.stop();
    assert!(!psql(&url, "SELECT 1").status.success());
    server.start_again().await;
    assert_eq!(answer(&url, "SELECT text FROM letters"), "kept");
}
