//! What is taken for the sessions of a turn, a little ahead of them.

use super::{
    Turn,
    attempt::Ended,
    job::{Job, Text},
};
use jiff::Timestamp;
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::{StoreError, Taken, TakenMessage};
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};

/// Messages that are taken at once, for each session.
const FOR_EACH: usize = 16;
/// A pace that lets the next message out so soon is waited for within the turn.
const SOON: Duration = Duration::from_millis(500);
/// How often it is looked whether the turn goes on.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// What the deadline of a message says that is over.
const DEADLINE_PASSED: &str = "deadline-passed";
/// What is said of a message without a letter that can be read.
const LETTER_NOT_THERE: &str = "letter-not-written";

/// What is taken for the sessions of a turn.
pub(super) struct Feed {
    pub turn: Arc<Turn>,
    jobs: Mutex<Jobs>,
    /// There is more, or nothing more comes.
    more: Notify,
    /// There is room.
    room: Notify,
    most: usize,
    /// Sessions that take from it.
    takers: AtomicUsize,
}

/// A session that takes from a feed, until it is dropped.
pub(super) struct Taker(Arc<Feed>);

impl Drop for Taker {
    fn drop(&mut self) {
        self.0.takers.fetch_sub(1, Ordering::AcqRel);
        self.0.room.notify_one();
    }
}

#[derive(Default)]
struct Jobs {
    waiting: VecDeque<Job>,
    over: bool,
}

impl Feed {
    /// For so many sessions.
    pub fn new(turn: Arc<Turn>, sessions: usize) -> Self {
        Self {
            turn,
            jobs: Mutex::default(),
            more: Notify::new(),
            room: Notify::new(),
            most: sessions * FOR_EACH,
            takers: AtomicUsize::new(0),
        }
    }

    /// One more session; what it returns is kept as long as it takes messages.
    pub fn taker(self: &Arc<Self>) -> Taker {
        self.takers.fetch_add(1, Ordering::AcqRel);
        Taker(self.clone())
    }

    /// Whether more is to be taken: somebody has to be there for it.
    fn is_wanted(&self) -> bool {
        self.takers.load(Ordering::Acquire) > 0 && self.turn.goes_on()
    }

    /// The next message; none where the turn is over for this session.
    pub async fn next(&self) -> Option<Job> {
        loop {
            let more = self.more.notified();
            tokio::pin!(more);
            more.as_mut().enable();
            let over = !self.turn.goes_on();
            {
                let mut jobs = self.lock();
                if !over && let Some(job) = jobs.waiting.pop_front() {
                    if jobs.waiting.len() <= self.most / 2 {
                        self.room.notify_one();
                    }
                    return Some(job);
                }
                if jobs.over || over {
                    self.room.notify_one();
                    return None;
                }
            }
            more.await;
        }
    }

    /// Takes until nothing is left or the turn is over. `queued` hears how many messages wait for a session.
    pub async fn run(&self, mut queued: impl FnMut(usize)) {
        let turn = &self.turn;
        while self.is_wanted() {
            turn.rest().await;
            if !self.is_wanted() {
                break;
            }
            let waiting = self.lock().waiting.len();
            let most = u32::try_from(self.most.saturating_sub(waiting)).unwrap_or(u32::MAX);
            let store = turn.shared.outside.store();
            let taken = match store
                .take_messages(turn.lease.lease, &turn.limits, most.max(1))
                .await
            {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::error!(account = %turn.leased.lease.account, "messages could not be taken: {error}");
                    turn.trip();
                    break;
                }
            };
            let (empty, not_before) = (taken.messages.is_empty(), taken.not_before);
            match self.jobs_of(taken).await {
                Ok(jobs) => {
                    let mut all = self.lock();
                    all.waiting.extend(jobs);
                    queued(all.waiting.len());
                    drop(all);
                    self.more.notify_waiters();
                }
                Err(error) => {
                    tracing::error!(account = %turn.leased.lease.account, "messages could not be read: {error}");
                    turn.trip();
                    break;
                }
            }
            if let Some(wait) = not_before.map(|at| self.until(at)) {
                if wait > SOON {
                    break;
                }
                sleep(wait.max(Duration::from_millis(5))).await;
            } else if empty {
                break;
            }
            while self.is_wanted() && self.lock().waiting.len() > self.most / 2 {
                // The time of a turn ends also where its sessions are busy with one message each.
                let _ = timeout(LOOK_EVERY, self.room.notified()).await;
            }
        }
        self.lock().over = true;
        self.more.notify_waiters();
    }

    async fn jobs_of(&self, taken: Taken) -> Result<Vec<Job>, StoreError> {
        let turn = &self.turn;
        let now = turn.shared.outside.clock().now();
        let ours = turn.event_mailbox_letters(&taken);
        let mut letters = HashMap::with_capacity(taken.letters.len());
        for (id, accepted_at, letter) in taken.letters {
            letters.insert(id, Text::new(id, accepted_at, letter));
        }
        let (late, in_time): (Vec<_>, Vec<_>) = taken
            .messages
            .into_iter()
            .partition(|message| message.deadline.is_some_and(|deadline| deadline <= now));
        for message in &late {
            self.fail(message, DEADLINE_PASSED).await;
        }
        let mut jobs = Vec::with_capacity(in_time.len());
        for message in turn.sort(in_time, &ours).await? {
            let Some(letter) = letters.get(&message.letter).cloned() else {
                // What it says is gone or can not be read: it fails alone.
                tracing::error!(letter = %message.letter, "there is no letter that can be read");
                self.fail(&message, LETTER_NOT_THERE).await;
                continue;
            };
            jobs.push(Job { message, letter });
        }
        Ok(jobs)
    }

    /// One that is not tried.
    async fn fail(&self, message: &TakenMessage, cause: &str) {
        let ended = Ended {
            message,
            began_at: self.turn.shared.outside.clock().now(),
        };
        let step = self.turn.failed(&ended, cause);
        // Where it was not made it is taken again.
        let _ = self.turn.handed_over(message, step).await.await;
    }

    fn until(&self, at: Timestamp) -> Duration {
        let now = self.turn.shared.outside.clock().now();
        Duration::try_from(at.duration_since(now)).unwrap_or_default()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Jobs> {
        // What a panicking thread left are still jobs.
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
