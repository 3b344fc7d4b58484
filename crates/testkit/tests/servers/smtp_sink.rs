//! smtp-sink, and the recording server, driven by swaks.

use crate::common;
use testkit::client::Client;
use testkit::recorder::recorder;
use testkit::smtp_sink::{Options, SmtpSink};
use testkit::wait::PATIENCE;

#[tokio::test]
async fn sink_swallows_and_fails_as_told() {
    let sink = SmtpSink::start(Options::default()).await;
    common::swaks(sink.address(), &[]).await;

    let refusing = SmtpSink::start(Options {
        refuse: vec!["RCPT"],
        ..Options::default()
    })
    .await;
    let mut client = Client::connect(refusing.address()).await;
    client.reply().await;
    client.command("EHLO client.saatja.test").await;
    let reply = client.deliver("a@saatja.test", "b@saatja.test", b"Hi\r\n").await;
    assert!(reply.starts_with('5'), "{reply}");

    let dropping = SmtpSink::start(Options {
        drop_after: vec!["."],
        ..Options::default()
    })
    .await;
    let mut client = Client::connect(dropping.address()).await;
    client.reply().await;
    client.command("EHLO client.saatja.test").await;
    assert_eq!(
        client.deliver("a@saatja.test", "b@saatja.test", b"Hi\r\n").await,
        ""
    );
}

#[tokio::test]
async fn recorder_takes_mail_from_swaks() {
    let recorder = recorder().await;
    common::swaks(
        recorder.addresses()[0].address,
        &["--pipeline", "--body", "Tere\n.\n.dots"],
    )
    .await;
    let letters = recorder
        .wait_for_letters(1, PATIENCE)
        .await
        .expect("the letter arrives");
    let text = String::from_utf8_lossy(&letters[0].bytes);
    assert!(text.contains("Tere\r\n.\r\n.dots\r\n"), "{text}");
}
