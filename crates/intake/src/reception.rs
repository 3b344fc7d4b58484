//! Who takes the mail: what the listener asks, and what it hands over.

use crate::{Protocol, Recipient};
use async_trait::async_trait;
use jiff::Timestamp;
use std::{fmt, net::IpAddr};

/// What the program behind the listener does. Questions are asked from many connections at once.
#[async_trait]
pub trait Reception: Send + Sync + 'static {
    /// Whether mail for this address is taken. Asked at RCPT; the address is at one of our domains. `trusted`: the peer
    /// is a mail server of our own, which asks for strangers.
    async fn recipient(&self, recipient: &Recipient, peer: Peer, trusted: bool) -> Answer;

    /// Takes a mail, after its final dot. [`Delivered::Kept`] promises that it outlives the program and the machine:
    /// the sender forgets it then. The answer is for all of its recipients; LMTP hears it once for each.
    ///
    /// A sender that does not hear the answer sends the same mail again.
    async fn mail(&self, mail: Mail) -> Delivered;
}

/// Whether mail for an address is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Taken,
    /// There is no such mailbox, and there will be none soon.
    NoSuchMailbox,
    /// It can not be told now.
    TryLater,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// It is kept, for good.
    Kept,
    /// It is not, and sending it again does not help.
    Refused(Refusal),
    /// It is not; the sender may send it again.
    TryLater,
}

/// Why a mail is refused after it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A rule says so: `550 5.7.1`.
    Policy,
    /// It can not be read: `554 5.6.0`.
    Content,
    /// It goes round in a circle: `554 5.4.6`.
    Loop,
}

/// Where a connection comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// Over TCP. Never an IPv4 address in IPv6's clothes.
    Address(IpAddr),
    /// Over a socket file: from this machine.
    SocketFile,
}

impl fmt::Display for Peer {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(to),
            Self::SocketFile => to.write_str("socket file"),
        }
    }
}

/// A mail that was taken whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The envelope's sender; none for `<>`, as reports about mail have it. Whoever sends can write here what he
    /// likes.
    pub envelope_sender: Option<String>,
    /// Those that [`Reception::recipient`] took, in order, as often as they were named. At least one.
    pub recipients: Vec<Recipient>,
    /// Our own `Received`, then the mail as it was sent, its stuffed dots undone. Lines end in CRLF, and CR or LF
    /// stand nowhere alone.
    pub raw: Vec<u8>,
    /// How much of `raw` is our own `Received`.
    pub own_header: usize,
    /// Where it came from.
    pub peer: Peer,
    /// What the peer called itself; only letters, digits and `-._:[]`.
    pub helo: String,
    /// What was spoken.
    pub protocol: Protocol,
    /// Whether it came encrypted.
    pub tls: bool,
    /// Whether the envelope was announced as UTF-8 (RFC 6531).
    pub utf8: bool,
    /// When DATA was said.
    pub received_at: Timestamp,
}

impl fmt::Debug for Mail {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Mail")
            .field("has_sender", &self.envelope_sender.is_some())
            .field("recipients", &self.recipients)
            .field("bytes", &self.raw.len())
            .field("peer", &self.peer)
            .field("helo", &self.helo)
            .field("protocol", &self.protocol)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}
