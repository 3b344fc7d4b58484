//! `[network]`.

use super::super::values::Families;
use model::{Host, port::Port};
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// What the program may dial for users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    /// The name with which the program greets mail servers (EHLO): its own, as reverse DNS has it.
    pub ehlo: Host,
    /// The IP addresses from which it connects, as users' IT support may have to allow them.
    pub egress: Vec<IpAddr>,
    /// Ports beside 25, 465 and 587.
    pub extra_ports: Vec<Port>,
    /// Ranges of IP addresses that may be dialled although they are not of the Internet.
    pub allow: Vec<String>,
    /// Ranges that may not, whatever else is said.
    pub deny: Vec<String>,
    /// Destinations dialled elsewhere than DNS says: `mail.example.org:465=10.0.0.5:465`.
    pub connect_to: Vec<String>,
    /// DNS servers, `address:port`; those of the system where none is named.
    pub dns: Vec<SocketAddr>,
    /// Which kinds of IP addresses are dialled: `ipv4-first`, `ipv6-first`, `ipv4-only`, `ipv6-only`.
    pub families: Families,
    /// Files of certificate authorities (PEM) that are trusted beside the public ones.
    pub extra_ca: Vec<PathBuf>,
    /// Ports beside 443 at which webhooks and `OpenID` providers may be.
    pub web_ports: Vec<Port>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            ehlo: Host::parse("saatja.invalid").expect("a host name"),
            egress: Vec::new(),
            extra_ports: Vec::new(),
            allow: Vec::new(),
            deny: Vec::new(),
            connect_to: Vec::new(),
            dns: Vec::new(),
            families: Families::default(),
            extra_ca: Vec::new(),
            web_ports: Vec::new(),
        }
    }
}
