//! One test, from the press of the button to the verdict.

use super::{Live, prepare::Prepared};
use crate::state::State;
use model::{
    Language, Security, TestId,
    session::{Detail, Fault, Outcome, Stage, StageReport},
    settings::SendingMode,
};
use providers::Provider;
use smtp::{Courier, Diagnosis, Envelope, Event, Failure, Target, TestLetter, compose};
use std::time::Duration;
use store::{Actor, CompanyStore, StoreError, TestError, TestLimits, TestRun, TestVerdict, User};
use tokio::sync::{mpsc, watch};

/// Why no test was started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Nothing is saved that could be tested.
    #[error("nothing is saved that could send")]
    NotReady,
    /// The saved password does not open any more.
    #[error("the saved password can not be opened")]
    SecretUnreadable,
    /// Too many within the last hour.
    #[error("{0} tests within the last hour")]
    TooMany(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store did not take the test.
    #[error(transparent)]
    Test(#[from] TestError),
}

/// How long a run may be silent before it is held to be lost.
const LEASE: Duration = Duration::from_secs(15);
/// How often a run says that it is still going on.
const RENEW: Duration = Duration::from_secs(4);

/// Starts a test of what is saved for a user. The letter goes to his own address, to no other.
pub async fn start(state: &State, user: &User, language: Language, by: &Actor) -> Result<TestId, StartError> {
    let company = state.store.company(user.company);
    let prepared = Prepared::of(state, &*company, user, language).await?;
    let configured = &state.config.limits;
    let limits = TestLimits {
        per_user: configured.tests_per_user,
        per_company: configured.tests_per_company,
        // The operator's own relay is everybody's.
        per_server: if prepared.snapshot.mode == SendingMode::OwnServer {
            configured.tests_per_server
        } else {
            u32::MAX
        },
    };
    let run = company
        .create_test(user.id, &prepared.snapshot, limits, LEASE, by)
        .await
        .map_err(|error| match error {
            TestError::TooMany(count) => StartError::TooMany(count),
            other => other.into(),
        })?;
    let id = run.id;
    let live = state.running.begin(id);
    let task = Task {
        state: state.clone(),
        company,
        run,
        user: user.clone(),
        provider: prepared.provider,
        live,
    };
    tokio::spawn(task.run(prepared));
    Ok(id)
}

struct Task {
    state: State,
    company: Box<dyn CompanyStore>,
    run: TestRun,
    user: User,
    provider: Option<&'static Provider>,
    live: watch::Sender<Live>,
}

impl Task {
    async fn run(self, prepared: Prepared) {
        let id = self.run.id;
        let courier = prepared.courier.clone();
        let verdict = match self.target(prepared) {
            Some(target) => self.diagnose(&courier, target).await,
            None => TestVerdict::Aborted,
        };
        let other_ports = self.live.borrow().other_ports.clone();
        match self.company.finish_test(id, &verdict, &other_ports).await {
            Ok(_) | Err(TestError::Over) => {}
            Err(error) => tracing::error!(test = %id, "the verdict could not be stored: {error}"),
        }
        self.live.send_modify(|live| live.verdict = Some(verdict));
        self.state.running.end(id);
    }

    fn target(&self, prepared: Prepared) -> Option<Target> {
        let snapshot = &self.run.snapshot;
        let server = &snapshot.server;
        let texts = texts::texts(snapshot.language);
        let subject = texts.get("letter-subject");
        let port = server.destination.port.to_string();
        let security = match server.destination.security {
            Security::None => texts.get("security-none-long"),
            other => texts.get(&format!("security-{}", other.key())),
        };
        let by_portal = snapshot.mode != SendingMode::OwnServer;
        let body = if by_portal {
            "letter-body-portal"
        } else {
            "letter-body"
        };
        let body = texts.with(
            body,
            &[
                ("name", self.user.name.as_str()),
                ("server", server.destination.host.as_str()),
                ("port", &port),
                ("security", &security),
                ("sender", server.sender.as_str()),
            ],
        );
        let letter = compose(&TestLetter {
            from: &server.sender,
            display_name: server.display_name.as_ref(),
            reply_to: snapshot.reply_to.as_ref(),
            to: &snapshot.recipient,
            subject: &subject,
            body: &body,
            date: self.run.created_at,
            id: &format!("test.{}", self.run.id),
        });
        // As it would be signed on a real day: a test says nothing about other letters.
        let relay = self.state.relay.as_ref().filter(|_| by_portal);
        let letter = letter
            .map_err(anyhow::Error::from)
            .and_then(|letter| match relay {
                Some(relay) => Ok(relay.signed(letter, self.run.created_at)?),
                None => Ok(letter),
            });
        match letter {
            Ok(letter) => Some(Target {
                destination: server.destination.clone(),
                password: prepared.password,
                plain_allowed: prepared.plain_allowed,
                envelope: Envelope {
                    from: server.sender.clone(),
                    to: snapshot.recipient.clone(),
                    id: None,
                },
                letter,
                // The courier has it.
                trust: None,
            }),
            Err(error) => {
                tracing::error!(test = %self.run.id, "the test letter could not be written: {error}");
                None
            }
        }
    }

    async fn diagnose(&self, courier: &Courier, target: Target) -> TestVerdict {
        let (sender, mut events) = mpsc::unbounded_channel();
        let work = courier.diagnose(target, Some(sender));
        let follow = async {
            let mut renew = tokio::time::interval(RENEW);
            loop {
                tokio::select! {
                    event = events.recv() => match event {
                        Some(event) => self.happened(event).await,
                        None => break,
                    },
                    _ = renew.tick() => self.renew().await,
                }
            }
        };
        let (diagnosis, ()) = tokio::join!(work, follow);
        self.ended(diagnosis).await
    }

    async fn renew(&self) {
        if let Err(error) = self.company.renew_test(self.run.id, LEASE).await {
            tracing::error!(test = %self.run.id, "the run could not say that it goes on: {error}");
        }
    }

    async fn happened(&self, event: Event) {
        match event {
            Event::Stage(report) => {
                let report = told(report);
                if let Err(error) = self
                    .company
                    .append_to_test(self.run.id, std::slice::from_ref(&report), &[])
                    .await
                {
                    tracing::error!(test = %self.run.id, "a stage could not be stored: {error}");
                }
                self.live.send_modify(|live| live.reports.push(report));
            }
            Event::OtherPort(other) => self.live.send_modify(|live| live.other_ports.push(other)),
        }
    }

    async fn ended(&self, diagnosis: Diagnosis) -> TestVerdict {
        if let Err(error) = self
            .company
            .append_to_test(self.run.id, &[], &diagnosis.transcript)
            .await
        {
            tracing::error!(test = %self.run.id, "the talk could not be stored: {error}");
        }
        self.live.send_modify(|live| {
            live.transcript = diagnosis.transcript;
            live.other_ports = diagnosis.other_ports;
        });
        let host = &self.run.snapshot.server.destination.host;
        match diagnosis.result {
            Ok(reply) => {
                tracing::info!(test = %self.run.id, %host, "a test letter was accepted");
                TestVerdict::Passed {
                    answer: reply.to_string(),
                }
            }
            Err(Failure { stage, fault }) => {
                tracing::info!(test = %self.run.id, %host, stage = stage.key(), fault = fault.key(), "a test stopped");
                let meaning = self.state.meanings.explain(self.provider, stage, &as_told(fault));
                TestVerdict::Failed {
                    cause: meaning.cause.to_owned(),
                    stage,
                }
            }
        }
    }
}

/// What a person is told. An address that policy refuses is told like one that does not answer, so that nobody learns
/// from here what is inside the operator's network; the log has the truth.
fn told(mut report: StageReport) -> StageReport {
    if let Outcome::Failed(fault) = report.result {
        report.result = Outcome::Failed(as_told(fault));
    }
    // Before encryption and sign-in a server's greeting is nobody's business (docs/security.md).
    if report.stage == Stage::Greeting {
        report.detail = Detail::Nothing;
    }
    report
}

fn as_told(fault: Fault) -> Fault {
    if fault == Fault::AddressRefused {
        Fault::ConnectTimeout
    } else {
        fault
    }
}
