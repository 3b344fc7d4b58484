//! What the listener has done since the program began: for the operator's monitoring.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

macro_rules! refused {
    ($($(#[$doc:meta])* $variant:ident = $key:literal),+ $(,)?) => {
        /// What was refused, and why.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Refused {
            $($(#[$doc])* $variant,)+
        }

        impl Refused {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }
        }
    };
}

refused! {
    /// A connection: there are too many.
    Connection = "connection",
    /// A recipient: there is no such mailbox.
    NoSuchMailbox = "no-such-mailbox",
    /// A recipient of others.
    Relay = "relay",
    /// A recipient: the reception could not tell.
    RecipientLater = "recipient-later",
    /// A mail, before it was sent: the peer sends too many.
    Rate = "rate",
    /// A mail or a line of it: larger than allowed.
    Size = "size",
    /// A mail: a CR or LF stands alone.
    BareNewline = "bare-newline",
    /// A mail: it has passed too many servers.
    Loop = "loop",
    /// A mail: all mails together have no room for more.
    Memory = "memory",
    /// A mail: the reception does not want it.
    Reception = "reception",
    /// A mail: the reception could not keep it.
    MailLater = "mail-later",
    /// A connection that took too long.
    Time = "time",
    /// A connection that made too many errors, or wanted too much.
    Errors = "errors",
}

/// Counters, cheap enough to be moved on with every mail.
#[derive(Debug, Default)]
pub struct Metrics {
    connections: AtomicU64,
    connections_now: AtomicI64,
    encrypted: AtomicU64,
    kept: AtomicU64,
    bytes: AtomicU64,
    refused: [AtomicU64; Refused::ALL.len()],
}

/// The counters at one moment. All grow, but for `connections_now`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Connections that were taken.
    pub connections: u64,
    /// Connections that are open.
    pub connections_now: u64,
    /// Connections that went over to TLS.
    pub encrypted: u64,
    /// Mails that were kept.
    pub kept: u64,
    /// Their bytes.
    pub bytes: u64,
    refused: [u64; Refused::ALL.len()],
}

impl Snapshot {
    /// How often something was refused for this reason.
    #[must_use]
    pub fn refused(&self, reason: Refused) -> u64 {
        self.refused[reason as usize]
    }

    /// All reasons with their numbers.
    pub fn all_refused(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Refused::ALL
            .iter()
            .map(|reason| (reason.key(), self.refused(*reason)))
    }
}

impl Metrics {
    /// The counters now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let now = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Snapshot {
            connections: now(&self.connections),
            connections_now: u64::try_from(self.connections_now.load(Ordering::Relaxed)).unwrap_or(0),
            encrypted: now(&self.encrypted),
            kept: now(&self.kept),
            bytes: now(&self.bytes),
            refused: self.refused.each_ref().map(now),
        }
    }

    pub(crate) fn connected(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
        self.connections_now.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn disconnected(&self) {
        self.connections_now.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn encrypted(&self) {
        self.encrypted.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn kept(&self, bytes: usize) {
        self.kept.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn refused(&self, reason: Refused) {
        self.refused[reason as usize].fetch_add(1, Ordering::Relaxed);
    }
}
