//! One client's conversation (RFC 5321).

mod envelope;
mod sign_in;
mod transaction;
pub(crate) mod unstuff;

use std::sync::Arc;

use rustls::ServerConfig;
use tokio::sync::watch;
use tracing::debug;

use crate::wire::{Line, Over, Wire};
use crate::{Behaviour, Config, Inbox, Security, Stage};
use transaction::Transaction;

/// What all conversations of a catcher share.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    pub(crate) behaviour: watch::Sender<Behaviour>,
    pub(crate) inbox: watch::Sender<Inbox>,
    pub(crate) stopping: watch::Sender<bool>,
}

impl Shared {
    /// How to answer now; it can change between two commands.
    fn behaviour(&self) -> Behaviour {
        *self.behaviour.borrow()
    }
}

pub(crate) struct Session<'a> {
    shared: &'a Shared,
    wire: Wire,
    security: Security,
    greeted: bool,
    tls: Option<String>,
    user: Option<String>,
    transaction: Option<Transaction>,
    faults: u32,
}

impl<'a> Session<'a> {
    pub(crate) fn new(shared: &'a Shared, wire: Wire, security: Security) -> Self {
        Self {
            shared,
            wire,
            security,
            greeted: false,
            tls: None,
            user: None,
            transaction: None,
            faults: 0,
        }
    }

    /// Holds the conversation to its end.
    pub(crate) async fn hold(mut self) {
        let over = self.converse().await.err().unwrap_or(Over::Done);
        match over {
            Over::TimedOut => self.wire.say("421 4.4.2 Timeout, closing connection"),
            Over::Stopping => self.wire.say("421 4.3.2 Stopping, closing connection"),
            Over::Gone | Over::Done => {}
        }
        debug!(?over, "conversation ended");
        self.wire.close().await;
    }

    async fn converse(&mut self) -> Result<(), Over> {
        if self.shared.behaviour() == Behaviour::Silent {
            return Err(self.wire.ignore().await);
        }
        if self.security == Security::Tls {
            self.start_tls().await?;
        }
        self.wire
            .say(&format!("220 {} ESMTP", self.shared.config.host_name));
        loop {
            match self.wire.line(self.shared.config.limits.line).await? {
                Line::Text(line) => self.obey(&line).await?,
                Line::TooLong => {
                    self.wire.say("500 5.5.6 Line too long");
                    return Err(Over::Done);
                }
                Line::Malformed => {
                    self.wire
                        .say("500 5.5.2 Lines are UTF-8 and end in CR LF; nothing else is taken");
                    return Err(Over::Done);
                }
            }
        }
    }

    async fn obey(&mut self, line: &str) -> Result<(), Over> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.hello(rest, true),
            "HELO" => self.hello(rest, false),
            "STARTTLS" => self.start_tls_when_asked(rest).await,
            "AUTH" => self.sign_in(rest).await,
            "MAIL" => self.mail(rest),
            "RCPT" => self.rcpt(rest),
            "DATA" => self.data(rest).await,
            "RSET" => {
                self.transaction = None;
                self.answer("250 2.0.0 Ok")
            }
            "NOOP" => self.answer("250 2.0.0 Ok"),
            "QUIT" => {
                self.wire.say("221 2.0.0 Bye");
                Err(Over::Done)
            }
            "VRFY" => self.answer("252 2.5.0 Send it and see"),
            "HELP" | "EXPN" | "BDAT" | "ETRN" | "TURN" => self.answer("502 5.5.1 Command not implemented"),
            _ => self.answer("500 5.5.2 Command not recognized"),
        }
    }

    fn hello(&mut self, name: &str, extended: bool) -> Result<(), Over> {
        if name.is_empty() || name.contains(char::is_whitespace) {
            return self.answer("501 5.5.4 A name is needed");
        }
        self.greeted = true;
        self.transaction = None;
        let host = &self.shared.config.host_name;
        if !extended {
            return self.answer(&format!("250 {host}"));
        }
        let mut lines = vec![host.clone(), "PIPELINING".to_owned()];
        lines.push(format!("SIZE {}", self.shared.config.limits.letter));
        lines.extend(["8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"].map(str::to_owned));
        if self.offers_starttls() {
            lines.push("STARTTLS".to_owned());
        }
        if self.offers_auth() {
            lines.push("AUTH PLAIN LOGIN".to_owned());
        }
        let last = lines.len() - 1;
        let reply: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| format!("250{}{line}", if at == last { ' ' } else { '-' }))
            .collect();
        self.answer(&reply.join("\n"))
    }

    fn offers_starttls(&self) -> bool {
        self.security == Security::StartTls
            && self.tls.is_none()
            && self.shared.behaviour() != Behaviour::NoStartTls
    }

    fn offers_auth(&self) -> bool {
        match self.shared.behaviour() {
            Behaviour::NoAuth => false,
            Behaviour::NoStartTls => true,
            _ => self.tls.is_some() || self.shared.config.auth_in_clear,
        }
    }

    async fn start_tls_when_asked(&mut self, rest: &str) -> Result<(), Over> {
        if !self.offers_starttls() {
            return self.answer("502 5.5.1 STARTTLS is not offered");
        }
        if !rest.is_empty() {
            return self.answer("501 5.5.4 STARTTLS takes no parameters");
        }
        if self.wire.has_unread() {
            // RFC 3207, 4.2: what was said in clear must not count after the handshake.
            self.wire.say("503 5.5.1 STARTTLS ends a flight of commands");
            return Err(Over::Done);
        }
        self.wire.say("220 2.0.0 Ready to start TLS");
        self.wire.flush().await?;
        self.start_tls().await?;
        (self.greeted, self.user, self.transaction) = (false, None, None);
        Ok(())
    }

    async fn start_tls(&mut self) -> Result<(), Over> {
        let config = self.shared.tls.clone().ok_or(Over::Gone)?;
        self.tls = Some(self.wire.start_tls(config).await?);
        Ok(())
    }

    /// Says a reply. After too many refusals in a row of which nothing came, the conversation is over.
    fn answer(&mut self, reply: &str) -> Result<(), Over> {
        self.wire.say(reply);
        if !reply.starts_with(['4', '5']) {
            return Ok(());
        }
        self.faults += 1;
        if self.faults < self.shared.config.limits.faults {
            return Ok(());
        }
        self.wire.say("421 4.7.0 Too many errors, closing connection");
        Err(Over::Done)
    }

    /// The behaviour's refusal at this stage, with the session's own names filled in.
    fn refusal(&self, stage: Stage, recipient: &str) -> Option<String> {
        let sender = self.transaction.as_ref().map_or("", Transaction::sender);
        let user = self.user.as_deref().unwrap_or_default();
        let reply = self.shared.behaviour().refusal_at(stage)?;
        Some(
            reply
                .replace("{sender}", sender)
                .replace("{recipient}", recipient)
                .replace("{user}", user),
        )
    }
}
