//! One client's conversation.

use super::{
    Shared, letter,
    manner::{Cut, Fate, Manner},
    wire::Wire,
};
use std::{io, sync::Arc};
use tokio::io::{AsyncRead, AsyncWrite};

pub(super) struct Conversation<'a, S> {
    shared: &'a Shared,
    wire: Wire<S>,
    /// Whether it is as safe as this door gets: STARTTLS is not offered (any more).
    settled: bool,
    recipients: Vec<(String, Fate)>,
    manner: Arc<Manner>,
}

/// What comes next.
enum Next {
    GoOn,
    StartTls,
    End,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Conversation<'a, S> {
    pub(super) fn new(stream: S, shared: &'a Shared, settled: bool) -> Self {
        Self {
            shared,
            wire: Wire::new(stream),
            settled,
            recipients: Vec::new(),
            manner: shared.manner(),
        }
    }

    /// Holds it to its end, or up to STARTTLS: then the stream is given back.
    pub(super) async fn hold(mut self, greet: bool) -> io::Result<Option<S>> {
        if greet {
            self.shared.count.connected();
            self.wire.say("220 tally ESMTP");
        }
        loop {
            let line = self.wire.line(&self.manner).await?;
            match self.obey(&line).await? {
                Next::GoOn => {}
                Next::StartTls => {
                    self.wire.flush(&self.manner).await?;
                    return Ok(Some(self.wire.stream));
                }
                Next::End => {
                    self.wire.flush(&self.manner).await?;
                    return Ok(None);
                }
            }
        }
    }

    async fn obey(&mut self, line: &str) -> io::Result<Next> {
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                let starttls = if self.settled { "" } else { "250-STARTTLS\r\n" };
                self.wire.say(&format!(
                    "250-tally\r\n250-PIPELINING\r\n250-SIZE 50000000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n\
                     250-ENHANCEDSTATUSCODES\r\n{starttls}250 AUTH PLAIN LOGIN"
                ));
            }
            "HELO" => self.wire.say("250 tally"),
            "STARTTLS" if !self.settled => {
                self.wire.say("220 2.0.0 Go ahead");
                return Ok(Next::StartTls);
            }
            "AUTH" => self.sign_in(line).await?,
            "MAIL" => {
                self.manner = self.shared.manner();
                self.recipients.clear();
                self.wire.say("250 2.1.0 Ok");
            }
            "RCPT" => self.rcpt(line),
            "DATA" => return self.data().await,
            "RSET" => {
                self.recipients.clear();
                self.wire.say("250 2.0.0 Ok");
            }
            "NOOP" => self.wire.say("250 2.0.0 Ok"),
            "QUIT" => {
                self.wire.say("221 2.0.0 Bye");
                return Ok(Next::End);
            }
            _ => self.wire.say("500 5.5.2 Command not recognized"),
        }
        Ok(Next::GoOn)
    }

    /// Lets everybody in: PLAIN and LOGIN, with and without the first answer in the command.
    async fn sign_in(&mut self, line: &str) -> io::Result<()> {
        let mut words = line.split_ascii_whitespace().skip(1);
        let is_login = words.next().is_some_and(|way| way.eq_ignore_ascii_case("LOGIN"));
        let asked = match (is_login, words.next()) {
            (true, None) => &["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"][..],
            (true, Some(_)) => &["334 UGFzc3dvcmQ6"],
            (false, None) => &["334 "],
            (false, Some(_)) => &[],
        };
        for question in asked {
            self.wire.say(question);
            self.wire.line(&self.manner).await?;
        }
        self.wire.say("235 2.7.0 Welcome");
        Ok(())
    }

    fn rcpt(&mut self, line: &str) {
        let address = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        let Some((address, _)) = address else {
            return self.wire.say("501 5.5.4 RCPT TO:<address>");
        };
        let tries = self.shared.count.tried(address);
        match self.manner.fate(address, tries) {
            Fate::RefusedAtRcpt(code) => self.wire.say(&refusal(code)),
            fate => {
                self.recipients.push((address.to_owned(), fate));
                self.wire.say("250 2.1.5 Ok");
            }
        }
    }

    async fn data(&mut self) -> io::Result<Next> {
        if self.recipients.is_empty() {
            self.wire.say("554 5.5.1 No recipients");
            return Ok(Next::GoOn);
        }
        self.wire.say("354 End with a dot");
        // Several recipients of one transaction share the fate of the first one that has any.
        let fates = self.recipients.iter().map(|(_, fate)| *fate);
        let fate = fates
            .into_iter()
            .find(|fate| *fate != Fate::Taken)
            .unwrap_or(Fate::Taken);
        let mut looked_at = 0;
        let end = loop {
            if let Some(end) = letter::end(self.wire.unread(), looked_at) {
                break end;
            }
            looked_at = self.wire.unread().len();
            if fate == Fate::Cut(Cut::InContent) && looked_at > 0 {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            self.wire.more(&self.manner).await?;
        };
        let next = match fate {
            Fate::Taken | Fate::Cut(Cut::Taken | Cut::Answered) => {
                let content = &self.wire.unread()[..end];
                let id = letter::message_id(content);
                for (recipient, _) in &self.recipients {
                    self.shared.count.taken(recipient, id, end);
                }
                self.wire.take(end);
                if fate == Fate::Cut(Cut::Taken) {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                self.wire.say("250 2.0.0 Ok");
                if fate == Fate::Taken {
                    Next::GoOn
                } else {
                    Next::End
                }
            }
            Fate::Cut(Cut::InContent | Cut::Lost) => return Err(io::ErrorKind::ConnectionAborted.into()),
            Fate::RefusedAtRcpt(code) | Fate::RefusedAtDot(code) => {
                self.wire.take(end);
                self.wire.say(&refusal(code));
                Next::GoOn
            }
        };
        self.recipients.clear();
        Ok(next)
    }
}

fn refusal(code: u16) -> String {
    if code < 500 {
        format!("{code} 4.3.0 Not now, please try again later")
    } else {
        format!("{code} 5.1.1 No such user here")
    }
}
