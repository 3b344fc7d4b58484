//! MAIL and RCPT: a mail's envelope.

use super::{Machine, State, Step};
use crate::{
    Answer, Recipient, Refused,
    address::{BadRecipient, is_sender},
    command::Path,
    reply,
};
use jiff::Timestamp;

/// An envelope while it is written.
#[derive(Debug, Default)]
pub(super) struct Transaction {
    pub(super) sender: Option<String>,
    pub(super) utf8: bool,
    pub(super) recipients: Vec<Recipient>,
    /// When DATA was said.
    pub(super) received_at: Timestamp,
}

impl Machine {
    pub(super) fn mail(&mut self, rest: &str) -> Option<Step> {
        if self.mails >= self.house.limits.mails {
            self.close(reply::MAILS_ENOUGH);
            return None;
        }
        match self.begun(rest) {
            Ok(transaction) => {
                self.state = State::Asking(transaction);
                Some(Step::MaySend)
            }
            Err(line) => {
                self.refuse(line);
                None
            }
        }
    }

    fn begun(&mut self, rest: &str) -> Result<Transaction, &'static str> {
        if self.greeted.is_none() {
            return Err(reply::HELLO_FIRST);
        }
        if self.transaction.is_some() {
            return Err(reply::MAIL_TWICE);
        }
        let path = Path::parse(rest, "FROM:").ok_or(reply::MAIL_FORM)?;
        let mut transaction = Transaction::default();
        for (keyword, value) in path.parameters() {
            match (keyword.to_ascii_uppercase().as_str(), value) {
                ("SIZE", Some(size)) => self.check_size(size)?,
                ("BODY", Some(body)) if is_one_of(body, &["7BIT", "8BITMIME"]) => {}
                ("SMTPUTF8", None) => transaction.utf8 = true,
                _ => return Err(reply::PARAMETER),
            }
        }
        match path.inside {
            "" => {}
            sender if !transaction.utf8 && !sender.is_ascii() => return Err(reply::NOT_ASCII),
            sender if !is_sender(sender) => return Err(reply::SENDER_FORM),
            sender => transaction.sender = Some(sender.to_owned()),
        }
        Ok(transaction)
    }

    fn check_size(&self, size: &str) -> Result<(), &'static str> {
        // RFC 1870: up to 20 digits.
        if size.is_empty() || size.len() > 20 || !size.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(reply::SIZE_FORM);
        }
        let fits = size
            .parse::<u64>()
            .is_ok_and(|size| size <= self.house.limits.mail as u64);
        if fits {
            return Ok(());
        }
        self.house.metrics.refused(Refused::Size);
        Err(reply::TOO_LARGE)
    }

    pub(super) fn rcpt(&mut self, rest: &str) -> Option<Step> {
        let Some(transaction) = &self.transaction else {
            self.refuse(reply::MAIL_FIRST);
            return None;
        };
        if transaction.recipients.len() >= self.house.limits.recipients {
            self.say(reply::TOO_MANY_RECIPIENTS);
            return None;
        }
        let line = match Path::parse(rest, "TO:") {
            None => reply::RCPT_FORM,
            Some(path) if path.parameters().next().is_some() => reply::PARAMETER,
            Some(path) => match Recipient::parse(path.inside, transaction.utf8, &self.house.domains) {
                Ok(recipient) => {
                    self.state = State::Choosing(recipient.clone());
                    return Some(Step::Recipient(recipient));
                }
                Err(BadRecipient::Form) => reply::ADDRESS_FORM,
                Err(BadRecipient::NotAscii) => reply::NOT_ASCII,
                Err(BadRecipient::Elsewhere) => {
                    self.refuse_recipient(Refused::Relay, reply::RELAY);
                    return None;
                }
            },
        };
        self.refuse(line);
        None
    }

    pub(super) fn choose(&mut self, recipient: Recipient, answer: Answer) {
        match answer {
            Answer::Taken => {
                if let Some(transaction) = &mut self.transaction {
                    transaction.recipients.push(recipient);
                }
                self.say(reply::RECIPIENT_OK);
            }
            Answer::NoSuchMailbox => self.refuse_recipient(Refused::NoSuchMailbox, reply::NO_SUCH_MAILBOX),
            Answer::TryLater => {
                self.house.metrics.refused(Refused::RecipientLater);
                self.say(reply::RECIPIENT_LATER);
            }
        }
    }

    /// Strangers who try names are sent away; our own server only passes on what strangers try.
    fn refuse_recipient(&mut self, reason: Refused, line: &str) {
        self.house.metrics.refused(reason);
        self.say(line);
        if !self.visit.trusted {
            self.count_fault();
        }
    }
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| one.eq_ignore_ascii_case(word))
}
