//! What all turns share.

use crate::{
    committer::Committer,
    files::Files,
    handed_over::HandedOver,
    leases::Leases,
    metrics::Metrics,
    outside::{Outside, Pacing},
    places::Places,
    pool::Pool,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore, watch},
    time::sleep,
};

/// What all turns share.
pub(crate) struct Shared {
    pub outside: Arc<dyn Outside>,
    pub pacing: Pacing,
    /// A number of this engine's own: accounts' rows tell it from others.
    pub program: u64,
    pub metrics: Arc<Metrics>,
    pub committer: Committer,
    pub leases: Arc<Leases>,
    pub pool: Arc<Pool>,
    /// Connections to accounts' own servers.
    pub places: Places,
    pub files: Files,
    pub handed_over: HandedOver,
    /// The relay's connections, of all companies together.
    pub relay: Arc<Semaphore>,
    /// Turns that wait for one of them.
    pub relay_waits: AtomicUsize,
    /// Whether accounts wait for a place.
    pub crowded: AtomicBool,
    /// Turns that have waited for a session for long.
    pub stalled: AtomicUsize,
    /// Ends the turn that has waited longest.
    pub out: Notify,
    pub stop: watch::Receiver<bool>,
}

/// After so long a turn without a session may be put out where places are scarce.
const STALLED: Duration = Duration::from_secs(5);

impl Shared {
    /// Comes back when a turn that waits for its first session has to make room for others. To be dropped with it.
    pub async fn put_out(&self) {
        sleep(STALLED).await;
        let _stalled = Counted::of(&self.stalled);
        self.out.notified().await;
    }

    pub fn stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Whether accounts wait for a place.
    pub fn is_crowded(&self) -> bool {
        self.crowded.load(Ordering::Relaxed)
    }

    /// Whether somebody waits for a connection to the relay.
    pub fn relay_is_wanted(&self) -> bool {
        self.relay_waits.load(Ordering::Relaxed) > 0
    }

    /// Comes back when the program is asked to stop.
    pub async fn stopped(&self) {
        let mut stop = self.stop.clone();
        // Who could ask is gone: nobody will.
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// A place at the relay; companies get it in the order in which they asked.
    pub async fn place_at_relay(&self) -> Option<OwnedSemaphorePermit> {
        let _waits = Counted::of(&self.relay_waits);
        self.relay.clone().acquire_owned().await.ok()
    }

    /// One more, where nobody waits for it.
    pub fn another_place_at_relay(&self) -> Option<OwnedSemaphorePermit> {
        if self.relay_is_wanted() {
            return None;
        }
        self.relay.clone().try_acquire_owned().ok()
    }

    /// The place of a session that is being closed, or another one that comes free within this time.
    pub async fn next_place_at_relay(&self, within: Duration) -> Option<OwnedSemaphorePermit> {
        if self.relay_is_wanted() {
            return None;
        }
        let place = self.relay.clone().acquire_owned();
        tokio::time::timeout(within, place).await.ok()?.ok()
    }
}

/// Counts one who waits, until it is dropped.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn of(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
