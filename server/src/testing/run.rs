//! One test, from the press of the button to the verdict.

use super::Live;
use crate::state::State;
use jiff::SignedDuration;
use model::{
    Language, Security, TestId,
    session::{Detail, Fault, Outcome, Stage, StageReport},
    settings::OwnServer,
};
use providers::Provider;
use secrecy::SecretString;
use smtp::{Diagnosis, Envelope, Event, Failure, Target, TestLetter, compose};
use store::{
    CompanyStore, StoreError, TestError, TestRun, TestSnapshot, TestVerdict, User, test_runs::CountTests,
};
use tokio::sync::{mpsc, watch};

/// Why no test was started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Nothing is saved that could be tested.
    #[error("no own server is saved")]
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

/// Starts a test of what is saved for a user. The letter goes to his own address, to no other.
pub async fn start(state: &State, user: &User, language: Language) -> Result<TestId, StartError> {
    let company = state.store.company(user.company);
    let settings = company.settings(user.id).await?.ok_or(StartError::NotReady)?;
    let server = settings.own_server.ok_or(StartError::NotReady)?;
    let wants_password = server.destination.user_name.is_some();
    if wants_password && !settings.password_set {
        return Err(StartError::NotReady);
    }
    check_limits(state, &*company, user, &server).await?;
    let password = match company.secret_for(user.id, &server.destination).await {
        Ok(password) => password,
        Err(StoreError::Secret(_)) => return Err(StartError::SecretUnreadable),
        Err(error) => return Err(error.into()),
    };
    if wants_password && password.is_none() {
        return Err(StartError::SecretUnreadable);
    }
    let provider = state
        .catalogue
        .of_settings(&server.destination.host, Some(server.sender.domain()));
    let snapshot = TestSnapshot {
        server,
        secret_version: settings.secret_version,
        recipient: user.email.clone(),
        provider: provider.map(|provider| provider.slug.clone()),
        language,
    };
    let run = company.create_test(user.id, &snapshot).await?;
    let id = run.id;
    let live = state.running.begin(id);
    let task = Task {
        state: state.clone(),
        company,
        run,
        user: user.clone(),
        provider,
        live,
    };
    tokio::spawn(task.run(password));
    Ok(id)
}

async fn check_limits(
    state: &State,
    company: &dyn CompanyStore,
    user: &User,
    server: &OwnServer,
) -> Result<(), StartError> {
    let since = state.clock.now() - SignedDuration::from_hours(1);
    let limits = &state.config.limits;
    for (count, most) in [
        (
            company.count_tests(CountTests::OfUser(user.id), since).await?,
            limits.tests_per_user,
        ),
        (
            company.count_tests(CountTests::OfCompany, since).await?,
            limits.tests_per_company,
        ),
        (
            state
                .store
                .count_tests_to(&server.destination.host, since)
                .await?,
            limits.tests_per_server,
        ),
    ] {
        if count >= u64::from(most) {
            return Err(StartError::TooMany(count));
        }
    }
    Ok(())
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
    async fn run(self, password: Option<SecretString>) {
        let id = self.run.id;
        let verdict = match self.target(password) {
            Some(target) => self.diagnose(target).await,
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

    fn target(&self, password: Option<SecretString>) -> Option<Target> {
        let snapshot = &self.run.snapshot;
        let server = &snapshot.server;
        let texts = texts::texts(snapshot.language);
        let subject = texts.get("letter-subject");
        let port = server.destination.port.to_string();
        let security = match server.destination.security {
            Security::None => texts.get("security-none-long"),
            other => texts.get(&format!("security-{}", other.key())),
        };
        let body = texts.with(
            "letter-body",
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
            to: &snapshot.recipient,
            subject: &subject,
            body: &body,
            date: self.run.created_at,
            id: &format!("test.{}", self.run.id),
        });
        match letter {
            Ok(letter) => Some(Target {
                destination: server.destination.clone(),
                password,
                plain_allowed: self.state.config.security.plain_passwords && server.plain_confirmed,
                envelope: Envelope {
                    from: server.sender.clone(),
                    to: snapshot.recipient.clone(),
                },
                letter,
            }),
            Err(error) => {
                tracing::error!(test = %self.run.id, "the test letter could not be written: {error}");
                None
            }
        }
    }

    async fn diagnose(&self, target: Target) -> TestVerdict {
        let (sender, mut events) = mpsc::unbounded_channel();
        let courier = self.state.courier.clone();
        let work = courier.diagnose(target, Some(sender));
        let follow = async {
            while let Some(event) = events.recv().await {
                self.happened(event).await;
            }
        };
        let (diagnosis, ()) = tokio::join!(work, follow);
        self.ended(diagnosis).await
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
