//! A server that misbehaves on purpose, after a script.
//!
//! Each connection plays the [`Script`] from its start, and what the client said is recorded, so that a test can ask
//! whether it ever came to say `AUTH` or `MAIL`. Most tests take a [`Conversation`], which is a good server's script
//! up to a [`Phase`], and let it turn bad there with a [`Trick`]:
//!
//! ```no_run
//! # async fn demo(identity: catcher::Identity) {
//! use testkit::hostile::{Conversation, HostileServer, Phase, Transport, Trick};
//!
//! let conversation = Conversation::over(Transport::StartTls, &identity);
//! let server = HostileServer::start(conversation.turning(Phase::Mail, Trick::Silence)).await;
//! // ... the client under test dials server.address() ...
//! assert!(!server.heard("RCPT"));
//! # }
//! ```

mod conversation;
mod hearing;
mod play;
mod script;
mod stream;
mod trick;

pub use conversation::{Conversation, Phase, Transport};
pub use hearing::Hearing;
pub use script::{Script, Step};
pub use trick::Trick;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::wait::wait_until;
use hearing::Record;

/// A running hostile server. Its connections end when it is dropped.
pub struct HostileServer {
    address: SocketAddr,
    record: Arc<Record>,
    _door: JoinSet<()>,
}

impl HostileServer {
    /// Starts it on a free port of 127.0.0.1.
    pub async fn start(script: Script) -> Self {
        let door = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback can be bound");
        let address = door.local_addr().expect("a bound socket has an address");
        let (record, script) = (Arc::new(Record::default()), Arc::new(script));
        let mut tasks = JoinSet::new();
        let of_connections = Arc::clone(&record);
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = door.accept().await {
                let number = of_connections.begin();
                connections.spawn(play::play(
                    Arc::clone(&script),
                    stream,
                    Arc::clone(&of_connections),
                    number,
                ));
                while connections.try_join_next().is_some() {}
            }
        });
        Self {
            address,
            record,
            _door: tasks,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was heard on each connection so far, in the order in which they came.
    #[must_use]
    pub fn hearings(&self) -> Vec<Hearing> {
        self.record.hearings()
    }

    /// Whether any line on any connection began with `command`, upper or lower case, in clear or in TLS.
    #[must_use]
    pub fn heard(&self, command: &str) -> bool {
        self.hearings().iter().any(|hearing| hearing.has(command))
    }

    /// Waits until `count` connections have come and gone.
    pub async fn wait_for_ends(&self, count: usize, deadline: Duration) {
        let what = format!("{count} connections have ended");
        let ended = || self.hearings().iter().filter(|hearing| hearing.ended).count();
        wait_until(&what, deadline, async || ended() >= count).await;
    }
}
