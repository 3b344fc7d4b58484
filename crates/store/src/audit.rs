//! The audit log: who did what, when, and what it was before and after. Entries are only ever added; what is past its
//! time goes in one sweep ([`crate::Upkeep::delete_audit_before`]). No secret is ever part of one.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use model::{ApiKeyId, AuditId, DisplayName, PortalId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::str::FromStr;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Actor {
    /// A signed-in user, under the name that he had then.
    User {
        /// His id.
        id: UserId,
        /// His name.
        name: DisplayName,
    },
    /// A program that holds an API key.
    ApiKey {
        /// The key's id.
        id: ApiKeyId,
        /// The key's name.
        name: String,
    },
    /// The portal, when it lets a user in.
    Portal {
        /// Its name in the configuration.
        id: PortalId,
    },
    /// The operator, on the command line.
    Operator,
    /// The program by itself.
    Program,
}

impl Actor {
    /// Whose name stands beside what he did: a person's, a key's, a portal's; otherwise the stable word.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } => name.as_str(),
            Self::ApiKey { name, .. } => name,
            Self::Portal { id } => id.as_str(),
            Self::Operator => "operator",
            Self::Program => "program",
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
        }

        impl Action {
            /// All actions there are.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word: what it is about, a dot, what was done.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }
        }
    };
}

actions! {
    /// A company was created.
    CompanyCreated = "company.created",
    /// A company's name, event mailbox, rights or retention were changed.
    CompanyChanged = "company.changed",
    /// A user was created.
    UserCreated = "user.created",
    /// A user's name, address, role or language were changed.
    UserChanged = "user.changed",
    /// A user was deleted, with his settings.
    UserDeleted = "user.deleted",
    /// Settings were saved: a user's, or the company's defaults.
    SettingsSaved = "settings.saved",
    /// Another user, or none, became the sender user.
    SenderUserChanged = "sender-user.changed",
    /// A test letter was sent.
    TestStarted = "test.started",
    /// An exception from the rules about encryption was confirmed.
    ExceptionAdded = "exception.added",
    /// Such an exception was taken away.
    ExceptionRemoved = "exception.removed",
    /// An API key was made.
    ApiKeyCreated = "api-key.created",
    /// An API key was replaced by a new one.
    ApiKeyRotated = "api-key.rotated",
    /// An API key was ended.
    ApiKeyRevoked = "api-key.revoked",
    /// A webhook was added.
    WebhookCreated = "webhook.created",
    /// A webhook was changed.
    WebhookChanged = "webhook.changed",
    /// A webhook got a new secret.
    WebhookRotated = "webhook.rotated",
    /// A webhook was removed.
    WebhookDeleted = "webhook.deleted",
    /// Somebody signed in.
    SignedIn = "session.created",
    /// The log was exported.
    AuditExported = "audit.exported",
    /// The log of messages was exported.
    MessagesExported = "messages.exported",
    /// The list of events was exported.
    EventsExported = "events.exported",
    /// A mail that came in was downloaded as it came.
    EventDownloaded = "event.downloaded",
    /// A message was sent again.
    MessageResent = "message.resent",
    /// A message in doubt was settled: as sent, or as failed.
    MessageSettled = "message.settled",
    /// A message was stopped before it was sent.
    MessageCanceled = "message.canceled",
    /// A message's address was mended, and it was sent again.
    MessageMended = "message.mended",
    /// A batch was handed over.
    BatchAccepted = "batch.accepted",
    /// A batch was stopped for now.
    BatchPaused = "batch.paused",
    /// A batch was started, or went on.
    BatchStarted = "batch.started",
    /// A batch was stopped for good.
    BatchCanceled = "batch.canceled",
    /// What had failed of a batch was sent again.
    BatchResent = "batch.resent",
    /// Somebody said that an address that letters did not reach is good again.
    AddressForgotten = "address.forgotten",
    /// A user allowed his mailbox to be looked into.
    MailboxAllowed = "mailbox.allowed",
    /// The permission was ended.
    MailboxStopped = "mailbox.stopped",
    /// The operator stopped sending through a server.
    AccountHeld = "account.held",
    /// A server that letters waited for is tried again.
    AccountReleased = "account.released",
}

/// The text names no action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such action")]
pub struct UnknownAction;

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.key() == text)
            .ok_or(UnknownAction)
    }
}

/// An entry before it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAuditEntry {
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// On what: a name or address that a person understands, as it was then.
    pub subject: String,
    /// What it was before; none where there was nothing.
    pub before: Option<Value>,
    /// What it is now; none where it is gone.
    pub after: Option<Value>,
}

impl NewAuditEntry {
    /// An entry without before and after.
    #[must_use]
    pub fn new(actor: &Actor, action: Action, subject: impl Into<String>) -> Self {
        Self {
            actor: actor.clone(),
            action,
            subject: subject.into(),
            before: None,
            after: None,
        }
    }

    /// With what it was, and what it is now.
    #[must_use]
    pub fn with(mut self, before: Option<Value>, after: Option<Value>) -> Self {
        (self.before, self.after) = (before, after);
        self
    }
}

/// A written entry.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its id; later entries have greater ones.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who, what, on what.
    pub entry: NewAuditEntry,
}

/// Which entries are asked for.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only these actions; all where none is named.
    pub actions: Vec<Action>,
    /// Only what this user did.
    pub user: Option<UserId>,
    /// Only where this stands in the subject; the case of letters does not count.
    pub subject: Option<String>,
    /// Not before this time.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
    /// Only older ones than this entry: the next page.
    pub before: Option<AuditId>,
}

/// The audit log of one company.
#[async_trait]
pub trait AuditStore: Send + Sync {
    /// Entries, newest first, at most `limit`.
    async fn audit(&self, query: &AuditQuery, limit: u32) -> Result<Vec<AuditEntry>, StoreError>;

    /// Writes an entry about something that changes nothing stored (an export, a sign-in). What changes something
    /// stored writes its own entry, in the same transaction.
    async fn record(&self, entry: &NewAuditEntry) -> Result<(), StoreError>;
}
