//! Addresses that passed the operator's rules: the only ones that are dialled.

use crate::resolve::{ResolveError, Resolver};
use crate::{Families, NetworkPolicy};
use model::{Host, port::Port, session::Fault};
use std::net::{IpAddr, SocketAddr};

/// The addresses of one destination, each of them allowed, in the order in which they are dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedAddresses {
    list: Vec<SocketAddr>,
    chosen_by_operator: bool,
}

impl CheckedAddresses {
    /// Looks a destination up, once, and checks every answer; one that is not allowed refuses all.
    ///
    /// # Errors
    /// What DNS said, or [`Fault::AddressRefused`].
    pub async fn look_up(
        policy: &NetworkPolicy,
        resolver: &dyn Resolver,
        host: &Host,
        port: Port,
    ) -> Result<Self, Fault> {
        if let Some(chosen) = Self::chosen(policy, host, port) {
            return chosen;
        }
        let found = resolver.addresses(host).await.map_err(|error| match error {
            ResolveError::NotFound => Fault::NameNotFound,
            ResolveError::NoRecord => Fault::NameWithoutAddress,
            ResolveError::TooMany => Fault::AddressRefused,
            ResolveError::Failed | ResolveError::NoServers => Fault::NameLookupFailed,
        })?;
        if !found.iter().all(|&address| policy.allows_address(address)) {
            return Err(Fault::AddressRefused);
        }
        let list: Vec<SocketAddr> = in_order(found, policy.families)
            .into_iter()
            .map(|ip| SocketAddr::new(ip.to_canonical(), port.number()))
            .collect();
        if list.is_empty() {
            Err(Fault::NameWithoutAddress)
        } else {
            Ok(Self {
                list,
                chosen_by_operator: false,
            })
        }
    }

    fn chosen(policy: &NetworkPolicy, host: &Host, port: Port) -> Option<Result<Self, Fault>> {
        let to = policy.override_for(host, port)?;
        Some(if policy.allows_address(to.ip()) {
            Ok(Self {
                list: vec![to],
                chosen_by_operator: true,
            })
        } else {
            Err(Fault::AddressRefused)
        })
    }

    /// The same host at another port: where the operator sends it, else the same addresses. None where the
    /// operator chose the address of the first port alone, or does not let users connect to the other.
    #[must_use]
    pub fn at_port(&self, policy: &NetworkPolicy, host: &Host, port: Port) -> Option<Self> {
        if !policy.allows_destination(host, port) {
            return None;
        }
        match Self::chosen(policy, host, port) {
            Some(chosen) => chosen.ok(),
            None if self.chosen_by_operator => None,
            None => Some(Self {
                list: self
                    .list
                    .iter()
                    .map(|a| SocketAddr::new(a.ip(), port.number()))
                    .collect(),
                chosen_by_operator: false,
            }),
        }
    }

    /// The addresses in the order in which they are dialled.
    #[must_use]
    pub fn as_slice(&self) -> &[SocketAddr] {
        &self.list
    }
}

/// The preferred kind first, then by turns (RFC 8305, section 4).
fn in_order(addresses: Vec<IpAddr>, families: Families) -> Vec<IpAddr> {
    let (ipv4, ipv6): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|a| a.to_canonical().is_ipv4());
    let (first, second) = match families {
        Families::Ipv4First => (ipv4, ipv6),
        Families::Ipv6First => (ipv6, ipv4),
        Families::Ipv4Only => (ipv4, Vec::new()),
        Families::Ipv6Only => (ipv6, Vec::new()),
    };
    let longest = first.len().max(second.len());
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    (0..longest)
        .flat_map(|_| [first.next(), second.next()])
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests;
