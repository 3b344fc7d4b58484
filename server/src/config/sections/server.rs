//! `[server]`.

use super::super::values::BaseUrl;
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};

/// Where the program listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// IP address and port. In front of it stands what speaks HTTPS to browsers.
    pub listen: SocketAddr,
    /// The address under which browsers reach it.
    pub base_url: BaseUrl,
    /// The folder of the built front end.
    pub site: PathBuf,
    /// The time zone in which people read times, by its IANA name.
    pub time_zone: String,
    /// Seconds that open requests are given when the program is asked to stop.
    pub stop_seconds: u16,
    /// Ranges of addresses of the operator's own proxies: what they say of whom they speak for is believed.
    pub trusted_proxies: Vec<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: "http://127.0.0.1:8080".parse().expect("a good base address"),
            site: PathBuf::from("target/site"),
            time_zone: "Europe/Tallinn".to_owned(),
            stop_seconds: 20,
            trusted_proxies: Vec::new(),
        }
    }
}
