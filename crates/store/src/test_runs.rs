//! Runs of the staged test.

use crate::{
    audit::Actor,
    error::StoreError,
    fingerprint::Fingerprint,
    verification::{SecretOwner, SecretRef},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    CompanyId, Language, Mailbox, TestId, UserId,
    session::{OtherPort, Stage, StageReport, TranscriptLine},
    settings::{OwnServer, SendingMode},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a run tests: fixed when it is created, whatever is saved meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSnapshot {
    /// Whose server it is; in another mode than own server it is the operator's relay, which is nobody's to look at.
    #[serde(default = "own_server")]
    pub mode: SendingMode,
    /// The server and the sender.
    pub server: OwnServer,
    /// Where answers go, where that is not the sender.
    #[serde(default)]
    pub reply_to: Option<Mailbox>,
    /// The version of the password ([`crate::Settings::secret_version`]).
    pub secret_version: u64,
    /// Whose password it is; none: the user's own.
    #[serde(default)]
    pub secret_owner: Option<SecretOwner>,
    /// Where the test letter goes: the signed-in user's own address.
    pub recipient: Mailbox,
    /// The provider's slug, where one was recognised.
    pub provider: Option<String>,
    /// The language of the test letter.
    pub language: Language,
}

impl TestSnapshot {
    /// What the run's verdict is about, where it is about a user's own server.
    #[must_use]
    pub fn fingerprint(&self, user: UserId) -> Option<Fingerprint> {
        (self.mode == SendingMode::OwnServer)
            .then(|| Fingerprint::of(&self.server, self.secret(user).as_ref()))
    }

    /// Which password was tested.
    #[must_use]
    pub fn secret(&self, user: UserId) -> Option<SecretRef> {
        self.server.destination.user_name.is_some().then(|| SecretRef {
            owner: self.secret_owner.unwrap_or(SecretOwner::User(user)),
            version: self.secret_version,
        })
    }
}

const fn own_server() -> SendingMode {
    SendingMode::OwnServer
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum TestVerdict {
    /// The server took the letter.
    Passed {
        /// Its answer after the last dot.
        answer: String,
    },
    /// It did not.
    Failed {
        /// The stable key of the cause.
        cause: String,
        /// Where it stopped.
        stage: Stage,
    },
    /// The program ended while it ran: nothing is known.
    Aborted,
}

/// A run of the staged test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRun {
    /// Its id.
    pub id: TestId,
    /// The company.
    pub company: CompanyId,
    /// The user who started it, and the only one who sees it.
    pub user: UserId,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it came to its end; none while it runs.
    pub finished_at: Option<Timestamp>,
    /// What it tests.
    pub snapshot: TestSnapshot,
    /// The stages so far, in the order in which they happened.
    pub reports: Vec<StageReport>,
    /// The talk so far, without secrets.
    pub transcript: Vec<TranscriptLine>,
    /// What else answers on the same server, where that was tried.
    pub other_ports: Vec<OtherPort>,
    /// What came out; none while it runs.
    pub verdict: Option<TestVerdict>,
}

/// Why a test was not created or changed.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// There is no such user in the company.
    #[error("no such user")]
    NoSuchUser,
    /// There is no such test in the company.
    #[error("no such test")]
    NoSuchTest,
    /// It came to its end already; nothing was changed.
    #[error("the test is over")]
    Over,
    /// There were as many already as one of the limits allows; none was created.
    #[error("{0} tests within the last hour")]
    TooMany(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How many tests may be started within an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestLimits {
    /// By one user.
    pub per_user: u32,
    /// By a company's users together.
    pub per_company: u32,
    /// To one server, whoever's.
    pub per_server: u32,
}

/// The tests of one company's users.
#[async_trait]
pub trait TestStore: Send + Sync {
    /// Starts a run, if none of the limits is reached: counted in the same transaction, so that of many at once no
    /// more start than may. Writes an audit entry. The run is held to be lost once `lease` has passed without
    /// [`TestStore::append_to_test`] or [`TestStore::renew_test`].
    async fn create_test(
        &self,
        user: UserId,
        snapshot: &TestSnapshot,
        limits: TestLimits,
        lease: Duration,
        by: &Actor,
    ) -> Result<TestRun, TestError>;

    /// Says that a run is still going on: it is not held to be lost before `lease` has passed again.
    async fn renew_test(&self, id: TestId, lease: Duration) -> Result<(), TestError>;

    /// Adds what has happened since to a run that is not over.
    async fn append_to_test(
        &self,
        id: TestId,
        reports: &[StageReport],
        transcript: &[TranscriptLine],
    ) -> Result<(), TestError>;

    /// Ends a run and records its verdict about the settings, in one transaction with the messages to webhooks, and
    /// when it passed with the user's [`crate::User::last_sent_at`]. Says whether the verdict took effect: not where
    /// the settings were changed while it ran ([`crate::VerificationStore::record_verdict`]).
    async fn finish_test(
        &self,
        id: TestId,
        verdict: &TestVerdict,
        other_ports: &[OtherPort],
    ) -> Result<bool, TestError>;

    /// A user's run; none where it is another user's.
    async fn find_test(&self, user: UserId, id: TestId) -> Result<Option<TestRun>, StoreError>;

    /// A user's latest run.
    async fn latest_test(&self, user: UserId) -> Result<Option<TestRun>, StoreError>;
}
