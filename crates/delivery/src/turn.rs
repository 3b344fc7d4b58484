//! One account's turn: sessions are opened, messages taken and sent, until nothing is left, the time is over, the
//! account shows that it does not work, the lease is lost or the program stops.

mod attempt;
mod feed;
mod job;
mod link;
mod owners;
mod room;
mod send;

use crate::{
    access::{self, Access, AccessError},
    committer::Made,
    leases::Kept,
    outcome::Account,
    pace,
    pool::{Key, Link},
    shared::Shared,
    verdict::Verdict,
};
use feed::Feed;
use jiff::Timestamp;
use model::session::Stage;
use owners::Owners;
use providers::Provider;
use std::{
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::{
    AccountFault, AccountNow, CompanyStore, LeasedAccount, PaceLimits, Release, ReturnPath, Route, Step,
    TakenMessage, queue::owner_of,
};
use tokio::{
    sync::OwnedSemaphorePermit,
    task::JoinSet,
    time::{Instant, sleep},
};

/// However few others wait: settings, passwords and what a company trusts are looked at anew after so long.
const LONGEST: Duration = Duration::from_secs(30);
/// How long a turn through the relay goes on while others wait for one of its connections.
const SHORTEST: Duration = Duration::from_secs(1);
/// Messages for which another session is opened.
const FOR_ONE: usize = 4;
/// How often the release of an account is tried.
const RELEASES: u32 = 5;

/// One account's turn.
pub(crate) struct Turn {
    shared: Arc<Shared>,
    leased: LeasedAccount,
    lease: Kept,
    company: Box<dyn CompanyStore>,
    provider: Option<&'static Provider>,
    limits: PaceLimits,
    verdict: Verdict,
    owners: Owners,
    /// Of the company; for letters that go out from its event mailbox.
    return_path: OnceLock<ReturnPath>,
    /// Of the password that is used.
    secret_version: OnceLock<u64>,
    /// Sessions that are open.
    links: AtomicUsize,
    /// Places that other programs' connections take.
    reserved: OnceLock<OwnedSemaphorePermit>,
    /// When a letter last had come to the server.
    came_at: Mutex<Option<Timestamp>>,
    /// Somebody paused or canceled what was taken.
    overtaken: AtomicBool,
    began: Instant,
}

/// Serves an account that was leased at about this time, and releases it.
pub(crate) async fn serve(shared: Arc<Shared>, leased: LeasedAccount, asked_at: Instant) {
    shared.metrics.turn_began();
    let lease = shared.leases.keep(leased.lease, asked_at);
    let provider = match &leased.route {
        Route::Relay => None,
        Route::OwnServer { destination, .. } => shared.outside.catalogue().of_destination(destination),
    };
    let turn = Arc::new(Turn {
        company: shared.outside.store().company(leased.lease.company),
        limits: pace::pace_limits(provider),
        provider,
        verdict: Verdict::default(),
        owners: Owners::default(),
        return_path: OnceLock::new(),
        secret_version: OnceLock::new(),
        links: AtomicUsize::new(0),
        reserved: OnceLock::new(),
        came_at: Mutex::new(None),
        overtaken: AtomicBool::new(false),
        began: Instant::now(),
        lease,
        leased,
        shared,
    });
    crate::failpoint::failpoint!("after-claim");
    let release = turn.run().await;
    turn.release(&release).await;
    turn.shared.metrics.turn_ended();
}

impl Turn {
    async fn run(self: &Arc<Self>) -> Release {
        match self.access().await {
            Ok(access) => self.send_with(Arc::new(access)).await,
            Err(error) => self.no_access(&error).await,
        }
        let outside = &self.shared.outside;
        let release = self.verdict.release(
            self.leased.trouble.as_ref(),
            self.shared.pacing.give_up,
            self.is_relay(),
            outside.clock().now(),
            outside.random(),
        );
        let open = self.left_open().await;
        Release {
            came: *self.came_at.lock().unwrap_or_else(PoisonError::into_inner),
            open,
            ..release
        }
    }

    async fn access(&self) -> Result<Access, AccessError> {
        if let Route::OwnServer {
            secret: Some(owner), ..
        } = &self.leased.route
            && let Some(version) = access::version(&*self.company, owner_of(*owner)).await?
        {
            // Set once: nobody else does.
            let _ = self.secret_version.set(version);
        }
        if self.is_relay()
            && self.shared.outside.event_domain().is_some()
            && let Some(path) = self.company.return_path().await?
        {
            let _ = self.return_path.set(path);
        }
        Access::of(&*self.shared.outside, &*self.company, &self.leased.route).await
    }

    async fn send_with(self: &Arc<Self>, access: Arc<Access>) {
        self.leave_room().await;
        let first = tokio::select! {
            first = self.first_link(&access) => first,
            () = self.shared.stopped() => return,
            // Who waits for the relay's connections waits for others of us.
            () = self.shared.put_out(), if !self.is_relay() => {
                let why = self.fault("connect-timeout", Stage::Connect, None);
                self.verdict.hear(Account::Trouble(None), why);
                return;
            }
        };
        let Some(first) = first else {
            if self.verdict.ends_turn() {
                self.find_strays().await;
            }
            return;
        };
        let most = self.most_links();
        let feed = Arc::new(Feed::new(self.clone(), most));
        let mut senders = JoinSet::new();
        senders.spawn(send::run(feed.clone(), feed.taker(), access.clone(), Some(first)));
        feed.run(|queued| {
            // One more for each few messages that wait, as far as the server takes connections.
            while senders.len() < most.min(queued.div_ceil(FOR_ONE)) {
                senders.spawn(send::run(feed.clone(), feed.taker(), access.clone(), None));
            }
        })
        .await;
        while let Some(ended) = senders.join_next().await {
            if ended.is_err() {
                // What it was sending is in doubt once the lease is over; the account is not tried again at once.
                tracing::error!(account = %self.leased.lease.account, "a session's work broke off");
                self.trip();
            }
        }
    }

    /// Waits where the last letter came later to the server than the queue's pace knows.
    async fn rest(&self) {
        let Some(interval) = self.limits.interval else {
            return;
        };
        let now = self.shared.outside.clock().now();
        let handed_over = &self.shared.handed_over;
        let wait = handed_over.wait(self.leased.lease.account, interval, now);
        tokio::select! {
            () = sleep(wait) => {}
            () = self.shared.stopped() => {}
        }
    }

    /// A letter has come to the server by now.
    fn came(&self) {
        let now = self.shared.outside.clock().now();
        *self.came_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        if self.limits.interval.is_some() {
            self.shared.handed_over.note(self.leased.lease.account, now);
        }
    }

    /// Something of our own went wrong: the account rests for a while, so that it does not do so without end.
    fn trip(&self) {
        let why = self.fault("temporary", Stage::Policy, None);
        self.verdict.hear(Account::TroubleUnlessProven, why);
    }

    /// There is no way to its server: its users may have another one by now.
    async fn no_access(&self, error: &AccessError) {
        let (account, cause) = match error {
            AccessError::NoRelay | AccessError::NoPassword => (Account::Held, "settings-incomplete"),
            AccessError::SecretUnreadable => (Account::Held, "password-unreadable"),
            AccessError::Store(error) => {
                tracing::error!(account = %self.leased.lease.account, "an account could not be read: {error}");
                (Account::Trouble(None), "temporary")
            }
        };
        self.verdict.hear(account, self.fault(cause, Stage::Policy, None));
        if account == Account::Held {
            self.find_strays().await;
        }
    }

    fn fault(&self, cause: &str, stage: Stage, reply: Option<String>) -> AccountFault {
        AccountFault {
            cause: cause.to_owned(),
            stage,
            reply,
            secret_version: self.secret_version.get().copied(),
        }
    }

    /// Nothing can go out with the settings of those whose messages wait here.
    fn hold_incomplete(&self) {
        self.verdict.hear(
            Account::Held,
            self.fault("settings-incomplete", Stage::Policy, None),
        );
    }

    /// Counts a step that ends an attempt, and hands it over.
    async fn handed_over(&self, message: &TakenMessage, step: Step) -> Made {
        match &step {
            Step::Sent { attempt }
            | Step::Deferred { attempt, .. }
            | Step::Failed { attempt }
            | Step::InDoubt { attempt } => self.shared.metrics.attempt(attempt.result),
            Step::Sending | Step::Back | Step::Later { .. } => {}
        }
        self.shared.committer.step(&self.lease, message.id, step).await
    }

    fn is_relay(&self) -> bool {
        self.leased.route == Route::Relay
    }

    fn key(&self) -> Key {
        if self.is_relay() {
            Key::Relay
        } else {
            Key::Account(self.leased.lease.account, self.secret_version.get().copied())
        }
    }

    fn keep(&self, link: Link) {
        // Who waits for a connection to the relay gets this one's place.
        let place_is_wanted = self.is_relay() && self.shared.relay_is_wanted();
        if !place_is_wanted && !self.shared.stopping() {
            self.shared.pool.put(link, self.most_kept());
        }
    }

    /// Whether another message may be begun.
    fn goes_on(&self) -> bool {
        let longest = if self.is_relay() && self.shared.relay_is_wanted() {
            SHORTEST
        } else if self.shared.is_crowded() {
            self.shared.pacing.turn
        } else {
            LONGEST
        };
        !self.shared.stopping()
            && self.lease.holds()
            && !self.verdict.ends_turn()
            && !self.overtaken.load(Ordering::Relaxed)
            && self.began.elapsed() < longest
    }

    /// Tells the queue, a few times if need be: otherwise the lease runs out by itself.
    async fn release(&self, release: &Release) {
        if let AccountNow::Held { why } = &release.account {
            self.shared.metrics.account_held();
            tracing::warn!(account = %self.leased.lease.account, cause = why.cause, "an account is held");
        }
        for times in 0..RELEASES {
            match self
                .shared
                .outside
                .store()
                .release(self.leased.lease, release)
                .await
            {
                Ok(true) => return,
                Ok(false) => {
                    self.shared.metrics.lease_lost();
                    tracing::warn!(account = %self.leased.lease.account, "a lease was lost before its turn ended");
                    return;
                }
                Err(error) => {
                    tracing::error!(account = %self.leased.lease.account, "a turn could not be ended: {error}");
                    sleep(retry_rest(times)).await;
                }
            }
        }
    }
}

fn retry_rest(times: u32) -> Duration {
    Duration::from_millis(100) * 2_u32.saturating_pow(times)
}
