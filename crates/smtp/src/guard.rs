//! Replies of SMTP, read from a guarded stream.
//!
//! They are read line by line with a limit on the line, the lines, and the whole; one that has begun has to end soon.
//! Nothing is written while the server has said something that was not read ([`network::guard`]).

mod reply;

pub use network::guard::GuardFault;
pub use reply::RawReply;

use network::guard::{self, Duplex};
use reply::{may_be_a_reply, parse_line};
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::Instant,
};

/// The longest line of a reply with its end. RFC 5321, section 4.5.3.1.5, allows 512 bytes; real servers go
/// beyond it.
pub const LONGEST_LINE: usize = 2048;
/// The most lines of one reply: large enough for any EHLO.
pub const MOST_LINES: usize = 100;
/// The most bytes of all replies of one transaction.
pub const MOST_BYTES: usize = 64 * 1024;

/// The guarded stream.
#[derive(Debug)]
pub struct Guard<S>(guard::Guard<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> Guard<S> {
    /// Guards a stream of which nothing was read yet.
    pub fn new(stream: S) -> Self {
        Self(guard::Guard::new(stream, MOST_BYTES))
    }

    /// Begins a new transaction: the limit on bytes starts anew.
    pub fn refill(&mut self) {
        self.0.refill(MOST_BYTES);
    }

    /// Gives the stream back, if the server has said nothing that was not read.
    ///
    /// # Errors
    /// [`GuardFault::OutOfTurn`]: after STARTTLS that is an injection.
    pub async fn into_silent_stream(self) -> Result<S, GuardFault> {
        self.0.into_silent_stream().await
    }

    /// The same guard over the stream in another shape.
    pub fn map<T: AsyncRead + AsyncWrite + Unpin>(self, shape: impl FnOnce(S) -> T) -> Guard<T> {
        Guard(self.0.map(shape))
    }

    /// Whether the server has hung up or said something that was not read.
    pub async fn is_disturbed(&mut self) -> bool {
        self.0.is_disturbed().await
    }

    /// Whether the server has said something that was not read.
    pub async fn has_unread(&mut self) -> bool {
        self.0.has_unread().await
    }

    /// Writes it all.
    ///
    /// # Errors
    /// [`GuardFault::OutOfTurn`] while something is unread and [`GuardFault::HungUp`] where nobody is there any more:
    /// not a byte was written then. [`GuardFault::Slow`] at the deadline; [`GuardFault::Closed`].
    pub async fn write(&mut self, bytes: &[u8], by: Instant) -> Result<(), GuardFault> {
        self.0.write(bytes, by).await
    }

    /// Reads one reply (RFC 5321, section 4.2.1), which has to end before `by`, and within `trickle` of its
    /// first byte.
    ///
    /// # Errors
    /// [`GuardFault`] tells apart what came in its place.
    pub async fn reply(&mut self, by: Instant, trickle: Duration) -> Result<RawReply, GuardFault> {
        self.0.begun(by).await?;
        let by = by.min(Instant::now() + trickle);
        let mut reply: Option<RawReply> = None;
        loop {
            let line = self.0.line(by, LONGEST_LINE, may_be_a_reply).await?;
            let (code, last, text) = parse_line(line)?;
            let reply_so_far = reply.get_or_insert(RawReply {
                code,
                lines: Vec::new(),
            });
            if reply_so_far.code != code || reply_so_far.lines.len() == MOST_LINES {
                return Err(GuardFault::Garbage);
            }
            reply_so_far.lines.push(text);
            if last && let Some(reply) = reply {
                return Ok(reply);
            }
        }
    }
}

impl Guard<Box<dyn Duplex>> {
    /// Gives the connection up at once, without a word: what was begun in it is not ended. Nothing can be read or
    /// written from here on.
    pub(crate) fn hang_up(&mut self) {
        self.0.hang_up(Box::new(tokio::io::empty()));
    }
}

#[cfg(test)]
mod tests;
