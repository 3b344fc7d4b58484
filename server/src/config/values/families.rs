//! Kinds of IP addresses.

use serde::{Deserialize, Serialize};

/// Which kinds of IP addresses are dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Families {
    /// Both, IPv4 first.
    #[default]
    Ipv4First,
    /// Both, IPv6 first.
    Ipv6First,
    /// IPv4 alone.
    Ipv4Only,
    /// IPv6 alone.
    Ipv6Only,
}

impl From<Families> for smtp::network::Families {
    fn from(families: Families) -> Self {
        match families {
            Families::Ipv4First => Self::Ipv4First,
            Families::Ipv6First => Self::Ipv6First,
            Families::Ipv4Only => Self::Ipv4Only,
            Families::Ipv6Only => Self::Ipv6Only,
        }
    }
}
