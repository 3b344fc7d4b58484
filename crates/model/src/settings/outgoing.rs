//! What a letter is like for its recipient and for the server that takes it.

use super::{Destination, Effective, SendingMode};
use crate::address::{DisplayName, Mailbox};
use serde::{Deserialize, Serialize};

/// What the operator lends to users who have no server of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// The server that sends for all.
    pub destination: Destination,
    /// The company's event mailbox; none where the operator has no event domain.
    pub event_mailbox: Option<Mailbox>,
}

/// The head of a letter and of its envelope (RFC 5321, RFC 5322).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The name that the recipient sees.
    pub from_name: DisplayName,
    /// The address that the recipient sees.
    pub from: Mailbox,
    /// Where his answer goes, where that is not the same.
    pub reply_to: Option<Mailbox>,
    /// The envelope's sender: where a letter that can not be delivered comes back to.
    pub envelope_sender: Mailbox,
    /// Where the letter is handed in.
    pub destination: Destination,
    /// Who gets a copy, as everybody sees.
    pub copy: Vec<Mailbox>,
    /// Who gets a copy that nobody sees.
    pub blind_copy: Vec<Mailbox>,
}

/// Why nothing can go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NotReady {
    /// The operator has set up no server that sends for all.
    #[error("the operator has set up no relay")]
    NoRelay,
    /// The operator has set up no event domain, or the company has no event mailbox.
    #[error("there is no event mailbox")]
    NoEventMailbox,
    /// Nobody has said which server, port and encryption.
    #[error("server, port or encryption is missing")]
    NoServer,
    /// The server wants a password and there is none.
    #[error("the password is missing")]
    NoPassword,
    /// There is a password, entered for another server, port, encryption or user name.
    #[error("the password was entered for another destination")]
    PasswordNeededAgain,
}

impl NotReady {
    /// The stable key of the sentence about it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoRelay => "no-relay",
            Self::NoEventMailbox => "no-event-mailbox",
            Self::NoServer => "no-server",
            Self::NoPassword => "no-password",
            Self::PasswordNeededAgain => "password-needed-again",
        }
    }
}

impl Outgoing {
    /// What letters are like with these settings.
    ///
    /// # Errors
    /// [`NotReady`] where they can not go out, and why.
    pub fn of(effective: &Effective, relay: Option<&Relay>) -> Result<Self, NotReady> {
        use super::effective::Password;
        let sender = effective.sender.value.clone();
        let from_name = effective.display_name.value.clone();
        let copy = effective.copy.value.addresses().to_vec();
        let blind_copy = effective.blind_copy.value.addresses().to_vec();
        let (from, reply_to, destination) = match effective.mode.value {
            SendingMode::Portal => (sender, None, relay.ok_or(NotReady::NoRelay)?.destination.clone()),
            SendingMode::ReplyTo => {
                let relay = relay.ok_or(NotReady::NoRelay)?;
                let event = relay.event_mailbox.clone().ok_or(NotReady::NoEventMailbox)?;
                (event, Some(sender), relay.destination.clone())
            }
            SendingMode::OwnServer => {
                let destination = effective.destination().ok_or(NotReady::NoServer)?;
                match effective.password {
                    Password::NotNeeded | Password::Set { .. } => (sender, None, destination),
                    Password::Missing => return Err(NotReady::NoPassword),
                    Password::NeededAgain => return Err(NotReady::PasswordNeededAgain),
                }
            }
        };
        Ok(Self {
            from_name,
            envelope_sender: from.clone(),
            from,
            reply_to,
            destination,
            copy,
            blind_copy,
        })
    }
}

/// Whether mass mailing (invoices to all customers, customer letters) is open, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MassMailing {
    /// The user's own server opens it.
    ByOwnServer,
    /// The company was given it, whatever the mode.
    ByCompany,
    /// It is closed: an own server would open it.
    Closed,
}

impl MassMailing {
    /// The rule.
    #[must_use]
    pub const fn of(mode: SendingMode, given_to_company: bool) -> Self {
        match (mode, given_to_company) {
            (SendingMode::OwnServer, _) => Self::ByOwnServer,
            (_, true) => Self::ByCompany,
            (_, false) => Self::Closed,
        }
    }

    /// Whether it is open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed)
    }

    /// The stable word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ByOwnServer => "by-own-server",
            Self::ByCompany => "by-company",
            Self::Closed => "closed",
        }
    }
}

#[cfg(test)]
mod tests;
