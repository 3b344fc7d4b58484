//! A store, companies with settings, and an engine that runs.

mod gate;
mod place;
mod sender;

use async_trait::async_trait;
use delivery::{BrokenOff, DeliveryHandle, Engine, Outside, Pacing, RelayAccess};
use jiff::{SignedDuration, Timestamp};
use model::{
    DisplayName, Host, Mailbox, OpenPorts, Security, UserId,
    settings::{self, Destination},
};
use providers::{Catalogue, Meanings};
use smtp::{ConnectTo, Courier, Deadlines, NetworkPolicy, ResolveError, Resolver, Trust, dkim::SignError};
use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};
use store::{
    Actor, Clock, Company, HeldAccount, NewCompany, OsRandom, Random, Route, SecretOwner, Store, StoreError,
    SystemClock,
};
use testkit::certificates::Certificates;
use tokio::{sync::watch, task::JoinHandle};

pub use gate::Gate;
pub use place::{Kind, Place};
pub use sender::Sender;

pub const BY: Actor = Actor::Operator;
pub const LONG: Duration = Duration::from_mins(1);

/// The real time, moved on where a test wants it.
#[derive(Debug, Default)]
pub struct Shifted(AtomicI64);

impl Shifted {
    pub fn pass(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap();
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        SystemClock.now() + SignedDuration::from_micros(self.0.load(Ordering::SeqCst))
    }
}

#[derive(Debug)]
struct NoNames;

#[async_trait]
impl Resolver for NoNames {
    async fn addresses(&self, _: &Host) -> Result<Vec<IpAddr>, ResolveError> {
        Err(ResolveError::Failed)
    }

    async fn mx(&self, _: &Host) -> Result<Vec<Host>, ResolveError> {
        Err(ResolveError::Failed)
    }
}

pub struct Lent {
    store: Arc<dyn Store>,
    clock: Arc<Shifted>,
    courier: Courier,
    relay: Option<RelayAccess>,
    pub told: Mutex<Vec<HeldAccount>>,
    pub tells: AtomicBool,
    /// Whether the relay is lent to companies.
    pub lends: AtomicBool,
}

#[async_trait]
impl Outside for Lent {
    fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    fn courier(&self) -> &Courier {
        &self.courier
    }

    fn relay(&self) -> Option<RelayAccess> {
        self.relay.clone()
    }

    fn relay_for(&self, _: &Company) -> Option<settings::Relay> {
        let relay = self
            .relay
            .as_ref()
            .filter(|_| self.lends.load(Ordering::SeqCst))?;
        Some(settings::Relay {
            destination: relay.destination.clone(),
            event_mailbox: Mailbox::parse("naidis@event.portal.test").ok(),
        })
    }

    fn event_domain(&self) -> Option<&Host> {
        None
    }

    fn signed(&self, letter: smtp::Letter, _: Timestamp) -> Result<smtp::Letter, SignError> {
        Ok(letter)
    }

    fn catalogue(&self) -> &'static Catalogue {
        Catalogue::embedded().unwrap()
    }

    fn meanings(&self) -> &'static Meanings {
        Meanings::embedded().unwrap()
    }

    fn plain_passwords(&self) -> bool {
        true
    }

    fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    fn random(&self) -> &dyn Random {
        &OsRandom
    }

    async fn account_held(&self, account: &HeldAccount) -> Result<bool, StoreError> {
        self.told.lock().unwrap().push(account.clone());
        Ok(self.tells.load(Ordering::SeqCst))
    }
}

/// A name and a port under which a server of the test's is dialled.
pub type Door<'a> = (&'a str, u16, SocketAddr);

pub struct World {
    pub store: Arc<dyn Store>,
    pub clock: Arc<Shifted>,
    pub lent: Arc<Lent>,
    pub place: Arc<Place>,
}

/// Long enough for a busy machine, short enough to wait for.
fn deadlines() -> Deadlines {
    Deadlines {
        reach: Duration::from_secs(5),
        connect: Duration::from_secs(5),
        opening: Duration::from_secs(20),
        greeting: Duration::from_secs(20),
        command: Duration::from_secs(20),
        accepted: Duration::from_secs(20),
        session: LONG,
        ..Deadlines::delivery()
    }
}

impl World {
    pub async fn new(
        kind: Kind,
        certificates: Certificates,
        doors: &[Door<'_>],
        relay: Option<Destination>,
    ) -> Self {
        let place = Arc::new(Place::new(kind).await);
        Self::at(place, Arc::default(), certificates, doors, relay).await
    }

    /// One more program on the same data.
    pub async fn at(
        place: Arc<Place>,
        clock: Arc<Shifted>,
        certificates: Certificates,
        doors: &[Door<'_>],
        relay: Option<Destination>,
    ) -> Self {
        let store = place.open(clock.clone()).await;
        let connect_to = doors.iter().map(|(host, port, to)| ConnectTo {
            host: Host::parse(host).unwrap(),
            port: port.to_string().parse().unwrap(),
            to: *to,
        });
        let policy = NetworkPolicy {
            open_ports: OpenPorts::with(doors.iter().map(|(_, port, _)| port.to_string().parse().unwrap())),
            allow: vec!["127.0.0.0/8".parse().unwrap()],
            connect_to: connect_to.collect(),
            ..NetworkPolicy::default()
        };
        let courier = Courier {
            policy: Arc::new(policy),
            resolver: Arc::new(NoNames),
            trust: Arc::new(Trust::with_roots(&[certificates.ca_pem().as_bytes().to_vec()]).unwrap()),
            deadlines: deadlines(),
            ehlo: Host::parse("client.saatja.test").unwrap(),
        };
        let relay = relay.map(|destination| RelayAccess {
            courier: courier.clone(),
            destination,
            password: None,
        });
        let lent = Lent {
            store: store.clone(),
            clock: clock.clone(),
            courier,
            relay,
            told: Mutex::default(),
            tells: AtomicBool::new(true),
            lends: AtomicBool::new(true),
        };
        Self {
            store,
            clock,
            lent: Arc::new(lent),
            place,
        }
    }

    /// A company with one user, who sends through this server.
    pub async fn sender(&self, name: &str, to: Destination, password: Option<&str>) -> Sender {
        let company = NewCompany::lone(DisplayName::parse(name).unwrap());
        let company = self.store.create_company(&company, &BY).await.unwrap();
        let sender = Sender::of(self.store.company(company.id), "mari@naidis.ee", &to).await;
        sender.save(&to, password).await;
        sender
    }

    /// A company with one user, whose letters go through the relay.
    pub async fn by_relay(&self, name: &str) -> Sender {
        let company = NewCompany::lone(DisplayName::parse(name).unwrap());
        let company = self.store.create_company(&company, &BY).await.unwrap();
        let mut sender = Sender::of(
            self.store.company(company.id),
            "mari@naidis.ee",
            &open_door("x.test", 587),
        )
        .await;
        sender.route = Route::Relay;
        sender
    }

    pub fn engine(&self, pacing: Pacing) -> Running {
        let handle = DeliveryHandle::default();
        let (stop, stopped) = watch::channel(false);
        let engine = Engine::new(self.lent.clone(), pacing, handle.clone());
        Running {
            task: tokio::spawn(engine.run(stopped)),
            handle,
            stop,
        }
    }
}

pub fn pacing() -> Pacing {
    Pacing {
        upkeep: Duration::from_millis(200),
        ..Pacing::default()
    }
}

pub struct Running {
    task: JoinHandle<Result<(), BrokenOff>>,
    pub handle: DeliveryHandle,
    stop: watch::Sender<bool>,
}

impl Running {
    pub fn ask_to_stop(&self) {
        self.stop.send_replace(true);
    }

    pub async fn stop(self) {
        self.ask_to_stop();
        self.ended().await.unwrap();
    }

    /// When it ends, asked or not.
    pub async fn ended(self) -> Result<(), BrokenOff> {
        tokio::time::timeout(LONG, self.task).await.unwrap().unwrap()
    }

    /// As if the program were killed.
    pub fn kill(self) {
        self.task.abort();
    }
}

pub fn recipient(n: usize) -> String {
    format!("saaja{n}@mujal.ee")
}

/// In the clear, without a sign-in.
pub fn open_door(host: &str, port: u16) -> Destination {
    Destination {
        host: Host::parse(host).unwrap(),
        port: port.to_string().parse().unwrap(),
        security: Security::None,
        user_name: None,
    }
}

/// Encrypted, with a sign-in.
pub fn tls_door(host: &str, port: u16, user: &str) -> Destination {
    Destination {
        security: Security::Tls,
        user_name: Some(user.to_owned()),
        ..open_door(host, port)
    }
}

pub fn own_route(to: &Destination, user: UserId) -> Route {
    Route::OwnServer {
        destination: to.clone(),
        secret: to.user_name.is_some().then_some(SecretOwner::User(user)),
    }
}
