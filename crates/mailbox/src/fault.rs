//! Why a mailbox could not be looked into.

use model::session::{self, CertificateFault, Reply};

/// Why a mailbox could not be looked into. What a server said is cut to 200 printable characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Policy, name, connection or encryption, as at any other server.
    #[error("{}", .0.key())]
    Way(session::Fault),
    /// What came is not IMAP, came out of turn, or is more than any server needs to say.
    #[error("not IMAP")]
    NotImap,
    /// The server takes no sign-in here, or none that is spoken here.
    #[error("no way to sign in")]
    SignInMissing,
    /// The user name or the password can not be said in IMAP: a line break or a NUL is in it.
    #[error("the user name or the password can not be sent")]
    SignInUnfit,
    /// The server refused user name and password.
    #[error("sign-in refused: {0}")]
    SignInRefused(String),
    /// The server can not do it for now.
    #[error("not for now: {0}")]
    Unavailable(String),
    /// There is no INBOX, or it can not be opened.
    #[error("the INBOX can not be opened: {0}")]
    NoInbox(String),
    /// The server refused another command.
    #[error("refused: {0}")]
    Refused(String),
}

impl Fault {
    /// All keys there are, those of the way to the server left out.
    pub const KEYS: [&'static str; 7] = [
        "imap-not-imap",
        "imap-sign-in-missing",
        "imap-sign-in-unfit",
        "imap-sign-in-refused",
        "imap-unavailable",
        "imap-no-inbox",
        "imap-refused",
    ];

    /// The stable key of the sentences that explain it. Those of the way to the server are the same as for letters.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Way(fault) => fault.key(),
            Self::NotImap => "imap-not-imap",
            Self::SignInMissing => "imap-sign-in-missing",
            Self::SignInUnfit => "imap-sign-in-unfit",
            Self::SignInRefused(_) => "imap-sign-in-refused",
            Self::Unavailable(_) => "imap-unavailable",
            Self::NoInbox(_) => "imap-no-inbox",
            Self::Refused(_) => "imap-refused",
        }
    }

    /// What the server said, where that is the fault.
    #[must_use]
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::SignInRefused(said)
            | Self::Unavailable(said)
            | Self::NoInbox(said)
            | Self::Refused(said) => Some(said.as_str()).filter(|said| !said.is_empty()),
            Self::Way(_) | Self::NotImap | Self::SignInMissing | Self::SignInUnfit => None,
        }
    }

    /// Whether nothing is tried again until its owner changes something. A refused password is not tried again:
    /// many servers lock an account after a few tries.
    #[must_use]
    pub const fn holds(&self) -> bool {
        match self {
            Self::SignInRefused(_) | Self::SignInUnfit | Self::SignInMissing => true,
            Self::Way(fault) => matches!(
                fault,
                session::Fault::Certificate(CertificateFault::WrongName | CertificateFault::Revoked)
                    | session::Fault::PinMismatch
                    | session::Fault::DestinationRefused
            ),
            _ => false,
        }
    }
}

/// A server's words as they may be shown.
pub(crate) fn clean(said: &[u8]) -> String {
    Reply::from_lines(0, [String::from_utf8_lossy(said).as_ref()]).text
}
