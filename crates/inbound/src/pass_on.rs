//! Passes on what people answer to the event mailbox: to the user whose letter it answers, as a letter through the
//! operator's relay, with the answer as it was. The store knows what waits, so that nothing is forgotten when the program
//! ends; the key under which the letter is accepted makes it come once.

mod letter;
mod reader;

use crate::metrics::{Metrics, Outcome};
use jiff::{SignedDuration, Timestamp};
use letter::Reply;
use model::{DisplayName, InboundId, settings};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};
use store::{AcceptError, Actor, Clock, Company, Idempotency, PassedOn, Store, StoreError, ToPassOn, User};
use tokio::sync::{Notify, watch};

/// Replies that are read at once: each may be some megabytes.
const AT_ONCE: u32 = 4;
/// How often it is looked for what waits, beside being woken.
const EVERY: Duration = Duration::from_mins(1);
/// The shortest and the longest time until another try. Between them it is half as long as the reply has waited.
const SOON: SignedDuration = SignedDuration::from_mins(1);
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// What the program lends for it.
pub trait Office: Send + Sync {
    /// What the operator lends to a company's users who have no server of their own; none where he has no relay.
    fn relay_for(&self, company: &Company) -> Option<settings::Relay>;

    /// The name that a reply is from, in its reader's language: its writer's, and through whom it comes.
    fn name_of(&self, writer: &str, company: &Company, reader: &User) -> DisplayName;

    /// What stands below a reply that is too large to go with its letter.
    fn without_original(&self, reader: &User) -> String;

    /// There is something to send.
    fn wake(&self);
}

/// Passes replies on.
pub struct PassOn {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    office: Arc<dyn Office>,
    metrics: Arc<Metrics>,
    replies: Arc<Notify>,
}

impl PassOn {
    /// What works for this receiver.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        office: Arc<dyn Office>,
        receiver: &crate::Receiver,
    ) -> Self {
        Self {
            store,
            clock,
            office,
            metrics: receiver.metrics().clone(),
            replies: receiver.replies().clone(),
        }
    }

    /// Until the program is asked to stop: at once, when it is woken, and each minute.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            let rest = async {
                if let Err(error) = self.look().await {
                    tracing::error!("replies could not be passed on: {error}");
                }
                tokio::select! {
                    () = self.replies.notified() => {}
                    () = tokio::time::sleep(EVERY) => {}
                }
            };
            tokio::select! {
                () = rest => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    /// Passes on what waits, and says how many replies went on their way.
    ///
    /// # Errors
    /// The store failed; what waits goes on waiting.
    pub async fn look(&self) -> Result<u64, StoreError> {
        let mut went = 0;
        loop {
            let waiting = self.store.to_pass_on(AT_ONCE).await?;
            let last = waiting.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
            for one in waiting {
                went += u64::from(self.pass_on(&one).await?);
            }
            if last {
                return Ok(went);
            }
        }
    }

    /// Says whether it went on its way.
    async fn pass_on(&self, waiting: &ToPassOn) -> Result<bool, StoreError> {
        let (company, mail) = (waiting.company, waiting.mail);
        match self.accept(waiting).await {
            Ok(what) => {
                self.store.passed_on(company, mail, what).await?;
                let went = matches!(what, PassedOn::As { .. });
                self.metrics.count(if went {
                    Outcome::PassedOn
                } else {
                    Outcome::NotPassedOn
                });
                if went {
                    self.office.wake();
                }
                Ok(went)
            }
            Err(error) => {
                let now = self.clock.now();
                let wait = (now.duration_since(came(mail).unwrap_or(now)) / 2).clamp(SOON, LATE);
                tracing::error!(%mail, "a reply could not be passed on, and waits: {error}");
                self.metrics.count(Outcome::PassOnLater);
                self.store.pass_on_later(company, mail, now + wait).await?;
                Ok(false)
            }
        }
    }

    /// Hands the letter over. Under its key it is accepted once, however often this is done.
    async fn accept(&self, waiting: &ToPassOn) -> Result<PassedOn, AcceptError> {
        let company = self.store.company(waiting.company);
        // No program's key holds a space: none can be this one.
        let key = format!("pass-on {}", waiting.mail);
        let key = Idempotency {
            digest: Sha256::digest(&key).into(),
            key,
        };
        if let Some(before) = company.accepted_before(&key).await? {
            return Ok(went_as(&before));
        }
        let Some(profile) = company.company().await? else {
            return Ok(PassedOn::Nobody);
        };
        let Some(from) = self
            .office
            .relay_for(&profile)
            .and_then(|relay| relay.event_mailbox)
        else {
            return Ok(PassedOn::NoRelay);
        };
        let Some(reader) = reader::of(&*company, &profile, waiting.user).await? else {
            return Ok(PassedOn::Nobody);
        };
        let Some(raw) = &waiting.raw else {
            return Ok(PassedOn::NotPossible);
        };
        let Some(reply) = Reply::read(raw.clone()).await else {
            return Ok(PassedOn::NotPossible);
        };
        // Machines that do not say so answer what was passed on: it would go round and round.
        if reply.is_from(&reader.email) {
            return Ok(PassedOn::NotPossible);
        }
        if let Some((hash, bytes)) = reply.original() {
            company.put_blob(&hash, bytes).await?;
        }
        let letter = reply.letter(&*self.office, &profile, &reader, from);
        let accepted = company
            .accept(&[letter], Some(&key), None, &Actor::Program)
            .await?;
        Ok(went_as(&accepted))
    }
}

fn went_as(accepted: &store::Accepted) -> PassedOn {
    match accepted.letters.first() {
        Some(letter) => PassedOn::As { letter: letter.id },
        None => PassedOn::NotPossible,
    }
}

/// When a mail came: its id tells.
fn came(mail: InboundId) -> Option<Timestamp> {
    let (seconds, _) = mail.as_uuid().get_timestamp()?.to_unix();
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}
