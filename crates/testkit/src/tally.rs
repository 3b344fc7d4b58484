//! A fast mail server that counts: how many copies of which letter came to whom. For measurements and for programs that
//! are killed, beside the catcher, which keeps letters and plays providers.
//!
//! It takes plain text, STARTTLS or TLS from the first byte, offers PIPELINING, lets everybody sign in, and refuses,
//! delays and cuts connections after a plan that a seed decides ([`Manner`]). It lives in the process that starts it,
//! so that it outlives the program under test.

mod conversation;
mod count;
mod letter;
mod manner;
mod wire;

pub use count::{Count, Received};
pub use manner::{Cut, Flow, Manner};

use crate::wait::wait_until;
use conversation::Conversation;
use rustls::ServerConfig;
use std::{
    fs::File,
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

/// How a door's conversations begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Plain text, and nothing else.
    Plain,
    /// Plain text; STARTTLS is offered.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// What a server is told at its start.
#[derive(Clone, Default)]
pub struct Options {
    /// How it behaves at first.
    pub manner: Manner,
    /// Who it is; without it there is the plain door alone.
    pub tls: Option<Arc<ServerConfig>>,
    /// A file to which a line is added for each copy: the Message-ID and the recipient.
    pub record: Option<PathBuf>,
}

/// A running server. It stops when it is dropped.
pub struct Tally {
    doors: Vec<(Door, SocketAddr)>,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

/// What all conversations share.
struct Shared {
    manner: RwLock<Arc<Manner>>,
    count: Count,
    tls: Option<TlsAcceptor>,
}

impl Tally {
    /// Starts one on free ports of 127.0.0.1.
    ///
    /// # Errors
    /// No port, or the file can not be written.
    pub async fn start(options: Options) -> io::Result<Self> {
        let doors = if options.tls.is_some() {
            &[Door::Plain, Door::StartTls, Door::Tls][..]
        } else {
            &[Door::Plain]
        };
        let record = options.record.map(File::create).transpose()?;
        let shared = Arc::new(Shared {
            manner: RwLock::new(Arc::new(options.manner)),
            count: Count::new(record),
            tls: options.tls.map(TlsAcceptor::from),
        });
        let (mut open, mut tasks) = (Vec::new(), JoinSet::new());
        for door in doors {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            open.push((*door, listener.local_addr()?));
            tasks.spawn(keep(listener, *door, Arc::clone(&shared)));
        }
        Ok(Self {
            doors: open,
            shared,
            _tasks: tasks,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self, door: Door) -> SocketAddr {
        let found = self.doors.iter().find(|(is, _)| *is == door);
        found
            .map(|(_, address)| *address)
            .expect("a server without a certificate has the plain door alone")
    }

    /// Behaves like this from the next transaction on.
    pub fn behave(&self, manner: Manner) {
        *self.shared.manner.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(manner);
    }

    /// What came.
    #[must_use]
    pub fn count(&self) -> &Count {
        &self.shared.count
    }

    /// Waits until so many copies were taken.
    pub async fn wait_for_copies(&self, copies: u64, deadline: Duration) {
        let what = format!("{copies} copies were taken");
        wait_until(&what, deadline, async || self.count().copies() >= copies).await;
    }
}

impl Shared {
    fn manner(&self) -> Arc<Manner> {
        Arc::clone(&self.manner.read().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn keep(listener: TcpListener, door: Door, shared: Arc<Shared>) {
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    conversations.spawn(converse(stream, door, Arc::clone(&shared)));
                } else {
                    // Too few file handles, most likely: that does not go in an instant.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Some(_) = conversations.join_next() => {}
        }
    }
}

/// However it ends, it is over: what matters was counted.
async fn converse(stream: TcpStream, door: Door, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    match (door, &shared.tls) {
        (Door::Tls, Some(tls)) => {
            if let Ok(stream) = tls.accept(stream).await {
                let _ = Conversation::new(stream, &shared, true).hold(true).await;
            }
        }
        (Door::StartTls, Some(tls)) => {
            let plain = Conversation::new(stream, &shared, false);
            if let Ok(Some(stream)) = plain.hold(true).await
                && let Ok(stream) = tls.accept(stream).await
            {
                let _ = Conversation::new(stream, &shared, true).hold(false).await;
            }
        }
        _ => {
            let _ = Conversation::new(stream, &shared, true).hold(true).await;
        }
    }
}
