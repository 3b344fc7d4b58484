//! One letter (RFC 5321, section 3.3).

use super::{
    SmtpSession, State,
    flight::{Flight, Stopped},
    journal::Journal,
    letter::{Envelope, Letter},
    outcome::{SendFailure, Unsent},
    talk::meaning,
};
use crate::guard::GuardFault;
use model::session::{Detail, Fault, Reply, Stage};
use std::time::Duration;
use tokio::time::Instant;

/// The part of a letter that is written together with its end. What fails before it was never a whole letter
/// for the server.
const LAST_PART: usize = 8 * 1024;

impl SmtpSession {
    pub(super) async fn transact(
        &mut self,
        envelope: &Envelope,
        letter: &Letter,
        allowed: impl Future<Output = bool>,
        journal: &mut Journal,
    ) -> Result<Reply, SendFailure> {
        // whoever drops this future half-way leaves a session that nobody may use
        let before = std::mem::replace(&mut self.state, State::Over);
        let (result, begun) = match self.prepare(before, envelope, letter, journal) {
            Ok(flight) => {
                let (landed, begun) = tokio::join!(self.fly(&flight, journal), allowed);
                match landed {
                    Ok(()) if begun => (self.hand_over(letter, journal).await, begun),
                    Ok(()) => (Err(withheld()), begun),
                    Err(stopped) => (Err(stopped), begun),
                }
            }
            // what was committed for this letter is known also where nothing was said
            Err(stopped) => (Err(stopped), allowed.await),
        };
        self.state = match &result {
            Ok(_) => State::Done,
            Err(stopped) => stopped.after,
        };
        if self.state == State::Over {
            self.give_up();
        }
        if result.is_ok() {
            self.sent = self.sent.saturating_add(1);
        }
        result.map_err(|Stopped { stage, why, .. }| SendFailure { stage, why, begun })
    }

    fn prepare(
        &mut self,
        before: State,
        envelope: &Envelope,
        letter: &Letter,
        journal: &mut Journal,
    ) -> Result<Flight, Stopped> {
        if before == State::Over {
            return Err(Stopped::at(Stage::MailFrom, Fault::Closed, State::Over, journal));
        }
        let flight = self.flight(envelope, letter, before == State::Open);
        let flight = flight.map_err(|fault| Stopped {
            stage: Stage::MailFrom,
            why: Unsent::Unfit(journal.failed(Stage::MailFrom, fault, Detail::Nothing).fault),
            after: before,
        })?;
        if before != State::Fresh {
            self.talk.guard.refill();
            self.talk.end = Instant::now() + self.talk.deadlines.session;
        }
        self.begun = self.begun.saturating_add(1);
        Ok(flight)
    }

    /// The letter, and the answer to it.
    async fn hand_over(&mut self, letter: &Letter, journal: &mut Journal) -> Result<Reply, Stopped> {
        self.write_letter(letter, journal).await?;
        #[cfg(feature = "failpoints")]
        fail::fail_point!("after-dot", |_| std::process::abort());
        self.accepted(journal).await
    }

    /// The letter and its end. A fault before the last part is definite: the server never saw the end. One in
    /// the last part is not.
    async fn write_letter(&mut self, letter: &Letter, journal: &mut Journal) -> Result<(), Stopped> {
        let wire = letter.on_the_wire();
        journal.we_said(format_args!("({} bytes)", letter.as_bytes().len()));
        let (first, last) = wire.split_at(wire.len().saturating_sub(LAST_PART));
        let kib = u64::try_from(wire.len() / 1024).unwrap_or(u64::MAX);
        let by = self
            .talk
            .by(self.talk.deadlines.write.saturating_add(Duration::from_secs(kib)));
        if !first.is_empty()
            && let Err(fault) = self.talk.guard.write(first, by).await
        {
            return Err(self.not_finished(fault, journal).await);
        }
        #[cfg(feature = "failpoints")]
        fail::fail_point!("in-body", |_| std::process::abort());
        match self.talk.guard.write(last, by).await {
            // it spoke or went before the end, which was not written then
            Err(fault @ (GuardFault::OutOfTurn | GuardFault::HungUp)) => {
                Err(self.not_finished(fault, journal).await)
            }
            // where it hung up, perhaps after an answer: that is read next
            Ok(()) | Err(GuardFault::Closed) => {
                journal.passed(Stage::Data, Detail::Nothing);
                Ok(())
            }
            Err(_) => {
                journal.passed(Stage::Data, Detail::Nothing);
                Err(in_doubt(journal))
            }
        }
    }

    /// A server that stops reading has perhaps said why.
    async fn not_finished(&mut self, fault: GuardFault, journal: &mut Journal) -> Stopped {
        let fault = match self.talk.hear(self.talk.deadlines.trickle, journal).await {
            Ok(raw) if raw.code >= 400 => Fault::Refused(journal.reply(&raw)),
            _ => meaning(fault),
        };
        Stopped::at(Stage::Data, fault, State::Over, journal)
    }

    /// The answer to the last dot: 250 is yes, 4yz and 5yz are no, everything else leaves it open (RFC 1047).
    async fn accepted(&mut self, journal: &mut Journal) -> Result<Reply, Stopped> {
        let raw = match self.talk.hear(self.talk.deadlines.accepted, journal).await {
            Ok(raw) if raw.code == 250 || raw.code >= 400 => raw,
            Ok(_) | Err(_) => return Err(in_doubt(journal)),
        };
        if raw.code == 250 {
            journal.answered(Stage::Accepted, &raw);
            return Ok(journal.reply(&raw));
        }
        let reply = journal.reply(&raw);
        journal.failed(Stage::Accepted, Fault::Refused(reply.clone()), Detail::Nothing);
        // 421 here is an answer to the letter too, and the session's end
        let after = if raw.code == 421 { State::Over } else { State::Done };
        Err(Stopped {
            stage: Stage::Accepted,
            why: Unsent::Refused(reply),
            after,
        })
    }
}

fn withheld() -> Stopped {
    Stopped {
        stage: Stage::Data,
        why: Unsent::Withheld,
        after: State::Over,
    }
}

fn in_doubt(journal: &mut Journal) -> Stopped {
    journal.failed(Stage::Accepted, Fault::InDoubt, Detail::Nothing);
    Stopped {
        stage: Stage::Accepted,
        why: Unsent::InDoubt,
        after: State::Over,
    }
}
