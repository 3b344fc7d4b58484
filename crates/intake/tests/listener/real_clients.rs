//! Clients that are not ours.

use crate::support::{KIVI, Running, certificate};
use intake::{Door, Protocol};
use std::process::Command;
use testkit::{
    certificates::Certificates,
    client::Client,
    postfix::PostfixFront,
    wait::{PATIENCE, wait_until},
};

/// Runs a program to its end and returns what it printed.
async fn run(mut command: Command) -> String {
    let output = tokio::task::spawn_blocking(move || command.output().expect("please run script/bootstrap"))
        .await
        .expect("no panic");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(output.status.success(), "{printed}");
    printed
}

#[tokio::test]
async fn postfix_smtp_source_sends_a_thousand_mails() {
    let intake = Running::start(|_| {}).await;
    let address = intake.address(Protocol::Smtp).to_string();
    let mut command = Command::new("/usr/sbin/smtp-source");
    command.args([
        "-m",
        "1000",
        "-s",
        "10",
        "-l",
        "4000",
        "-f",
        "mari@other.test",
        "-t",
        KIVI,
        "-d",
        &address,
    ]);
    run(command).await;
    let mails = intake.mails();
    assert_eq!(mails.len(), 1000);
    assert!(
        mails
            .iter()
            .all(|mail| mail.raw.len() > 4000 && mail.raw.ends_with(b"\r\n"))
    );
    assert_eq!(intake.counted().connections, 10);
}

#[tokio::test]
async fn swaks_sends_over_tls_and_over_lmtp() {
    let certificates = Certificates::new();
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("lmtp");
    let intake = Running::start(|config| {
        config.certificate = Some(certificate(&certificates));
        config.doors.push(Door::file(&socket));
    })
    .await;
    let ca = certificates.write_ca(folder.path());
    let address = intake.address(Protocol::Smtp);
    let mut command = Command::new("swaks");
    command.args(["--server", "127.0.0.1", "--port", &address.port().to_string()]);
    command.args(["--to", KIVI, "--from", "<>", "--ehlo", "swaks.test", "--pipeline"]);
    command.args(["--tls", "--tls-verify", "--tls-ca-path"]).arg(&ca);
    command.args(["--body", ".dot\n..two"]);
    let printed = run(command).await;
    assert!(printed.contains("250 2.6.0 Kept"), "{printed}");
    let both = format!("{KIVI},kivi-2@event.saatja.test");
    let mut command = Command::new("swaks");
    command.args(["--protocol", "LMTP", "--ehlo", "swaks.test", "--to", &both]);
    command
        .args(["--from", "mari@other.test", "--socket"])
        .arg(&socket);
    let printed = run(command).await;
    assert_eq!(printed.matches("250 2.6.0 Kept").count(), 2, "{printed}");
    let mails = intake.mails();
    assert_eq!((mails[0].tls, mails[1].recipients.len()), (true, 2));
    assert!(String::from_utf8_lossy(&mails[0].raw).contains("\r\n.dot\r\n..two\r\n"));
}

#[tokio::test]
async fn postfix_in_front_brings_mail_over_lmtp() {
    let intake = Running::start(|_| {}).await;
    let lmtp = intake.address(Protocol::Lmtp);
    let front = PostfixFront::start("event.saatja.test", &format!("lmtp:inet:{lmtp}")).await;
    let mut client = Client::connect(front.address()).await;
    client.reply().await;
    client.command("EHLO stranger.test").await;
    let letter = b"Subject: over Postfix\r\n\r\n.dot\r\n";
    assert!(
        client.deliver("", KIVI, letter).await.starts_with("250 "),
        "{}",
        front.logs()
    );
    // Postfix asks us before it takes a recipient, so that it never has to send mail back.
    let unknown = client.deliver("", "nobody@event.saatja.test", letter).await;
    assert!(unknown.starts_with("550 "), "{unknown}\n{}", front.logs());
    client.command("RSET").await;
    let relayed = client.deliver("", "kivi@other.test", letter).await;
    assert!(
        relayed.starts_with("454 ") || relayed.starts_with("554 "),
        "{relayed}"
    );
    wait_until("the mail is here", PATIENCE, async || !intake.mails().is_empty()).await;
    let [mail] = &intake.mails()[..] else {
        panic!("one mail")
    };
    assert_eq!(mail.envelope_sender, None);
    assert_eq!(mail.protocol, Protocol::Lmtp);
    assert!(
        mail.raw
            .ends_with(letter.strip_prefix(b"Subject: over Postfix\r\n").unwrap())
    );
}
