//! Commits the steps of all turns together: what has gathered while the last commit ran goes into the next one (group
//! commit), so that a busy program makes few transactions and an idle one waits for nothing.

use crate::{failpoint::failpoint, leases::HeldLease, metrics::Metrics};
use model::MessageId;
use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};
use store::{Advance, Queue, Step, Store, StoreError};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep},
};

/// Steps in one transaction at most.
const MOST: usize = 500;
/// Steps that wait for the committer at most: who has more waits.
const ROOM: usize = 4096;
/// Between two tries while the store does not answer.
const REST: Duration = Duration::from_millis(100);
const LONGEST_REST: Duration = Duration::from_secs(2);
/// For how long a result is tried after its lease has run out. While the store is away nobody else can have decided.
const STUBBORN: Duration = Duration::from_mins(10);

/// Hands steps to the committer.
#[derive(Debug, Clone)]
pub struct Committer(mpsc::Sender<Asked>);

#[derive(Debug)]
struct Asked {
    advance: Advance,
    until: Instant,
    answer: oneshot::Sender<bool>,
}

/// Whether a step was made: not where the lease or the message is somebody else's by now.
pub type Made = oneshot::Receiver<bool>;

impl Committer {
    /// A committer, and what does its work: it ends when all who could hand something over are gone.
    pub fn new(
        store: Arc<dyn Store>,
        metrics: Arc<Metrics>,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (sender, receiver) = mpsc::channel(ROOM);
        (Self(sender), run(store, metrics, receiver))
    }

    /// Hands a step over. Waits for room, not for the commit.
    pub async fn step(&self, lease: &HeldLease, message: MessageId, step: Step) -> Made {
        let (answer, made) = oneshot::channel();
        let until = match step {
            Step::Sending | Step::Back => lease.until(),
            _ => lease.until() + STUBBORN,
        };
        let advance = Advance {
            lease: lease.lease,
            message,
            step,
        };
        // A committer that is gone drops the answer: not made.
        let _ = self
            .0
            .send(Asked {
                advance,
                until,
                answer,
            })
            .await;
        made
    }
}

async fn run(store: Arc<dyn Store>, metrics: Arc<Metrics>, mut receiver: mpsc::Receiver<Asked>) {
    let mut waiting: VecDeque<Asked> = VecDeque::new();
    let mut new = Vec::with_capacity(MOST);
    loop {
        if waiting.is_empty() && receiver.recv_many(&mut new, MOST).await == 0 {
            return;
        }
        while let (true, Ok(asked)) = (waiting.len() + new.len() < MOST, receiver.try_recv()) {
            new.push(asked);
        }
        waiting.extend(new.drain(..));
        let batch = together(&mut waiting);
        commit(&*store, &metrics, batch).await;
    }
}

/// As many as go into one transaction: of each message one step, in the order in which they came.
fn together(waiting: &mut VecDeque<Asked>) -> Vec<Asked> {
    let mut seen = HashSet::with_capacity(waiting.len().min(MOST));
    let (mut now, mut later) = (Vec::with_capacity(waiting.len().min(MOST)), VecDeque::new());
    for asked in waiting.drain(..) {
        if now.len() < MOST && seen.insert(asked.advance.message) {
            now.push(asked);
        } else {
            later.push_back(asked);
        }
    }
    *waiting = later;
    now
}

/// Until it is made, or not worth making any more. What keeps failing is taken apart, so that a step that the store can
/// not make fails alone.
async fn commit(store: &dyn Store, metrics: &Metrics, batch: Vec<Asked>) {
    let mut rest = REST;
    let mut tries = 0_u32;
    let mut parts = VecDeque::from([batch]);
    while let Some(part) = parts.pop_front() {
        let (steps, answers): (Vec<_>, Vec<_>) = part
            .into_iter()
            .map(|asked| (asked.advance, (asked.until, asked.answer)))
            .unzip();
        match advance(store, &steps).await {
            Ok(made) => {
                metrics.committed(steps.len());
                for (made, (_, answer)) in made.into_iter().zip(answers) {
                    // Who asked may have gone.
                    let _ = answer.send(made);
                }
                if tries > 0 && parts.is_empty() {
                    tracing::info!("steps of messages are committed again");
                }
                (tries, rest) = (0, REST);
            }
            Err(error) => {
                metrics.commit_failed();
                tries += 1;
                if tries == 1 {
                    tracing::error!(
                        steps = steps.len(),
                        "steps of messages could not be committed: {error}"
                    );
                }
                let now = Instant::now();
                let mut left: Vec<Asked> = steps
                    .into_iter()
                    .zip(answers)
                    .map(|(advance, (until, answer))| Asked {
                        advance,
                        until,
                        answer,
                    })
                    .collect();
                left.retain(|asked| {
                    let keep = asked.until > now;
                    if !keep {
                        tracing::error!(message = %asked.advance.message, "a step was given up: its lease is over");
                    }
                    keep
                });
                sleep(rest).await;
                rest = (rest * 2).min(LONGEST_REST);
                if tries.is_multiple_of(3) && left.len() > 1 {
                    let second = left.split_off(left.len() / 2);
                    parts.push_front(second);
                }
                if !left.is_empty() {
                    parts.push_front(left);
                }
            }
        }
    }
}

async fn advance(store: &dyn Store, steps: &[Advance]) -> Result<Vec<bool>, StoreError> {
    let sending = || steps.iter().any(|advance| advance.step == Step::Sending);
    if sending() {
        failpoint!("before-sending-commit");
    }
    let made = Queue::advance(store, steps).await?;
    if sending() {
        failpoint!("after-sending-commit");
    }
    if steps
        .iter()
        .any(|advance| matches!(advance.step, Step::Sent { .. }))
    {
        failpoint!("after-result-commit");
    }
    Ok(made)
}
