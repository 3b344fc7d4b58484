//! A listener of the test's own, and a reception that keeps what it gets in memory.

use async_trait::async_trait;
use intake::{
    Answer, Certificate, Config, Delivered, Door, Intake, Mail, Metrics, Peer, Place, Protocol, Reception,
    Recipient, Refusal, Snapshot,
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use testkit::{
    certificates::{self, Certificates},
    client::Client,
    clock,
    wait::{PATIENCE, wait_until},
};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinHandle,
};

/// The mailbox that there is.
pub const KIVI: &str = "kivi@event.saatja.test";

/// Keeps mails in memory. Takes mail for `kivi` and `kivi-…`; says `virus` mails are refused; hangs for `hang`.
pub struct Kept {
    mails: Mutex<Vec<Mail>>,
    /// Mails wait here before they are kept.
    pub gate: Semaphore,
    /// How many wait there or have passed.
    pub arrived: watch::Sender<usize>,
}

#[async_trait]
impl Reception for Kept {
    async fn recipient(&self, recipient: &Recipient, _: Peer, _: bool) -> Answer {
        match recipient.local_part() {
            "hang" => std::future::pending().await,
            name if name == "kivi" || name.starts_with("kivi-") => Answer::Taken,
            _ => Answer::NoSuchMailbox,
        }
    }

    async fn mail(&self, mail: Mail) -> Delivered {
        self.arrived.send_modify(|arrived| *arrived += 1);
        let passed = self.gate.acquire().await;
        if passed.is_err() {
            return Delivered::TryLater;
        }
        if mail.raw.windows(5).any(|part| part == b"virus") {
            return Delivered::Refused(Refusal::Content);
        }
        self.mails
            .lock()
            .expect("no test panics while it holds it")
            .push(mail);
        Delivered::Kept
    }
}

/// A running listener; it stops when asked, or is gone when dropped.
pub struct Running {
    pub kept: Arc<Kept>,
    pub metrics: Arc<Metrics>,
    doors: Vec<Door>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Running {
    pub async fn start(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config();
        change(&mut config);
        let intake = Intake::open(config).await.expect("it starts");
        let kept = Arc::new(Kept {
            mails: Mutex::default(),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
            arrived: watch::Sender::default(),
        });
        let (stop, stopped) = watch::channel(false);
        let (metrics, doors) = (intake.metrics(), intake.doors());
        let serving = tokio::spawn(intake.serve(Arc::clone(&kept) as Arc<dyn Reception>, stopped));
        Self {
            kept,
            metrics,
            doors,
            stop,
            serving,
        }
    }

    /// The first door of the protocol.
    pub fn address(&self, protocol: Protocol) -> SocketAddr {
        let found = self.doors.iter().find_map(|door| match door.place {
            Place::Tcp(address) if door.protocol == protocol => Some(address),
            _ => None,
        });
        found.expect("there is such a door")
    }

    /// Connected, greeted and having greeted.
    pub async fn client(&self) -> Client {
        self.client_of(Protocol::Smtp).await
    }

    pub async fn client_of(&self, protocol: Protocol) -> Client {
        let mut client = Client::connect(self.address(protocol)).await;
        assert!(client.reply().await.starts_with("220 "));
        let hello = if protocol == Protocol::Smtp {
            "EHLO"
        } else {
            "LHLO"
        };
        assert!(
            client
                .command(&format!("{hello} client.test"))
                .await
                .starts_with("250-")
        );
        client
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.kept
            .mails
            .lock()
            .expect("no test panics while it holds it")
            .clone()
    }

    pub fn counted(&self) -> Snapshot {
        self.metrics.snapshot()
    }

    /// Waits until so many connections are open.
    pub async fn connected(&self, wanted: u64) {
        wait_until("connections are counted", PATIENCE, async || {
            self.counted().connections_now == wanted
        })
        .await;
    }

    /// Asks it to stop and does not wait.
    pub fn ask_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until it has stopped.
    pub async fn stopped(self) {
        tokio::time::timeout(PATIENCE, self.serving)
            .await
            .expect("it stops in time")
            .expect("without a panic");
    }
}

/// One SMTP and one LMTP door on loopback, the real time, nobody trusted.
pub fn config() -> Config {
    let domain = "event.saatja.test".parse().expect("a name");
    let mut config = Config::new(
        "mx.saatja.test".parse().expect("a name"),
        vec![domain],
        clock::real(),
    );
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    config.doors = vec![
        Door::tcp(Protocol::Smtp, anywhere),
        Door::tcp(Protocol::Lmtp, anywhere),
    ];
    // Every test comes from the same address.
    config.limits.mails_per_minute = 1_000_000;
    config.limits.connections_per_peer = 1000;
    config
}

pub fn certificate(certificates: &Certificates) -> Arc<Certificate> {
    let identity = certificates.identity(certificates::Certificate::Valid);
    Certificate::from_pem(identity.chain_pem.as_bytes(), identity.key_pem.as_bytes()).expect("a certificate")
}
