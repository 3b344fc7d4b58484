//! What a catcher is told before it starts.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::server::ResolvesServerCert;

use crate::Behaviour;

/// Tells the time. Passed in, so that whoever starts a catcher decides what its letters are stamped with.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How a listener begins to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Security {
    /// Plain text for good: STARTTLS is not offered.
    None,
    /// Plain text first, `STARTTLS` offered (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314, 3.3).
    Tls,
}

/// One door of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listener {
    /// A loopback address; port 0 lets the system choose, see [`crate::Catcher::addresses`].
    pub address: SocketAddr,
    /// How it begins to speak.
    pub security: Security,
}

impl Listener {
    /// A door at `address`.
    #[must_use]
    pub fn new(address: SocketAddr, security: Security) -> Self {
        Self { address, security }
    }
}

/// Whether mail is taken from someone who did not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// `530 5.7.0` before a sign-in, as a submission server must (RFC 6409, 4.3).
    Required,
    /// Mail is taken from anybody, as a recording server behind another mail server does.
    Optional,
}

/// What bounds a catcher. The defaults are generous for people and small for attackers.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest command line in bytes, CRLF included (RFC 4954, 4: 12,288 with a sign-in).
    pub line: usize,
    /// Largest letter in bytes, as offered by `SIZE` (RFC 1870).
    pub letter: usize,
    /// Recipients of one letter (RFC 5321, 4.5.3.1.8 asks for at least 100).
    pub recipients: usize,
    /// Letters kept; the oldest goes first.
    pub kept: usize,
    /// Bytes kept, all letters together; the oldest goes first.
    pub kept_bytes: usize,
    /// Connections at the same time, all doors together.
    pub connections: usize,
    /// Refused commands, without a letter taken in between, after which a connection is closed.
    pub faults: u32,
    /// Longest wait for the client's next byte.
    pub idle: Duration,
    /// Longest life of one connection.
    pub session: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            line: 12_288,
            letter: 35_882_577,
            recipients: 100,
            kept: 200,
            kept_bytes: 256 * 1024 * 1024,
            connections: 200,
            faults: 20,
            idle: Duration::from_mins(5),
            session: Duration::from_mins(30),
        }
    }
}

/// What a catcher is told before it starts.
#[derive(Clone)]
pub struct Config {
    /// The name it gives in its greeting and in the answer to EHLO.
    pub host_name: String,
    /// Its doors.
    pub listeners: Vec<Listener>,
    /// Certificates by the name asked for. Needed where a listener speaks TLS.
    pub certificates: Option<Arc<dyn ResolvesServerCert>>,
    /// Stamps letters.
    pub clock: Clock,
    /// How it answers at first; see [`crate::Catcher::set_behaviour`].
    pub behaviour: Behaviour,
    /// Who may sign in: user name to password. `None` takes any name with any password that is not empty.
    pub accounts: Option<HashMap<String, String>>,
    /// Whether mail is taken without a sign-in.
    pub sign_in: SignIn,
    /// Offer AUTH on a connection that is not encrypted too.
    pub auth_in_clear: bool,
    /// How long each flight of answers takes on its way. Commands that came in one flight (RFC 2920) are answered in
    /// one flight, so that the delay is one round trip of a network and not one wait a command.
    pub answer_delay: Duration,
    /// What bounds it.
    pub limits: Limits,
}

impl Config {
    /// No doors yet, no certificates, mail after any sign-in, everything accepted.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            host_name: "catcher.localhost".to_owned(),
            listeners: Vec::new(),
            certificates: None,
            clock,
            behaviour: Behaviour::Accept,
            accounts: None,
            sign_in: SignIn::Required,
            auth_in_clear: false,
            answer_delay: Duration::ZERO,
            limits: Limits::default(),
        }
    }

    /// Whether this name and password may sign in.
    pub(crate) fn admits(&self, user: &str, password: &str) -> bool {
        match &self.accounts {
            None => !password.is_empty(),
            Some(accounts) => accounts.get(user).is_some_and(|expected| expected == password),
        }
    }
}
