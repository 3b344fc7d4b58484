//! Connections of all programs together: a provider counts them by account, whichever program opened them. Whoever has an
//! account's lease opens no more than others leave, and leaves some to others.

use super::Turn;
use crate::pace;
use jiff::{SignedDuration, Timestamp};
use std::{sync::Arc, time::Duration};
use store::OpenConnections;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};

/// How long goodbyes are waited for before an account is released.
const GOODBYE: Duration = Duration::from_secs(1);
/// A time farther away than that is from another clock.
const LONGEST: SignedDuration = SignedDuration::from_mins(2);
/// How often it is looked whether others have closed theirs.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Turn {
    /// Sessions at the same time.
    pub(super) fn most_links(&self) -> usize {
        let reserved = self.reserved.get().map_or(0, OwnedSemaphorePermit::num_permits);
        self.most_open().saturating_sub(reserved).max(1)
    }

    /// Connections at the same time, of all programs.
    fn most_open(&self) -> usize {
        if self.is_relay() {
            pace::connections(None, self.shared.pacing.relay_connections)
        } else {
            pace::connections(self.provider, self.shared.pacing.connections_per_account)
        }
    }

    pub(super) fn places(&self) -> Arc<Semaphore> {
        self.shared.places.of(self.leased.lease.account, self.most_open())
    }

    /// How many sessions are kept when the turn ends: all but one, so that a program that comes anew finds a place; one
    /// where it is known that others serve the account too, and none where there are more of them than connections.
    pub(super) fn most_kept(&self) -> usize {
        if self.is_relay() {
            return usize::MAX;
        }
        let (most, programs) = (self.most_open(), 1 + self.others().count());
        match programs {
            1 => most.saturating_sub(1).max(1),
            _ => usize::from(programs <= most),
        }
    }

    /// What other programs noted.
    fn others(&self) -> impl Iterator<Item = &OpenConnections> {
        let ours = self.shared.program;
        self.leased.open.iter().filter(move |open| open.program != ours)
    }

    /// Sets the places aside that other programs' connections take. Where they take all it is waited until some are
    /// closed: soon, for nobody else leases the account meanwhile.
    pub(super) async fn leave_room(&self) {
        if self.is_relay() {
            return;
        }
        let places = self.places();
        let others = loop {
            let others = self.open_elsewhere(self.shared.outside.clock().now());
            if others < self.most_open() {
                break others;
            }
            tokio::select! {
                () = sleep(LOOK_EVERY) => {}
                () = self.shared.stopped() => return,
            }
        };
        let Some(others) = u32::try_from(others).ok().filter(|others| *others > 0) else {
            return;
        };
        let reserved = if let Ok(reserved) = places.clone().try_acquire_many_owned(others) {
            Some(reserved)
        } else {
            self.shared.pool.let_go(self.key());
            tokio::select! {
                reserved = places.acquire_many_owned(others) => reserved.ok(),
                () = self.shared.stopped() => None,
            }
        };
        if let Some(reserved) = reserved {
            // Set once: nobody else does.
            let _ = self.reserved.set(reserved);
        }
    }

    fn open_elsewhere(&self, now: Timestamp) -> usize {
        let still = self.others().filter(|open| {
            let left = open.until.duration_since(now);
            left.is_positive() && left < LONGEST
        });
        let count = still.map(|open| usize::try_from(open.count).unwrap_or(usize::MAX));
        count.fold(0, usize::saturating_add)
    }

    /// What this program leaves open, for the others. Nothing is said where there is nothing to say and nobody to hear.
    pub(super) async fn left_open(&self) -> Option<OpenConnections> {
        if self.is_relay() {
            return None;
        }
        let reserved = self.reserved.get().map_or(0, OwnedSemaphorePermit::num_permits);
        let (account, kept) = (self.leased.lease.account, self.shared.pool.kept(self.key()));
        let taken = self.shared.places.taken(account, kept + reserved, GOODBYE).await;
        let count = u32::try_from(taken.saturating_sub(reserved)).unwrap_or(u32::MAX);
        let outside = &self.shared.outside;
        let longest = self.shared.pool.longest() + outside.courier().deadlines.quit;
        let lasts = SignedDuration::try_from(longest).unwrap_or(LONGEST);
        let until = outside.clock().now().saturating_add(lasts).ok()?;
        (count > 0 || self.others().next().is_some()).then_some(OpenConnections {
            program: self.shared.program,
            count,
            until,
        })
    }
}
