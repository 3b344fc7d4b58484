//! The doors.

mod door;

use crate::{
    Config, Door, Metrics, Peer, Protocol, Reception, Refused,
    connection::{Connection, Phase, Shared, reached},
    machine::{House, Visit},
    peers::Peers,
    reply,
};
use door::{Bound, Guest};
use std::{io, sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};
use tracing::{debug, info, warn};

/// Rest after a connection could not be taken: the cause, mostly too few file handles, does not go in an instant.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(50);
/// How long those who are cut off get to hear it.
const FAREWELL: Duration = Duration::from_secs(2);

/// A listener whose doors are open. Nobody is answered before [`Intake::serve`].
pub struct Intake {
    config: Config,
    house: Arc<House>,
    tls: Option<Arc<rustls::ServerConfig>>,
    doors: Vec<Bound>,
}

/// What all doors share.
struct Hall {
    shared: Arc<Shared>,
    peers: Arc<Peers>,
    trusted: crate::Trusted,
    phase: watch::Sender<Phase>,
}

impl Intake {
    /// Opens the doors.
    ///
    /// # Errors
    /// [`IntakeError`], and then no door is open.
    pub async fn open(config: Config) -> Result<Self, IntakeError> {
        if config.domains.is_empty() {
            return Err(IntakeError::NoDomain);
        }
        let tls = config
            .certificate
            .as_ref()
            .map(crate::Certificate::server_config)
            .transpose()?;
        let mut doors = Vec::new();
        for door in &config.doors {
            let opened = Bound::open(door).await;
            doors.push(opened.map_err(|source| IntakeError::Door {
                door: door.clone(),
                source,
            })?);
        }
        let house = Arc::new(House::new(&config));
        Ok(Self {
            config,
            house,
            tls,
            doors,
        })
    }

    /// The doors with the addresses they really have, in the order of the configuration.
    #[must_use]
    pub fn doors(&self) -> Vec<Door> {
        self.doors.iter().map(|bound| bound.door().clone()).collect()
    }

    /// Its counters.
    #[must_use]
    pub fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(self.house.metrics())
    }

    /// Serves until `stop` is true (or its sender is gone) and everybody has been let out: mails that are being read
    /// then may come to their end within [`crate::Limits::stop`].
    pub async fn serve(self, reception: Arc<dyn Reception>, mut stop: watch::Receiver<bool>) {
        let patience = self.config.limits.stop;
        let hall = Arc::new(Hall {
            peers: Peers::new(&self.config.limits),
            trusted: self.config.trusted,
            phase: watch::Sender::new(Phase::Running),
            shared: Arc::new(Shared {
                house: self.house,
                reception,
                clock: self.config.clock,
                tls: self.tls,
            }),
        });
        let mut doors = JoinSet::new();
        for bound in self.doors {
            info!(door = ?bound.door(), "taking mail");
            doors.spawn(keep(Arc::clone(&hall), bound));
        }
        let _ = stop.wait_for(|stop| *stop).await;
        hall.phase.send_replace(Phase::Stopping);
        if !all_ended(&mut doors, patience).await {
            warn!("some mails were still being read and are cut off");
            hall.phase.send_replace(Phase::Over);
            all_ended(&mut doors, FAREWELL).await;
        }
    }
}

/// Whether all have ended in time.
async fn all_ended(tasks: &mut JoinSet<()>, patience: Duration) -> bool {
    let ended = async { while tasks.join_next().await.is_some() {} };
    timeout(patience, ended).await.is_ok()
}

/// Lets guests in until the listener stops, then waits for those who are in.
async fn keep(hall: Arc<Hall>, bound: Bound) {
    // Dropped with this task, and all conversations with it.
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            accepted = bound.accept() => match accepted {
                Ok(guest) => welcome(&hall, bound.door().protocol, guest, &mut conversations),
                // He was gone before he was taken, or there is no file handle for him: neither ends the door.
                Err(error) => {
                    debug!(%error, "connection not accepted");
                    sleep(AFTER_FAILED_ACCEPT).await;
                }
            },
            Some(_) = conversations.join_next() => {}
            () = reached(hall.phase.subscribe(), Phase::Stopping) => break,
        }
    }
    drop(bound);
    while conversations.join_next().await.is_some() {}
}

fn welcome(hall: &Arc<Hall>, protocol: Protocol, guest: Guest, conversations: &mut JoinSet<()>) {
    let peer = guest.peer();
    let trusted = match peer {
        Peer::Address(address) => protocol == Protocol::Lmtp || (hall.trusted)(address),
        Peer::SocketFile => true,
    };
    let Some(place) = hall.peers.enter(peer, trusted) else {
        hall.shared.house.metrics().refused(Refused::Connection);
        debug!(%peer, "too many connections");
        return guest.turn_away(reply::CONNECTIONS);
    };
    let visit = Visit {
        protocol,
        peer,
        trusted,
        offers_tls: hall.shared.tls.is_some() && peer != Peer::SocketFile,
    };
    let (shared, phase) = (Arc::clone(&hall.shared), hall.phase.subscribe());
    let stream = guest.into_stream();
    conversations.spawn(Connection::new(shared, visit, place, stream, phase).hold());
}

/// Why a listener does not start.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// There is no domain that mail could be for.
    #[error("no domain is named that mail is taken for")]
    NoDomain,
    /// The address is taken, for one.
    #[error("cannot listen at {door:?}: {source}")]
    Door {
        /// Where.
        door: Door,
        /// Why.
        source: io::Error,
    },
    /// The TLS library refuses its configuration.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
}
