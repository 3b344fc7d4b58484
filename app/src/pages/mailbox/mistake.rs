//! What can be wrong with the form: at which field, in which sentence.

use texts::Texts;

/// Something is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// The text names no server that can be reached.
    ServerInvalid,
    /// The text is no port, or one that is not open: those that are.
    PortInvalid(String),
    /// No encryption is chosen.
    SecurityMissing,
    /// There is no user name.
    UserNameMissing,
    /// There is no password.
    PasswordMissing,
}

impl Mistake {
    /// The id of the field that it is about.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::ServerInvalid => "server",
            Self::PortInvalid(_) => "port",
            Self::SecurityMissing => "security",
            Self::UserNameMissing => "user-name",
            Self::PasswordMissing => "password",
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn sentence(&self, texts: &Texts) -> String {
        match self {
            Self::ServerInvalid => texts.get("mailbox-server-invalid"),
            Self::PortInvalid(open) => texts.with("mailbox-port-invalid", &[("open", open)]),
            Self::SecurityMissing => texts.get("mailbox-security-missing"),
            Self::UserNameMissing => texts.get("mailbox-user-name-missing"),
            Self::PasswordMissing => texts.get("mailbox-password-missing"),
        }
    }
}
