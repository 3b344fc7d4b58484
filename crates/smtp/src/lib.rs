//! Dialling a mail server safely: guarded sessions and the staged test.
//!
//! The host is chosen by a user and is hostile until shown otherwise: what may be dialled is the operator's
//! [`NetworkPolicy`], every name is looked up once and only checked addresses are dialled
//! (crate [`mod@network`]), and every byte that comes back passes a [`guard`] with limits and deadlines. A
//! [`session::SmtpSession`] speaks SMTP over it; [`diagnose::Courier::diagnose`] runs one from the first
//! look-up to the last reply and reports every stage.

pub mod compose;
pub mod deadlines;
pub mod diagnose;
pub mod dkim;
pub mod guard;
pub mod session;

/// What may be dialled, and how a name becomes an encrypted connection.
pub use ::network;
pub use ::network::{resolve, tls};

pub use ::network::{
    Cidr, ConnectTo, DnsResolver, DnsServers, Families, NetworkPolicy, ResolveError, Resolver, Trust,
    TrustError,
};
pub use compose::{TestLetter, compose};
pub use deadlines::Deadlines;
pub use diagnose::{Courier, Diagnosis, Target};
pub use session::{
    Envelope, EnvelopeId, Event, Failure, InvalidEnvelopeId, Journal, Letter, SendFailure, SmtpSession,
    Unsent,
};
