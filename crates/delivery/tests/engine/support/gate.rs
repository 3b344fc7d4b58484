//! A gate before a server, which counts the connections that are open at the same time as the server does: from when
//! it is dialled until it has closed.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncWriteExt as _, copy},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

#[derive(Default)]
struct Open {
    now: AtomicUsize,
    most: AtomicUsize,
    all: AtomicUsize,
}

/// It stops when it is dropped.
pub struct Gate {
    address: SocketAddr,
    open: Arc<Open>,
    _tasks: JoinSet<()>,
}

impl Gate {
    /// Opens one before this server.
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let open = Arc::new(Open::default());
        let mut tasks = JoinSet::new();
        let of_gate = open.clone();
        tasks.spawn(async move {
            let mut passing = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                of_gate.all.fetch_add(1, Ordering::SeqCst);
                let now = of_gate.now.fetch_add(1, Ordering::SeqCst) + 1;
                of_gate.most.fetch_max(now, Ordering::SeqCst);
                passing.spawn(pass(client, server, of_gate.clone()));
            }
        });
        Self {
            address,
            open,
            _tasks: tasks,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many were open at the same time at most.
    pub fn most(&self) -> usize {
        self.open.most.load(Ordering::SeqCst)
    }

    /// How many there were.
    pub fn all(&self) -> usize {
        self.open.all.load(Ordering::SeqCst)
    }
}

#[expect(clippy::disallowed_methods, reason = "the gate stands on the server's side")]
async fn pass(client: TcpStream, server: SocketAddr, open: Arc<Open>) {
    let server = TcpStream::connect(server).await.unwrap();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = tokio::spawn(async move {
        let _ = copy(&mut from_client, &mut to_server).await;
        let _ = to_server.shutdown().await;
    });
    let _ = copy(&mut from_server, &mut to_client).await;
    // Before the client hears of it, who may dial again then.
    open.now.fetch_sub(1, Ordering::SeqCst);
    let _ = to_client.shutdown().await;
    let _ = there.await;
}
