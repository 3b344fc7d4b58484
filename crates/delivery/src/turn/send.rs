//! One session's work: message after message.

use super::{
    Turn,
    attempt::Ended,
    feed::{Feed, Taker},
    job::Job,
};
use crate::{access::Access, committer::Made, failpoint::failpoint, pool::Link};
use model::session::Stage;
use smtp::{Failure, Letter, SendFailure, Unsent};
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{Step, TakenMessage};

/// Results that may be on their way to the store at the same time, of one session.
const ON_THEIR_WAY: usize = 64;

/// Sends what the feed gives, until it gives nothing more. All that was said is committed when it comes back.
pub(super) async fn run(feed: Arc<Feed>, taker: Taker, access: Arc<Access>, link: Option<Link>) {
    let mut sender = Sender {
        turn: feed.turn.clone(),
        access,
        link,
        made: VecDeque::new(),
    };
    while let Some(job) = feed.next().await {
        if !sender.send(&job).await {
            break;
        }
    }
    drop(taker);
    if let Some(link) = sender.link.take() {
        sender.turn.links.fetch_sub(1, Ordering::Relaxed);
        sender.turn.keep(link);
    }
    while let Some(made) = sender.made.pop_front() {
        hear(&sender.turn, made).await;
    }
}

struct Sender {
    turn: Arc<Turn>,
    access: Arc<Access>,
    link: Option<Link>,
    made: VecDeque<Made>,
}

/// What became of one try.
enum Tried {
    /// It is settled, or nobody's to settle any more.
    Settled(Option<Step>),
    /// The session broke off, and nothing of the letter had left: once more over another one.
    Again(Failure),
}

impl Sender {
    /// Sends one message. Says whether another may follow.
    async fn send(&mut self, job: &Job) -> bool {
        let turn = self.turn.clone();
        if !self.link_is_good() && !self.relink().await {
            // What was taken and not begun goes back with the turn.
            return false;
        }
        let began_at = turn.shared.outside.clock().now();
        let ended = Ended {
            message: &job.message,
            began_at,
        };
        let letter = match turn.written(&job.letter).await {
            Ok(Ok(letter)) => letter,
            Ok(Err(_)) => {
                let step = turn.failed(&ended, "letter-not-written");
                self.settle(&job.message, step).await;
                return true;
            }
            Err(error) => {
                tracing::error!(message = %job.message.id, "a letter could not be read: {error}");
                turn.trip();
                return false;
            }
        };
        match self.attempt(job, &ended, &letter, false).await {
            Tried::Settled(Some(step)) => self.settle(&job.message, step).await,
            Tried::Settled(None) => {}
            Tried::Again(failure) => {
                let again = self.relink().await && turn.lease.holds();
                let tried = if again {
                    self.attempt(job, &ended, &letter, true).await
                } else {
                    Tried::Again(failure)
                };
                let step = match tried {
                    Tried::Settled(step) => step,
                    Tried::Again(failure) => Some(turn.unsent(&ended, &failure, 0)),
                };
                if let Some(step) = step {
                    self.settle(&job.message, step).await;
                }
            }
        }
        true
    }

    /// `begun`: that it is being sent is noted already.
    async fn attempt(&mut self, job: &Job, ended: &Ended<'_>, letter: &Letter, begun: bool) -> Tried {
        let turn = self.turn.clone();
        let Some(link) = self.link.as_mut() else {
            return Tried::Settled(None);
        };
        let before = link.sent();
        let Some((session, journal)) = link.parts() else {
            return Tried::Settled(None);
        };
        let noted = AtomicBool::new(begun);
        let allowed = async {
            if !begun {
                let made = turn
                    .shared
                    .committer
                    .step(&turn.lease, job.message.id, Step::Sending)
                    .await;
                noted.store(made.await.unwrap_or(false), Ordering::Relaxed);
            }
            noted.load(Ordering::Relaxed) && turn.lease.holds()
        };
        let envelope = turn.envelope(job);
        let sent = session
            .send_once_allowed(&envelope, letter, allowed, journal)
            .await;
        turn.came();
        match sent {
            Ok(reply) => {
                failpoint!("after-250");
                turn.verdict.works();
                Tried::Settled(Some(turn.sent(ended, reply)))
            }
            // It is somebody else's by now, or was paused: nothing of it left.
            Err(_) if !noted.load(Ordering::Relaxed) => {
                // What was taken with it may be as well: each would cost a session. It goes back and is taken anew.
                turn.overtaken.store(true, Ordering::Relaxed);
                look_at_lease(&turn).await;
                Tried::Settled(None)
            }
            Err(failure) => tried(&turn, ended, &failure, before),
        }
    }

    /// Another session in place of one that is not good any more.
    async fn relink(&mut self) -> bool {
        let instead = self.unlink();
        self.link = self.turn.another_link(&self.access, instead).await;
        self.link.is_some()
    }

    /// Says whether there was one.
    fn unlink(&mut self) -> bool {
        let was_there = self.link.take().is_some();
        if was_there {
            self.turn.links.fetch_sub(1, Ordering::Relaxed);
        }
        was_there
    }

    fn link_is_good(&self) -> bool {
        let pacing = &self.turn.shared.pacing;
        self.link.as_ref().is_some_and(|link| link.is_good(pacing))
    }

    /// Hands a step over; it is heard later whether it was made.
    async fn settle(&mut self, message: &TakenMessage, step: Step) {
        self.made.push_back(self.turn.handed_over(message, step).await);
        while self.made.len() > ON_THEIR_WAY {
            if let Some(made) = self.made.pop_front() {
                hear(&self.turn.clone(), made).await;
            }
        }
    }
}

/// Whether a result was noted. If not the message is somebody else's by now, and in doubt.
async fn hear(turn: &Turn, made: Made) {
    if !made.await.unwrap_or(false) {
        tracing::warn!(account = %turn.leased.lease.account, "a result was not noted: the lease was lost");
        look_at_lease(turn).await;
    }
}

/// Asks the store at once whether the lease is still ours.
async fn look_at_lease(turn: &Turn) {
    let lasts = turn.shared.pacing.lease;
    let still = turn
        .shared
        .outside
        .store()
        .renew_leases(&[turn.lease.lease], lasts)
        .await;
    if turn.lease.holds() && still.is_ok_and(|still| still == [false]) {
        turn.lease.lose();
        turn.shared.metrics.lease_lost();
    }
}

fn tried(turn: &Turn, ended: &Ended<'_>, failure: &SendFailure, letters: u32) -> Tried {
    let Some(fault) = failure.failure() else {
        // Noted, and the lease ran out before anything left.
        let now = turn.shared.outside.clock().now();
        return Tried::Settled(Some(turn.waits(ended, "temporary", now)));
    };
    // A server that hangs up after so and so many letters, or while nobody wrote, is in order.
    let had_served = letters > 0 && matches!(failure.why, Unsent::SessionLost(_));
    if had_served && failure.stage < Stage::Data {
        return Tried::Again(fault);
    }
    Tried::Settled(Some(turn.unsent(ended, &fault, letters)))
}
