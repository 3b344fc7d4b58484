//! What a person typed, before any rule.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Whose server sends a user's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendingMode {
    /// The portal's own.
    #[default]
    Portal,
    /// The portal's own, as the company's event mailbox; answers go to the user.
    ReplyTo,
    /// The user's own submission server.
    OwnServer,
}

impl SendingMode {
    /// All modes, in the order in which a person is offered them.
    pub const ALL: [Self; 3] = [Self::Portal, Self::ReplyTo, Self::OwnServer];

    /// The word in forms and storage.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::ReplyTo => "reply-to",
            Self::OwnServer => "own-server",
        }
    }
}

/// The text names no sending mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sending mode is one of portal, reply-to, own-server")]
pub struct InvalidSendingMode;

impl FromStr for SendingMode {
    type Err = InvalidSendingMode;

    fn from_str(text: &str) -> Result<Self, InvalidSendingMode> {
        Self::ALL
            .into_iter()
            .find(|m| m.key() == text)
            .ok_or(InvalidSendingMode)
    }
}

/// The settings form as it was typed. Kept as text, so that a refused form comes back exactly as it was.
/// The password is not part of it: it is never given back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    /// The sender's address.
    pub address: String,
    /// The name before it.
    pub display_name: String,
    /// The server, perhaps with `:port`.
    pub server: String,
    /// The port.
    pub port: String,
    /// `none`, `starttls` or `tls`; empty where nothing is chosen yet.
    pub security: String,
    /// The user name; empty where the server wants no sign-in.
    pub user_name: String,
    /// `yes` where the person confirmed that the password may travel readable.
    pub plain_confirmed: String,
}

impl SettingsForm {
    /// Whether nothing about the server was typed yet, so that it may be filled in from the address.
    #[must_use]
    pub fn has_no_server(&self) -> bool {
        [&self.server, &self.port, &self.security]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// Fills server, port, encryption and user name from what was found about the address.
    pub fn fill_from(&mut self, provider: &crate::provider::ProviderHint) {
        let Some(best) = provider.servers.first() else {
            return;
        };
        self.server = best.host.to_string();
        self.port = best.port.to_string();
        best.security.key().clone_into(&mut self.security);
        if let Ok(address) = crate::Mailbox::parse(&self.address)
            && let Some(user_name) = provider.user_name_for(&address)
        {
            self.user_name = user_name;
        }
    }
}
