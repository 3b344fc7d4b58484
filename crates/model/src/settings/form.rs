//! What a person typed, before any rule.

use super::{
    finding::Field,
    layer::{Copies, Documents, Layer, UserName},
};
use crate::port::Security;
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

/// The settings form as it was typed. Kept as text, so that a refused form comes back exactly as it was. A field that is
/// left empty is inherited. The password is not part of it: it is never given back.
///
/// It travels as a list of its texts, in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct SettingsForm {
    /// `portal`, `reply-to` or `own-server`.
    pub mode: String,
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
    /// The user name.
    pub user_name: String,
    /// `yes` where the server wants no sign-in although one is inherited.
    pub no_sign_in: String,
    /// Who gets a copy of each letter: addresses divided by commas.
    pub copy: String,
    /// `yes` where nobody gets one although a copy is inherited.
    pub no_copy: String,
    /// Who gets a blind copy of each letter.
    pub blind_copy: String,
    /// `yes` where nobody gets one although a blind copy is inherited.
    pub no_blind_copy: String,
    /// `pdf`, `html` or `none`.
    pub documents: String,
    /// `yes` or `no`.
    pub attachments: String,
    /// `yes` or `no`.
    pub edit: String,
}

impl SettingsForm {
    /// The form of what is set.
    #[must_use]
    pub fn of(layer: &Layer) -> Self {
        let yes = |is: bool| if is { YES.to_owned() } else { String::new() };
        let choice = |set: Option<bool>| match set {
            None => String::new(),
            Some(true) => YES.to_owned(),
            Some(false) => NO.to_owned(),
        };
        let (copy, blind_copy) = (layer.copy.as_ref(), layer.blind_copy.as_ref());
        Self {
            mode: layer.mode.map_or("", SendingMode::key).to_owned(),
            address: text(layer.sender.as_ref()),
            display_name: layer
                .display_name
                .as_ref()
                .map_or("", |name| name.as_str())
                .to_owned(),
            server: text(layer.host.as_ref()),
            port: text(layer.port.as_ref()),
            security: layer.security.map_or("", Security::key).to_owned(),
            user_name: layer
                .user_name
                .as_ref()
                .and_then(UserName::name)
                .unwrap_or_default()
                .to_owned(),
            no_sign_in: yes(layer.user_name == Some(UserName::NoSignIn)),
            copy: text(copy),
            no_copy: yes(copy.is_some_and(Copies::is_empty)),
            blind_copy: text(blind_copy),
            no_blind_copy: yes(blind_copy.is_some_and(Copies::is_empty)),
            documents: layer.documents.map_or("", Documents::key).to_owned(),
            attachments: choice(layer.attachments),
            edit: choice(layer.edit),
        }
    }

    /// Whether nothing about the server was typed, so that it may be filled in from the address, or is inherited.
    #[must_use]
    pub fn has_no_server(&self) -> bool {
        [&self.server, &self.port, &self.security]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// Whether anything is typed or chosen at a field, so that nothing is inherited there.
    #[must_use]
    pub fn sets(&self, field: Field) -> bool {
        let (text, box_word) = match field {
            Field::Mode => (&self.mode, ""),
            Field::Address => (&self.address, ""),
            Field::DisplayName => (&self.display_name, ""),
            Field::Password => return false,
            Field::Server => (&self.server, ""),
            Field::Port => (&self.port, ""),
            Field::Security => (&self.security, ""),
            Field::UserName => (&self.user_name, self.no_sign_in.as_str()),
            Field::Copy => (&self.copy, self.no_copy.as_str()),
            Field::BlindCopy => (&self.blind_copy, self.no_blind_copy.as_str()),
            Field::Documents => (&self.documents, ""),
            Field::Attachments => (&self.attachments, ""),
            Field::Edit => (&self.edit, ""),
        };
        !text.trim().is_empty() || box_word == YES
    }

    /// Empties a field: what is inherited counts again.
    pub fn clear(&mut self, field: Field) {
        match field {
            Field::Mode => self.mode.clear(),
            Field::Address => self.address.clear(),
            Field::DisplayName => self.display_name.clear(),
            Field::Password => {}
            Field::Server => self.server.clear(),
            Field::Port => self.port.clear(),
            Field::Security => self.security.clear(),
            Field::UserName => {
                self.user_name.clear();
                self.no_sign_in.clear();
            }
            Field::Copy => {
                self.copy.clear();
                self.no_copy.clear();
            }
            Field::BlindCopy => {
                self.blind_copy.clear();
                self.no_blind_copy.clear();
            }
            Field::Documents => self.documents.clear(),
            Field::Attachments => self.attachments.clear(),
            Field::Edit => self.edit.clear(),
        }
    }

    /// Whether nothing was typed of what a password is bound to.
    #[must_use]
    pub fn leaves_destination(&self) -> bool {
        self.has_no_server() && self.user_name.trim().is_empty() && self.no_sign_in != YES
    }

    /// What counts for the server and the sender: what is typed, and below it what is inherited.
    #[must_use]
    pub fn over(&self, inherited: &Self) -> Self {
        let pasted = crate::host::split_pasted(&self.server);
        let or = |own: &String, below: &String| {
            if own.trim().is_empty() {
                below.clone()
            } else {
                own.clone()
            }
        };
        Self {
            mode: or(&self.mode, &inherited.mode),
            address: or(&self.address, &inherited.address),
            display_name: or(&self.display_name, &inherited.display_name),
            server: or(&self.server, &inherited.server),
            port: if pasted.port.is_some() {
                self.port.clone()
            } else {
                or(&self.port, &inherited.port)
            },
            security: or(&self.security, &inherited.security),
            user_name: if self.no_sign_in == YES {
                String::new()
            } else {
                or(&self.user_name, &inherited.user_name)
            },
            ..self.clone()
        }
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

impl From<SettingsForm> for Vec<String> {
    fn from(form: SettingsForm) -> Self {
        vec![
            form.mode,
            form.address,
            form.display_name,
            form.server,
            form.port,
            form.security,
            form.user_name,
            form.no_sign_in,
            form.copy,
            form.no_copy,
            form.blind_copy,
            form.no_blind_copy,
            form.documents,
            form.attachments,
            form.edit,
        ]
    }
}

impl From<Vec<String>> for SettingsForm {
    fn from(texts: Vec<String>) -> Self {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        Self {
            mode: next(),
            address: next(),
            display_name: next(),
            server: next(),
            port: next(),
            security: next(),
            user_name: next(),
            no_sign_in: next(),
            copy: next(),
            no_copy: next(),
            blind_copy: next(),
            no_blind_copy: next(),
            documents: next(),
            attachments: next(),
            edit: next(),
        }
    }
}

/// The word of a checked box, and of a choice.
pub const YES: &str = "yes";
/// The word of the other choice.
pub const NO: &str = "no";

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
