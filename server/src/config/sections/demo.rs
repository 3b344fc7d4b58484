//! `[demo]`.

use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};

/// The demo: an example company, and a mail server on this machine that catches all letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Demo {
    /// Whether this is a demo.
    pub enabled: bool,
    /// Where its mail server listens with SSL/TLS.
    pub tls: SocketAddr,
    /// Where its mail server listens with STARTTLS.
    pub starttls: SocketAddr,
    /// The folder of its certificate authority; made where there is none.
    pub authority: PathBuf,
}

impl Default for Demo {
    fn default() -> Self {
        Self {
            enabled: false,
            tls: SocketAddr::from(([127, 0, 0, 1], 4465)),
            starttls: SocketAddr::from(([127, 0, 0, 1], 4587)),
            authority: PathBuf::from("demo-authority"),
        }
    }
}
