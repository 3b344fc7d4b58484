//! What a listener is told before it starts.

use crate::Certificate;
use jiff::Timestamp;
use model::Host;
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

/// Tells the time, for `Received`.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Tells our own mail servers by their address: they bring the mail of many, so what holds for one peer does not hold
/// for them.
pub type Trusted = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// What is spoken at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// RFC 5321: one answer to a mail. For strangers, or for a mail server in front.
    Smtp,
    /// RFC 2033: an answer for each recipient. For our own mail server in front alone, which is trusted.
    Lmtp,
}

/// Where a door is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A TCP address; port 0 lets the system choose.
    Tcp(SocketAddr),
    /// A socket file, with the mode that it gets.
    File {
        /// Its path. What a program that died left there is removed.
        path: PathBuf,
        /// Who may connect: whoever may write, in a folder he may enter. `0o666` where the folder decides.
        mode: u32,
    },
}

/// One place to listen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// What is spoken there.
    pub protocol: Protocol,
    /// Where it is.
    pub place: Place,
}

impl Door {
    /// A door at a TCP address.
    #[must_use]
    pub const fn tcp(protocol: Protocol, address: SocketAddr) -> Self {
        let place = Place::Tcp(address);
        Self { protocol, place }
    }

    /// LMTP at a socket file, whose folder decides who may connect.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let place = Place::File {
            path: path.into(),
            mode: 0o666,
        };
        Self {
            protocol: Protocol::Lmtp,
            place,
        }
    }
}

/// What bounds a listener. Memory is at most [`Limits::memory`] for mails, and about 40 KB for each connection (with
/// TLS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest command line in bytes, CRLF included. RFC 5321 asks for 512, extensions for some hundreds more.
    pub command_line: usize,
    /// Longest line of a mail in bytes. RFC 5321 allows 998; those who return HTML as it was do not care.
    pub data_line: usize,
    /// Largest mail in bytes (RFC 1870), without our own `Received`.
    pub mail: usize,
    /// Bytes that are still read of a mail that is refused already, so that its sender hears the answer.
    pub thrown_away: usize,
    /// Bytes of all mails that are being read or kept.
    pub memory: usize,
    /// Recipients of one mail (RFC 5321 asks for 100).
    pub recipients: usize,
    /// Commands without a mail that was kept.
    pub commands: u32,
    /// Refused commands without a mail that was kept.
    pub faults: u32,
    /// Mails of one connection.
    pub mails: u32,
    /// Connections, all doors together; and as many of trusted ones, so that strangers never shut them out.
    pub connections: usize,
    /// Connections of one peer: an IPv4 address, or an IPv6 network of 64 bits. Not of trusted ones.
    pub connections_per_peer: usize,
    /// Mails a minute of one peer, and at once after a rest. Not of trusted ones.
    pub mails_per_minute: u32,
    /// Longest wait for a whole command, and for the peer to take an answer.
    pub command: Duration,
    /// Longest wait for the next bytes of a mail.
    pub data_block: Duration,
    /// How long a mail may come slower than [`Limits::least_rate`].
    pub slow: Duration,
    /// Bytes a second that a mail has to have on average after that.
    pub least_rate: u32,
    /// Longest TLS handshake.
    pub handshake: Duration,
    /// Longest connection.
    pub session: Duration,
    /// Longest wait for the reception; then the peer is told to try later.
    pub reception: Duration,
    /// How long mails that are being read may take once the program is asked to stop.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            command_line: 2048,
            data_line: 64 * 1024,
            mail: 25 * 1024 * 1024,
            thrown_away: 50 * 1024 * 1024,
            memory: 256 * 1024 * 1024,
            recipients: 100,
            commands: 500,
            faults: 10,
            mails: 1000,
            connections: 500,
            connections_per_peer: 20,
            mails_per_minute: 300,
            command: Duration::from_mins(5),
            data_block: Duration::from_mins(3),
            slow: Duration::from_mins(1),
            least_rate: 256,
            handshake: Duration::from_secs(30),
            session: Duration::from_hours(1),
            reception: Duration::from_mins(2),
            stop: Duration::from_secs(20),
        }
    }
}

/// What a listener is told before it starts.
#[derive(Clone)]
pub struct Config {
    /// The name it gives in its greeting and in `Received`.
    pub host_name: Host,
    /// The domains that mail is taken for. `<postmaster>` without a domain is at the first.
    pub domains: Vec<Host>,
    /// Where it listens.
    pub doors: Vec<Door>,
    /// Who it proves to be. STARTTLS is offered where there is one, at TCP doors.
    pub certificate: Option<Arc<Certificate>>,
    /// The time.
    pub clock: Clock,
    /// Our own mail servers in front. LMTP doors trust everybody who reaches them.
    pub trusted: Trusted,
    /// What bounds it.
    pub limits: Limits,
}

impl Config {
    /// No doors yet, no certificate, nobody trusted.
    #[must_use]
    pub fn new(host_name: Host, domains: Vec<Host>, clock: Clock) -> Self {
        Self {
            host_name,
            domains,
            doors: Vec::new(),
            certificate: None,
            clock,
            trusted: Arc::new(|_| false),
            limits: Limits::default(),
        }
    }
}
