//! What a server is asked to tell of a letter later (RFC 3461).

use crate::{
    kept::open,
    support::{USER, envelope, letter},
};
use smtp::{Envelope, Journal};
use testkit::hostile::{HostileServer, Script, Step};

/// Sends a letter whose reports come back to us; gives the lines of the envelope that the server heard.
async fn heard(offers: &'static str) -> Vec<String> {
    let steps = vec![
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply(offers),
        Step::Expect("MAIL"),
        Step::reply("250 1"),
        Step::Expect("RCPT"),
        Step::reply("250 2"),
        Step::Expect("DATA"),
        Step::reply("354 go"),
        Step::TakeLetter,
        Step::reply("250 taken"),
    ];
    let server = HostileServer::start(Script::new(steps)).await;
    let mut journal = Journal::silent();
    let mut session = open(&server, &mut journal).await;
    let envelope = Envelope {
        id: Some("b-abc234".parse().unwrap()),
        ..envelope()
    };
    session.send(&envelope, &letter(), &mut journal).await.unwrap();
    let lines = server.hearings().remove(0).lines();
    lines.into_iter().skip(1).take(2).collect()
}

#[tokio::test]
async fn a_server_that_knows_reports_is_asked_for_them() {
    let expected = [
        format!("MAIL FROM:<{USER}> RET=HDRS ENVID=b-abc234"),
        "RCPT TO:<mari@naidis.ee> NOTIFY=FAILURE,DELAY".to_owned(),
    ];
    assert_eq!(heard("250-hi\r\n250 DSN").await, expected);
}

#[tokio::test]
async fn another_server_hears_nothing_of_it() {
    let expected = [
        format!("MAIL FROM:<{USER}>"),
        "RCPT TO:<mari@naidis.ee>".to_owned(),
    ];
    assert_eq!(heard("250-hi\r\n250 8BITMIME").await, expected);
}
