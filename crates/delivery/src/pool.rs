//! Sessions that are kept for a while after a turn: a new one costs name look-up, handshake and sign-in.

use crate::{metrics::Metrics, outside::Pacing};
use model::AccountId;
use smtp::{Journal, SmtpSession};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::OwnedSemaphorePermit,
    time::{Instant, MissedTickBehavior, interval},
};

/// How often sessions are looked at that nobody uses.
const SWEEP: Duration = Duration::from_secs(1);

/// Whose a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// The operator's relay: every company's letters go through it.
    Relay,
    /// An account's, signed in with this version of its password.
    Account(AccountId, Option<u64>),
}

/// A session that is signed in.
#[derive(Debug)]
pub struct Link {
    /// There until it is dropped.
    session: Option<SmtpSession>,
    /// It knows the password, and takes it out of what the server says.
    journal: Journal,
    key: Key,
    metrics: Arc<Metrics>,
    /// Connections are counted: the relay's for all companies together, others by account.
    place: Option<OwnedSemaphorePermit>,
}

impl Link {
    /// A new one.
    #[must_use]
    pub fn new(
        session: SmtpSession,
        journal: Journal,
        key: Key,
        metrics: Arc<Metrics>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        metrics.connected(1);
        Self {
            session: Some(session),
            journal,
            key,
            metrics,
            place: Some(place),
        }
    }

    /// The session and its journal.
    pub fn parts(&mut self) -> Option<(&mut SmtpSession, &mut Journal)> {
        Some((self.session.as_mut()?, &mut self.journal))
    }

    /// How many letters the server took in it.
    #[must_use]
    pub fn sent(&self) -> u32 {
        self.session.as_ref().map_or(0, SmtpSession::sent)
    }

    /// Whether another letter may go through it.
    #[must_use]
    pub fn is_good(&self, pacing: &Pacing) -> bool {
        self.session.as_ref().is_some_and(|session| {
            session.is_usable()
                && session.begun() < pacing.most_letters
                && session.opened_at().elapsed() < pacing.oldest
        })
    }

    async fn is_still_there(&mut self) -> bool {
        match &mut self.session {
            Some(session) => session.is_still_there().await,
            None => false,
        }
    }
}

/// Says goodbye when nobody needs it any more.
impl Drop for Link {
    fn drop(&mut self) {
        self.metrics.connected(-1);
        // Where the program itself has ended there is nobody left to say it.
        if let Some(session) = self.session.take()
            && Handle::try_current().is_ok()
        {
            // The server counts it until it is closed.
            session.quit_from(self.place.take());
        }
    }
}

/// The sessions that nobody uses.
#[derive(Debug)]
pub struct Pool {
    idle: Mutex<HashMap<Key, Vec<(Instant, Link)>>>,
    pacing: Pacing,
    metrics: Arc<Metrics>,
}

impl Pool {
    /// None yet.
    #[must_use]
    pub fn new(pacing: Pacing, metrics: Arc<Metrics>) -> Self {
        Self {
            idle: Mutex::default(),
            pacing,
            metrics,
        }
    }

    /// A session that can be used, the one used last first. Those of the account with another password go.
    pub async fn take(&self, key: Key) -> Option<Link> {
        self.drop_others(key);
        loop {
            let (_, mut link) = {
                let mut idle = self.lock();
                let of_key = idle.get_mut(&key)?;
                let last = of_key.pop();
                if of_key.is_empty() {
                    idle.remove(&key);
                }
                last?
            };
            if link.is_good(&self.pacing) && link.is_still_there().await {
                self.metrics.session_reused();
                return Some(link);
            }
        }
    }

    /// Keeps a session for whoever needs it next, where fewer than `most` are kept.
    pub fn put(&self, link: Link, most: usize) {
        if !link.is_good(&self.pacing) {
            return;
        }
        let mut idle = self.lock();
        let of_key = idle.entry(link.key).or_default();
        if of_key.len() < most {
            of_key.push((Instant::now(), link));
        } else if of_key.is_empty() {
            idle.remove(&link.key);
        }
    }

    /// How many sessions are kept.
    pub fn kept(&self, key: Key) -> usize {
        self.lock().get(&key).map_or(0, Vec::len)
    }

    /// Lets go of an account's sessions.
    pub fn let_go(&self, key: Key) {
        let gone = self.lock().remove(&key);
        drop(gone);
    }

    /// For how long a session that nobody takes may still be there, its goodbye left out.
    pub fn longest(&self) -> Duration {
        self.pacing.idle + SWEEP
    }

    /// Lets go of all.
    pub fn clear(&self) {
        let all = std::mem::take(&mut *self.lock());
        drop(all);
    }

    /// Lets go of what nobody took in time, until dropped.
    pub async fn sweep(self: Arc<Self>) {
        let mut tick = interval(SWEEP);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let mut gone = Vec::new();
            self.lock().retain(|_, links| {
                let (keep, go) = std::mem::take(links).into_iter().partition(|(since, link)| {
                    since.elapsed() < self.pacing.idle && link.is_good(&self.pacing)
                });
                *links = keep;
                gone.extend::<Vec<_>>(go);
                !links.is_empty()
            });
            drop(gone);
        }
    }

    fn drop_others(&self, key: Key) {
        let Key::Account(account, version) = key else {
            return;
        };
        let mut gone = Vec::new();
        self.lock().retain(|other, links| {
            let go = matches!(other, Key::Account(a, v) if *a == account && *v != version);
            if go {
                gone.append(links);
            }
            !go
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Vec<(Instant, Link)>>> {
        // What a panicking thread left is still a map of sessions.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
