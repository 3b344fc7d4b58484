//! What comes in (crate `inbound`), with what this program lends it: the doors, the relay, sentences.

mod certificate;
mod office;

use crate::{config::Config, network, state::State};
use ::inbound::{Doorman, Limits, Mailboxes, Nap, PassOn, Receiver, Sorter};
use anyhow::Context;
use intake::{Certificate, Door, Intake, Protocol, Trusted};
use office::LentOffice;
use smtp::Cidr;
use std::{sync::Arc, thread::available_parallelism, time::Duration};
use store::{Clock, Store};
use tokio::sync::watch;

/// What takes mails in, and what works for it.
pub fn receiver(config: &Config, store: &Arc<dyn Store>, clock: &Arc<dyn Clock>) -> (Receiver, Sorter) {
    let configured = &config.inbound;
    let nap: Nap = Arc::new(|time| Box::pin(tokio::time::sleep(time)));
    let mailboxes = Mailboxes::new(
        store.clone(),
        clock.clone(),
        config.events.domain.clone(),
        configured.postmaster.clone(),
    );
    let limits = Limits {
        kept_bytes_a_day: configured.kept_bytes_per_company,
        unsigned_an_hour: configured.unsigned_per_company,
        passed_on_bytes: size(configured.passed_on_bytes),
        // The other half is for sending, and for people.
        readers: available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)),
    };
    Receiver::new(store.clone(), clock.clone(), nap, Arc::new(mailboxes), limits)
}

/// The listener, before it is opened.
pub struct Doors {
    config: intake::Config,
    certificate: Option<Arc<Certificate>>,
}

impl Doors {
    /// As the configuration has them; none where it names none. Files are read.
    ///
    /// # Errors
    /// The certificate can not be used.
    pub fn of(config: &Config, clock: Option<Arc<dyn Clock>>) -> anyhow::Result<Option<Self>> {
        let configured = &config.inbound;
        let (true, Some(domain)) = (configured.listens(), &config.events.domain) else {
            return Ok(None);
        };
        let certificate = certificate::read(configured)?;
        let name = configured.host_name.as_ref().unwrap_or(domain);
        let clock: intake::Clock = match clock {
            Some(clock) => Arc::new(move || clock.now()),
            None => Arc::new(|| jiff::Timestamp::UNIX_EPOCH),
        };
        let mut doors = intake::Config::new(name.clone(), vec![domain.clone()], clock);
        let smtp = configured.smtp.iter().map(|at| Door::tcp(Protocol::Smtp, *at));
        let lmtp = configured.lmtp.iter().map(|at| Door::tcp(Protocol::Lmtp, *at));
        doors.doors = smtp
            .chain(lmtp)
            .chain(configured.lmtp_file.iter().map(Door::file))
            .collect();
        doors.certificate.clone_from(&certificate);
        doors.trusted = trusted(config)?;
        doors.limits = intake::Limits {
            mail: size(configured.mail_bytes),
            thrown_away: size(configured.mail_bytes.saturating_mul(2)),
            memory: size(configured.memory_bytes),
            connections: size(configured.connections.into()),
            connections_per_peer: size(configured.connections_per_address.into()),
            mails_per_minute: configured.mails_per_address,
            stop: Duration::from_secs(u64::from(config.server.stop_seconds)),
            ..intake::Limits::default()
        };
        Ok(Some(Self {
            config: doors,
            certificate,
        }))
    }
}

/// A listener whose doors are open.
pub struct Listening {
    intake: Intake,
    certificate: Option<Arc<Certificate>>,
}

/// Opens the doors; nobody is answered yet.
///
/// # Errors
/// A door can not be opened, or the certificate can not be used.
pub async fn open(state: &State) -> anyhow::Result<Option<Listening>> {
    let Some(doors) = Doors::of(&state.config, Some(state.clock.clone()))? else {
        return Ok(None);
    };
    let intake = Intake::open(doors.config).await.context("inbound")?;
    let _ = state.intake.set(intake.metrics());
    Ok(Some(Listening {
        intake,
        certificate: doors.certificate,
    }))
}

/// Takes mail in and passes replies on until it is told to stop. Mails that are being read come to their answer.
pub async fn run(state: State, listening: Option<Listening>, stop: watch::Receiver<bool>) {
    let office = Arc::new(LentOffice(state.clone()));
    let pass_on = PassOn::new(state.store.clone(), state.clock.clone(), office, &state.inbound);
    let listen = async {
        let Some(Listening { intake, certificate }) = listening else {
            return;
        };
        let doorman = Doorman::new(state.inbound.clone(), state.clock.clone());
        let renew = certificate::renew(&state.config.inbound, certificate);
        tokio::select! {
            () = intake.serve(Arc::new(doorman), stop.clone()) => {}
            () = renew => {}
        }
    };
    tokio::join!(listen, pass_on.run(stop.clone()));
}

fn trusted(config: &Config) -> anyhow::Result<Trusted> {
    let ranges: Vec<Cidr> = network::ranges(&config.inbound.trusted)?;
    Ok(Arc::new(move |address| {
        ranges.iter().any(|range| range.contains(address))
    }))
}

fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
