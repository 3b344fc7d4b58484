//! DATA, and what becomes of the mail.

use super::{Machine, State, Step, envelope::Transaction};
use crate::{
    Delivered, Mail, Protocol, Refusal, Refused,
    body::{Body, Bounds, Fault, Progress},
    budget::Held,
    received::{Trace, passed},
    reply,
};
use jiff::Timestamp;

/// As many servers as a mail may have passed (RFC 5321, 6.3 asks for at least 100 where nothing else is known; our
/// mailboxes are addressed directly, a handful is usual).
const MOST_PASSED: usize = 50;

/// What is known of a mail that was handed over.
#[derive(Debug)]
pub(super) struct Handed {
    recipients: usize,
    bytes: usize,
    /// Its room in memory, until it is kept or refused.
    held: Held,
}

impl Machine {
    pub(super) fn data(&mut self, now: Timestamp) {
        let Some(mut transaction) = self.transaction.take() else {
            return self.refuse(reply::MAIL_FIRST);
        };
        if transaction.recipients.is_empty() {
            self.transaction = Some(transaction);
            // RFC 2033, 4.2 has a code of its own.
            return self.refuse(match self.visit.protocol {
                Protocol::Smtp => reply::NO_RECIPIENTS,
                Protocol::Lmtp => reply::NO_RECIPIENTS_LMTP,
            });
        }
        self.mails += 1;
        transaction.received_at = now;
        let header = self.header(&transaction);
        let limits = &self.house.limits;
        let bounds = Bounds {
            mail: limits.mail,
            line: limits.data_line,
            read: limits.mail.saturating_add(limits.thrown_away),
        };
        let Some(body) = Body::beginning(&header, self.house.budget.held(), bounds) else {
            self.house.metrics.refused(Refused::Memory);
            return self.say(reply::NO_ROOM);
        };
        self.transaction = Some(transaction);
        self.state = State::Data(Box::new(body));
        self.say(reply::GO_AHEAD);
    }

    fn header(&self, transaction: &Transaction) -> String {
        let (helo, extended) = self.helo();
        let trace = Trace {
            helo,
            peer: self.visit.peer,
            by: &self.house.host_name,
            protocol: self.visit.protocol,
            extended,
            tls: self.tls,
            utf8: transaction.utf8,
            at: transaction.received_at,
        };
        trace.header()
    }

    fn helo(&self) -> (&str, bool) {
        self.greeted
            .as_ref()
            .map_or(("unknown", false), |(name, extended)| (name.as_str(), *extended))
    }

    /// Reads on in a mail; `None` where a command is next.
    pub(super) fn read_mail(&mut self) -> Option<Step> {
        let State::Data(body) = &mut self.state else {
            return None;
        };
        let (used, progress) = body.take(&self.input[self.used..]);
        self.used += used;
        if progress == Progress::More {
            return Some(Step::Read);
        }
        let State::Data(body) = std::mem::replace(&mut self.state, State::Command) else {
            return None;
        };
        let transaction = self.transaction.take().unwrap_or_default();
        let recipients = transaction.recipients.len();
        match body.finish() {
            Ok((raw, ..)) if progress == Progress::Endless => {
                drop(raw);
                self.end_unkept(recipients, Fault::TooLarge);
            }
            Ok((raw, _, own)) if passed(&raw[own..]) > MOST_PASSED => {
                self.house.metrics.refused(Refused::Loop);
                self.refuse_mail(recipients, reply::LOOP);
            }
            Ok((raw, held, own)) => return Some(self.hand_over(transaction, raw, held, own)),
            Err(fault) => self.end_unkept(recipients, fault),
        }
        if progress == Progress::Endless {
            // In the middle of a mail: what comes next is no command.
            self.state = State::Closed;
        }
        None
    }

    fn hand_over(&mut self, transaction: Transaction, raw: Vec<u8>, held: Held, own_header: usize) -> Step {
        self.state = State::Handing(Handed {
            recipients: transaction.recipients.len(),
            bytes: raw.len(),
            held,
        });
        Step::Mail(Box::new(Mail {
            envelope_sender: transaction.sender,
            recipients: transaction.recipients,
            raw,
            own_header,
            peer: self.visit.peer,
            helo: self.helo().0.to_owned(),
            protocol: self.visit.protocol,
            tls: self.tls,
            utf8: transaction.utf8,
            received_at: transaction.received_at,
        }))
    }

    pub(super) fn conclude(&mut self, handed: Handed, delivered: Delivered) {
        let Handed {
            recipients,
            bytes,
            held,
        } = handed;
        drop(held);
        let metrics = &self.house.metrics;
        let line = match delivered {
            Delivered::Kept => {
                metrics.kept(bytes);
                (self.faults, self.commands) = (0, 0);
                return self.say_for_each(recipients, reply::KEPT);
            }
            Delivered::TryLater => {
                metrics.refused(Refused::MailLater);
                return self.say_for_each(recipients, reply::MAIL_LATER);
            }
            Delivered::Refused(Refusal::Policy) => reply::POLICY,
            Delivered::Refused(Refusal::Content) => reply::CONTENT,
            Delivered::Refused(Refusal::Loop) => reply::LOOP,
        };
        metrics.refused(Refused::Reception);
        self.refuse_mail(recipients, line);
    }

    fn end_unkept(&mut self, recipients: usize, fault: Fault) {
        let (reason, line) = match fault {
            Fault::BareNewline => (Refused::BareNewline, reply::BARE_NEWLINE),
            Fault::Line => (Refused::Size, reply::DATA_LINE),
            Fault::TooLarge => (Refused::Size, reply::TOO_LARGE),
            Fault::NoRoom => (Refused::Memory, reply::NO_ROOM),
        };
        self.house.metrics.refused(reason);
        if fault == Fault::NoRoom {
            self.say_for_each(recipients, line);
        } else {
            self.refuse_mail(recipients, line);
        }
    }

    /// A mail is refused for good: one error, however many answers it has.
    fn refuse_mail(&mut self, recipients: usize, line: &str) {
        self.say_for_each(recipients, line);
        self.count_fault();
    }

    /// LMTP answers for each recipient (RFC 2033, 4.2).
    fn say_for_each(&mut self, recipients: usize, line: &str) {
        let answers = match self.visit.protocol {
            Protocol::Smtp => 1,
            Protocol::Lmtp => recipients,
        };
        for _ in 0..answers {
            self.say(line);
        }
    }
}
