//! What bounds a catcher.

use std::time::Duration;

use catcher::{Catcher, CatcherError, Config, Listener, Security, SignIn};
use testkit::client::Client;
use testkit::clock;
use testkit::recorder::{on_loopback, start};

fn config() -> Config {
    let mut config = Config::new(clock::real());
    config.listeners = vec![on_loopback(Security::None)];
    config.sign_in = SignIn::Optional;
    config
}

async fn client(catcher: &Catcher) -> Client {
    let mut client = Client::connect(catcher.addresses()[0].address).await;
    client.reply().await;
    client.command("EHLO client.test").await;
    client
}

#[tokio::test]
async fn long_lines_end_the_connection() {
    let catcher = start(config()).await;
    let mut line = client(&catcher).await;
    // As one line, and as the beginning of one that never ends.
    assert!(
        line.command(&format!("NOOP {}", "x".repeat(20_000)))
            .await
            .starts_with("500 5.5.6 ")
    );
    assert!(line.rest().await.is_empty());
    let mut endless = client(&catcher).await;
    endless.send("x".repeat(13_000)).await;
    assert!(endless.reply().await.starts_with("500 5.5.6 "));
}

#[tokio::test]
async fn bare_newlines_are_refused() {
    let catcher = start(config()).await;
    for line in ["NOOP\n", "NO\rOP\r\n", "NOOP\0\r\n"] {
        let mut client = client(&catcher).await;
        client.send(line).await;
        assert!(client.reply().await.starts_with("500 5.5.2 "), "{line:?}");
        assert!(client.rest().await.is_empty());
    }
    let smuggled = b"one\r\n\n.\nMAIL FROM:<evil@saatja.test>\r\n";
    let mut client = client(&catcher).await;
    let reply = client.deliver("a@saatja.test", "b@saatja.test", smuggled).await;
    assert_eq!(reply, "550 5.6.11 Bare newlines are illegal");
    assert!(
        client
            .deliver("a@saatja.test", "b@saatja.test", b"next\r\n")
            .await
            .starts_with("250 ")
    );
    assert_eq!(catcher.letters().len(), 1);
}

#[tokio::test]
async fn large_letters_and_long_lists_are_refused() {
    let mut config = config();
    config.limits.letter = 1000;
    config.limits.recipients = 2;
    let catcher = start(config).await;
    let mut client = client(&catcher).await;
    let large = [&b"x".repeat(998)[..], b"\r\n"].concat();
    assert!(
        client
            .deliver("a@saatja.test", "b@saatja.test", &large)
            .await
            .starts_with("250 ")
    );
    let larger = [&b"x".repeat(999)[..], b"\r\n"].concat();
    assert!(
        client
            .deliver("a@saatja.test", "b@saatja.test", &larger)
            .await
            .starts_with("552 5.3.4 ")
    );
    client.command("MAIL FROM:<a@saatja.test>").await;
    for expected in ["250", "250", "452 4.5.3"] {
        assert!(
            client
                .command("RCPT TO:<b@saatja.test>")
                .await
                .starts_with(expected)
        );
    }
}

#[tokio::test]
async fn only_the_newest_letters_are_kept() {
    let mut config = config();
    config.limits.kept = 2;
    let catcher = start(config).await;
    let mut client = client(&catcher).await;
    for text in ["one\r\n", "two\r\n", "three\r\n"] {
        client
            .deliver("a@saatja.test", "b@saatja.test", text.as_bytes())
            .await;
    }
    assert_eq!(
        catcher
            .letters()
            .iter()
            .map(|letter| letter.id)
            .collect::<Vec<_>>(),
        [2, 3]
    );
}

#[tokio::test]
async fn too_many_errors_and_too_many_connections_are_not_borne() {
    let mut config = config();
    config.limits.faults = 3;
    config.limits.connections = 1;
    let catcher = start(config).await;
    let mut client = client(&catcher).await;
    let mut second = Client::connect(catcher.addresses()[0].address).await;
    assert_eq!(second.reply().await, "421 4.3.2 Too many connections");
    assert!(second.rest().await.is_empty());
    for _ in 0..3 {
        assert!(client.command("NONSENSE").await.starts_with("500 5.5.2 "));
    }
    assert_eq!(
        client.reply().await,
        "421 4.7.0 Too many errors, closing connection"
    );
    assert!(client.rest().await.is_empty());
}

#[tokio::test]
async fn idle_clients_are_sent_away() {
    let mut config = config();
    config.limits.idle = Duration::from_millis(50);
    let catcher = start(config).await;
    let mut client = Client::connect(catcher.addresses()[0].address).await;
    client.reply().await;
    assert_eq!(client.reply().await, "421 4.4.2 Timeout, closing connection");
}

#[tokio::test]
async fn stopping_says_goodbye_and_closes_the_doors() {
    let catcher = start(config()).await;
    let door = catcher.addresses()[0];
    let mut client = client(&catcher).await;
    let (reply, ()) = tokio::join!(client.reply(), catcher.stop());
    assert_eq!(reply, "421 4.3.2 Stopping, closing connection");
    // The door can be opened again at once.
    let mut config = config();
    config.listeners = vec![door];
    drop(start(config).await);
}

#[tokio::test]
async fn dropping_hangs_up() {
    let catcher = start(config()).await;
    let mut client = client(&catcher).await;
    drop(catcher);
    assert!(client.rest().await.is_empty());
}

#[tokio::test]
async fn doors_open_on_loopback_only_and_tls_needs_certificates() {
    let mut open = config();
    open.listeners = vec![Listener::new(([0, 0, 0, 0], 0).into(), Security::None)];
    assert!(matches!(
        Catcher::start(open).await,
        Err(CatcherError::NotLoopback(_))
    ));
    for security in [Security::Tls, Security::StartTls] {
        let mut bare = config();
        bare.listeners = vec![on_loopback(security)];
        assert!(matches!(
            Catcher::start(bare).await,
            Err(CatcherError::NoCertificates(_))
        ));
    }
    let first = start(config()).await;
    let mut same = config();
    same.listeners = first.addresses().to_vec();
    assert!(matches!(
        Catcher::start(same).await,
        Err(CatcherError::Bind { .. })
    ));
}
