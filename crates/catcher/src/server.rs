//! The doors of a catcher, and what is done with it while it runs.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::debug;

use crate::identity::server_config;
use crate::letters::WaitedInVain;
use crate::session::{Session, Shared};
use crate::wire::Wire;
use crate::{Behaviour, Config, Inbox, Letter, LetterId, Listener, Security};

/// How long connections get to end once the catcher is being stopped.
const FAREWELL: Duration = Duration::from_secs(2);
/// Rest after a connection could not be taken: the cause, mostly too few file handles, does not go in an instant.
const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(50);

/// A running catcher. It stops when dropped; [`Catcher::stop`] does so politely.
pub struct Catcher {
    shared: Arc<Shared>,
    doors: Vec<Listener>,
    tasks: JoinSet<()>,
}

impl Catcher {
    /// Opens the doors.
    ///
    /// # Errors
    /// [`CatcherError`], and then no door is open.
    pub async fn start(config: Config) -> Result<Self, CatcherError> {
        let tls = config.certificates.clone().map(server_config).transpose()?;
        let mut bound = Vec::new();
        for listener in &config.listeners {
            if !listener.address.ip().is_loopback() {
                return Err(CatcherError::NotLoopback(listener.address));
            }
            if listener.security != Security::None && tls.is_none() {
                return Err(CatcherError::NoCertificates(listener.address));
            }
            let failed = |source| CatcherError::Bind {
                address: listener.address,
                source,
            };
            let door = TcpListener::bind(listener.address).await.map_err(failed)?;
            let address = door.local_addr().map_err(failed)?;
            bound.push((door, Listener::new(address, listener.security)));
        }
        let inbox = Inbox::keeping(config.limits.kept, config.limits.kept_bytes);
        let shared = Arc::new(Shared {
            tls,
            behaviour: watch::Sender::new(config.behaviour),
            inbox: watch::Sender::new(inbox),
            stopping: watch::Sender::new(false),
            config,
        });
        let places = Arc::new(Semaphore::new(shared.config.limits.connections));
        let (mut doors, mut tasks) = (Vec::new(), JoinSet::new());
        for (door, listener) in bound {
            doors.push(listener);
            tasks.spawn(keep_door(
                Arc::clone(&shared),
                Arc::clone(&places),
                door,
                listener.security,
            ));
        }
        Ok(Self { shared, doors, tasks })
    }

    /// The doors with the addresses they really have, in the order of the configuration.
    #[must_use]
    pub fn addresses(&self) -> &[Listener] {
        &self.doors
    }

    /// The first door that begins to speak this way.
    #[must_use]
    pub fn address(&self, security: Security) -> Option<SocketAddr> {
        self.doors
            .iter()
            .find(|door| door.security == security)
            .map(|door| door.address)
    }

    /// How it answers.
    #[must_use]
    pub fn behaviour(&self) -> Behaviour {
        *self.shared.behaviour.borrow()
    }

    /// Answers like this from the next command on, on open connections too.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        self.shared.behaviour.send_replace(behaviour);
    }

    /// The letters kept, oldest first.
    #[must_use]
    pub fn letters(&self) -> Vec<Arc<Letter>> {
        self.shared.inbox.borrow().letters().cloned().collect()
    }

    /// One letter, if it is still kept.
    #[must_use]
    pub fn letter(&self, id: LetterId) -> Option<Arc<Letter>> {
        self.shared
            .inbox
            .borrow()
            .letters()
            .find(|letter| letter.id == id)
            .cloned()
    }

    /// Throws all letters away.
    pub fn clear(&self) {
        self.shared.inbox.send_modify(Inbox::clear);
    }

    /// Sees each change of the letters, without asking again and again.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Inbox> {
        self.shared.inbox.subscribe()
    }

    /// Waits until at least `wanted` letters are there.
    ///
    /// # Errors
    /// [`WaitedInVain`] when they are not within `deadline`.
    pub async fn wait_for_letters(
        &self,
        wanted: usize,
        deadline: Duration,
    ) -> Result<Vec<Arc<Letter>>, WaitedInVain> {
        let mut inbox = self.subscribe();
        let waiting = inbox.wait_for(|inbox| inbox.letters().len() >= wanted);
        // The other error would be that the catcher is gone, while it is borrowed here.
        match timeout(deadline, waiting).await {
            Ok(Ok(inbox)) => Ok(inbox.letters().cloned().collect()),
            _ => Err(WaitedInVain {
                wanted,
                there: self.letters().len(),
            }),
        }
    }

    /// Closes the doors, tells those connected, and waits a moment for them to go.
    pub async fn stop(mut self) {
        self.shared.stopping.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn keep_door(shared: Arc<Shared>, places: Arc<Semaphore>, door: TcpListener, security: Security) {
    let mut stopping = shared.stopping.subscribe();
    // Dropped with this task, and all conversations with it.
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            accepted = door.accept() => match accepted {
                Ok((stream, _)) => {
                    let place = Arc::clone(&places).try_acquire_owned();
                    let shared = Arc::clone(&shared);
                    conversations.spawn(async move {
                        converse(&shared, stream, security, place.is_ok()).await;
                        drop(place);
                    });
                }
                // The client was gone before it was taken, or there is no file handle for it: neither ends the door.
                Err(error) => {
                    debug!(%error, "connection not accepted");
                    sleep(AFTER_FAILED_ACCEPT).await;
                }
            },
            Some(_) = conversations.join_next() => {}
            () = stopped(&mut stopping) => break,
        }
    }
    drop(door);
    let _ = timeout(FAREWELL, async {
        while conversations.join_next().await.is_some() {}
    })
    .await;
}

/// Returns once the catcher is being stopped.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error would mean that the catcher is gone altogether.
    let _ = stopping.wait_for(|stop| *stop).await;
}

async fn converse(shared: &Shared, stream: TcpStream, security: Security, has_place: bool) {
    let limits = &shared.config.limits;
    // Without it each answer waits for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let mut wire = Wire::new(
        stream,
        limits.idle,
        shared.config.answer_delay,
        shared.stopping.subscribe(),
    );
    if !has_place {
        if security != Security::Tls {
            wire.say("421 4.3.2 Too many connections");
        }
        return wire.close().await;
    }
    let session = Session::new(shared, wire, security);
    let _ = timeout(limits.session, session.hold()).await;
}

/// Why a catcher does not start.
#[derive(Debug, Error)]
pub enum CatcherError {
    /// A catcher takes anybody's password, so that none but this machine may reach it.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// A listener should speak TLS, and there is nothing to show.
    #[error("{0} should speak TLS, but no certificates were given")]
    NoCertificates(SocketAddr),
    /// The address is taken, for one.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The TLS library refuses its configuration.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
}
