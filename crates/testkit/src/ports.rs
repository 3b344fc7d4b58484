//! Ports that nobody else takes.
//!
//! "Bind port 0, look, close" is a race: between the look and the start of the server that should have the port, the
//! system may give it to any other program's outgoing connection. These ports lie below the range from which Linux
//! gives ports by itself (32768 and up), and a lock file a port keeps other tests away, in this process and others.

use std::fs::{self, File, TryLockError};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

/// A port of this test's own until dropped. Nobody listens on it yet.
#[derive(Debug)]
pub struct FreePort {
    number: u16,
    _lock: File,
}

impl FreePort {
    /// Its number.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.number).into()
    }
}

/// A port on 127.0.0.1 for a server that cannot choose one itself.
#[must_use]
pub fn free_port() -> FreePort {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    let folder = std::env::temp_dir().join(format!("saatja-ports-{}", rustix::process::geteuid()));
    fs::create_dir_all(&folder).expect("the folder for temporary files can be written to");
    // Processes begin at different places, so that they seldom meet.
    let start = u16::try_from(std::process::id() % u32::from(COUNT)).unwrap_or_default();
    for _ in 0..COUNT {
        let tried = TRIED.fetch_add(1, Ordering::Relaxed);
        let number = FIRST + (start.wrapping_add(tried.wrapping_mul(7))) % COUNT;
        let lock = File::create(folder.join(number.to_string())).expect("a lock file can be made");
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => continue,
            Err(TryLockError::Error(error)) => panic!("a lock file can be locked: {error}"),
        }
        if TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_ok() {
            return FreePort { number, _lock: lock };
        }
    }
    panic!("no port between {FIRST} and {} is free", FIRST + COUNT);
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ports_differ_and_can_be_listened_on() {
        let ports: Vec<_> = (0..100).map(|_| free_port()).collect();
        let numbers: HashSet<_> = ports.iter().map(FreePort::number).collect();
        assert_eq!(numbers.len(), ports.len());
        for port in &ports {
            drop(TcpListener::bind(port.address()).expect("nobody is on it"));
        }
    }
}
