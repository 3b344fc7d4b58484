//! Mail comes in over sockets.

use crate::support::{KIVI, Running};
use intake::{Peer, Protocol, Refused};

#[tokio::test]
async fn a_mail_is_kept_as_it_was_sent() {
    let intake = Running::start(|_| {}).await;
    let mut client = intake.client().await;
    let letter = b"Subject: x\r\n\r\n.dots\r\n..\r\n\xff\r\n";
    assert_eq!(
        client.deliver("mari@other.test", KIVI, letter).await,
        "250 2.6.0 Kept"
    );
    assert_eq!(client.command("QUIT").await, "221 2.0.0 Bye");
    assert!(client.rest().await.is_empty());
    let [mail] = &intake.mails()[..] else {
        panic!("one mail")
    };
    assert_eq!(&mail.raw[mail.own_header..], letter);
    let header = String::from_utf8_lossy(&mail.raw[..mail.own_header]);
    assert!(
        header
            .starts_with("Received: from client.test ([127.0.0.1])\r\n\tby mx.saatja.test with ESMTP;\r\n\t")
    );
    assert!(!header.contains("kivi"), "{header}");
    assert_eq!(mail.peer, Peer::Address([127, 0, 0, 1].into()));
    assert_eq!(mail.envelope_sender.as_deref(), Some("mari@other.test"));
    let counted = intake.counted();
    assert_eq!((counted.kept, counted.bytes), (1, mail.raw.len() as u64));
}

#[tokio::test]
async fn a_flight_of_commands_is_answered_in_order() {
    let intake = Running::start(|_| {}).await;
    let mut client = intake.client().await;
    let envelope =
        format!("MAIL FROM:<>\r\nRCPT TO:<nobody@event.saatja.test>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\n");
    client
        .send(format!("{envelope}one\r\n.\r\n{envelope}two\r\n.\r\nQUIT\r\n"))
        .await;
    let replies = String::from_utf8(client.rest().await).unwrap();
    let codes: Vec<&str> = replies.lines().map(|line| &line[..3]).collect();
    let once = ["250", "550", "250", "354", "250"];
    assert_eq!(codes, [&once[..], &once, &["221"]].concat());
    assert_eq!(intake.mails().len(), 2);
}

#[tokio::test]
async fn what_is_refused_is_not_kept() {
    let intake = Running::start(|_| {}).await;
    let mut client = intake.client().await;
    for (to, letter, reply) in [
        ("nobody@event.saatja.test", "x\r\n", "550 5.1.1 "),
        ("kivi@other.test", "x\r\n", "550 5.7.1 "),
        (KIVI, "virus\r\n", "554 5.6.0 "),
        (KIVI, "bare\n.\nline\r\n", "550 5.6.11 "),
    ] {
        let said = client.deliver("", to, letter.as_bytes()).await;
        assert!(said.starts_with(reply), "{to}: {said}");
        assert!(client.command("RSET").await.starts_with("250 "));
    }
    assert!(intake.mails().is_empty());
    let counted = intake.counted();
    for reason in [
        Refused::NoSuchMailbox,
        Refused::Relay,
        Refused::Reception,
        Refused::BareNewline,
    ] {
        assert_eq!(counted.refused(reason), 1, "{reason:?}");
    }
    assert_eq!(counted.kept, 0);
}

#[tokio::test]
async fn a_mail_without_its_end_is_none() {
    let intake = Running::start(|_| {}).await;
    let mut client = intake.client().await;
    client
        .send(format!(
            "MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\nhalf a mail\r\n.\r"
        ))
        .await;
    for _ in 0..3 {
        client.reply().await;
    }
    drop(client);
    intake.connected(0).await;
    assert!(intake.mails().is_empty());
}

#[tokio::test]
async fn nothing_is_said_to_be_kept_before_it_is() {
    let intake = Running::start(|_| {}).await;
    intake.kept.gate.forget_permits(usize::MAX);
    let mut client = intake.client().await;
    client
        .send(format!(
            "MAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\nDATA\r\nx\r\n.\r\nNOOP\r\n"
        ))
        .await;
    for _ in 0..3 {
        client.reply().await;
    }
    intake
        .kept
        .arrived
        .subscribe()
        .wait_for(|arrived| *arrived == 1)
        .await
        .unwrap();
    assert!(intake.mails().is_empty());
    intake.kept.gate.add_permits(1);
    assert_eq!(client.reply().await, "250 2.6.0 Kept");
    assert_eq!(intake.mails().len(), 1);
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient() {
    let intake = Running::start(|_| {}).await;
    let mut client = intake.client_of(Protocol::Lmtp).await;
    client
        .send("MAIL FROM:<>\r\nRCPT TO:<kivi@event.saatja.test>\r\n")
        .await;
    client
        .send(
            "RCPT TO:<nobody@event.saatja.test>\r\nRCPT TO:<kivi-2@event.saatja.test>\r\nDATA\r\nx\r\n.\r\n",
        )
        .await;
    let mut replies = Vec::new();
    for _ in 0..7 {
        replies.push(client.reply().await[..3].to_owned());
    }
    assert_eq!(replies, ["250", "250", "550", "250", "354", "250", "250"]);
    let [mail] = &intake.mails()[..] else {
        panic!("one mail for both")
    };
    assert_eq!(mail.recipients.len(), 2);
    assert!(
        mail.raw
            .starts_with(b"Received: from client.test ([127.0.0.1])\r\n\tby mx.saatja.test with LMTP;")
    );
}
