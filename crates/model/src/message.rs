//! What becomes of a message: its states, and what was tried.

use crate::{
    session::{EnhancedCode, Stage},
    settings::Destination,
    words::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// Where a message is.
    MessageState {
        /// It waits for its turn, its time or its account.
        Queued = "queued",
        /// A worker has taken it; nothing has been sent yet.
        Leased = "leased",
        /// Its content may be on its way: noted before the first byte of it leaves.
        Sending = "sending",
        /// The server took it: 250 after the last dot.
        Sent = "sent",
        /// It was sent, and came back: an event says why.
        Bounced = "bounced",
        /// It did not go out, and is not tried again by itself.
        Failed = "failed",
        /// Its content was on its way and no clear answer came: it may have been taken, or not. Not tried again by
        /// itself.
        InDoubt = "in-doubt",
        /// A person stopped it for now.
        Paused = "paused",
        /// A person stopped it for good.
        Canceled = "canceled",
    }
}

impl MessageState {
    /// Whether nothing more happens by itself and nothing is left open: sent, bounced, failed, canceled. A message in doubt is
    /// not: somebody has to decide.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Sent | Self::Bounced | Self::Failed | Self::Canceled)
    }

    /// Whether it is still on its way: the queue, or somebody who paused it, has it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Leased | Self::Sending | Self::Paused)
    }
}

words! {
    /// As what a message's recipient stands in the letter.
    RecipientRole {
        /// In `To`.
        To = "to",
        /// In `Cc`.
        Copy = "copy",
        /// Nowhere: a blind copy.
        BlindCopy = "blind-copy",
    }
}

words! {
    /// What came of an attempt.
    AttemptResult {
        /// The server took it.
        Sent = "sent",
        /// It is tried again later.
        Deferred = "deferred",
        /// It is not tried again.
        Failed = "failed",
        /// Nobody knows.
        InDoubt = "in-doubt",
        /// It came back after it had been sent.
        Bounced = "bounced",
        /// A person said that an attempt in doubt had arrived.
        SettledSent = "settled-sent",
        /// A person wanted it to be sent once more.
        Resent = "resent",
    }
}

/// One attempt, or what a person decided between attempts. Times are microseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which attempt it was, from 1; that of the attempt before for what a person decided.
    pub number: u32,
    /// When it began.
    pub began_at: i64,
    /// When it ended.
    pub ended_at: i64,
    /// What came of it.
    pub result: AttemptResult,
    /// Through which server; none for what a person decided, and for the portal's relay, which is nobody's to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<Destination>,
    /// Where it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The stable key of the cause (a cause of the catalogue), where it was not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The server's reply code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// The server's enhanced status code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enhanced: Option<EnhancedCode>,
    /// The server's words, cut and cleaned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who decided, where it was a person or program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it is tried again, where it was deferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<i64>,
}
