//! Connections to checked addresses. Nothing here takes a name.

use crate::CheckedAddresses;
use model::session::Fault;
use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    time::Duration,
};
use tokio::{
    net::{TcpSocket, TcpStream},
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};

/// How long an address may be silent before the next one is tried beside it (RFC 8305, section 5).
const STAGGER: Duration = Duration::from_millis(250);

/// Connects to the first address that answers before the deadline.
///
/// # Errors
/// [`Fault::Closed`] when one of them accepted and hung up at once, else [`Fault::ConnectRefused`] when one
/// refused, else [`Fault::ConnectTimeout`] when one did not answer, else [`Fault::ConnectUnreachable`];
/// [`Fault::AddressRefused`] if the socket's peer is not the address that was checked.
pub async fn dial(to: &CheckedAddresses, deadline: Instant) -> Result<TcpStream, Fault> {
    let mut waiting = to.as_slice().iter().copied();
    let mut attempts = JoinSet::new();
    let mut worst = Fault::ConnectUnreachable;
    loop {
        if attempts.is_empty() || waiting.len() > 0 {
            match waiting.next() {
                Some(address) => drop(attempts.spawn(connect(address))),
                None => return Err(worst),
            }
        }
        tokio::select! {
            Some(ended) = attempts.join_next() => match ended {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(fault)) => worst = graver(worst, fault),
                Err(_) => {}
            },
            () = sleep(STAGGER), if waiting.len() > 0 => {}
            () = sleep_until(deadline) => return Err(graver(worst, Fault::ConnectTimeout)),
        }
    }
}

async fn connect(address: SocketAddr) -> Result<TcpStream, Fault> {
    let attempt = async {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()
        } else {
            TcpSocket::new_v6()
        }?;
        socket.set_nodelay(true)?;
        socket.connect(address).await
    };
    let stream = attempt.await.map_err(|error| cause(&error))?;
    match stream.peer_addr() {
        Ok(peer) if peer == address => Ok(stream),
        Ok(_) => Err(Fault::AddressRefused),
        Err(_) => Err(Fault::Closed),
    }
}

fn cause(error: &io::Error) -> Fault {
    match error.kind() {
        ErrorKind::ConnectionRefused => Fault::ConnectRefused,
        // it was accepted, and reset before we looked
        ErrorKind::ConnectionReset => Fault::Closed,
        ErrorKind::TimedOut => Fault::ConnectTimeout,
        _ => Fault::ConnectUnreachable,
    }
}

/// What tells more about the destination.
fn graver(one: Fault, other: Fault) -> Fault {
    let rank = |fault: &Fault| match fault {
        Fault::AddressRefused => 4,
        Fault::Closed => 3,
        Fault::ConnectRefused => 2,
        Fault::ConnectTimeout => 1,
        _ => 0,
    };
    if rank(&other) > rank(&one) { other } else { one }
}
