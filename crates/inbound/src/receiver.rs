//! From a mail that came in to a mail that is kept: read, matched, counted, taken in.

use crate::{
    arrival::{Arrival, EnvelopeSender, Received},
    budget::Budget,
    clue::{self, Found},
    flow::{Flow, Often},
    gather::Gatherer,
    mailboxes::{Mailboxes, Whose},
    marks,
    metrics::{Metrics, Outcome},
    origin, reading,
    waiting::Waiting,
};
use bounce::Report;
use bytes::Bytes;
use model::{
    Mailbox,
    event::{Distrust, Source},
};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use store::{Clock, Named, NewInbound, Store, StoreError, TakenIn};
use tokio::sync::{Notify, Semaphore};

/// What is kept of a mail that is not passed on, at most.
const KEPT: usize = 1024 * 1024;
/// A mail about a letter that is being sent at this moment is tried again after so long,
const TOO_EARLY: Duration = Duration::from_millis(200);
/// so often.
const TIMES: u32 = 50;

/// Lets time pass. Passed in, so that tests need not wait.
pub type Nap = Arc<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// How much may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of what mails say that are kept a day, of each company.
    pub kept_bytes_a_day: u64,
    /// Mails an hour that prove nothing, of each company.
    pub unsigned_an_hour: u32,
    /// A person's reply that is larger is passed on without the original.
    pub passed_on_bytes: usize,
    /// Mails that are read at the same time.
    pub readers: usize,
}

/// Takes in what came. Cheap to clone.
#[derive(Clone)]
pub struct Receiver(Arc<Inner>);

struct Inner {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    nap: Nap,
    mailboxes: Arc<Mailboxes>,
    limits: Limits,
    /// Of what replies say, and of what reports say: neither uses up the other's.
    budgets: [Budget; 2],
    unsigned: Flow,
    signed_replies: Flow,
    of_one: Often,
    waiting: Waiting,
    readers: Arc<Semaphore>,
    gatherer: Gatherer,
    metrics: Arc<Metrics>,
    replies: Arc<Notify>,
}

/// Takes mails in together, in the background.
pub struct Sorter(Pin<Box<dyn Future<Output = ()> + Send>>);

impl Sorter {
    /// Works until all receivers are gone.
    pub async fn run(self) {
        self.0.await;
    }
}

impl Receiver {
    /// One, and what works for it.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        nap: Nap,
        mailboxes: Arc<Mailboxes>,
        limits: Limits,
    ) -> (Self, Sorter) {
        let (gatherer, sorter) = Gatherer::new(store.clone());
        let inner = Inner {
            store,
            clock,
            nap,
            mailboxes,
            limits,
            budgets: [0, 1].map(|_| Budget::of(limits.kept_bytes_a_day)),
            unsigned: Flow::of("inbound-unsigned", limits.unsigned_an_hour),
            signed_replies: Flow::of("inbound-replies", limits.unsigned_an_hour),
            of_one: Often::default(),
            waiting: Waiting::default(),
            readers: Arc::new(Semaphore::new(limits.readers.max(1))),
            gatherer,
            metrics: Arc::default(),
            replies: Arc::default(),
        };
        (Self(Arc::new(inner)), Sorter(Box::pin(sorter)))
    }

    /// What was done so far.
    #[must_use]
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    /// Which addresses there are.
    #[must_use]
    pub fn mailboxes(&self) -> &Arc<Mailboxes> {
        &self.0.mailboxes
    }

    /// Wakes who passes replies on.
    #[must_use]
    pub fn replies(&self) -> &Arc<Notify> {
        &self.0.replies
    }

    /// To which of our addresses a mail went, by its head alone, and whose that is: for who brings a mail and does not
    /// know its envelope.
    ///
    /// # Errors
    /// The store failed.
    pub async fn by_head(&self, raw: &[u8]) -> Result<Option<(Mailbox, Whose)>, StoreError> {
        let mailboxes = &self.0.mailboxes;
        let Some(domain) = mailboxes.domain() else {
            return Ok(None);
        };
        let signed = marks::in_head(raw, Some(domain))
            .into_iter()
            .map(|local| format!("{local}@{domain}"));
        for address in signed.chain(marks::addresses_at(raw, domain)) {
            let Ok(address) = Mailbox::parse(&address) else {
                continue;
            };
            if let Some(whose) = mailboxes.whose(address.local()).await? {
                return Ok(Some((address, whose)));
            }
        }
        Ok(None)
    }

    /// Takes a mail in. The answer comes when it is in the store.
    pub async fn receive(&self, arrival: Arrival) -> Received {
        let received = self.0.receive(&arrival).await.unwrap_or_else(|error| {
            tracing::error!(company = %arrival.company, "a mail that came in could not be kept: {error}");
            Received::TryLater
        });
        match received {
            Received::Replayed { .. } => self.0.metrics.count(Outcome::Replayed),
            Received::Limited { .. } => self.0.metrics.count(Outcome::Limited),
            Received::TryLater => self.0.metrics.count(Outcome::Later),
            Received::NotOurs => self.0.metrics.count(Outcome::NotOurs),
            Received::Kept { .. } | Received::NoSuchCompany => {}
        }
        received
    }
}

impl Inner {
    async fn receive(&self, arrival: &Arrival) -> Result<Received, StoreError> {
        let Some(path) = self.mailboxes.path(arrival.company).await? else {
            return Ok(Received::NoSuchCompany);
        };
        let Some(read) = self.read(arrival).await else {
            return Ok(Received::TryLater);
        };
        let came_to = arrival.envelope_recipient.as_ref().map(Mailbox::local);
        let domain = self.mailboxes.domain();
        let found = clue::find(&read.report, came_to, &read.head, domain, &path);
        if arrival.source == Source::Imap && !self.is_about_a_letter(arrival, found).await? {
            return Ok(Received::NotOurs);
        }
        let now = self.clock.now();
        let pass_on =
            reading::is_to_pass_on(&read.report, arrival, domain) && !self.is_our_own(&read.report).await?;
        // Who got one letter knows its return path for ever.
        if let Found::Signed(_, message) = found
            && let Some(wait) = self.of_one.take(message, now)
        {
            return Ok(Received::Limited { wait });
        }
        let flow = match found {
            Found::Signed(..) if !pass_on => None,
            Found::Signed(..) => Some(&self.signed_replies),
            _ => Some(&self.unsigned),
        };
        if let Some(flow) = flow
            && let Some(wait) = flow.take(&*self.store, arrival.company, now).await?
        {
            return Ok(Received::Limited { wait });
        }
        let mut new = reading::new(arrival, &read.report, found, read.digest, pass_on);
        if let Found::Forged(_, message) = found {
            self.metrics.count(Outcome::Forged);
            // Signed for another company: the store says so, which knows whose it is.
            let whose = self.mailboxes.company_of(message).await?;
            let elsewhere = whose.is_some_and(|whose| whose != arrival.company);
            for event in new.events.iter_mut().filter(|_| elsewhere) {
                event.distrust = event.distrust.filter(|why| *why != Distrust::Signature);
            }
        }
        // A reply is passed on from what is kept: it is not taken without.
        let most = if pass_on {
            self.limits.passed_on_bytes.max(KEPT)
        } else {
            KEPT
        };
        let kept = if arrival.raw.len() > most {
            KEPT
        } else {
            arrival.raw.len()
        };
        let budget = &self.budgets[usize::from(pass_on)];
        match budget.take(arrival.company, kept as u64, now) {
            Ok(()) => new.raw = Some(arrival.raw[..kept].to_vec()),
            Err(wait) if pass_on => return Ok(Received::Limited { wait }),
            Err(_) => self.metrics.count(Outcome::WithoutText),
        }
        let kind = reading::kind(&read.report, &arrival.envelope_sender);
        let has_text = new.raw.is_some();
        let received = self.take_in(new).await;
        if has_text && !matches!(received, Ok(Received::Kept { .. })) {
            budget.give_back(arrival.company, kept as u64, now);
        }
        let received = received?;
        if matches!(received, Received::Kept { .. }) {
            self.metrics.kept(arrival.source, kind);
            if pass_on {
                self.replies.notify_one();
            }
        }
        Ok(received)
    }

    /// Whether it names a letter of the company. A user's mailbox has reports about his own letters too, which he sent
    /// with another program.
    async fn is_about_a_letter(&self, arrival: &Arrival, found: Found) -> Result<bool, StoreError> {
        let whose = match found {
            Found::Signed(..) => return Ok(true),
            Found::Letter(letter) => self.store.company_of_letter(letter).await?,
            Found::Forged(..) | Found::Nothing => None,
        };
        Ok(whose == Some(arrival.company))
    }

    /// Whether a letter of ours came back as it was: somebody forwards our own letters to us.
    async fn is_our_own(&self, report: &Report) -> Result<bool, StoreError> {
        let letter = report.head.message_id.as_deref().and_then(clue::letter_of);
        let Some(letter) = letter else { return Ok(false) };
        Ok(self.store.company_of_letter(letter).await?.is_some())
    }

    /// Reads it beside, not more than some at once: a flood must not keep the program from sending.
    async fn read(&self, arrival: &Arrival) -> Option<Read> {
        let turn = self.readers.clone().acquire_owned().await.ok()?;
        let (raw, sender) = (arrival.raw.clone(), arrival.envelope_sender.clone());
        let came_to = arrival
            .envelope_recipient
            .as_ref()
            .map(|to| to.local().to_owned());
        let domain = self.mailboxes.domain().cloned();
        let read = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let came_to = came_to.filter(|local| store::return_path::message_of(local).is_some());
            Read {
                digest: origin::digest(&raw, came_to.as_deref()),
                head: marks::in_head(&raw, domain.as_ref()),
                report: bounce::read(&with_return_path(&raw, &sender)),
            }
        });
        match read.await {
            Ok(read) => Some(read),
            Err(error) => {
                tracing::error!(company = %arrival.company, "a mail that came in could not be read: {error}");
                None
            }
        }
    }

    /// Until its message has its answer: a fast server's report may be here before that is noted.
    async fn take_in(&self, new: NewInbound) -> Result<Received, StoreError> {
        let named = new
            .events
            .iter()
            .find_map(|event| event.names)
            .map(|(_, named)| named);
        let mut new = Box::new(new);
        // A second time it is early where what it is about was sent once more meanwhile.
        for _ in 0..2 {
            let Some((back, taken)) = self.gatherer.take_in(new).await else {
                break;
            };
            new = back;
            match (taken, named) {
                (Some(TakenIn::Kept { mail, events }), _) => return Ok(Received::Kept { mail, events }),
                (Some(TakenIn::Replayed { mail }), _) => return Ok(Received::Replayed { mail }),
                (Some(TakenIn::NoSuchCompany), _) => return Ok(Received::NoSuchCompany),
                (Some(TakenIn::TooEarly), Some(named)) if self.is_answered(named).await? => {}
                (Some(TakenIn::TooEarly) | None, _) => break,
            }
        }
        Ok(Received::TryLater)
    }

    /// Waits until the letter that is being sent has its answer; false where that takes too long, or another mail waits
    /// for it already. Only looks: what is not taken in yet is written nowhere.
    async fn is_answered(&self, named: Named) -> Result<bool, StoreError> {
        let Some(_waits) = self.waiting.begin(named) else {
            return Ok(false);
        };
        for _ in 0..TIMES {
            (self.nap)(TOO_EARLY).await;
            if !self.store.is_being_sent(named).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A mail that was read.
struct Read {
    report: Report,
    digest: [u8; 32],
    /// Return paths that its head notes.
    head: Vec<String>,
}

/// As the last server on its way leaves it (RFC 5321, section 4.4): what reads it wants to know of a null sender.
fn with_return_path<'a>(raw: &'a Bytes, sender: &EnvelopeSender) -> std::borrow::Cow<'a, [u8]> {
    let line = match sender {
        EnvelopeSender::Unknown => return raw.as_ref().into(),
        EnvelopeSender::Null => "Return-Path: <>\r\n",
        EnvelopeSender::Address(_) => "Return-Path: <somebody@invalid>\r\n",
    };
    let read = &raw[..raw.len().min(bounce::limits::MAIL)];
    [line.as_bytes(), read].concat().into()
}
