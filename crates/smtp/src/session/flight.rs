//! MAIL, RCPT and DATA: together where PIPELINING is offered (RFC 2920), else one after the other.

use super::{
    SmtpSession, State,
    journal::Journal,
    letter::{Envelope, Letter},
    outcome::Unsent,
};
use crate::guard::RawReply;
use model::session::{Detail, Fault, Stage};
use std::fmt::Write;

/// A letter that did not get through, and how it left the session.
pub(super) struct Stopped {
    pub stage: Stage,
    pub why: Unsent,
    pub after: State,
}

impl Stopped {
    /// What a fault means before the letter's last part left: a refusal is the letter's, everything else is the
    /// session's end, 421 too (RFC 5321, section 3.8). `after`: how a refusal leaves the session.
    pub fn at(stage: Stage, fault: Fault, after: State, journal: &mut Journal) -> Self {
        let fault = journal.failed(stage, fault, Detail::Nothing).fault;
        let (why, after) = match fault {
            Fault::Refused(reply) if reply.code != 421 => (Unsent::Refused(reply), after),
            fault => (Unsent::SessionLost(fault), State::Over),
        };
        Self { stage, why, after }
    }

    /// The same where a refusal is the session's end too.
    fn with_session(stage: Stage, fault: Fault, journal: &mut Journal) -> Self {
        Self {
            stage,
            why: Unsent::SessionLost(journal.failed(stage, fault, Detail::Nothing).fault),
            after: State::Over,
        }
    }
}

/// The commands of one transaction, each with its CRLF.
pub(super) struct Flight {
    text: String,
    /// RSET stands in front.
    resets: bool,
}

impl Flight {
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split_inclusive("\r\n")
    }
}

impl SmtpSession {
    /// The commands with the parameters that this letter needs and this server knows. `resets`: the transaction
    /// before was left open.
    ///
    /// # Errors
    /// What the letter needs and the server does not offer.
    pub(super) fn flight(&self, envelope: &Envelope, letter: &Letter, resets: bool) -> Result<Flight, Fault> {
        let eight_bit = self.offers.has("8BITMIME");
        let utf8 = envelope.needs_utf8() || letter.has_utf8_header();
        if (utf8 && !self.offers.has("SMTPUTF8")) || !(letter.is_ascii() || eight_bit || utf8) {
            return Err(Fault::Utf8Missing);
        }
        let size = letter.as_bytes().len();
        let too_large = |most| u64::try_from(size).is_ok_and(|size| size > most);
        if self.offers.size.is_some_and(too_large) {
            return Err(Fault::TooLarge);
        }
        let mut text = String::with_capacity(256);
        if resets {
            text.push_str("RSET\r\n");
        }
        // writing to a string does not fail
        let _ = write!(text, "MAIL FROM:<{}>", envelope.from);
        if self.offers.size.is_some() {
            let _ = write!(text, " SIZE={size}");
        }
        if !letter.is_ascii() && eight_bit {
            text.push_str(" BODY=8BITMIME");
        }
        if utf8 {
            text.push_str(" SMTPUTF8");
        }
        let id = envelope.id.as_ref().filter(|_| self.offers.has("DSN"));
        if let Some(id) = id {
            let _ = write!(text, " RET=HDRS ENVID={id}");
        }
        let _ = write!(text, "\r\nRCPT TO:<{}>", envelope.to);
        if id.is_some() {
            text.push_str(" NOTIFY=FAILURE,DELAY");
        }
        text.push_str("\r\nDATA\r\n");
        Ok(Flight { text, resets })
    }

    /// Says the commands up to the answer 354.
    pub(super) async fn fly(&mut self, flight: &Flight, journal: &mut Journal) -> Result<(), Stopped> {
        let together = self.offers.has("PIPELINING");
        if together {
            for line in flight.lines() {
                journal.we_said(line);
            }
            if let Err(fault) = self.talk.say(&flight.text, journal).await {
                return Err(Stopped::with_session(Stage::MailFrom, fault, journal));
            }
        }
        let mut lines = flight.lines();
        if flight.resets {
            let line = lines.next().unwrap_or_default();
            let reset = self.answer_to(line, together, journal).await;
            let reset = reset.and_then(|raw| judge(Stage::MailFrom, raw, journal));
            // a refusal is the session's and not the letter's, as would be that of the MAIL behind it
            reset.map_err(|fault| Stopped::with_session(Stage::MailFrom, fault, journal))?;
        }
        for (stage, unread) in [(Stage::MailFrom, 2), (Stage::RcptTo, 1), (Stage::Data, 0)] {
            let line = lines.next().unwrap_or_default();
            let said = self.answer_to(line, together, journal).await;
            match said.and_then(|raw| judge(stage, raw, journal)) {
                Ok(raw) if stage != Stage::Data => journal.answered(stage, &raw),
                Ok(_) => {}
                Err(fault) => {
                    // a refused MAIL has begun nothing that RSET would have to end
                    let open = if stage == Stage::MailFrom {
                        State::Done
                    } else {
                        State::Open
                    };
                    let mut stopped = Stopped::at(stage, fault, open, journal);
                    if together && stopped.after != State::Over {
                        stopped.after = self.land(unread, open, journal).await;
                    }
                    return Err(stopped);
                }
            }
        }
        Ok(())
    }

    /// The reply to a command, which was said before where all were said `together`.
    async fn answer_to(
        &mut self,
        line: &str,
        together: bool,
        journal: &mut Journal,
    ) -> Result<RawReply, Fault> {
        if !together {
            journal.we_said(line);
            self.talk.say(line, journal).await?;
        }
        self.talk.hear(self.talk.deadlines.command, journal).await
    }

    /// Reads what is left of a flight that was refused, so that the session can be used again, and tells how it is
    /// then. Where the server wants the letter although it refused the recipient, it gets none: a lone dot ends it
    /// (RFC 2920, section 3.1).
    async fn land(&mut self, unread: usize, refused: State, journal: &mut Journal) -> State {
        let wait = self.talk.deadlines.trickle;
        let mut after = refused;
        for _ in 0..unread {
            after = match self.talk.hear(wait, journal).await.map(|raw| raw.code) {
                Ok(354) => match self.talk.ask(".", journal).await {
                    Ok(raw) if raw.code != 421 => State::Done,
                    Ok(_) | Err(_) => State::Over,
                },
                Ok(421) | Err(_) => State::Over,
                // a recipient that was taken without a sender
                Ok(200..=299) => State::Open,
                Ok(_) => after,
            };
            if after == State::Over {
                break;
            }
        }
        after
    }
}

/// Whether a reply is the yes that this stage waits for: 354 to DATA, 2yz to MAIL and RCPT.
fn judge(stage: Stage, raw: RawReply, journal: &Journal) -> Result<RawReply, Fault> {
    let yes = match stage {
        Stage::Data => raw.code == 354,
        _ => matches!(raw.code, 200..=299),
    };
    match raw.code {
        _ if yes => Ok(raw),
        200..=399 => Err(Fault::NotSmtp),
        _ => Err(Fault::Refused(journal.reply(&raw))),
    }
}
