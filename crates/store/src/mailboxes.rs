//! Users' own mailboxes, from which reports of mail systems are fetched where their users allow it.
//!
//! A mailbox has a password of its own, which was entered for it: that for sending is never tried on it.

use crate::{audit::Actor, error::StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, UserId, settings::Destination};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How far a mailbox was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxPlace {
    /// Which numbering the number belongs to (IMAP's UIDVALIDITY).
    pub uid_validity: u32,
    /// The number of the last mail that was looked at (IMAP's UID).
    pub last_uid: u32,
}

/// Why a mailbox could not be looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxFault {
    /// The stable key of the sentences that explain it.
    pub key: String,
    /// What the server said, at most 200 printable characters.
    pub said: Option<String>,
    /// Since when it is so.
    pub since: Timestamp,
}

/// A user's mailbox, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserMailbox {
    /// Where it is, and as whom somebody signs in there.
    pub destination: Destination,
    /// Since when its user allows it.
    pub allowed_at: Timestamp,
    /// When it was last looked through to its end.
    pub looked_at: Option<Timestamp>,
    /// How many reports were found in it since it was allowed.
    pub found: u64,
    /// When the last of them was.
    pub found_at: Option<Timestamp>,
    /// Why it can not be looked into at the moment.
    pub fault: Option<MailboxFault>,
    /// When it is looked into next; none: not before its user changes something.
    pub next_look_at: Option<Timestamp>,
}

/// Why a mailbox was not kept.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// Nobody signs in there, or not encrypted.
    #[error("a mailbox needs a user name and encryption")]
    Unfit,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The mailboxes of one company's users.
#[async_trait]
pub trait MailboxStore: Send + Sync {
    /// A user's mailbox; none where he allows nothing.
    async fn mailbox(&self, user: UserId) -> Result<Option<UserMailbox>, StoreError>;

    /// Allows it, or allows another in its place: it is looked into at once. What was noted of the one before is
    /// forgotten, but how far it was looked through where only the password is another.
    ///
    /// # Errors
    /// [`MailboxError`] says why not.
    async fn allow_mailbox(
        &self,
        user: UserId,
        destination: &Destination,
        password: &SecretString,
        by: &Actor,
    ) -> Result<(), MailboxError>;

    /// Ends the permission and deletes the password. Says whether there was one.
    async fn stop_mailbox(&self, user: UserId, by: &Actor) -> Result<bool, StoreError>;
}

/// A mailbox that is to be looked into now.
#[derive(Debug)]
pub struct DueMailbox {
    /// The company.
    pub company: CompanyId,
    /// Whose it is.
    pub user: UserId,
    /// Where it is.
    pub destination: Destination,
    /// The password that was entered for it.
    pub password: SecretString,
    /// Since when its user allows it.
    pub allowed_at: Timestamp,
    /// When it was last looked through to its end.
    pub looked_at: Option<Timestamp>,
    /// How far; none: not at all.
    pub place: Option<MailboxPlace>,
    /// How often it could not be looked into since it last could.
    pub failures: u32,
    /// The number of this lease: who comes later has another.
    pub lease: u64,
}

/// How a look ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// At the end of the mailbox, or as far as one look goes.
    Well {
        /// When it is looked into next.
        next: Timestamp,
    },
    /// It could not be looked into.
    Failed {
        /// The stable key of why.
        key: String,
        /// What the server said.
        said: Option<String>,
        /// When it is tried again; none: not before its user changes something.
        next: Option<Timestamp>,
    },
}

/// The mailboxes of all companies, for the one task that looks into them.
#[async_trait]
pub trait Mailboxes: Send + Sync {
    /// Mailboxes that are due, at most `limit`, and of one host at most `per_host` at once, those included that others
    /// are looking into. They are given to nobody else until `lease` is over.
    async fn due_mailboxes(
        &self,
        limit: u32,
        per_host: u32,
        lease: Duration,
    ) -> Result<Vec<DueMailbox>, StoreError>;

    /// Notes how far a mailbox was looked through, and how many reports were kept since the last note. Says false where
    /// the lease is somebody else's, or the permission has ended: then nothing more is fetched.
    async fn mailbox_reached(
        &self,
        of: &DueMailbox,
        place: MailboxPlace,
        kept: u32,
    ) -> Result<bool, StoreError>;

    /// Notes how the look ended, and gives the lease back. Says false where it was somebody else's already.
    async fn settle_mailbox(&self, of: &DueMailbox, looked: &Looked) -> Result<bool, StoreError>;
}

/// Whether a destination can be a mailbox's: somebody signs in, over an encrypted connection.
#[must_use]
pub fn is_fit(destination: &Destination) -> bool {
    destination.security != model::Security::None
        && destination
            .user_name
            .as_ref()
            .is_some_and(|name| !name.is_empty())
}

/// The fault after a look that failed: it is so since it became so, whatever the server says each time.
#[must_use]
pub fn still(known: Option<MailboxFault>, key: &str, said: Option<&str>, now: Timestamp) -> MailboxFault {
    let since = known
        .filter(|known| known.key == key)
        .map_or(now, |known| known.since);
    MailboxFault {
        key: key.to_owned(),
        said: said.map(str::to_owned),
        since,
    }
}
