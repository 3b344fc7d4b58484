//! The staged test of a destination.

mod other_ports;

use crate::{
    deadlines::Deadlines,
    session::{Envelope, Event, Failure, Journal, Letter, Phase, SmtpSession},
};
use model::{
    Host,
    session::{Detail, Fault, OtherPort, Reply, Stage, StageReport, TranscriptLine},
    settings::Destination,
};
use network::{NetworkPolicy, Resolver, Trust};
use secrecy::SecretString;
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedSender;

/// What every session of this service shares. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Courier {
    /// What may be dialled.
    pub policy: Arc<NetworkPolicy>,
    /// Who looks names up.
    pub resolver: Arc<dyn Resolver>,
    /// Whose certificates are believed, for every company.
    pub trust: Arc<Trust>,
    /// How long each phase may take.
    pub deadlines: Deadlines,
    /// The name with which we greet (EHLO).
    pub ehlo: Host,
}

/// One test: where, as whom, and which letter.
#[derive(Debug)]
pub struct Target {
    /// Where.
    pub destination: Destination,
    /// The password; sign-in is skipped without one or without a user name.
    pub password: Option<SecretString>,
    /// Whether the password may travel in the clear where the destination has no encryption.
    pub plain_allowed: bool,
    /// The envelope.
    pub envelope: Envelope,
    /// The letter.
    pub letter: Letter,
    /// What this company trusts ([`Trust::with_company`]); none: what the courier trusts.
    pub trust: Option<Trust>,
}

/// The test's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The server's answer to the letter, or where it stopped.
    pub result: Result<Reply, Failure>,
    /// A report of each stage that was reached, in order.
    pub reports: Vec<StageReport>,
    /// What else answered, where the destination itself did not.
    pub other_ports: Vec<OtherPort>,
    /// The talk, without secrets.
    pub transcript: Vec<TranscriptLine>,
}

impl Courier {
    /// The same courier for the sessions of a company that trusts more, or other keys ([`Trust::with_company`]).
    #[must_use]
    pub fn with_trust(&self, trust: Trust) -> Self {
        Self {
            trust: Arc::new(trust),
            ..self.clone()
        }
    }

    /// Tests a destination from the first look-up to the answer to the letter, and tells the observer each
    /// step as it happens. Ends within [`Deadlines::session`] and, where other ports are tried,
    /// [`Deadlines::other_port`]; dropping the future ends everything at once.
    pub async fn diagnose(&self, target: Target, observer: Option<UnboundedSender<Event>>) -> Diagnosis {
        match &target.trust {
            Some(trust) => self.with_trust(trust.clone()).test(&target, observer).await,
            None => self.test(&target, observer).await,
        }
    }

    async fn test(&self, target: &Target, observer: Option<UnboundedSender<Event>>) -> Diagnosis {
        let mut journal = Journal::new(observer);
        let phases = journal.watched();
        let mut scout = Box::pin(other_ports::scout(self, &target.destination, phases.clone()));
        let mut found = None;
        let mut session = Box::pin(self.run(target, &mut journal));
        let ended = loop {
            tokio::select! {
                biased;
                ended = &mut session => break Some(ended),
                ports = &mut scout, if found.is_none() => {
                    let greets_in_tls = other_ports::answers_in_tls(&ports, target.destination.port);
                    found = Some(ports);
                    if greets_in_tls && matches!(*phases.borrow(), Phase::Listening(_)) {
                        break None;
                    }
                }
            }
        };
        drop(session);
        let result = match ended {
            Some(result) => result,
            // the port is silent in the clear and greets in TLS: no need to wait any longer
            None => Err(journal.failed(Stage::Greeting, Fault::SilentWantsTls, Detail::Nothing)),
        };
        let other_ports = match &result {
            Err(failure) if failure.fault == Fault::AddressRefused => {
                other_ports::unheard(self, &target.destination)
            }
            Err(failure) if other_ports::may_help(failure) => {
                if let Some(ports) = found {
                    ports
                } else {
                    journal.phase(Phase::Stuck {
                        may_want_tls: other_ports::may_want_tls(&failure.fault),
                    });
                    scout.await
                }
            }
            _ => Vec::new(),
        };
        for port in &other_ports {
            journal.tell(Event::OtherPort(port.clone()));
        }
        let (reports, transcript) = journal.into_parts();
        Diagnosis {
            result,
            reports,
            other_ports,
            transcript,
        }
    }

    async fn run(&self, target: &Target, journal: &mut Journal) -> Result<Reply, Failure> {
        let to = &target.destination;
        let mut session = SmtpSession::open(self, to, target.plain_allowed, journal).await?;
        let result = match session
            .sign_in(to.user_name.as_deref(), target.password.as_ref(), journal)
            .await
        {
            Ok(()) => session.send(&target.envelope, &target.letter, journal).await,
            Err(failure) => Err(failure),
        };
        session.quit();
        result
    }
}
