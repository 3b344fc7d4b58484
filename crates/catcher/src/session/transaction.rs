//! MAIL, RCPT and DATA: one letter.

use tracing::debug;

use super::Session;
use super::envelope::path;
use crate::wire::Over;
use crate::{Behaviour, Letter, Security, SignIn, Stage};

/// A letter's envelope while it is written.
pub(super) struct Transaction {
    from: String,
    to: Vec<String>,
    utf8: bool,
}

impl Transaction {
    pub(super) fn sender(&self) -> &str {
        &self.from
    }
}

const NO_UTF8: &str = "553 5.6.7 Address is not ASCII, and SMTPUTF8 was not asked for";

impl Session<'_> {
    pub(super) fn mail(&mut self, rest: &str) -> Result<(), Over> {
        if !self.greeted {
            return self.answer("503 5.5.1 EHLO first");
        }
        if self.transaction.is_some() {
            return self.answer("503 5.5.1 Nested MAIL command");
        }
        if let Some(reply) = self.refusal(Stage::Mail, "") {
            return self.answer(&reply);
        }
        if let Some(reply) = self.sign_in_missing() {
            return self.answer(reply);
        }
        let Some(path) = path(rest, "FROM:") else {
            return self.answer("501 5.5.4 Syntax: MAIL FROM:<address>");
        };
        let mut utf8 = false;
        for (keyword, value) in path.parameters {
            match (keyword.to_ascii_uppercase().as_str(), value) {
                ("SIZE", Some(size)) => match size.parse::<u64>() {
                    Ok(size) if size > self.shared.config.limits.letter as u64 => {
                        return self.answer("552 5.3.4 Letter is larger than allowed");
                    }
                    Ok(_) => {}
                    Err(_) => return self.answer("501 5.5.4 SIZE is a number"),
                },
                ("BODY", Some("7BIT" | "8BITMIME")) | ("AUTH", Some(_)) => {}
                ("SMTPUTF8", None) => utf8 = true,
                _ => return self.answer("555 5.5.4 Unsupported parameter"),
            }
        }
        if !utf8 && !path.address.is_ascii() {
            return self.answer(NO_UTF8);
        }
        self.transaction = Some(Transaction {
            from: path.address.to_owned(),
            to: Vec::new(),
            utf8,
        });
        self.answer("250 2.1.0 Ok")
    }

    fn sign_in_missing(&self) -> Option<&'static str> {
        let optional = self.shared.config.sign_in == SignIn::Optional;
        if self.user.is_some() || optional || self.shared.behaviour() == Behaviour::NoAuth {
            return None;
        }
        if self.security == Security::StartTls && !self.offers_auth() {
            return Some("530 5.7.0 Must issue a STARTTLS command first");
        }
        Some("530 5.7.0 Authentication required")
    }

    pub(super) fn rcpt(&mut self, rest: &str) -> Result<(), Over> {
        let most = self.shared.config.limits.recipients;
        let Some(transaction) = &self.transaction else {
            return self.answer("503 5.5.1 MAIL first");
        };
        if transaction.to.len() >= most {
            return self.answer("452 4.5.3 Too many recipients");
        }
        let utf8 = transaction.utf8;
        let address = match path(rest, "TO:") {
            Some(path) if !path.parameters.is_empty() => {
                return self.answer("555 5.5.4 Unsupported parameter");
            }
            Some(path) if !path.address.is_empty() => path.address,
            _ => return self.answer("501 5.5.4 Syntax: RCPT TO:<address>"),
        };
        if !utf8 && !address.is_ascii() {
            return self.answer(NO_UTF8);
        }
        if let Some(reply) = self.refusal(Stage::Rcpt, address) {
            return self.answer(&reply);
        }
        if let Some(transaction) = &mut self.transaction {
            transaction.to.push(address.to_owned());
        }
        self.answer("250 2.1.5 Ok")
    }

    pub(super) async fn data(&mut self, rest: &str) -> Result<(), Over> {
        if !rest.is_empty() {
            return self.answer("501 5.5.4 DATA takes no parameters");
        }
        match &self.transaction {
            None => return self.answer("503 5.5.1 MAIL first"),
            Some(transaction) if transaction.to.is_empty() => {
                return self.answer("554 5.5.1 No valid recipients");
            }
            Some(_) => {}
        }
        self.wire.say("354 End data with <CR><LF>.<CR><LF>");
        // Whether pipelined or not, the letter may only come after the 354 (RFC 2920, 3.1).
        self.wire.flush().await?;
        let letter = self.wire.letter(self.shared.config.limits.letter).await?;
        let refusal = self.refusal(Stage::Dot, "");
        let Some(transaction) = self.transaction.take() else {
            return Err(Over::Done);
        };
        if letter.bare_newline {
            return self.answer("550 5.6.11 Bare newlines are illegal");
        }
        if letter.too_large {
            return self.answer("552 5.3.4 Letter is larger than allowed");
        }
        if let Some(reply) = refusal {
            return self.answer(&reply);
        }
        let id = self.keep(transaction, letter.bytes);
        self.faults = 0;
        if self.shared.behaviour() == Behaviour::DropAfterData {
            return Err(Over::Done);
        }
        self.answer(&format!("250 2.0.0 Ok: caught as {id}"))
    }

    fn keep(&self, transaction: Transaction, bytes: Vec<u8>) -> u64 {
        let letter = Letter {
            id: 0,
            received_at: (self.shared.config.clock)(),
            envelope_from: transaction.from,
            envelope_to: transaction.to,
            user_name: self.user.clone(),
            tls: self.tls.clone(),
            bytes,
        };
        let mut id = 0;
        self.shared.inbox.send_modify(|inbox| id = inbox.keep(letter));
        debug!(id, "letter caught");
        id
    }
}
