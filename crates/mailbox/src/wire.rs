//! IMAP's lines on a guarded stream (RFC 3501 and RFC 9051, the part of them that is needed here).
//!
//! Every answer is bounded: the line, the literal, and all bytes of one command together. A literal's announced size
//! takes no memory: what has not come is not held.

mod response;
mod tokens;

pub use response::{Code, Response, Status};
pub use tokens::Token;

use crate::{deadlines::Deadlines, fault::Fault};
use model::session;
use network::{Duplex, Guard, GuardFault};
use response::Piece;
use secrecy::zeroize::Zeroizing;
use std::time::Duration;
use tokio::time::Instant;

/// The longest line with its end. A SEARCH over 5,000 mails answers with 55 KB.
pub const LONGEST_LINE: usize = 64 * 1024;
/// What one command may be answered with, if it asks for no mail.
pub const MOST_BYTES: usize = 256 * 1024;
/// The most literals in one response: header fields, a body.
const MOST_LITERALS: usize = 4;

/// The stream over which IMAP is spoken.
#[derive(Debug)]
pub struct Wire {
    guard: Guard<Box<dyn Duplex>>,
    deadlines: Deadlines,
    /// When the session has to be over.
    end: Instant,
    /// Commands said so far.
    said: u32,
    /// The largest literal that the command under way may be answered with.
    largest: usize,
}

/// What a guard's fault means.
pub(crate) fn meaning(fault: GuardFault) -> Fault {
    match fault {
        GuardFault::Closed | GuardFault::HungUp => Fault::Way(session::Fault::Closed),
        GuardFault::Silent | GuardFault::Slow => Fault::Way(session::Fault::Timeout),
        GuardFault::TlsRecord => Fault::Way(session::Fault::PlainAgainstTls),
        GuardFault::Garbage | GuardFault::OutOfTurn => Fault::NotImap,
    }
}

/// Whether the beginning of a line can still become one of IMAP's.
fn may_be_imap(begun: &[u8]) -> bool {
    matches!(begun.first(), None | Some(b'*' | b'+' | b's'))
}

impl Wire {
    /// Over a stream of which nothing was read yet.
    pub fn new(stream: Box<dyn Duplex>, deadlines: Deadlines, end: Instant) -> Self {
        Self {
            guard: Guard::new(stream, MOST_BYTES),
            deadlines,
            end,
            said: 0,
            largest: 1024,
        }
    }

    /// The moment at which a phase that begins now is over.
    fn by(&self, phase: Duration) -> Instant {
        self.end.min(Instant::now() + phase)
    }

    /// Gives the stream back, if the server has said nothing that was not read.
    pub async fn into_silent_stream(self) -> Result<Box<dyn Duplex>, GuardFault> {
        self.guard.into_silent_stream().await
    }

    /// The server's first words.
    pub async fn greeting(&mut self) -> Result<Response, Fault> {
        let by = self.by(self.deadlines.greeting);
        self.guard.begun(by).await.map_err(|fault| match fault {
            GuardFault::Silent => Fault::Way(session::Fault::SilentServer),
            other => meaning(other),
        })?;
        self.response(self.deadlines.greeting).await
    }

    /// Begins a command, whose answers may have `most` bytes in all and literals of `largest` bytes, and gives its
    /// tag. The line is wiped afterwards: it can hold a password.
    pub async fn say(&mut self, command: &str, most: usize, largest: usize) -> Result<String, Fault> {
        self.said += 1;
        let tag = format!("s{}", self.said);
        self.guard.refill(most);
        self.largest = largest;
        self.unasked().await?;
        let line = Zeroizing::new(format!("{tag} {command}\r\n"));
        self.write(line.as_bytes()).await?;
        Ok(tag)
    }

    /// Goes on with a command that the server waits for.
    pub async fn go_on(&mut self, line: &[u8]) -> Result<(), Fault> {
        let mut whole = Zeroizing::new(Vec::with_capacity(line.len() + 2));
        whole.extend_from_slice(line);
        whole.extend_from_slice(b"\r\n");
        self.write(&whole).await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let by = self.by(self.deadlines.command);
        match self.guard.write(bytes, by).await {
            // a server that says BYE and hangs up has perhaps said why: that is read next
            Ok(()) | Err(GuardFault::Closed | GuardFault::HungUp) => Ok(()),
            Err(fault) => Err(meaning(fault)),
        }
    }

    /// Reads away what a server may say unasked (RFC 9051, section 7): of what is on its own line and answers nothing.
    /// The answer to a command that was not given yet is none.
    async fn unasked(&mut self) -> Result<(), Fault> {
        while self.guard.has_unread().await {
            match self.response(self.deadlines.trickle).await? {
                Response::Status {
                    tag: None,
                    status: Status::Bye,
                    text,
                    ..
                } => return Err(Fault::Unavailable(text)),
                Response::Data(_) | Response::Status { tag: None, .. } => {}
                Response::Status { .. } | Response::GoOn(_) => return Err(Fault::NotImap),
            }
        }
        Ok(())
    }

    /// The next response, which has to begin within `phase`.
    pub async fn response(&mut self, phase: Duration) -> Result<Response, Fault> {
        let by = self.by(phase);
        self.guard.begun(by).await.map_err(meaning)?;
        let mut pieces = Vec::new();
        let mut largest = self.largest;
        loop {
            let by = self.by(self.deadlines.trickle);
            let first = pieces.is_empty();
            let plausible = |begun: &[u8]| !first || may_be_imap(begun);
            let line = self
                .guard
                .line(by, LONGEST_LINE, plausible)
                .await
                .map_err(meaning)?;
            let line = line.to_vec();
            let literal = if first && response::is_status(&line) {
                None
            } else {
                tokens::literal_size(&line)
            };
            pieces.push(Piece::Line(line));
            let Some(size) = literal else {
                return response::parse(pieces).ok_or(Fault::NotImap);
            };
            if size > largest || pieces.len() >= 2 * MOST_LITERALS {
                return Err(Fault::NotImap);
            }
            largest -= size;
            let seconds = u64::try_from(size / (8 * 1024)).unwrap_or(u64::MAX);
            let by = self.by(self.deadlines.literal + Duration::from_secs(seconds));
            pieces.push(Piece::Literal(
                self.guard.exactly(size, by).await.map_err(meaning)?,
            ));
        }
    }

    /// Reads until the command of this tag is answered, and hands each response before that to `each`.
    pub async fn answer(
        &mut self,
        tag: &str,
        mut each: impl FnMut(Response) -> Result<(), Fault>,
    ) -> Result<Answer, Fault> {
        loop {
            match self.response(self.deadlines.command).await? {
                Response::Status {
                    tag: Some(of),
                    status,
                    code,
                    text,
                } if of == tag => return Ok(Answer { status, code, text }),
                Response::Status {
                    tag: None,
                    status: Status::Bye,
                    text,
                    ..
                } => return Err(Fault::Unavailable(text)),
                Response::GoOn(_) | Response::Status { tag: Some(_), .. } => return Err(Fault::NotImap),
                other => each(other)?,
            }
        }
    }

    /// Reads until the server asks for more of the command (`+`), or answers it.
    pub async fn asked(&mut self, tag: &str) -> Result<Asked, Fault> {
        loop {
            match self.response(self.deadlines.command).await? {
                Response::GoOn(_) => return Ok(Asked::More),
                Response::Status {
                    tag: Some(of),
                    status,
                    code,
                    text,
                } if of == tag => return Ok(Asked::Answered(Answer { status, code, text })),
                Response::Status {
                    tag: None,
                    status: Status::Bye,
                    text,
                    ..
                } => return Err(Fault::Unavailable(text)),
                Response::Status { tag: Some(_), .. } => return Err(Fault::NotImap),
                _ => {}
            }
        }
    }

    /// Says good-bye and does not wait long.
    pub async fn log_out(mut self) {
        self.end = Instant::now() + self.deadlines.logout;
        if let Ok(tag) = self.say("LOGOUT", MOST_BYTES, 0).await {
            // BYE comes before the answer: both end it
            let _ = self.answer(&tag, |_| Ok(())).await;
        }
    }
}

/// How a command was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// OK, NO or BAD.
    pub status: Status,
    /// What stands in brackets.
    pub code: Code,
    /// The words, cleaned.
    pub text: String,
}

/// What came of the first part of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The server asks for more.
    More,
    /// It answered already.
    Answered(Answer),
}

#[cfg(test)]
mod tests;
