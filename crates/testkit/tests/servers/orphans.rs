//! Servers end even when the test that started them is killed.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};

use testkit::Postgres;
use testkit::smtp_sink::{Options, SmtpSink};
use testkit::wait::{PATIENCE, wait_until};

const MARK: &str = "listens on ";

#[tokio::test]
async fn server_ends_with_its_killed_test() {
    ends_with_its_killed_test("orphans::starts_a_server_and_is_killed").await;
}

#[tokio::test]
async fn database_server_ends_with_its_killed_test() {
    ends_with_its_killed_test("orphans::starts_a_database_server_and_is_killed").await;
}

async fn ends_with_its_killed_test(test: &str) {
    let itself = std::env::current_exe().expect("a test knows its program");
    let mut child = Command::new(itself)
        .args(["--ignored", "--exact", test, "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("a test can be started");
    let mut lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
    let address: SocketAddr = lines
        .find_map(|line| Some(line.ok()?.split_once(MARK)?.1.parse().expect("an address")))
        .expect("it says where its server is");
    assert!(TcpListener::bind(address).is_err());
    child.kill().expect("a child can be killed");
    child.wait().expect("a killed child ends");
    wait_until("the server has ended", PATIENCE, async || {
        TcpListener::bind(address).is_ok()
    })
    .await;
}

#[tokio::test]
#[ignore = "a part of the test above, which runs it and kills it"]
async fn starts_a_server_and_is_killed() {
    let sink = SmtpSink::start(Options::default()).await;
    println!("{MARK}{}", sink.address());
    std::future::pending::<()>().await;
}

#[tokio::test]
#[ignore = "a part of the test above, which runs it and kills it"]
async fn starts_a_database_server_and_is_killed() {
    let server = Postgres::start().await;
    println!("{MARK}{}", server.address());
    std::future::pending::<()>().await;
}
