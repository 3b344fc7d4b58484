//! Real and hostile servers for tests. A dev-dependency only.
//!
//! | what | module |
//! |---|---|
//! | certificates in every state | [`certificates`] |
//! | a raw client, for tests of servers | [`client`] |
//! | a port nobody else takes | [`ports`] |
//! | waiting for a thing instead of for a time | [`wait`] |
//! | real servers, each in a folder of its own | [`dovecot`], [`exim`], [`postfix`], [`smtp_sink`] |
//! | a server with a mailbox that is read over IMAP | [`imap`] |
//! | servers that refuse letters or send them back | [`exchange`] |
//! | a database server | [`postgres`] |
//! | a server that misbehaves on purpose | [`hostile`] |
//! | a fast server that counts copies, and fails by a plan | [`tally`] |
//! | addresses that take no connection | [`unreachable`](mod@unreachable) |
//! | verifying signatures of letters | [`dkim`] |
//! | a DNS server of the test's own | [`dns`] |
//! | an `OpenID` provider | [`issuer`] |
//! | a server that catches letters | [`catcher`], which [`recorder`] starts as a recording server |
//!
//! Everything listens on loopback, runs in parallel with others of its kind, and is gone when it is dropped. What
//! goes wrong panics with a message that says what to do.
#![expect(
    clippy::missing_panics_doc,
    reason = "test support panics wherever the test cannot go on"
)]

pub mod certificates;
pub mod client;
pub mod clock;
mod daemon;
pub mod dkim;
pub mod dns;
pub mod dovecot;
pub mod exchange;
pub mod exim;
pub mod hostile;
pub mod imap;
pub mod issuer;
pub mod mail_server;
pub mod ports;
pub mod postfix;
pub mod postgres;
pub mod recorder;
pub mod smtp_sink;
pub mod tally;
pub mod unreachable;
pub mod wait;

pub use catcher;
pub use issuer::Issuer;
pub use postgres::Postgres;
