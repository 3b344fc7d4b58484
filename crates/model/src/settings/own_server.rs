//! Settings of an own server that hold every rule.

use crate::{
    address::{DisplayName, Mailbox},
    host::Host,
    port::{Port, Security},
};
use serde::{Deserialize, Serialize};

/// Where a password goes: it is bound to exactly this, and asked for again when any part of it changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Destination {
    /// The server.
    pub host: Host,
    /// The port.
    pub port: Port,
    /// The encryption.
    pub security: Security,
    /// The user name; none where the server wants no sign-in.
    pub user_name: Option<String>,
}

/// A user's own server, as it may be stored and dialled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnServer {
    /// Where letters are handed in, and as whom.
    pub destination: Destination,
    /// The address that stands in `From` and in the envelope.
    pub sender: Mailbox,
    /// The name before it.
    pub display_name: Option<DisplayName>,
}
