//! Dialling a mail server safely: guarded sessions and the staged test.
//!
//! The host is chosen by a user and is hostile until shown otherwise: what may be dialled is the operator's
//! [`network::NetworkPolicy`], every name is looked up once and only checked addresses are dialled
//! ([`resolve`], [`dial`]), and every byte that comes back passes a [`guard`] with limits and deadlines. A
//! [`session::SmtpSession`] speaks SMTP over it; [`diagnose::Courier::diagnose`] runs one from the first
//! look-up to the last reply and reports every stage.

pub mod compose;
pub mod deadlines;
pub mod diagnose;
pub mod dial;
pub mod guard;
pub mod network;
pub mod resolve;
pub mod session;
pub mod tls;

pub use compose::{TestLetter, compose};
pub use deadlines::Deadlines;
pub use diagnose::{Courier, Diagnosis, Target};
pub use network::{Cidr, ConnectTo, Families, NetworkPolicy};
pub use resolve::{DnsResolver, DnsServers, ResolveError, Resolver};
pub use session::{Envelope, Event, Failure, Journal, Letter, SmtpSession};
pub use tls::{Trust, TrustError};
