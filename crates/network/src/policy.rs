//! The operator's rules.

use crate::{Cidr, is_global_unicast};
use model::{
    Host,
    port::{OpenPorts, Port},
};
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

/// Which kinds of IP addresses are dialled, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Families {
    /// Both, IPv4 first: mail providers judge a sender's IPv6 address more strictly.
    #[default]
    Ipv4First,
    /// Both, IPv6 first (RFC 8305).
    Ipv6First,
    /// IPv4 alone.
    Ipv4Only,
    /// IPv6 alone.
    Ipv6Only,
}

impl Families {
    /// Whether IPv4 addresses are looked up and dialled.
    #[must_use]
    pub const fn has_ipv4(self) -> bool {
        !matches!(self, Self::Ipv6Only)
    }

    /// Whether IPv6 addresses are looked up and dialled.
    #[must_use]
    pub const fn has_ipv6(self) -> bool {
        !matches!(self, Self::Ipv4Only)
    }
}

/// A destination that is dialled at an address of the operator's choice, like curl's `--connect-to`. The name
/// stays the one that the certificate must have. Written `HOST:PORT=ADDRESS:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectTo {
    /// The name that was asked for.
    pub host: Host,
    /// The port that was asked for.
    pub port: Port,
    /// Where the connection goes. The rules about addresses hold for it too.
    pub to: SocketAddr,
}

/// The text is not `HOST:PORT=ADDRESS:PORT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("written as mail.example.org:465=127.0.0.1:4465")]
pub struct InvalidConnectTo;

impl FromStr for ConnectTo {
    type Err = InvalidConnectTo;

    fn from_str(text: &str) -> Result<Self, InvalidConnectTo> {
        let (from, to) = text.trim().split_once('=').ok_or(InvalidConnectTo)?;
        let (host, port) = from.rsplit_once(':').ok_or(InvalidConnectTo)?;
        Ok(Self {
            host: host.parse().map_err(|_| InvalidConnectTo)?,
            port: port.parse().map_err(|_| InvalidConnectTo)?,
            to: to.parse().map_err(|_| InvalidConnectTo)?,
        })
    }
}

impl fmt::Display for ConnectTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}={}", self.host, self.port, self.to)
    }
}

/// What may be dialled for a user. The default allows the three mail ports and the addresses of the Internet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkPolicy {
    /// The ports.
    pub open_ports: OpenPorts,
    /// Ranges that are allowed although they are not of the Internet (a relay on loopback), or are our own.
    pub allow: Vec<Cidr>,
    /// Ranges that are refused, whatever else is said.
    pub deny: Vec<Cidr>,
    /// The addresses of this machine's own interfaces: refused unless allowed by range.
    pub own_addresses: Vec<IpAddr>,
    /// Names of this service's own mail hosts (where events come in): never dialled.
    pub own_hosts: Vec<Host>,
    /// Destinations that are dialled elsewhere than DNS says.
    pub connect_to: Vec<ConnectTo>,
    /// Which kinds of addresses.
    pub families: Families,
}

impl NetworkPolicy {
    /// Whether this destination may be looked up at all: the port is open, the host is not our own.
    #[must_use]
    pub fn allows_destination(&self, host: &Host, port: Port) -> bool {
        self.open_ports.contains(port) && !self.own_hosts.contains(host)
    }

    /// Whether this address may be dialled: the operator's refusals first, then what he allowed, then our own
    /// addresses, then the table of [`is_global_unicast`].
    #[must_use]
    pub fn allows_address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if self.deny.iter().any(|range| range.contains(address)) {
            return false;
        }
        if self.allow.iter().any(|range| range.contains(address)) {
            return true;
        }
        !self.own_addresses.iter().any(|own| own.to_canonical() == address) && is_global_unicast(address)
    }

    /// Where the operator sends connections for this destination.
    #[must_use]
    pub fn override_for(&self, host: &Host, port: Port) -> Option<SocketAddr> {
        self.connect_to
            .iter()
            .find(|c| c.host == *host && c.port == port)
            .map(|c| c.to)
    }
}

#[cfg(test)]
mod tests {
    use super::{ConnectTo, NetworkPolicy};
    use model::{Host, port::Port};

    fn policy() -> NetworkPolicy {
        NetworkPolicy {
            allow: vec!["127.0.0.0/8".parse().unwrap(), "93.184.216.0/24".parse().unwrap()],
            deny: vec!["127.0.0.66".parse().unwrap(), "8.8.8.0/24".parse().unwrap()],
            own_addresses: vec!["93.184.216.34".parse().unwrap(), "1.2.3.4".parse().unwrap()],
            own_hosts: vec![Host::parse("event.portal.example").unwrap()],
            ..NetworkPolicy::default()
        }
    }

    #[test]
    fn refusals_come_before_permissions_and_those_before_the_table() {
        for (address, allowed) in [
            ("127.0.0.1", true),
            ("127.0.0.66", false),
            ("::ffff:127.0.0.1", true),
            ("10.0.0.1", false),
            ("8.8.8.8", false),
            ("9.9.9.9", true),
            ("1.2.3.4", false),
            ("::ffff:1.2.3.4", false),
            ("93.184.216.34", true),
            ("::1", false),
        ] {
            assert_eq!(
                policy().allows_address(address.parse().unwrap()),
                allowed,
                "{address}"
            );
        }
    }

    #[test]
    fn closed_ports_and_own_hosts_are_not_looked_up() {
        let host = Host::parse("smtp.example.org").unwrap();
        assert!(policy().allows_destination(&host, Port::SUBMISSION));
        assert!(!policy().allows_destination(&host, Port::new(2525).unwrap()));
        assert!(!policy().allows_destination(&Host::parse("event.portal.example").unwrap(), Port::RELAY));
    }

    #[test]
    fn overrides_as_operators_write_them() {
        let good: ConnectTo = "mail.example.org:465=127.0.0.1:4465".parse().unwrap();
        assert_eq!(good.to_string(), "mail.example.org:465=127.0.0.1:4465");
        let policy = NetworkPolicy {
            connect_to: vec![good.clone()],
            ..NetworkPolicy::default()
        };
        assert_eq!(policy.override_for(&good.host, Port::SUBMISSIONS), Some(good.to));
        assert_eq!(policy.override_for(&good.host, Port::SUBMISSION), None);
        for bad in [
            "",
            "mail.example.org=127.0.0.1:1",
            "mail.example.org:465=127.0.0.1",
            "127.0.0.1:1=127.0.0.1:2",
        ] {
            assert!(bad.parse::<ConnectTo>().is_err(), "{bad}");
        }
    }
}
