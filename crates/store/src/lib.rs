//! What is kept: traits by concern, and secrets sealed to their destination.
//!
//! A store is reached in two ways. What belongs to a company goes through [`Store::company`], which can not be had
//! without a company's id: no method of [`CompanyStore`] sees a row of another one. What is no company's own (signing
//! in with a token, the operator's commands, upkeep) goes through [`SignIn`], [`CompanyDirectory`] and [`Upkeep`].
//!
//! The rules that every store has to follow (when a password may be kept, what a verdict is about) are pure functions
//! here, and the suite in `conformance` (a feature) holds each store against them.

use async_trait::async_trait;
use model::CompanyId;

pub mod acceptance;
pub mod api_keys;
pub mod audit;
pub mod changes;
pub mod clock;
pub mod companies;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod connections;
pub mod drafts;
mod encoding;
pub mod error;
pub mod events;
pub mod exceptions;
pub mod fingerprint;
pub mod ids;
pub mod limits;
pub mod mailboxes;
pub mod messages;
pub mod pace;
pub mod queue;
pub mod random;
pub mod return_path;
pub mod rows;
pub mod secrets;
pub mod settings;
pub mod sign_in;
pub mod test_runs;
pub mod tokens;
pub mod transfer;
pub mod upkeep;
pub mod users;
pub mod verification;
pub mod webhooks;

pub use acceptance::{AcceptError, Acceptance, Accepted, AcceptedLetter, Idempotency, NewBatch, NewLetter};
pub use api_keys::{ApiKey, ApiKeyError, ApiKeys, KeyScope};
pub use audit::{Action, Actor, AuditEntry, AuditQuery, AuditStore, NewAuditEntry};
pub use clock::{Clock, SystemClock, TestClock};
pub use companies::{
    Company, CompanyChange, CompanyDirectory, CompanyError, CompanyProfile, FORMER_NAME_LASTS, NewCompany,
    Retention,
};
pub use connections::OpenConnections;
pub use drafts::{Draft, DraftContent, DraftError, DraftStore, DraftSummary};
pub use error::StoreError;
pub use events::{
    BadAddress, Event, EventCounts, EventDetail, EventMailbox, EventQuery, EventStore, Inbox, Named,
    NewEvent, NewInbound, PassedOn, TakenIn, ToPassOn,
};
pub use exceptions::{Exception, ExceptionError, ExceptionStore, Trusted};
pub use fingerprint::Fingerprint;
pub use limits::{Limits, Rate};
pub use mailboxes::{
    DueMailbox, Looked, MailboxError, MailboxFault, MailboxPlace, MailboxStore, Mailboxes, UserMailbox,
};
pub use messages::{
    AccountStatus, Batch, BatchDecision, BatchDetail, DayCounts, Decision, DecisionError, Message,
    MessageDetail, MessageQuery, MessageStore, StateCounts,
};
pub use pace::{Pace, PaceLimits};
pub use queue::{
    AccountFault, AccountNow, Advance, HeldAccount, Lease, LeasedAccount, Queue, QueueCounts, Release, Route,
    Step, Taken, TakenMessage, Trouble,
};
pub use random::{OsRandom, Random, RandomError};
pub use return_path::ReturnPath;
pub use secrets::{KeyId, Vault};
pub use settings::{
    CompanySettings, Owner, PasswordChange, SaveError, SaveSettings, SenderUser, SenderUserError, Settings,
    SettingsStore, UserQuery, UserSettings,
};
pub use sign_in::{EnterError, Entrant, LinkError, NewSession, Session, SessionStore, SignIn, SignInError};
pub use test_runs::{TestError, TestLimits, TestRun, TestSnapshot, TestStore, TestVerdict};
pub use tokens::{ApiKeyToken, LinkToken, SessionToken};
pub use transfer::Transfer;
pub use upkeep::Upkeep;
pub use users::{NewUser, Role, User, UserChange, UserError, UserStore};
pub use verification::{Part, SecretOwner, SecretRef, Verification, VerificationStore};
pub use webhooks::{
    Attempted, Disabled, DueMessage, EventKind, SaveWebhook, Webhook, WebhookError, WebhookMessage,
    WebhookQueue, WebhookStore,
};

/// What opening a database did to its tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// The last migration that had been applied before; none for a new database.
    pub from: Option<i64>,
    /// The last migration that is applied now.
    pub to: i64,
}

/// Everything that is kept, in one database.
#[async_trait]
pub trait Store:
    CompanyDirectory + SignIn + ApiKeys + Limits + WebhookQueue + Queue + Inbox + Mailboxes + Transfer + Upkeep
{
    /// What belongs to one company. Whether there is such a company shows at use: it has no users.
    fn company(&self, company: CompanyId) -> Box<dyn CompanyStore>;

    /// Whether the database answers: readable, and free to be written to.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Ends all connections after what they are doing. Nothing may be asked afterwards.
    async fn close(&self);
}

/// What belongs to one company, by concern.
pub trait CompanyStore:
    CompanyProfile
    + UserStore
    + SettingsStore
    + VerificationStore
    + TestStore
    + SessionStore
    + AuditStore
    + ExceptionStore
    + WebhookStore
    + Acceptance
    + DraftStore
    + MessageStore
    + EventStore
    + MailboxStore
{
    /// The company that all of it belongs to.
    fn id(&self) -> CompanyId;
}
