//! Test letters: started, followed stage by stage, brought to a verdict.

pub mod events;
pub mod read;
mod stage;
pub mod start;

pub use stage::{OtherPortView, StageView, without_unanswered};

use super::{
    caller::{OfUser, id, path},
    problem::{Kind, Problem},
    schema,
    settings::effective::ServerView,
};
use crate::{
    state::State,
    testing::{self, Live, StartError},
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use jiff::Timestamp;
use model::{Mailbox, TestId, session::Stage, settings::SendingMode};
use serde::{Deserialize, Serialize};
use store::{TestRun, TestVerdict};
use tokio::sync::watch;
use utoipa::{IntoParams, ToSchema};

/// All stages.
pub const STAGES: [Stage; 11] = [
    Stage::Policy,
    Stage::Dns,
    Stage::Connect,
    Stage::Greeting,
    Stage::Tls,
    Stage::Ehlo,
    Stage::Auth,
    Stage::MailFrom,
    Stage::RcptTo,
    Stage::Data,
    Stage::Accepted,
];

/// What came out of a test.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verdict)]
pub struct VerdictView {
    /// `passed`: the server took the letter; `failed`; `aborted`: the program ended while it ran, and nothing is known.
    #[schema(value_type = String, pattern = "^(passed|failed|aborted)$")]
    verdict: &'static str,
    /// The server's answer after the last dot, where it took the letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answer: Option<String>,
    /// The stable word of the cause, where it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cause: Option<String>,
    /// Where it stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::StageWord>, nullable = false)]
    stage: Option<Stage>,
}

impl VerdictView {
    fn of(verdict: TestVerdict, by_portal: bool) -> Self {
        let nothing = Self {
            verdict: "aborted",
            answer: None,
            cause: None,
            stage: None,
        };
        match verdict {
            TestVerdict::Passed { answer } => Self {
                verdict: "passed",
                // What the operator's own server says is his.
                answer: Some(answer).filter(|_| !by_portal),
                ..nothing
            },
            TestVerdict::Failed { cause, stage } => Self {
                verdict: "failed",
                cause: Some(cause),
                stage: Some(stage),
                ..nothing
            },
            TestVerdict::Aborted => nothing,
        }
    }
}

/// A test.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Test)]
pub struct TestView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: TestId,
    /// When it was started.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
    /// Whose server was tested.
    #[schema(value_type = schema::ModeWord)]
    mode: SendingMode,
    /// The user's own server; null where it is the operator's.
    server: Option<ServerView>,
    /// The sender's address.
    #[schema(value_type = schema::Email)]
    sender: Mailbox,
    /// Where the test letter goes: the user's own address.
    #[schema(value_type = schema::Email)]
    recipient: Mailbox,
    /// The provider, where one is known: see `/providers`.
    provider: Option<String>,
    /// The stages so far, in the order in which they happened.
    stages: Vec<StageView>,
    /// What else answers on the same server, where that was tried.
    other_ports: Vec<OtherPortView>,
    /// What came out; null while it runs.
    verdict: Option<VerdictView>,
}

impl TestView {
    fn of(run: TestRun, live: Live) -> Self {
        let by_portal = run.snapshot.mode != SendingMode::OwnServer;
        let server = run.snapshot.server;
        Self {
            id: run.id,
            created_at: run.created_at,
            mode: run.snapshot.mode,
            server: (!by_portal).then(|| server.destination.into()),
            sender: server.sender,
            recipient: run.snapshot.recipient,
            provider: run.snapshot.provider,
            stages: without_unanswered(live.reports)
                .into_iter()
                .map(|report| StageView::of(report, by_portal))
                .collect(),
            other_ports: live
                .other_ports
                .into_iter()
                .filter(|_| !by_portal)
                .map(OtherPortView::from)
                .collect(),
            verdict: live.verdict.map(|verdict| VerdictView::of(verdict, by_portal)),
        }
    }
}

/// Which test of which user.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(clippy::struct_field_names, reason = "as they are called in the address")]
pub struct TestPath {
    /// The company's id.
    #[param(value_type = super::schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The user's id.
    #[param(value_type = super::schema::Id)]
    #[expect(dead_code, reason = "read by OfUser; here for the description")]
    user_id: String,
    /// The test's id.
    #[param(value_type = super::schema::Id)]
    test_id: String,
}

/// A user's test, followed on whatever replica it runs.
pub struct Followed {
    run: TestRun,
    live: watch::Receiver<Live>,
}

impl FromRequestParts<State> for Followed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let OfUser { tenant, user } = OfUser::from_request_parts(parts, state).await?;
        let TestPath { test_id, .. } = path(parts, state).await?;
        let followed = testing::follow(state, tenant.store, user.id, id(&test_id)?).await?;
        let (run, live) = followed.ok_or(Kind::NotFound)?;
        Ok(Self { run, live })
    }
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        match error {
            StartError::NotReady => Kind::NotReady.into(),
            StartError::SecretUnreadable => Kind::PasswordUnreadable.into(),
            // The hour slides: in ten minutes there is usually room for one more.
            StartError::TooMany(_) => Self::from(Kind::TooManyTests).with_header(header::RETRY_AFTER, "600"),
            StartError::Store(error) => error.into(),
            StartError::Test(error) => Self::broken(&error),
        }
    }
}
