//! Runs of the staged test.

use crate::{error::StoreError, fingerprint::Fingerprint};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{
    CompanyId, Language, Mailbox, TestId, UserId,
    session::{OtherPort, Stage, StageReport, TranscriptLine},
    settings::OwnServer,
};
use serde::{Deserialize, Serialize};

/// What a run tests: fixed when it is created, whatever is saved meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSnapshot {
    /// The server and the sender.
    pub server: OwnServer,
    /// The version of the password ([`crate::Settings::secret_version`]).
    pub secret_version: u64,
    /// Where the test letter goes: the signed-in user's own address.
    pub recipient: Mailbox,
    /// The provider's slug, where one was recognised.
    pub provider: Option<String>,
    /// The language of the test letter.
    pub language: Language,
}

impl TestSnapshot {
    /// What the run's verdict is about.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.server, self.secret_version)
    }
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
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose tests are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountTests {
    /// One user's.
    OfUser(UserId),
    /// All of the company's.
    OfCompany,
}

/// The tests of one company's users.
#[async_trait]
pub trait TestStore: Send + Sync {
    /// Starts a run.
    async fn create_test(&self, user: UserId, snapshot: &TestSnapshot) -> Result<TestRun, TestError>;

    /// Adds what has happened since to a run that is not over.
    async fn append_to_test(
        &self,
        id: TestId,
        reports: &[StageReport],
        transcript: &[TranscriptLine],
    ) -> Result<(), TestError>;

    /// Ends a run and records its verdict about the settings, in one transaction. Says whether the verdict took
    /// effect: not where the settings were changed while it ran ([`crate::VerificationStore::record_verdict`]).
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

    /// How many runs were started at this time or later, for limits.
    async fn count_tests(&self, whose: CountTests, since: Timestamp) -> Result<u64, StoreError>;
}
