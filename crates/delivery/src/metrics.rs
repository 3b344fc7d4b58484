//! What the engine has done since the program began: for the operator's monitoring.

use model::message::AttemptResult;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Counters, cheap enough to be moved on with every message.
#[derive(Debug, Default)]
pub struct Metrics {
    sent: AtomicU64,
    deferred: AtomicU64,
    failed: AtomicU64,
    in_doubt: AtomicU64,
    opened: AtomicU64,
    open_failures: AtomicU64,
    reused: AtomicU64,
    connections: AtomicI64,
    turns: AtomicU64,
    turns_now: AtomicI64,
    held: AtomicU64,
    lease_losses: AtomicU64,
    commits: AtomicU64,
    steps: AtomicU64,
    commit_failures: AtomicU64,
}

/// The counters at one moment. All grow, but for those that end in `now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// Messages that a server took.
    pub sent: u64,
    /// Attempts after which a message waits for the next.
    pub deferred: u64,
    /// Messages that were given up.
    pub failed: u64,
    /// Messages of which nobody knows whether they arrived, as far as a session saw it; those of a program that died
    /// are counted by nobody.
    pub in_doubt: u64,
    /// Sessions that came as far as sign-in.
    pub sessions_opened: u64,
    /// Sessions that did not.
    pub session_failures: u64,
    /// Times that a session was used again for a later turn.
    pub sessions_reused: u64,
    /// Sessions that are open.
    pub connections_now: u64,
    /// Turns that were begun.
    pub turns: u64,
    /// Turns that are under way.
    pub turns_now: u64,
    /// Accounts that came to be held.
    pub accounts_held: u64,
    /// Leases that were lost while they were needed.
    pub lease_losses: u64,
    /// Transactions in which steps were committed.
    pub commits: u64,
    /// Steps that were committed in them.
    pub steps: u64,
    /// Transactions that failed and were tried again.
    pub commit_failures: u64,
}

impl Metrics {
    /// The counters now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let all = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let now = |gauge: &AtomicI64| u64::try_from(gauge.load(Ordering::Relaxed)).unwrap_or(0);
        Snapshot {
            sent: all(&self.sent),
            deferred: all(&self.deferred),
            failed: all(&self.failed),
            in_doubt: all(&self.in_doubt),
            sessions_opened: all(&self.opened),
            session_failures: all(&self.open_failures),
            sessions_reused: all(&self.reused),
            connections_now: now(&self.connections),
            turns: all(&self.turns),
            turns_now: now(&self.turns_now),
            accounts_held: all(&self.held),
            lease_losses: all(&self.lease_losses),
            commits: all(&self.commits),
            steps: all(&self.steps),
            commit_failures: all(&self.commit_failures),
        }
    }

    pub(crate) fn attempt(&self, result: AttemptResult) {
        match result {
            AttemptResult::Sent => add(&self.sent, 1),
            AttemptResult::Deferred => add(&self.deferred, 1),
            AttemptResult::Failed => add(&self.failed, 1),
            AttemptResult::InDoubt => add(&self.in_doubt, 1),
            // What people decide, and what comes back, is no attempt.
            AttemptResult::SettledSent | AttemptResult::Resent | AttemptResult::Bounced => {}
        }
    }

    pub(crate) fn session_opened(&self) {
        add(&self.opened, 1);
    }

    pub(crate) fn session_failed(&self) {
        add(&self.open_failures, 1);
    }

    pub(crate) fn session_reused(&self) {
        add(&self.reused, 1);
    }

    pub(crate) fn connected(&self, by: i64) {
        self.connections.fetch_add(by, Ordering::Relaxed);
    }

    pub(crate) fn turn_began(&self) {
        add(&self.turns, 1);
        self.turns_now.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn turn_ended(&self) {
        self.turns_now.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn account_held(&self) {
        add(&self.held, 1);
    }

    pub(crate) fn lease_lost(&self) {
        add(&self.lease_losses, 1);
    }

    pub(crate) fn committed(&self, steps: usize) {
        add(&self.commits, 1);
        add(&self.steps, u64::try_from(steps).unwrap_or(0));
    }

    pub(crate) fn commit_failed(&self) {
        add(&self.commit_failures, 1);
    }
}

fn add(counter: &AtomicU64, by: u64) {
    counter.fetch_add(by, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::Metrics;
    use model::message::AttemptResult;

    #[test]
    fn what_was_counted_is_told() {
        let metrics = Metrics::default();
        metrics.attempt(AttemptResult::Sent);
        metrics.attempt(AttemptResult::Sent);
        metrics.attempt(AttemptResult::Failed);
        metrics.committed(500);
        metrics.committed(1);
        metrics.connected(3);
        metrics.connected(-1);
        let now = metrics.snapshot();
        assert_eq!((now.sent, now.failed, now.deferred), (2, 1, 0));
        assert_eq!((now.commits, now.steps, now.connections_now), (2, 501, 2));
    }
}
