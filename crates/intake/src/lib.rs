//! Takes mail for the event domain: a listener for SMTP (RFC 5321) and LMTP (RFC 2033) that knows no store.
//!
//! Who sends here is a stranger until shown otherwise. The listener answers and takes; it never sends, never relays
//! and never opens a connection. What it takes goes to a [`Reception`], and `250` is said only after that has kept it.
//!
//! [`machine`] is the protocol without anything around it: bytes in, replies and questions out. [`Intake`] is what
//! stands around it: sockets, TLS, time, and how much each peer may ask for. Everything is bounded ([`Limits`]).
//!
//! ```no_run
//! # async fn show(
//! #     clock: intake::Clock, reception: std::sync::Arc<dyn intake::Reception>,
//! #     stop: tokio::sync::watch::Receiver<bool>,
//! # ) -> Result<(), Box<dyn std::error::Error>> {
//! use intake::{Config, Door, Intake, Protocol};
//!
//! let mut config = Config::new("mx.portal.example".parse()?, vec!["event.portal.example".parse()?], clock);
//! config.doors = vec![Door::tcp(Protocol::Smtp, "[::]:25".parse()?)];
//! Intake::open(config).await?.serve(reception, stop).await;
//! # Ok(()) }
//! ```

mod address;
mod body;
mod budget;
mod certificate;
mod command;
mod config;
mod connection;
pub mod machine;
mod metrics;
mod peers;
mod received;
mod reception;
mod reply;
mod server;

pub use address::Recipient;
pub use certificate::{Certificate, CertificateError};
pub use config::{Clock, Config, Door, Limits, Place, Protocol, Trusted};
pub use metrics::{Metrics, Refused, Snapshot};
pub use reception::{Answer, Delivered, Mail, Peer, Reception, Refusal};
pub use server::{Intake, IntakeError};
