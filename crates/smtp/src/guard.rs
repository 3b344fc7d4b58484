//! A stream from which a hostile server can not feed more than is asked for.
//!
//! Replies are read line by line with a limit on the line, the lines, and the whole; one that has begun has
//! to end soon. Nothing is written while the server has said something that was not read: what comes before
//! the question is no answer to it.

mod reply;

pub use reply::RawReply;

use crate::session::Duplex;
use reply::{may_be_a_reply, parse_line};
use std::{fmt, future::poll_fn, io, ops::Range, pin::Pin, task::Poll, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    time::{Instant, timeout_at},
};

/// The longest line of a reply with its end. RFC 5321, section 4.5.3.1.5, allows 512 bytes; real servers go
/// beyond it.
pub const LONGEST_LINE: usize = 2048;
/// The most lines of one reply: large enough for any EHLO.
pub const MOST_LINES: usize = 100;
/// The most bytes of all replies of one transaction.
pub const MOST_BYTES: usize = 64 * 1024;

/// Why nothing usable was read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GuardFault {
    /// The server hung up or reset the connection.
    #[error("the server hung up")]
    Closed,
    /// It had done so before anything was written.
    #[error("the server had hung up before")]
    HungUp,
    /// Not a byte came in time.
    #[error("the server was silent")]
    Silent,
    /// A reply began and did not end in time, or the server did not take what was written.
    #[error("the server was too slow")]
    Slow,
    /// What came is no SMTP reply, or is larger than any limit.
    #[error("not an SMTP reply")]
    Garbage,
    /// What came is a TLS record (RFC 8446, section 5.1).
    #[error("a TLS record in the clear")]
    TlsRecord,
    /// The server spoke before it was asked.
    #[error("the server spoke out of turn")]
    OutOfTurn,
}

/// The guarded stream.
pub struct Guard<S> {
    stream: S,
    buffer: Vec<u8>,
    read: usize,
    left: usize,
    ended: bool,
}

impl<S> fmt::Debug for Guard<S> {
    /// Without what was read: it could hold anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("unread", &(self.buffer.len() - self.read))
            .finish_non_exhaustive()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Guard<S> {
    /// Guards a stream of which nothing was read yet.
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::with_capacity(LONGEST_LINE),
            read: 0,
            left: MOST_BYTES,
            ended: false,
        }
    }

    /// Begins a new transaction: the limit on bytes starts anew.
    pub fn refill(&mut self) {
        self.left = MOST_BYTES;
    }

    /// Gives the stream back, if the server has said nothing that was not read.
    ///
    /// # Errors
    /// [`GuardFault::OutOfTurn`]: after STARTTLS that is an injection.
    pub async fn into_silent_stream(mut self) -> Result<S, GuardFault> {
        if self.has_unread().await {
            Err(GuardFault::OutOfTurn)
        } else {
            Ok(self.stream)
        }
    }

    /// The same guard over the stream in another shape.
    pub fn map<T>(self, shape: impl FnOnce(S) -> T) -> Guard<T> {
        let Self {
            stream,
            buffer,
            read,
            left,
            ended,
        } = self;
        Guard {
            stream: shape(stream),
            buffer,
            read,
            left,
            ended,
        }
    }

    /// Whether the server has hung up or said something that was not read.
    pub async fn is_disturbed(&mut self) -> bool {
        self.has_unread().await || self.ended
    }

    /// Whether the server has said something that was not read.
    pub async fn has_unread(&mut self) -> bool {
        if self.read == self.buffer.len() && !self.ended {
            self.poll_once().await;
        }
        self.read < self.buffer.len()
    }

    /// Takes what has arrived, without waiting.
    async fn poll_once(&mut self) {
        let mut space = [0_u8; 512];
        let taken = poll_fn(|context| {
            let mut buffer = ReadBuf::new(&mut space);
            Poll::Ready(match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Pending => None,
                Poll::Ready(Ok(())) => Some(buffer.filled().len()),
                Poll::Ready(Err(_)) => Some(0),
            })
        })
        .await;
        match taken {
            None => {}
            Some(0) => self.ended = true,
            Some(count) => self.keep(&space[..count]),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.read);
        self.read = 0;
        self.left = self.left.saturating_sub(bytes.len());
        self.buffer.extend_from_slice(bytes);
    }

    /// Writes it all.
    ///
    /// # Errors
    /// [`GuardFault::OutOfTurn`] while something is unread and [`GuardFault::HungUp`] where nobody is there any more:
    /// not a byte was written then. [`GuardFault::Slow`] at the deadline; [`GuardFault::Closed`].
    pub async fn write(&mut self, bytes: &[u8], by: Instant) -> Result<(), GuardFault> {
        if self.has_unread().await {
            return Err(GuardFault::OutOfTurn);
        }
        if self.ended {
            return Err(GuardFault::HungUp);
        }
        let writing = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match timeout_at(by, writing).await {
            Err(_) => Err(GuardFault::Slow),
            Ok(Err(_)) => Err(GuardFault::Closed),
            Ok(Ok(())) => Ok(()),
        }
    }

    /// Reads one reply (RFC 5321, section 4.2.1), which has to end before `by`, and within `trickle` of its
    /// first byte.
    ///
    /// # Errors
    /// [`GuardFault`] tells apart what came in its place.
    pub async fn reply(&mut self, by: Instant, trickle: Duration) -> Result<RawReply, GuardFault> {
        let mut by = by;
        if self.read == self.buffer.len() {
            self.fill(by).await.map_err(|fault| {
                if fault == GuardFault::Slow {
                    GuardFault::Silent
                } else {
                    fault
                }
            })?;
        }
        by = by.min(Instant::now() + trickle);
        let mut reply: Option<RawReply> = None;
        loop {
            let line = self.line(by).await?;
            let (code, last, text) = parse_line(&self.buffer[line])?;
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

    /// Where the next line lies in the buffer, without its end. A lone LF ends a line too.
    async fn line(&mut self, by: Instant) -> Result<Range<usize>, GuardFault> {
        loop {
            let unread = &self.buffer[self.read..];
            if matches!(unread.first(), Some(0x14..=0x17)) {
                return Err(GuardFault::TlsRecord);
            }
            if let Some(end) = unread.iter().take(LONGEST_LINE).position(|&b| b == b'\n') {
                let line = &unread[..end];
                let length = line.strip_suffix(b"\r").unwrap_or(line).len();
                let begin = self.read;
                self.read += end + 1;
                return Ok(begin..begin + length);
            }
            if unread.len() >= LONGEST_LINE || !may_be_a_reply(unread) {
                return Err(GuardFault::Garbage);
            }
            self.fill(by).await?;
        }
    }

    async fn fill(&mut self, by: Instant) -> Result<(), GuardFault> {
        if self.ended {
            return Err(GuardFault::Closed);
        }
        if self.left == 0 {
            return Err(GuardFault::Garbage);
        }
        let mut space = [0_u8; LONGEST_LINE];
        let most = self.left.min(space.len());
        match timeout_at(by, self.stream.read(&mut space[..most])).await {
            Err(_) => Err(GuardFault::Slow),
            Ok(Ok(0)) => Err(GuardFault::Closed),
            Ok(Ok(count)) => {
                self.keep(&space[..count]);
                Ok(())
            }
            Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            Ok(Err(_)) => Err(GuardFault::Closed),
        }
    }
}

impl Guard<Box<dyn Duplex>> {
    /// Gives the connection up at once, without a word: what was begun in it is not ended. Nothing can be read or
    /// written from here on.
    pub(crate) fn hang_up(&mut self) {
        self.stream = Box::new(tokio::io::empty());
        self.buffer.clear();
        self.read = 0;
        self.ended = true;
    }
}

#[cfg(test)]
mod tests;
