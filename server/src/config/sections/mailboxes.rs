//! `[mailboxes]`.

use model::Port;
use serde::{Deserialize, Serialize};

/// Users' own mailboxes, from which reports are fetched where their users allow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mailboxes {
    /// Whether users may allow it.
    pub enabled: bool,
    /// Minutes between two looks into one mailbox.
    pub minutes: u16,
    /// Mailboxes that this program looks into at once.
    pub at_once: u16,
    /// Mailboxes of one server that are looked into at once, all programs together.
    pub per_server: u16,
    /// Ports beside 993 and 143.
    pub extra_ports: Vec<Port>,
}

impl Default for Mailboxes {
    fn default() -> Self {
        Self {
            enabled: true,
            minutes: 5,
            at_once: 8,
            per_server: 2,
            extra_ports: Vec::new(),
        }
    }
}

impl Mailboxes {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.minutes == 0 || self.at_once == 0 || self.per_server == 0 {
            return Err(
                "mailboxes.minutes, mailboxes.at_once and mailboxes.per_server: at least 1".to_owned(),
            );
        }
        Ok(())
    }
}
