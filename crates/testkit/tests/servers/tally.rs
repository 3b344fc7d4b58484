//! The counting server, driven by swaks and by the raw client.

use crate::common;
use std::time::{Duration, Instant};
use testkit::{
    certificates::{Certificate, Certificates, HOST},
    client::Client,
    tally::{Door, Flow, Manner, Options, Tally},
};

const LETTER: &[u8] = b"Message-ID: <1@saatja.test>\r\nSubject: x\r\n\r\n.one\r\n..two\r\n";

async fn start(manner: Manner) -> (Tally, Certificates) {
    let certificates = Certificates::new();
    let tls = certificates
        .identity(Certificate::Valid)
        .server_config()
        .expect("a good certificate");
    let options = Options {
        manner,
        tls: Some(tls),
        ..Options::default()
    };
    (Tally::start(options).await.expect("it starts"), certificates)
}

async fn deliver(client: &mut Client, to: &str) -> String {
    client.deliver("a@saatja.test", to, LETTER).await
}

#[tokio::test]
async fn counts_through_every_door() {
    let (tally, certificates) = start(Manner::default()).await;
    common::swaks(tally.address(Door::Plain), &["--pipeline"]).await;
    assert_eq!(tally.count().copies(), 1);
    let mut plain = Client::connect(tally.address(Door::StartTls)).await;
    plain.reply().await;
    assert!(plain.command("EHLO me").await.contains("STARTTLS"));
    plain.command("STARTTLS").await;
    let mut starttls = plain.start_tls(HOST, certificates.ca_pem()).await.unwrap();
    let mut tls = Client::connect_tls(tally.address(Door::Tls), HOST, certificates.ca_pem())
        .await
        .unwrap();
    tls.reply().await;
    for client in [&mut starttls, &mut tls] {
        assert!(!client.command("EHLO me").await.contains("STARTTLS"));
        let reply = client.sign_in("anybody", "whatever").await;
        assert!(reply.starts_with("235"), "{reply}");
        for _ in 0..2 {
            let reply = deliver(client, "kivi@saatja.test").await;
            assert!(reply.starts_with("250"), "{reply}");
        }
    }
    let received = tally.count().of("kivi@saatja.test");
    assert_eq!(received.letters, [("<1@saatja.test>".into(), 4)]);
    assert_eq!(received.tries, 4);
    assert_eq!(tally.count().copies(), 5);
}

#[tokio::test]
async fn refuses_for_good_and_for_now() {
    let (tally, _) = start(Manner {
        refused: 300,
        refused_for_now: 700,
        for_now_times: 2,
        ..Manner::default()
    })
    .await;
    let mut client = Client::connect(tally.address(Door::Plain)).await;
    client.reply().await;
    client.command("EHLO me").await;
    let (mut for_good, mut taken) = (0, 0);
    for number in 0..40 {
        let to = format!("r{number}@saatja.test");
        let mut replies = Vec::new();
        for _ in 0..3 {
            replies.push(deliver(&mut client, &to).await[..3].to_owned());
            client.command("RSET").await;
        }
        match replies.join(" ").as_str() {
            "550 550 550" => for_good += 1,
            "451 451 250" => taken += 1,
            other => panic!("{other}"),
        }
        let copies = tally.count().of(&to).copies();
        assert_eq!(copies, u32::from(replies[2] == "250"));
    }
    assert!(for_good > 0 && taken > 0, "{for_good} {taken}");
}

#[tokio::test]
async fn cuts_before_and_behind_the_answer() {
    let (tally, _) = start(Manner {
        cut: 1000,
        ..Manner::default()
    })
    .await;
    // What the client saw, and whether a copy was taken.
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..60 {
        let to = format!("r{number}@saatja.test");
        let mut client = Client::connect(tally.address(Door::Plain)).await;
        client.reply().await;
        client.command("EHLO me").await;
        let reply = deliver(&mut client, &to).await;
        client.try_send("NOOP\r\n").await;
        assert_eq!(client.line().await, "", "the connection is cut");
        seen.insert((reply.starts_with("250"), tally.count().of(&to).copies()));
    }
    assert_eq!(Vec::from_iter(seen), [(false, 0), (false, 1), (true, 1)]);
}

#[tokio::test]
async fn delays_a_flight_and_drips() {
    let (tally, _) = start(Manner {
        delay: Duration::from_millis(20),
        ..Manner::default()
    })
    .await;
    let begin = Instant::now();
    let mut client = Client::connect(tally.address(Door::Plain)).await;
    client.reply().await;
    client.command("EHLO me").await;
    assert!(begin.elapsed() >= Duration::from_millis(40));
    tally.behave(Manner {
        flow: Flow::Drip(Duration::from_millis(5)),
        ..Manner::default()
    });
    let begin = Instant::now();
    let mut client = Client::connect(tally.address(Door::Plain)).await;
    assert_eq!(client.reply().await.trim(), "220 tally ESMTP");
    assert!(begin.elapsed() >= Duration::from_millis(5 * 15));
}
