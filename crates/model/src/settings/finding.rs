//! What a rule has to say about the settings.

use crate::{
    host::Host,
    port::{Port, Security},
};
use serde::{Deserialize, Serialize};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Hint,
    /// Saved all the same; something may not work or not be safe.
    Warning,
    /// Not saved.
    Error,
}

impl Severity {
    /// The stable word, as in class names.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The field a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The sender's address.
    Address,
    /// The name before it.
    DisplayName,
    /// The password.
    Password,
    /// The server.
    Server,
    /// The port.
    Port,
    /// The encryption.
    Security,
    /// The user name.
    UserName,
    /// Whose server sends.
    Mode,
    /// Who gets a copy.
    Copy,
    /// Who gets a blind copy.
    BlindCopy,
    /// How documents go out.
    Documents,
    /// Whether their attachments go with them.
    Attachments,
    /// Whether letters are edited before they are sent.
    Edit,
}

impl Field {
    /// All fields, in the order in which they stand on the page.
    pub const ALL: [Self; 13] = [
        Self::Mode,
        Self::Address,
        Self::DisplayName,
        Self::Password,
        Self::Server,
        Self::Port,
        Self::Security,
        Self::UserName,
        Self::Copy,
        Self::BlindCopy,
        Self::Documents,
        Self::Attachments,
        Self::Edit,
    ];

    /// Those about sender, server and password, which are judged while a person types.
    pub const MAILING: [Self; 7] = [
        Self::Address,
        Self::DisplayName,
        Self::Password,
        Self::Server,
        Self::Port,
        Self::Security,
        Self::UserName,
    ];

    /// The field's id in the page and in data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::DisplayName => "display-name",
            Self::Password => "password",
            Self::Server => "server",
            Self::Port => "port",
            Self::Security => "security",
            Self::UserName => "user-name",
            Self::Mode => "mode",
            Self::Copy => "copy",
            Self::BlindCopy => "blind-copy",
            Self::Documents => "documents",
            Self::Attachments => "attachments",
            Self::Edit => "edit",
        }
    }
}

/// The text names no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such field")]
pub struct UnknownField;

impl std::str::FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        Self::ALL
            .into_iter()
            .find(|field| field.key() == text)
            .ok_or(UnknownField)
    }
}

/// A change of the form that mends what was found; a button on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repair {
    /// Choose this encryption.
    Security(Security),
    /// Use this port.
    Port(Port),
    /// Use this port with this encryption.
    PortAndSecurity(Port, Security),
    /// Use this server.
    Server(Host),
    /// Use this user name.
    UserName(String),
    /// Use this sender address.
    Address(String),
}

impl Repair {
    /// The stable key of the button's words.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Security(_) => "repair-security",
            Self::Port(_) => "repair-port",
            Self::PortAndSecurity(..) => "repair-port-and-security",
            Self::Server(_) => "repair-server",
            Self::UserName(_) => "repair-user-name",
            Self::Address(_) => "repair-address",
        }
    }

    /// The form with the repair made.
    pub fn apply(&self, form: &mut super::SettingsForm) {
        match self {
            Self::Security(security) => security.key().clone_into(&mut form.security),
            Self::Port(port) => form.port = port.to_string(),
            Self::PortAndSecurity(port, security) => {
                form.port = port.to_string();
                security.key().clone_into(&mut form.security);
            }
            Self::Server(host) => form.server = host.to_string(),
            Self::UserName(name) => form.user_name.clone_from(name),
            Self::Address(address) => form.address.clone_from(address),
        }
    }
}

/// What a rule found: a stable key for the sentence, the words that stand in it, and the repair where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The stable key; the sentence is `finding-<key>` in `locales/`.
    pub key: String,
    /// How much it matters.
    pub severity: Severity,
    /// The field it stands at.
    pub field: Field,
    /// The words in the sentence, by name.
    pub args: Vec<(String, String)>,
    /// What mends it.
    pub repair: Option<Repair>,
}

impl Finding {
    /// A finding without words or repair.
    #[must_use]
    pub fn new(key: &str, severity: Severity, field: Field) -> Self {
        Self {
            key: key.to_owned(),
            severity,
            field,
            args: Vec::new(),
            repair: None,
        }
    }

    /// An error.
    #[must_use]
    pub fn error(key: &str, field: Field) -> Self {
        Self::new(key, Severity::Error, field)
    }

    /// With a word for the sentence.
    #[must_use]
    pub fn arg(mut self, name: &str, value: &(impl ToString + ?Sized)) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }

    /// With what mends it.
    #[must_use]
    pub fn mended_by(mut self, repair: Repair) -> Self {
        self.repair = Some(repair);
        self
    }

    /// Every key there is, so that tests can hold the languages against it.
    pub const KEYS: &'static [&'static str] = &[
        "address-at",
        "address-domain",
        "address-local",
        "address-missing",
        "address-too-long",
        "choice-unknown",
        "copy-address",
        "copy-and-none",
        "copy-too-many",
        "display-name-invisible",
        "display-name-too-long",
        "mode-closed",
        "password-app-only",
        "password-control",
        "password-ended",
        "password-missing",
        "password-needed-again",
        "password-off-by-default",
        "password-too-long",
        "password-without-server",
        "password-without-user",
        "plain-not-allowed",
        "plain-confirmed",
        "plain-readable",
        "port-25-relay",
        "port-25-tls-unusual",
        "port-465-wants-tls",
        "port-587-tls-unusual",
        "port-missing",
        "port-not-a-number",
        "port-not-open",
        "security-missing",
        "sender-must-equal-user",
        "sender-rewritten",
        "server-data-centre",
        "server-form",
        "server-inside",
        "server-is-address",
        "server-is-ip",
        "server-misprint",
        "server-missing",
        "server-not-for-sending",
        "server-single-label",
        "server-too-long",
        "user-name-invalid",
        "user-name-literal",
        "user-name-local-part",
        "user-name-whole-address",
    ];
}
