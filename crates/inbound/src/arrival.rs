//! A mail that came in, and what became of it.

use bytes::Bytes;
use model::{CompanyId, EventId, InboundId, Mailbox, UserId, event::Source};
use std::{fmt, time::Duration};

/// The sender in the envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvelopeSender {
    /// Whoever brought the mail does not know the envelope any more.
    Unknown,
    /// `<>`, as reports about mail have it (RFC 5321, section 4.5.5).
    Null,
    /// As it was said, whatever that is worth.
    Address(String),
}

/// A mail that came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Which way.
    pub source: Source,
    /// To which company.
    pub company: CompanyId,
    /// The user whose mailbox it came to (IMAP).
    pub user: Option<UserId>,
    /// Who sent it.
    pub envelope_sender: EnvelopeSender,
    /// To which address; none where that is not known.
    pub envelope_recipient: Option<Mailbox>,
    /// The whole mail.
    pub raw: Bytes,
}

/// Without what the mail says.
impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrival")
            .field("source", &self.source)
            .field("company", &self.company)
            .field("bytes", &self.raw.len())
            .finish_non_exhaustive()
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is in the store.
    Kept {
        /// Its id.
        mail: InboundId,
        /// What it says, one for each recipient that it speaks of.
        events: Vec<EventId>,
    },
    /// It was here before: nothing changed.
    Replayed {
        /// The id that it has.
        mail: InboundId,
    },
    /// It is from a user's mailbox and about no letter of his company: that is his own affair, and nothing of it is kept.
    NotOurs,
    /// There is no such company any more.
    NoSuchCompany,
    /// The company gets more than it may from those who prove nothing. Nothing is kept.
    Limited {
        /// When there is room for the next.
        wait: Duration,
    },
    /// It could not be kept now. Nothing is kept; whoever brought it has to bring it again.
    TryLater,
}
