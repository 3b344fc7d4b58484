//! Peers that take their time.

use crate::support::{KIVI, Running};
use intake::{Config, Refused};
use std::time::{Duration, Instant};
use testkit::{client::Client, wait::PATIENCE};

const SHORT: Duration = Duration::from_millis(200);
const TIMEOUT: &str = "421 4.4.2 It took too long, closing connection";

/// Sends a byte now and then, for as long as it takes, until the peer has had enough; what the peer said.
async fn drip(intake: &Running, mut client: Client, byte: u8) -> String {
    let begin = Instant::now();
    let mut dripping = tokio::time::interval(Duration::from_millis(20));
    while intake.counted().refused(Refused::Time) == 0 {
        assert!(begin.elapsed() < PATIENCE, "a byte now and then buys time");
        dripping.tick().await;
        client.try_send([byte]).await;
    }
    String::from_utf8_lossy(&client.rest().await).into_owned()
}

async fn in_mail(intake: &Running) -> Client {
    let mut client = intake.client().await;
    client
        .send(format!("MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\n"))
        .await;
    for _ in 0..3 {
        client.reply().await;
    }
    client
}

async fn start(change: impl FnOnce(&mut Config)) -> Running {
    Running::start(change).await
}

#[tokio::test]
async fn silence_ends_the_connection() {
    let intake = start(|config| config.limits.command = SHORT).await;
    let mut silent = Client::connect(intake.address(intake::Protocol::Smtp)).await;
    assert!(silent.reply().await.starts_with("220 "));
    assert_eq!(silent.reply().await, TIMEOUT);
    assert!(silent.rest().await.is_empty());
    assert_eq!(intake.counted().refused(Refused::Time), 1);
}

#[tokio::test]
async fn half_a_command_does_not_buy_time() {
    let intake = start(|config| config.limits.command = SHORT).await;
    let said = drip(&intake, intake.client().await, b'N').await;
    assert_eq!(said.trim_end(), TIMEOUT);
}

#[tokio::test]
async fn a_mail_that_stops_coming_ends_the_connection() {
    let intake = start(|config| config.limits.data_block = SHORT).await;
    let mut client = in_mail(&intake).await;
    client.send("half\r\n").await;
    assert_eq!(client.reply().await, TIMEOUT);
    assert!(intake.mails().is_empty());
}

#[tokio::test]
async fn a_mail_that_drips_ends_the_connection() {
    let intake = start(|config| {
        config.limits.slow = SHORT;
        config.limits.least_rate = 1000;
    })
    .await;
    let client = in_mail(&intake).await;
    let said = drip(&intake, client, b'x').await;
    assert_eq!(said.trim_end(), TIMEOUT);
}

#[tokio::test]
async fn a_mail_that_is_fast_enough_is_taken_however_long_it_is() {
    let intake = start(|config| {
        config.limits.slow = SHORT;
        config.limits.least_rate = 100;
    })
    .await;
    let mut client = in_mail(&intake).await;
    let mut sending = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..30 {
        sending.tick().await;
        client.send("0123456789\r\n").await;
    }
    assert_eq!(client.command(".").await, "250 2.6.0 Kept");
}

#[tokio::test]
async fn no_connection_lives_for_ever() {
    let intake = start(|config| {
        config.limits.session = SHORT;
        config.limits.commands = u32::MAX;
    })
    .await;
    let mut client = intake.client().await;
    let begin = Instant::now();
    loop {
        assert!(begin.elapsed() < PATIENCE, "it lives on");
        client.try_send("NOOP\r\n").await;
        let reply = client.reply().await;
        if reply != "250 2.0.0 Ok" {
            assert_eq!(reply, TIMEOUT);
            break;
        }
    }
}

#[tokio::test]
async fn who_does_not_read_his_answers_is_let_go() {
    let intake = start(|config| {
        config.limits.command = SHORT;
        config.limits.commands = u32::MAX;
    })
    .await;
    let mut client = intake.client().await;
    // The answers fill every buffer on the way; nobody reads them.
    let flight = b"HELP\r\n".repeat(100_000);
    let sending = async {
        for _ in 0..100 {
            client.try_send(&flight).await;
        }
    };
    tokio::select! {
        () = sending => {}
        () = intake.connected(0) => {}
    }
    intake.connected(0).await;
}

#[tokio::test]
async fn a_reception_that_hangs_is_not_waited_for() {
    let intake = start(|config| config.limits.reception = SHORT).await;
    intake.kept.gate.forget_permits(usize::MAX);
    let mut client = intake.client().await;
    let said = client.deliver("", "hang@event.saatja.test", b"").await;
    assert!(said.starts_with("451 4.3.0 "), "{said}");
    client.command("RSET").await;
    let said = client.deliver("", KIVI, b"x\r\n").await;
    assert!(said.starts_with("451 4.3.0 "), "{said}");
}
