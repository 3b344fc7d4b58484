//! Over the wire: who is let in, and what is answered.

use crate::support::{Bench, DOMAIN, KLIENT, dsn, plenty, reply};
use inbound::Doorman;
use intake::{Config, Door, Intake, Place, Protocol};
use model::{Host, message::MessageState};
use std::{net::SocketAddr, sync::Arc};
use store::Clock as _;
use testkit::client::Client;
use tokio::{sync::watch, task::JoinHandle};

struct Listener {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    served: JoinHandle<()>,
}

async fn listen(bench: &Bench) -> Listener {
    listen_for(bench, Protocol::Smtp).await
}

async fn listen_for(bench: &Bench, protocol: Protocol) -> Listener {
    let clock = bench.clock.clone();
    let domain = Host::parse(DOMAIN).unwrap();
    let mut config = Config::new(domain.clone(), vec![domain], Arc::new(move || clock.now()));
    config.doors = vec![Door::tcp(protocol, "127.0.0.1:0".parse().unwrap())];
    let intake = Intake::open(config).await.unwrap();
    let Place::Tcp(address) = intake.doors()[0].place.clone() else {
        panic!("a door at an address");
    };
    let doorman = Doorman::new(bench.receiver.clone(), bench.clock.clone());
    let (stop, stopped) = watch::channel(false);
    let served = tokio::spawn(intake.serve(Arc::new(doorman), stopped));
    Listener {
        address,
        stop,
        served,
    }
}

impl Listener {
    async fn client(&self) -> Client {
        let mut client = Client::connect(self.address).await;
        assert!(client.reply().await.starts_with("220 "));
        assert!(client.command("EHLO mx.klient.test").await.starts_with("250"));
        client
    }
}

#[tokio::test]
async fn a_report_over_smtp_is_in_the_store_when_250_is_said() {
    let bench = Bench::new().await;
    let listener = listen(&bench).await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let mut client = listener.client().await;
    let answer = client
        .deliver("", &path, dsn(&path, KLIENT, "", "").as_bytes())
        .await;
    assert!(answer.starts_with("250 "), "{answer}");
    assert_eq!(
        bench.state(bench.company, messages[0]).await,
        MessageState::Bounced
    );
    // A server that did not hear the answer sends it once more.
    let answer = client
        .deliver("", &path, dsn(&path, KLIENT, "", "").as_bytes())
        .await;
    assert!(answer.starts_with("250 "), "{answer}");
    assert_eq!(bench.events(bench.company).await.len(), 1);
    listener.stop.send_replace(true);
    listener.served.await.unwrap();
}

#[tokio::test]
async fn who_is_not_here_is_refused_at_rcpt() {
    let bench = Bench::with(plenty(), None).await;
    let listener = listen(&bench).await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let path = bench.return_path(bench.company, messages[0]).await;
    let forged = path.replacen(&path[30..34], "aaaa", 1);
    assert_ne!(forged, path);
    let mut client = listener.client().await;
    for (recipient, answer) in [
        (path.as_str(), "250 "),
        (&format!("Naidis@{DOMAIN}"), "250 "),
        (&forged, "550 5.1.1"),
        (&format!("keegi@{DOMAIN}"), "550 5.1.1"),
        (&format!("postmaster@{DOMAIN}"), "550 5.1.1"),
        ("postmaster", "550 5.1.1"),
        ("mari@klient.test", "550 5.7.1"),
        (&format!("mari%klient.test@{DOMAIN}"), "550 5.7.1"),
    ] {
        client.command("RSET").await;
        assert!(client.command("MAIL FROM:<>").await.starts_with("250"));
        let said = client.command(&format!("RCPT TO:<{recipient}>")).await;
        assert!(said.starts_with(answer), "{recipient}: {said}");
    }
    assert!(bench.events(bench.company).await.is_empty());
}

#[tokio::test]
async fn the_postmasters_mail_reaches_whom_the_operator_named() {
    let bench = Bench::with(plenty(), Some("naidis")).await;
    let listener = listen(&bench).await;
    let mut client = listener.client().await;
    let answer = client
        .deliver(KLIENT, "Postmaster", reply("postmaster", "").as_bytes())
        .await;
    assert!(answer.starts_with("250 "), "{answer}");
    assert_eq!(bench.events(bench.company).await.len(), 1);
}

#[tokio::test]
async fn who_guesses_names_is_told_to_come_back() {
    let bench = Bench::new().await;
    let listener = listen(&bench).await;
    let mut told = Vec::new();
    for round in 0..8 {
        let mut client = listener.client().await;
        assert!(client.command("MAIL FROM:<>").await.starts_with("250"));
        for guess in 0..9 {
            let said = client
                .command(&format!("RCPT TO:<nimi-{round}-{guess}@{DOMAIN}>"))
                .await;
            told.push(said[..3].to_owned());
        }
    }
    assert_eq!(told.iter().filter(|code| *code == "550").count(), 60);
    assert!(told[60..].iter().all(|code| code == "451"), "{told:?}");
    // Who is known is let in.
    let mut client = listener.client().await;
    client.command("MAIL FROM:<>").await;
    bench.receiver.mailboxes().whose("naidis").await.unwrap();
    let said = client.command(&format!("RCPT TO:<naidis@{DOMAIN}>")).await;
    assert!(said.starts_with("250"), "{said}");
}

#[tokio::test]
async fn our_own_server_in_front_is_not_put_off_by_whom_strangers_ask_for() {
    let bench = Bench::new().await;
    let listener = listen_for(&bench, Protocol::Lmtp).await;
    let (_, messages) = bench.sent(&bench.mari, &[KLIENT]).await;
    let mut client = Client::connect(listener.address).await;
    client.reply().await;
    client.command("LHLO mx.portal.test").await;
    assert!(client.command("MAIL FROM:<>").await.starts_with("250"));
    for guess in 0..100 {
        let said = client.command(&format!("RCPT TO:<nimi-{guess}@{DOMAIN}>")).await;
        assert!(said.starts_with("550 5.1.1"), "{guess}: {said}");
    }
    let path = bench.return_path(bench.company, messages[0]).await;
    let said = client.command(&format!("RCPT TO:<{path}>")).await;
    assert!(said.starts_with("250"), "{said}");
}
