//! The dispatcher: leases accounts that have something to send, as far as there are places, and gives each a turn.

use crate::{
    committer::Committer,
    files::Files,
    handed_over::HandedOver,
    leases::Leases,
    metrics::Metrics,
    outside::{Outside, Pacing},
    places::Places,
    pool::Pool,
    shared::Shared,
    turn, upkeep,
};
use jiff::Timestamp;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::Store;
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
    time::{Instant, sleep},
};

/// Accounts that are leased in one statement at most.
const AT_ONCE: usize = 256;
/// How long it is not asked at least where what is due can not be leased: it is another replica's, or its server does
/// not work and as many of those are being tried as may be.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How long the store is not asked at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A part of the engine broke off. What it had taken is found by whoever leases its accounts next.
#[derive(Debug, thiserror::Error)]
#[error("sending broke off: {0} ended before its time")]
pub struct BrokenOff(&'static str);

/// What sends.
pub struct Engine {
    outside: Arc<dyn Outside>,
    pacing: Pacing,
    handle: DeliveryHandle,
}

/// What others have of it.
#[derive(Debug, Clone, Default)]
pub struct DeliveryHandle {
    metrics: Arc<Metrics>,
    wake: Arc<Notify>,
}

impl DeliveryHandle {
    /// What was done since the program began.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// There is something to send: it need not wait for the next look.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

impl Engine {
    /// An engine that does not run yet.
    #[must_use]
    pub fn new(outside: Arc<dyn Outside>, pacing: Pacing, handle: DeliveryHandle) -> Self {
        Self {
            outside,
            pacing,
            handle,
        }
    }

    /// Sends until it is told to stop. What is being sent then comes to its end, and all leases are given back.
    ///
    /// # Errors
    /// [`BrokenOff`] where a part of it ended by itself, without which nothing would be sent any more: the others are
    /// stopped then too.
    pub async fn run(self, stop: watch::Receiver<bool>) -> Result<(), BrokenOff> {
        #[cfg(feature = "failpoints")]
        crate::failpoint::read_environment();
        let (store, metrics) = (self.outside.store().clone(), self.handle.metrics.clone());
        let (committer, commits) = Committer::new(store.clone(), metrics.clone());
        let mut commits = tokio::spawn(commits);
        // Its own end ends all as the program's does.
        let (end, ended) = watch::channel(false);
        let relay = Semaphore::new(usize::from(self.pacing.relay_connections.max(1)));
        let shared = Arc::new(Shared {
            leases: Arc::new(Leases::new(self.pacing.lease, metrics.clone())),
            pool: Arc::new(Pool::new(self.pacing, metrics.clone())),
            places: Places::default(),
            files: Files::default(),
            handed_over: HandedOver::default(),
            relay: Arc::new(relay),
            relay_waits: AtomicUsize::new(0),
            crowded: AtomicBool::new(false),
            stalled: AtomicUsize::new(0),
            out: Notify::new(),
            pacing: self.pacing,
            program: program(&*self.outside),
            metrics,
            committer,
            stop: ended,
            outside: self.outside,
        });
        // They end with this set, when the dispatcher has ended.
        let mut helpers = JoinSet::new();
        helpers.spawn(shared.leases.clone().renew(store.clone()));
        helpers.spawn(shared.pool.clone().sweep());
        helpers.spawn(upkeep::run(shared.outside.clone(), self.pacing.upkeep));
        let dispatcher = Dispatcher {
            shared: shared.clone(),
            store,
            wake: self.handle.wake,
            healthy: JoinSet::new(),
            ill: JoinSet::new(),
            can_look: true,
            last_look: None,
        };
        let watching = async {
            let broken = tokio::select! {
                () = told(stop) => None,
                _ = &mut commits => Some("what commits"),
                _ = helpers.join_next() => Some("what renews leases"),
            };
            end.send_replace(true);
            broken
        };
        let ((), broken) = tokio::join!(dispatcher.run(), watching);
        helpers.shutdown().await;
        shared.pool.clear();
        // The last who could hand something over is gone with it.
        drop(shared);
        match broken {
            Some(part) => Err(BrokenOff(part)),
            None if commits.await.is_err() => Err(BrokenOff("what commits")),
            None => Ok(()),
        }
    }
}

/// Comes back when the program is asked to stop.
async fn told(mut stop: watch::Receiver<bool>) {
    // Who could ask is gone: nobody will.
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// A number that no other engine has.
fn program(outside: &dyn Outside) -> u64 {
    let mut bytes = [0; 8];
    if outside.random().fill(&mut bytes).is_err() {
        // Two that were made at the same microsecond would take each other's connections for their own.
        return outside.clock().now().as_microsecond().unsigned_abs();
    }
    u64::from_le_bytes(bytes)
}

struct Dispatcher {
    shared: Arc<Shared>,
    store: Arc<dyn Store>,
    wake: Arc<Notify>,
    healthy: JoinSet<()>,
    /// Accounts that were in trouble when they were leased.
    ill: JoinSet<()>,
    /// Whether the store answered the last time.
    can_look: bool,
    /// When it was looked the last time.
    last_look: Option<Timestamp>,
}

impl Dispatcher {
    async fn run(mut self) {
        while !self.shared.stopping() {
            self.catch_up().await;
            let leased = self.lease().await;
            let room = self.room() > 0;
            // Whoever is served knows whether others wait.
            self.shared.crowded.store(!room, Ordering::Relaxed);
            if !room {
                self.put_out();
            }
            if leased && room {
                continue;
            }
            self.wait(room).await;
            while self.healthy.try_join_next().is_some() || self.ill.try_join_next().is_some() {}
        }
        while self.healthy.join_next().await.is_some() || self.ill.join_next().await.is_some() {}
    }

    /// At the beginning, and where the clock was set back: what only an earlier clock, or earlier limits, put off is due.
    async fn catch_up(&mut self) {
        let now = self.shared.outside.clock().now();
        if self.last_look.is_none_or(|last| now < last) {
            match self.store.catch_up(self.shared.pacing.lease).await {
                Ok(0) => {}
                Ok(messages) => tracing::warn!(messages, "the clock was set back: what waited for it is due"),
                Err(error) => {
                    tracing::error!("what an earlier clock put off could not be looked at: {error}");
                    return;
                }
            }
        }
        self.last_look = Some(now);
    }

    /// Where servers that do not answer have taken more than half of the places, those that wait longest end.
    fn put_out(&self) {
        let stalled = self.shared.stalled.load(Ordering::Relaxed);
        for _ in 0..stalled.saturating_sub(self.places() / 2) {
            self.shared.out.notify_one();
        }
    }

    fn places(&self) -> usize {
        usize::try_from(self.shared.pacing.accounts_at_once.max(2)).unwrap_or(2)
    }

    /// Places that are free. Who waits for a connection to the relay takes none, up to as many as there are.
    fn room(&self) -> usize {
        let waiting = self.shared.relay_waits.load(Ordering::Relaxed).min(self.places());
        (self.places() + waiting).saturating_sub(self.healthy.len() + self.ill.len())
    }

    /// Leases what there is and begins its turns. Says whether there was anything.
    async fn lease(&mut self) -> bool {
        let ill_room = (self.places() / 2).saturating_sub(self.ill.len());
        // At most half of the places go to servers that do not work, so that silent ones can not take them all.
        let without_trouble = ill_room == 0;
        let room = self.room().min(AT_ONCE);
        let limit = if without_trouble { room } else { room.min(ill_room) };
        if limit == 0 {
            return false;
        }
        let asked_at = Instant::now();
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        match self
            .store
            .lease_accounts(limit, self.shared.pacing.lease, without_trouble)
            .await
        {
            Ok(accounts) => {
                self.can_look = true;
                let some = !accounts.is_empty();
                for account in accounts {
                    let turns = if account.trouble.is_some() {
                        &mut self.ill
                    } else {
                        &mut self.healthy
                    };
                    turns.spawn(turn::serve(self.shared.clone(), account, asked_at));
                }
                some
            }
            Err(error) => {
                // Once, not every second.
                if std::mem::take(&mut self.can_look) {
                    tracing::error!("the queue can not be read for now: {error}");
                }
                false
            }
        }
    }

    /// For work, for a place, or for the end.
    async fn wait(&mut self, room: bool) {
        let stopped = self.shared.stopped();
        tokio::select! {
            () = stopped => {}
            Some(_) = self.healthy.join_next(), if !room => {}
            Some(_) = self.ill.join_next(), if !room => {}
            () = sleep(LOOK_EVERY), if !room => {}
            () = self.wake.notified(), if room => {}
            () = work(&*self.store, self.shared.outside.clock()), if room => {}
        }
    }
}

/// Comes back when there may be something to send.
async fn work(store: &dyn Store, clock: &dyn store::Clock) {
    let due = store.next_due().await.ok().flatten();
    let now = clock.now();
    let wait = due.map_or(LOOK_EVERY, |due| {
        // In the past: it was due when the accounts were leased, and was none of them.
        let until = Duration::try_from(due.duration_since(now)).unwrap_or(LOOK_AGAIN);
        until.clamp(Duration::from_millis(5), LOOK_EVERY)
    });
    store.wait_for_work(wait).await;
}
