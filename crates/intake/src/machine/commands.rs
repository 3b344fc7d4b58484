//! Commands but those of a mail.

use super::{Machine, State, Step};
use crate::{
    Protocol, Refused,
    command::{Command, Hello},
    received, reply,
};
use jiff::Timestamp;

impl Machine {
    /// Obeys the next command; `None` where there may be another.
    pub(super) fn obey_next(&mut self, now: Timestamp) -> Option<Step> {
        if self.stopping {
            self.close(reply::STOPPING);
            return None;
        }
        let most = self.house.limits.command_line;
        let unread = self.unread();
        let Some(end) = unread.iter().take(most).position(|&byte| byte == b'\n') else {
            if unread.len() < most {
                return Some(Step::Read);
            }
            self.close_for_errors(reply::LINE_TOO_LONG);
            return None;
        };
        let line = unread[..end].to_vec();
        self.used += end + 1;
        // RFC 5321, 2.3.8. Whoever sends such a line does not agree with us on where lines end: nothing of what comes
        // after it can be trusted to be a command.
        let Some(line) = line.strip_suffix(b"\r").filter(|line| !line.contains(&b'\r')) else {
            self.close_for_errors(reply::LINE_END);
            return None;
        };
        self.commands += 1;
        if self.commands > self.house.limits.commands {
            self.close_for_errors(reply::COMMANDS);
            return None;
        }
        match std::str::from_utf8(line) {
            Ok(line) if !line.contains('\0') => self.obey(line, now),
            _ => {
                self.refuse(reply::NOT_UTF8);
                None
            }
        }
    }

    fn close_for_errors(&mut self, line: &str) {
        self.house.metrics.refused(Refused::Errors);
        self.close(line);
    }

    fn obey(&mut self, line: &str, now: Timestamp) -> Option<Step> {
        match Command::parse(line) {
            Command::Mail(rest) => return self.mail(rest),
            Command::Rcpt(rest) => return self.rcpt(rest),
            Command::StartTls => return self.start_tls(),
            Command::Data => self.data(now),
            Command::Hello(word, name) => self.hello(word, name),
            Command::Reset => {
                self.transaction = None;
                self.say(reply::OK);
            }
            Command::Nothing => self.say(reply::OK),
            Command::Verify => self.say(reply::VERIFY),
            Command::Help => self.say(reply::HELP),
            Command::Quit => self.close(reply::BYE),
            Command::Argument => self.refuse(reply::NO_ARGUMENT),
            Command::NotOffered => self.refuse(reply::NOT_OFFERED),
            Command::Unknown => self.refuse(reply::NOT_A_COMMAND),
        }
        None
    }

    fn hello(&mut self, word: Hello, name: &str) {
        let is_ours = match self.visit.protocol {
            Protocol::Smtp => word != Hello::Lhlo,
            // RFC 2033, 4.1: lest somebody takes it for a mail server.
            Protocol::Lmtp => word == Hello::Lhlo,
        };
        if !is_ours {
            return self.refuse(reply::NOT_HERE);
        }
        if name.is_empty() || name.contains(char::is_whitespace) {
            return self.refuse(reply::NAME_MISSING);
        }
        let extended = word != Hello::Helo;
        self.greeted = Some((received::cleaned(name), extended));
        self.transaction = None;
        let host = self.house.host_name.to_string();
        if !extended {
            return self.say(&format!("250 {host}"));
        }
        let size = format!("SIZE {}", self.house.limits.mail);
        let mut lines = vec![host.as_str(), "PIPELINING", &size, "8BITMIME", "SMTPUTF8"];
        if self.offers_tls() {
            lines.push("STARTTLS");
        }
        for line in lines {
            self.say(&format!("250-{line}"));
        }
        self.say("250 ENHANCEDSTATUSCODES");
    }

    fn offers_tls(&self) -> bool {
        self.visit.offers_tls && !self.tls
    }

    fn start_tls(&mut self) -> Option<Step> {
        if !self.offers_tls() {
            self.refuse(reply::NOT_OFFERED);
            return None;
        }
        self.say(reply::START_TLS);
        self.state = State::Encrypting;
        Some(Step::StartTls)
    }
}
