//! One letter (RFC 5321, section 3.3).

use super::{
    SmtpSession, State,
    journal::{Failure, Journal},
    letter::{Envelope, Letter},
    talk::meaning,
};
use crate::guard::GuardFault;
use model::session::{Detail, Fault, Reply, Stage};
use std::{fmt::Write, time::Duration};
use tokio::time::Instant;

/// The part of a letter that is written together with its end. What fails before it was never a whole letter
/// for the server.
const LAST_PART: usize = 8 * 1024;

impl SmtpSession {
    pub(super) async fn transact(
        &mut self,
        envelope: &Envelope,
        letter: &Letter,
        journal: &mut Journal,
    ) -> Result<Reply, Failure> {
        if self.state != State::Fresh {
            self.talk.guard.refill();
            self.talk.end = Instant::now() + self.talk.deadlines.session;
        }
        if self.state == State::Midway {
            // where it fails, MAIL fails too and says so
            let _ = self.talk.ask("RSET", journal).await;
        }
        let mail = self.mail_command(envelope, letter);
        let mail = mail.map_err(|fault| journal.failed(Stage::MailFrom, fault, Detail::Nothing))?;
        self.state = State::Midway;
        let rcpt = format!("RCPT TO:<{}>", envelope.to);
        if self.offers.has("PIPELINING") {
            self.in_one_flight([&mail, &rcpt, "DATA"], journal).await?;
        } else {
            self.step(&mail, Stage::MailFrom, journal).await?;
            self.step(&rcpt, Stage::RcptTo, journal).await?;
            let said = self
                .talk
                .ask("DATA", journal)
                .await
                .map(|(_, reply)| reply)
                .and_then(go_ahead);
            said.map_err(|fault| journal.failed(Stage::Data, fault, Detail::Nothing))?;
        }
        self.write_letter(letter, journal).await?;
        let reply = self.accepted(journal).await?;
        self.state = State::Done;
        Ok(reply)
    }

    /// MAIL with the parameters that this letter needs and this server knows.
    fn mail_command(&self, envelope: &Envelope, letter: &Letter) -> Result<String, Fault> {
        let eight_bit = self.offers.has("8BITMIME");
        let utf8 = envelope.needs_utf8() || letter.has_utf8_header();
        if (utf8 && !self.offers.has("SMTPUTF8")) || !(letter.is_ascii() || eight_bit || utf8) {
            return Err(Fault::Utf8Missing);
        }
        let size = letter.as_bytes().len();
        if self
            .offers
            .size
            .is_some_and(|most| u64::try_from(size).is_ok_and(|size| size > most))
        {
            return Err(Fault::TooLarge);
        }
        let mut command = format!("MAIL FROM:<{}>", envelope.from);
        if self.offers.size.is_some() {
            // writing to a string does not fail
            let _ = write!(command, " SIZE={size}");
        }
        if !letter.is_ascii() && eight_bit {
            command.push_str(" BODY=8BITMIME");
        }
        if utf8 {
            command.push_str(" SMTPUTF8");
        }
        Ok(command)
    }

    async fn step(&mut self, command: &str, stage: Stage, journal: &mut Journal) -> Result<(), Failure> {
        let said = self
            .talk
            .ask(command, journal)
            .await
            .map(|(_, reply)| reply)
            .and_then(yes);
        said.map(|reply| journal.passed(stage, answer(&reply)))
            .map_err(|fault| journal.failed(stage, fault, Detail::Nothing))
    }

    /// MAIL, RCPT and DATA together (RFC 2920). Every reply is read. Where the server wants the letter
    /// although it refused the recipient, it gets none: a lone dot ends it (section 3.1).
    async fn in_one_flight(&mut self, commands: [&str; 3], journal: &mut Journal) -> Result<(), Failure> {
        for command in commands {
            journal.we_said(command);
        }
        let flight = format!("{}\r\n", commands.join("\r\n"));
        if let Err(fault) = self.talk.say(&flight, journal).await {
            return Err(journal.failed(Stage::MailFrom, fault, Detail::Nothing));
        }
        let wait = self.talk.deadlines.command;
        for (stage, unread) in [(Stage::MailFrom, 2), (Stage::RcptTo, 1)] {
            match self.talk.hear(wait, journal).await.map(|(_, reply)| reply) {
                Ok(reply) => match yes(reply) {
                    Ok(reply) => journal.passed(stage, answer(&reply)),
                    Err(fault) => {
                        let failure = journal.failed(stage, fault, Detail::Nothing);
                        self.land(unread, journal).await;
                        return Err(failure);
                    }
                },
                Err(fault) => return Err(journal.failed(stage, fault, Detail::Nothing)),
            }
        }
        let said = self
            .talk
            .hear(wait, journal)
            .await
            .map(|(_, reply)| reply)
            .and_then(go_ahead);
        said.map_err(|fault| journal.failed(Stage::Data, fault, Detail::Nothing))
    }

    /// Reads what is left of a flight that failed, so that the session can be used again.
    async fn land(&mut self, unread: usize, journal: &mut Journal) {
        let wait = self.talk.deadlines.trickle;
        for _ in 0..unread {
            match self.talk.hear(wait, journal).await {
                Ok((raw, _)) if raw.code == 354 => drop(self.talk.ask(".", journal).await),
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    /// The letter and its end. A fault before the last part is definite: the server never saw the end. One in
    /// the last part is not.
    async fn write_letter(&mut self, letter: &Letter, journal: &mut Journal) -> Result<(), Failure> {
        let wire = letter.on_the_wire();
        journal.we_said(&format!("({} bytes)", letter.as_bytes().len()));
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
        match self.talk.guard.write(last, by).await {
            // it spoke before the end, which was not written then
            Err(fault @ GuardFault::OutOfTurn) => Err(self.not_finished(fault, journal).await),
            // where it hung up, perhaps after an answer: that is read next
            Ok(()) | Err(GuardFault::Closed) => {
                journal.passed(Stage::Data, Detail::Nothing);
                Ok(())
            }
            Err(_) => {
                journal.passed(Stage::Data, Detail::Nothing);
                Err(journal.failed(Stage::Accepted, Fault::InDoubt, Detail::Nothing))
            }
        }
    }

    /// A server that stops reading has perhaps said why.
    async fn not_finished(&mut self, fault: GuardFault, journal: &mut Journal) -> Failure {
        let fault = match self.talk.hear(self.talk.deadlines.trickle, journal).await {
            Ok((_, reply)) if !reply.is_positive() => Fault::Refused(reply),
            _ => meaning(fault),
        };
        journal.failed(Stage::Data, fault, Detail::Nothing)
    }

    /// The answer to the last dot: 250 is yes, 4yz and 5yz are no, everything else leaves it open (RFC 1047).
    async fn accepted(&mut self, journal: &mut Journal) -> Result<Reply, Failure> {
        let fault = match self.talk.hear(self.talk.deadlines.accepted, journal).await {
            Ok((_, reply)) if reply.code == 250 => {
                journal.passed(Stage::Accepted, answer(&reply));
                return Ok(reply);
            }
            Ok((_, reply)) if reply.code >= 400 => Fault::Refused(reply),
            Ok(_) | Err(_) => Fault::InDoubt,
        };
        Err(journal.failed(Stage::Accepted, fault, Detail::Nothing))
    }
}

/// A reply to MAIL or RCPT: 2yz is yes.
fn yes(reply: Reply) -> Result<Reply, Fault> {
    match reply.code {
        200..=299 => Ok(reply),
        300..=399 => Err(Fault::NotSmtp),
        _ => Err(Fault::Refused(reply)),
    }
}

/// The reply to DATA: 354 is yes.
fn go_ahead(reply: Reply) -> Result<(), Fault> {
    match reply.code {
        354 => Ok(()),
        200..=399 => Err(Fault::NotSmtp),
        _ => Err(Fault::Refused(reply)),
    }
}

fn answer(reply: &Reply) -> Detail {
    Detail::Answer {
        text: reply.to_string(),
    }
}
