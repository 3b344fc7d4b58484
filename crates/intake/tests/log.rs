//! What the log tells: recipients masked, nothing of senders and of mails. A program of its own, as the log is the
//! whole process's.

use async_trait::async_trait;
use intake::{Answer, Config, Delivered, Door, Intake, Mail, Peer, Place, Protocol, Reception, Recipient};
use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use testkit::{
    client::Client,
    clock,
    wait::{PATIENCE, wait_until},
};
use tokio::sync::watch;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("nobody panics while he writes")).into_owned()
    }
}

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("nobody panics while he writes")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

struct TakesOne;

#[async_trait]
impl Reception for TakesOne {
    async fn recipient(&self, recipient: &Recipient, _: Peer, _: bool) -> Answer {
        match recipient.local_part() {
            "secretname" => Answer::Taken,
            _ => Answer::NoSuchMailbox,
        }
    }

    async fn mail(&self, _: Mail) -> Delivered {
        Delivered::Kept
    }
}

#[tokio::test]
async fn the_log_masks_recipients_and_tells_nothing_of_mails() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("the first in this process");

    let domain = "event.saatja.test".parse().expect("a name");
    let mut config = Config::new(
        "mx.saatja.test".parse().expect("a name"),
        vec![domain],
        clock::real(),
    );
    config.doors = vec![Door::tcp(Protocol::Smtp, SocketAddr::from(([127, 0, 0, 1], 0)))];
    let intake = Intake::open(config).await.expect("it starts");
    let Place::Tcp(address) = intake.doors()[0].place else {
        panic!("a TCP door")
    };
    let (_running, stop) = watch::channel(false);
    tokio::spawn(intake.serve(Arc::new(TakesOne), stop));

    let mut client = Client::connect(address).await;
    client.reply().await;
    client.command("EHLO \u{1b}[31mred").await;
    let letter = b"Subject: secretsubject\r\n\r\nsecrettext\r\n";
    for to in ["secretname", "secretguess"] {
        let to = format!("{to}@event.saatja.test");
        client.deliver("secretsender@other.test", &to, letter).await;
        client.command("RSET").await;
    }
    client.command("WRONG secretword").await;
    client.command("QUIT").await;
    drop(client);

    wait_until("the end is in the log", PATIENCE, async || {
        captured.text().contains("connection ended")
    })
    .await;
    let log = captured.text();
    assert!(
        log.contains("recipient=s***@event.saatja.test answer=Taken"),
        "{log}"
    );
    assert!(
        log.contains("answer=NoSuchMailbox") && log.contains("delivered=Kept"),
        "{log}"
    );
    assert!(log.contains("peer=127.0.0.1"), "{log}");
    assert!(!log.contains("secret"), "{log}");
    assert!(!log.contains('\u{1b}'), "{log}");
}
