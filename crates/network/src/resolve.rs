//! Names to addresses, once a connection, with a deadline.

mod dns;

pub use dns::{DnsResolver, DnsServers};

use async_trait::async_trait;
use model::Host;
use std::{fmt, net::IpAddr};

/// How many answers are considered; a name with more is refused.
pub const MOST_ANSWERS: usize = 16;

/// Why a name gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// There is no such name (NXDOMAIN, RFC 2308).
    #[error("no such name")]
    NotFound,
    /// The name is there and has no record of the kind that was asked for.
    #[error("no record of this kind")]
    NoRecord,
    /// No answer in time, or an error (SERVFAIL, REFUSED).
    #[error("the look-up failed")]
    Failed,
    /// More answers than [`MOST_ANSWERS`].
    #[error("too many answers")]
    TooMany,
    /// The server's configuration could not be read.
    #[error("no DNS servers are configured")]
    NoServers,
}

/// Looks names up. What comes back is not yet checked against any rule.
#[async_trait]
pub trait Resolver: fmt::Debug + Send + Sync {
    /// The IP addresses of a host, from A and AAAA records, without repetition.
    ///
    /// # Errors
    /// [`ResolveError`] tells apart what is wrong.
    async fn addresses(&self, host: &Host) -> Result<Vec<IpAddr>, ResolveError>;

    /// The hosts that receive mail for a domain, best first (RFC 5321, section 5.1); none for a null MX (RFC
    /// 7505).
    ///
    /// # Errors
    /// [`ResolveError`] tells apart what is wrong.
    async fn mx(&self, domain: &Host) -> Result<Vec<Host>, ResolveError>;
}
