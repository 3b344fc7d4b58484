//! What is written down about an attempt.

use super::Turn;
use crate::{
    outcome::{Account, Circumstances, Fate, Outcome, judge},
    retry,
};
use jiff::{SignedDuration, Timestamp};
use model::{
    message::{Attempt, AttemptResult},
    session::{Fault, Reply},
};
use smtp::Failure;
use store::{AccountFault, Route, SecretOwner, Step, TakenMessage};

/// The end of an attempt.
pub(super) struct Ended<'a> {
    pub message: &'a TakenMessage,
    pub began_at: Timestamp,
}

impl Turn {
    fn attempt(&self, ended: &Ended<'_>, result: AttemptResult) -> Attempt {
        let server = match &self.leased.route {
            Route::Relay => None,
            Route::OwnServer { destination, .. } => Some(destination.clone()),
        };
        Attempt {
            number: ended.message.attempts.saturating_add(1),
            began_at: ended.began_at.as_microsecond(),
            ended_at: self.shared.outside.clock().now().as_microsecond(),
            result,
            server,
            stage: None,
            cause: None,
            code: None,
            enhanced: None,
            text: None,
            by: None,
            next_at: None,
        }
    }

    /// The server took it.
    pub(super) fn sent(&self, ended: &Ended<'_>, reply: Reply) -> Step {
        let mut attempt = self.attempt(ended, AttemptResult::Sent);
        attempt.stage = Some(model::session::Stage::Accepted);
        with_reply(&mut attempt, reply);
        Step::Sent { attempt }
    }

    /// It does not go out, for a reason that no server said.
    pub(super) fn failed(&self, ended: &Ended<'_>, cause: &str) -> Step {
        let mut attempt = self.attempt(ended, AttemptResult::Failed);
        attempt.cause = Some(cause.to_owned());
        attempt.server = None;
        Step::Failed { attempt }
    }

    /// It waits, for a reason that no server said.
    pub(super) fn waits(&self, ended: &Ended<'_>, cause: &str, not_before: Timestamp) -> Step {
        let mut attempt = self.attempt(ended, AttemptResult::Deferred);
        attempt.cause = Some(cause.to_owned());
        attempt.next_at = Some(not_before.as_microsecond());
        attempt.server = None;
        Step::Deferred { not_before, attempt }
    }

    /// What a failure is to the message; what it says of the account goes into the verdict.
    pub(super) fn unsent(&self, ended: &Ended<'_>, failure: &Failure, letters: u32) -> Step {
        let outcome = self.judge(failure, Some(ended.message), letters);
        let (cause, fault) = (self.cause(failure), as_told(&failure.fault));
        let now = self.shared.outside.clock().now();
        let message = ended.message;
        let result = match outcome.message {
            Fate::InDoubt => AttemptResult::InDoubt,
            Fate::Failed => AttemptResult::Failed,
            Fate::Later(_) if self.is_given_up(ended, now) => AttemptResult::Failed,
            Fate::Later(_) | Fate::Waits => AttemptResult::Deferred,
        };
        let mut attempt = self.attempt(ended, result);
        attempt.stage = Some(failure.stage);
        attempt.cause = Some(cause.to_owned());
        if let Some(reply) = fault.reply() {
            with_reply(&mut attempt, reply.clone());
        }
        match result {
            AttemptResult::InDoubt => Step::InDoubt { attempt },
            AttemptResult::Failed => Step::Failed { attempt },
            _ => {
                let random = self.shared.outside.random();
                let next = match outcome.message {
                    Fate::Later(Some(clears)) => retry::later(
                        now,
                        SignedDuration::try_from(clears).unwrap_or(SignedDuration::MAX),
                        random,
                    ),
                    Fate::Later(None) => retry::next_try(message.attempts.saturating_add(1), now, random),
                    _ => now,
                };
                // At its deadline it is looked at once more, and told.
                let not_before = message
                    .deadline
                    .map_or(next, |deadline| next.min(deadline.max(now)));
                attempt.next_at = Some(not_before.as_microsecond());
                Step::Deferred { not_before, attempt }
            }
        }
    }

    /// What a failure says, with its account's part noted. `message`: the one that was being sent.
    pub(super) fn judge(&self, failure: &Failure, message: Option<&TakenMessage>, letters: u32) -> Outcome {
        let meaning = self
            .shared
            .outside
            .meanings()
            .explain(self.provider, failure.stage, &failure.fault);
        let own_account = match (&self.leased.route, message) {
            (
                Route::OwnServer {
                    secret: Some(SecretOwner::User(owner)),
                    ..
                },
                Some(message),
            ) => *owner == message.user,
            _ => false,
        };
        let outcome = judge(
            failure,
            &meaning,
            Circumstances {
                relay: self.is_relay(),
                own_account,
                letters,
            },
        );
        if outcome.slower {
            self.verdict.slower();
        }
        if outcome.account == Account::Works {
            self.verdict.works();
        } else {
            self.verdict.hear(outcome.account, self.why(failure));
        }
        outcome
    }

    /// As people are told of the account.
    fn why(&self, failure: &Failure) -> AccountFault {
        // The relay is nobody's to look at.
        let reply = failure.fault.reply().filter(|_| !self.is_relay());
        self.fault(self.cause(failure), failure.stage, reply.map(ToString::to_string))
    }

    fn cause(&self, failure: &Failure) -> &'static str {
        let meanings = self.shared.outside.meanings();
        meanings
            .explain(self.provider, failure.stage, &as_told(&failure.fault))
            .cause
    }

    /// Patience is counted from the first attempt: a slow pace burns no letters.
    fn is_given_up(&self, ended: &Ended<'_>, now: Timestamp) -> bool {
        let first = ended.message.first_attempt_at.unwrap_or(ended.began_at);
        now.duration_since(first) >= self.patience()
    }

    /// After how long a message is given up.
    pub(super) fn patience(&self) -> SignedDuration {
        SignedDuration::try_from(self.shared.pacing.give_up).unwrap_or(SignedDuration::MAX)
    }
}

/// An address that policy refuses is told like one that does not answer, so that nobody learns from here what is inside
/// the operator's network.
fn as_told(fault: &Fault) -> Fault {
    if *fault == Fault::AddressRefused {
        Fault::ConnectTimeout
    } else {
        fault.clone()
    }
}

fn with_reply(attempt: &mut Attempt, reply: Reply) {
    attempt.code = Some(reply.code);
    attempt.enhanced = reply.enhanced;
    attempt.text = Some(reply.text);
}
