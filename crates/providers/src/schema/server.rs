//! A provider's servers, and names that are not.

use super::confidence::Confidence;
use model::{
    Host, Port, Security,
    provider::{Endpoint, WrongHost, WrongHostWhy},
};
use serde::{Deserialize, Serialize};

/// One server of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Its name.
    pub host: Host,
    /// The port.
    pub port: Port,
    /// The encryption that belongs to the port there.
    pub security: Security,
    /// How sure, where that differs from the provider's other facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Why it is where it is, in English, for the documentation alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A server name that looks like the provider's and does not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongServer {
    /// The name.
    pub host: Host,
    /// Why it is wrong.
    pub why: WrongHostWhy,
    /// What to use in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Host>,
    /// Who says so.
    pub source: String,
}

impl Server {
    /// The server as the settings form knows it.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        Endpoint {
            host: self.host.clone(),
            port: self.port,
            security: self.security,
        }
    }
}

impl WrongServer {
    /// The name as the settings form knows it.
    #[must_use]
    pub fn to_model(&self) -> WrongHost {
        WrongHost {
            host: self.host.clone(),
            why: self.why,
            instead: self.instead.clone(),
        }
    }
}
