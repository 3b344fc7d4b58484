//! Addresses that take no connection.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use crate::ports::{FreePort, free_port};

/// Nobody listens here, and nobody will as long as this is kept: connecting is refused at once.
pub struct RefusedPort(FreePort);

impl RefusedPort {
    /// Where.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }
}

/// An address where nobody listens.
#[must_use]
pub fn refused_port() -> RefusedPort {
    RefusedPort(free_port())
}

/// An address that swallows whatever is sent to it, as behind a firewall that drops: connecting gets no answer.
///
/// It is a listener that accepts nothing and whose queue of waiting connections is full. Linux then drops further
/// SYN packets without a word, on loopback too and without privileges.
pub struct BlackHole {
    listener: Socket,
    /// They fill the queue.
    waiting: Vec<TcpStream>,
}

/// A connection on loopback that takes this long is not taken at all.
const UNANSWERED: Duration = Duration::from_millis(250);

impl BlackHole {
    /// Opens one on a free port of 127.0.0.1. Takes a quarter of a second, without blocking the runtime.
    pub async fn start() -> Self {
        tokio::task::spawn_blocking(Self::dug)
            .await
            .expect("digging does not panic")
    }

    fn dug() -> Self {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket can be made");
        listener
            .bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())
            .expect("loopback can be bound");
        listener.listen(0).expect("a socket can listen");
        let mut hole = Self {
            listener,
            waiting: Vec::new(),
        };
        for _ in 0..16 {
            match TcpStream::connect_timeout(&hole.address(), UNANSWERED) {
                Ok(stream) => hole.waiting.push(stream),
                Err(_) => return hole,
            }
        }
        panic!("this system answers connections although their queue is full");
    }

    /// Where.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        let address = self.listener.local_addr().expect("a bound socket has an address");
        address.as_socket().expect("an IP address")
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use tokio::time::timeout;

    use super::*;
    use crate::client::connect;

    #[tokio::test]
    async fn refused_port_refuses() {
        let port = refused_port();
        let error = connect(port.address()).await.expect_err("nobody is there");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    }

    #[tokio::test]
    async fn black_hole_does_not_answer() {
        let hole = BlackHole::start().await;
        for _ in 0..3 {
            let tried = timeout(Duration::from_millis(300), connect(hole.address())).await;
            assert!(tried.is_err(), "{tried:?}");
        }
    }
}
