//! Who a letter is from and to.

use crate::{
    address::{DisplayName, Mailbox},
    settings::{Outgoing, SendingMode},
};
use serde::{Deserialize, Serialize};

/// Somebody in `To`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Addressee {
    /// The name before the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
    /// The address.
    pub address: Mailbox,
}

/// Who a letter is from and to, as its recipients see it, and where it comes back to. Fixed when it is accepted,
/// whatever is saved in the settings meanwhile; which server it goes through is not among it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterHead {
    /// The sending mode of the user then.
    pub mode: SendingMode,
    /// The name that the recipient sees.
    pub from_name: DisplayName,
    /// The address that the recipient sees.
    pub from: Mailbox,
    /// Where his answer goes, where that is not the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Mailbox>,
    /// The envelope's sender.
    pub envelope_sender: Mailbox,
    /// Everybody in `To`.
    pub to: Vec<Addressee>,
    /// Everybody in `Cc`. Who gets a blind copy stands in no letter: only its message knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copy: Vec<Mailbox>,
}

impl LetterHead {
    /// The head of a letter that goes out with these settings.
    #[must_use]
    pub fn of(outgoing: &Outgoing, mode: SendingMode, to: Vec<Addressee>, copy: Vec<Mailbox>) -> Self {
        Self {
            mode,
            from_name: outgoing.from_name.clone(),
            from: outgoing.from.clone(),
            reply_to: outgoing.reply_to.clone(),
            envelope_sender: outgoing.envelope_sender.clone(),
            to,
            copy,
        }
    }
}
