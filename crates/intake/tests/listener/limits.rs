//! How much is taken from whom.

use crate::support::{KIVI, Running};
use intake::{Protocol, Refused};
use std::sync::Arc;
use testkit::client::Client;

async fn turned_away(intake: &Running, protocol: Protocol) -> bool {
    let mut client = Client::connect(intake.address(protocol)).await;
    let greeting = client.reply().await;
    if greeting.starts_with("220 ") {
        return false;
    }
    assert_eq!(greeting, "421 4.3.2 Too many connections, try again later");
    assert!(client.rest().await.is_empty());
    true
}

#[tokio::test]
async fn connections_of_a_peer_are_bounded_but_not_of_our_own() {
    let intake = Running::start(|config| config.limits.connections_per_peer = 2).await;
    let first = intake.client().await;
    let _second = intake.client().await;
    assert!(turned_away(&intake, Protocol::Smtp).await);
    assert!(
        !turned_away(&intake, Protocol::Lmtp).await,
        "LMTP is spoken by our own server"
    );
    assert_eq!(intake.counted().refused(Refused::Connection), 1);
    drop(first);
    intake.connected(1).await;
    assert!(
        !turned_away(&intake, Protocol::Smtp).await,
        "there is a place again"
    );

    let trusting = Running::start(|config| {
        config.limits.connections_per_peer = 1;
        config.trusted = Arc::new(|address| address.is_loopback());
    })
    .await;
    let _open = [trusting.client().await, trusting.client().await];
    assert!(!turned_away(&trusting, Protocol::Smtp).await);
}

#[tokio::test]
async fn connections_are_bounded_in_all() {
    let intake = Running::start(|config| config.limits.connections = 3).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(intake.client().await);
    }
    assert!(turned_away(&intake, Protocol::Smtp).await);
}

#[tokio::test]
async fn mails_of_a_peer_are_bounded_by_the_minute() {
    let intake = Running::start(|config| config.limits.mails_per_minute = 3).await;
    let mut client = intake.client().await;
    for _ in 0..3 {
        assert_eq!(client.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
    }
    let mut other = intake.client().await;
    for client in [&mut client, &mut other] {
        assert!(client.command("MAIL FROM:<>").await.starts_with("452 4.7.1 "));
    }
    let mut ours = intake.client_of(Protocol::Lmtp).await;
    for _ in 0..5 {
        assert_eq!(ours.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
    }
}

#[tokio::test]
async fn mails_of_all_share_their_memory() {
    let intake = Running::start(|config| {
        config.limits.mail = 1_000_000;
        config.limits.memory = 300_000;
    })
    .await;
    let begin = format!("MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\n");
    let block = b"x"
        .repeat(98)
        .into_iter()
        .chain(*b"\r\n")
        .collect::<Vec<u8>>()
        .repeat(1000);
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let mut client = intake.client().await;
        client.send(&begin).await;
        for _ in 0..3 {
            client.reply().await;
        }
        client.send(&block).await;
        waiting.push(client);
    }
    // 128 KiB each: one more does not fit.
    let mut third = intake.client().await;
    assert!(third.deliver("", KIVI, &block).await.starts_with("452 4.3.1 "));
    for client in &mut waiting {
        assert_eq!(client.command(".").await, "250 2.6.0 Kept");
    }
    assert_eq!(
        third.deliver("", KIVI, &block).await,
        "250 2.6.0 Kept",
        "there is room again"
    );
    assert_eq!(intake.counted().refused(Refused::Memory), 1);
}

#[tokio::test]
async fn a_kept_mail_holds_its_memory_until_it_is_kept() {
    let intake = Running::start(|config| config.limits.memory = 10_000).await;
    intake.kept.gate.forget_permits(usize::MAX);
    let mut first = intake.client().await;
    first
        .send(format!("MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\nx\r\n.\r\n"))
        .await;
    intake
        .kept
        .arrived
        .subscribe()
        .wait_for(|arrived| *arrived == 1)
        .await
        .unwrap();
    let mut second = intake.client().await;
    assert!(second.deliver("", KIVI, b"x\r\n").await.starts_with("452 4.3.1 "));
    intake.kept.gate.add_permits(2);
    for _ in 0..3 {
        first.reply().await;
    }
    assert_eq!(first.reply().await, "250 2.6.0 Kept");
    assert!(second.command("RSET").await.starts_with("250 "));
    assert_eq!(second.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
}
