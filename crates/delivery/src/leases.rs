//! The leases that this program holds, renewed together by one task.

use crate::metrics::Metrics;
use std::{
    collections::HashMap,
    ops::Deref,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use store::{Lease, Store};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// Leases renewed in one statement at most.
const AT_ONCE: usize = 500;

/// A lease that is held, as far as is known.
#[derive(Debug)]
pub struct HeldLease {
    /// The lease.
    pub lease: Lease,
    until: Mutex<Instant>,
    lost: AtomicBool,
}

impl HeldLease {
    fn new(lease: Lease, until: Instant) -> Self {
        Self {
            lease,
            until: Mutex::new(until),
            lost: AtomicBool::new(false),
        }
    }

    /// Whether it is still ours: neither lost nor run out. The store has the last word.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.lost.load(Ordering::Acquire) && Instant::now() < self.until()
    }

    /// When it runs out, as we know.
    #[must_use]
    pub fn until(&self) -> Instant {
        *self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody else has it.
    pub fn lose(&self) {
        self.lost.store(true, Ordering::Release);
    }
}

/// A lease that is renewed as long as this is there: it ends with its turn, however that ends.
#[derive(Debug)]
pub struct Kept {
    held: Arc<HeldLease>,
    leases: Arc<Leases>,
}

impl Deref for Kept {
    type Target = HeldLease;

    fn deref(&self) -> &HeldLease {
        &self.held
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.leases.lock().remove(&self.held.lease);
    }
}

/// All of them.
#[derive(Debug)]
pub struct Leases {
    held: Mutex<HashMap<Lease, Arc<HeldLease>>>,
    lasts: Duration,
    metrics: Arc<Metrics>,
}

impl Leases {
    /// None yet; each lasts so long.
    #[must_use]
    pub fn new(lasts: Duration, metrics: Arc<Metrics>) -> Self {
        Self {
            held: Mutex::default(),
            lasts,
            metrics,
        }
    }

    /// Keeps a lease that was asked for at this time, until what is returned is dropped.
    pub fn keep(self: &Arc<Self>, lease: Lease, asked_at: Instant) -> Kept {
        let held = Arc::new(HeldLease::new(lease, asked_at + self.lasts));
        self.lock().insert(lease, held.clone());
        Kept {
            held,
            leases: self.clone(),
        }
    }

    /// Renews all, four times as often as they run out, until dropped.
    pub async fn renew(self: Arc<Self>, store: Arc<dyn Store>) {
        let mut tick = interval(self.lasts / 4);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let all: Vec<_> = self.lock().values().cloned().collect();
            for some in all.chunks(AT_ONCE) {
                self.renew_some(&*store, some).await;
            }
        }
    }

    async fn renew_some(&self, store: &dyn Store, some: &[Arc<HeldLease>]) {
        let leases: Vec<_> = some.iter().map(|held| held.lease).collect();
        let until = Instant::now() + self.lasts;
        match store.renew_leases(&leases, self.lasts).await {
            Ok(still) => {
                for (held, still) in some.iter().zip(still) {
                    if still {
                        *held.until.lock().unwrap_or_else(PoisonError::into_inner) = until;
                    } else if self.lock().contains_key(&held.lease) {
                        // One that was released meanwhile is no loss.
                        held.lose();
                        self.metrics.lease_lost();
                        tracing::warn!(account = %held.lease.account, "a lease was lost");
                    }
                }
            }
            // They run out by themselves if it goes on like that.
            Err(error) => tracing::error!("leases could not be renewed: {error}"),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Lease, Arc<HeldLease>>> {
        // What a panicking thread left is still a map of leases.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
