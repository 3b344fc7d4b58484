//! The protocol with nothing around it: bytes in, replies and questions out. It reads nothing, waits for nothing and
//! knows no time, so that what it does depends on the bytes alone, in whatever pieces they come.
//!
//! [`Machine::take`] gives it bytes, [`Machine::step`] tells what has to be done next, and what it says waits in
//! [`Machine::replies`].

mod commands;
mod envelope;
mod mail;

use crate::{
    Answer, Config, Delivered, Limits, Mail, Metrics, Peer, Protocol, Recipient, Refused, body::Body,
    budget::Budget, reply,
};
use envelope::Transaction;
use jiff::Timestamp;
use mail::Handed;
use model::Host;
use std::sync::Arc;

/// What all connections of a listener share.
#[derive(Debug)]
pub struct House {
    host_name: Host,
    domains: Vec<Host>,
    limits: Limits,
    budget: Arc<Budget>,
    metrics: Arc<Metrics>,
}

impl House {
    /// As configured; nothing is held in memory and nothing counted yet.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            host_name: config.host_name.clone(),
            domains: config.domains.clone(),
            budget: Budget::of(config.limits.memory),
            limits: config.limits.clone(),
            metrics: Arc::default(),
        }
    }

    /// What bounds it.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Its counters.
    #[must_use]
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }
}

/// Who is connected, and how.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// What is spoken.
    pub protocol: Protocol,
    /// Where the connection comes from.
    pub peer: Peer,
    /// A mail server of our own: that it asks for many mailboxes which are not there is not its fault.
    pub trusted: bool,
    /// Whether STARTTLS is offered.
    pub offers_tls: bool,
}

/// What has to be done next.
#[derive(Debug)]
pub enum Step {
    /// Send the replies, and give it more bytes.
    Read,
    /// Ask whether the peer may send another mail now, and tell by [`Machine::may_send`].
    MaySend,
    /// Ask whether this recipient is taken, and tell by [`Machine::answer`].
    Recipient(Recipient),
    /// Hand this mail over, and tell what became of it by [`Machine::delivered`].
    Mail(Box<Mail>),
    /// Send the replies, then begin TLS, and tell by [`Machine::encrypted`]. What came in clear after the command is
    /// forgotten.
    StartTls,
    /// Send the replies, and close.
    Close,
}

#[derive(Debug)]
enum State {
    /// A command is waited for.
    Command,
    /// A mail comes.
    Data(Box<Body>),
    /// [`Step::MaySend`] was said.
    Asking(Transaction),
    /// [`Step::Recipient`] was said.
    Choosing(Recipient),
    /// [`Step::Mail`] was said.
    Handing(Handed),
    /// [`Step::StartTls`] was said.
    Encrypting,
    Closed,
}

/// One connection's conversation.
#[derive(Debug)]
pub struct Machine {
    house: Arc<House>,
    visit: Visit,
    state: State,
    input: Vec<u8>,
    used: usize,
    replies: Vec<u8>,
    /// What the client called itself, and whether it knows extensions.
    greeted: Option<(String, bool)>,
    tls: bool,
    transaction: Option<Transaction>,
    mails: u32,
    /// Since the last mail that was kept.
    commands: u32,
    faults: u32,
    stopping: bool,
}

impl Machine {
    /// Greets.
    #[must_use]
    pub fn new(house: Arc<House>, visit: Visit) -> Self {
        let mut machine = Self {
            visit,
            state: State::Command,
            input: Vec::new(),
            used: 0,
            replies: Vec::new(),
            greeted: None,
            tls: false,
            transaction: None,
            mails: 0,
            commands: 0,
            faults: 0,
            stopping: false,
            house,
        };
        let word = match visit.protocol {
            Protocol::Smtp => "ESMTP",
            Protocol::Lmtp => "LMTP",
        };
        let greeting = format!("220 {} {word}", machine.house.host_name);
        machine.say(&greeting);
        machine
    }

    /// Gives it what the peer sent.
    pub fn take(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
    }

    /// Does what can be done with what there is. `now` stands in the mail's `Received`.
    ///
    /// A question that was not answered counts as answered with "try later".
    pub fn step(&mut self, now: Timestamp) -> Step {
        self.settle();
        loop {
            let step = match &mut self.state {
                State::Closed => Some(Step::Close),
                State::Data(_) => self.read_mail(),
                _ => self.obey_next(now),
            };
            if let Some(step) = step {
                self.forget_used();
                return step;
            }
        }
    }

    /// What is said and not sent yet; whoever sends it empties it.
    pub fn replies(&mut self) -> &mut Vec<u8> {
        &mut self.replies
    }

    /// Whether a mail comes, and not a command.
    #[must_use]
    pub fn is_in_mail(&self) -> bool {
        matches!(self.state, State::Data(_))
    }

    /// Answers [`Step::MaySend`].
    pub fn may_send(&mut self, may: bool) {
        match std::mem::replace(&mut self.state, State::Command) {
            State::Asking(transaction) if may => {
                self.transaction = Some(transaction);
                self.say(reply::SENDER_OK);
            }
            State::Asking(_) => {
                self.house.metrics.refused(Refused::Rate);
                self.say(reply::TOO_FAST);
            }
            other => self.state = other,
        }
    }

    /// Answers [`Step::Recipient`].
    pub fn answer(&mut self, answer: Answer) {
        match std::mem::replace(&mut self.state, State::Command) {
            State::Choosing(recipient) => self.choose(recipient, answer),
            other => self.state = other,
        }
    }

    /// Answers [`Step::Mail`].
    pub fn delivered(&mut self, delivered: Delivered) {
        match std::mem::replace(&mut self.state, State::Command) {
            State::Handing(handed) => self.conclude(handed, delivered),
            other => self.state = other,
        }
    }

    /// Answers [`Step::StartTls`] once the connection is encrypted: the conversation begins anew (RFC 3207, 4.2).
    pub fn encrypted(&mut self) {
        if matches!(self.state, State::Encrypting) {
            // What was said in clear behind the command was said by nobody knows whom.
            self.input.clear();
            self.used = 0;
            (self.tls, self.greeted, self.transaction) = (true, None, None);
            self.state = State::Command;
        }
    }

    /// From now on a mail that comes is taken to its end, and nothing else.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Says that it took too long, and is over.
    pub fn time_out(&mut self) {
        self.house.metrics.refused(Refused::Time);
        self.close(reply::TIMEOUT);
    }

    /// Says that the program stops, and is over, whatever is under way.
    pub fn cut_off(&mut self) {
        self.close(reply::STOPPING);
    }

    /// Answers what nobody answered.
    fn settle(&mut self) {
        match &self.state {
            State::Asking(_) => self.may_send(false),
            State::Choosing(_) => self.answer(Answer::TryLater),
            State::Handing(_) => self.delivered(Delivered::TryLater),
            State::Encrypting => self.state = State::Closed,
            State::Command | State::Data(_) | State::Closed => {}
        }
    }

    fn unread(&self) -> &[u8] {
        &self.input[self.used..]
    }

    fn forget_used(&mut self) {
        self.input.drain(..self.used);
        self.used = 0;
        if self.input.is_empty() && self.input.capacity() > self.house.limits.command_line {
            self.input = Vec::new();
        }
    }

    /// Says a line.
    fn say(&mut self, line: &str) {
        self.replies.extend_from_slice(line.as_bytes());
        self.replies.extend_from_slice(b"\r\n");
    }

    /// Says that something is wrong; says it once too often, and it is over.
    fn refuse(&mut self, line: &str) {
        self.say(line);
        self.count_fault();
    }

    fn count_fault(&mut self) {
        self.faults += 1;
        if self.faults >= self.house.limits.faults {
            self.house.metrics.refused(Refused::Errors);
            self.close(reply::FAULTS);
        }
    }

    fn close(&mut self, line: &str) {
        if !matches!(self.state, State::Closed) {
            self.say(line);
        }
        self.state = State::Closed;
    }
}
