//! The sections of the file, each key with its default.

mod check;
mod delivery;
mod demo;
mod inbound;
mod log;
mod mailboxes;
mod network;
mod portals;
mod relay;
mod secrets;
mod server;
mod store;
mod times;
mod users;

pub use delivery::{Delivery, Metrics};
pub use demo::Demo;
pub use inbound::Inbound;
pub use log::{Log, LogFormat};
pub use mailboxes::Mailboxes;
pub use network::Network;
#[cfg(test)]
pub use portals::{Claims, PortalKey};
pub use portals::{Oidc, Portal};
pub use relay::{Dkim, Events, Relay};
pub use server::Server;
pub use store::Store;
pub use times::{Retention, Sessions};
pub use users::{Limits, Security};

use serde::{Deserialize, Serialize};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the program listens.
    pub server: Server,
    /// Where it keeps things.
    pub store: Store,
    /// What it may dial.
    pub network: Network,
    /// The server that sends for users who have none of their own.
    pub relay: Option<Relay>,
    /// Where what comes back is received.
    pub events: Events,
    /// How that comes in.
    pub inbound: Inbound,
    /// Users' own mailboxes, where what comes back to their own servers is.
    pub mailboxes: Mailboxes,
    /// The portals whose people it serves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<Portal>,
    /// What users may do.
    pub security: Security,
    /// How much of it.
    pub limits: Limits,
    /// How letters are accepted and sent.
    pub delivery: Delivery,
    /// How long people stay signed in.
    pub sessions: Sessions,
    /// How long things are kept.
    pub retention: Retention,
    /// Numbers for the operator's monitoring.
    pub metrics: Metrics,
    /// What is written to the log.
    pub log: Log,
    /// The demo.
    pub demo: Demo,
}
