//! A stream from which a hostile server can not feed more than is asked for.
//!
//! It is read by lines and by counted bytes, each with a limit and a deadline, and all of them together with a limit
//! of their own. Nothing is written while the server has said something that was not read: what comes before the
//! question is no answer to it. What the lines mean is for the protocols above: SMTP in crate `smtp`, IMAP in crate
//! `mailbox`.

use std::{fmt, future::poll_fn, io, pin::Pin, task::Poll};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    time::{Instant, timeout_at},
};

/// How much is read at once.
const PIECE: usize = 2048;

/// A stream in both directions, in the clear or encrypted.
pub trait Duplex: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + fmt::Debug + Send + Unpin> Duplex for S {}

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
    /// What came is no reply of the protocol, or is larger than any limit.
    #[error("not a reply")]
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
    /// Guards a stream of which nothing was read yet, and from which at most `most` bytes are taken.
    pub fn new(stream: S, most: usize) -> Self {
        Self {
            stream,
            buffer: Vec::with_capacity(PIECE),
            read: 0,
            left: most,
            ended: false,
        }
    }

    /// From here on at most `most` bytes are taken.
    pub fn refill(&mut self, most: usize) {
        self.left = most;
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

    /// Gives the connection up at once, without a word: what was begun in it is not ended. `instead` takes the
    /// stream's place; nothing is read from it and nothing written to it.
    pub fn hang_up(&mut self, instead: S) {
        self.stream = instead;
        self.buffer.clear();
        self.read = 0;
        self.ended = true;
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

    /// How much memory what was read takes.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.capacity()
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

    /// Waits until the server has said at least one byte that was not read.
    ///
    /// # Errors
    /// [`GuardFault::Silent`] at the deadline; [`GuardFault::Closed`]; [`GuardFault::Garbage`] where it has said more
    /// than is taken.
    pub async fn begun(&mut self, by: Instant) -> Result<(), GuardFault> {
        if self.read < self.buffer.len() {
            return Ok(());
        }
        self.fill(by).await.map_err(|fault| match fault {
            GuardFault::Slow => GuardFault::Silent,
            other => other,
        })
    }

    /// The next line, without its end, at most `longest` bytes with it. A lone LF ends a line too. `plausible` is
    /// asked of a line that has begun, so that other protocols are known before their line ends.
    ///
    /// # Errors
    /// [`GuardFault::Slow`] at the deadline, [`GuardFault::Garbage`], [`GuardFault::TlsRecord`] or
    /// [`GuardFault::Closed`].
    pub async fn line(
        &mut self,
        by: Instant,
        longest: usize,
        plausible: impl Fn(&[u8]) -> bool,
    ) -> Result<&[u8], GuardFault> {
        // what was looked through already, so that a long line costs no more than its length
        let mut looked = 0;
        loop {
            let unread = &self.buffer[self.read..];
            if matches!(unread.first(), Some(0x14..=0x17)) {
                return Err(GuardFault::TlsRecord);
            }
            let within = &unread[..unread.len().min(longest)];
            if let Some(end) = within[looked..].iter().position(|&b| b == b'\n') {
                let begin = self.read;
                self.read += looked + end + 1;
                let line = &self.buffer[begin..self.read - 1];
                return Ok(line.strip_suffix(b"\r").unwrap_or(line));
            }
            if unread.len() >= longest || !plausible(unread) {
                return Err(GuardFault::Garbage);
            }
            looked = unread.len();
            self.fill(by).await?;
        }
    }

    /// Exactly so many bytes. Memory is taken as they come, whatever was announced.
    ///
    /// # Errors
    /// [`GuardFault::Slow`] at the deadline, [`GuardFault::Garbage`] where they are more than is taken,
    /// [`GuardFault::Closed`].
    pub async fn exactly(&mut self, count: usize, by: Instant) -> Result<Vec<u8>, GuardFault> {
        let mut taken = Vec::new();
        loop {
            let unread = &self.buffer[self.read..];
            let part = &unread[..unread.len().min(count - taken.len())];
            taken.extend_from_slice(part);
            self.read += part.len();
            if taken.len() == count {
                return Ok(taken);
            }
            if count - taken.len() > self.left {
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
        let mut space = [0_u8; PIECE];
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

#[cfg(test)]
mod tests {
    use super::{Guard, GuardFault};
    use std::time::Duration;
    use tokio::{
        io::{AsyncWriteExt, DuplexStream, duplex},
        time::Instant,
    };

    fn pair(most: usize) -> (Guard<DuplexStream>, DuplexStream) {
        let (ours, theirs) = duplex(1024 * 1024);
        (Guard::new(ours, most), theirs)
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[tokio::test]
    async fn lines_and_counted_bytes_follow_each_other() {
        let (mut guard, mut server) = pair(10_000);
        let long = "x".repeat(5000);
        server
            .write_all(format!("one {{3}}\r\na\nb two\n{long}\r\n").as_bytes())
            .await
            .unwrap();
        guard.begun(soon()).await.unwrap();
        assert_eq!(guard.line(soon(), 100, |_| true).await.unwrap(), b"one {3}");
        assert_eq!(guard.exactly(3, soon()).await.unwrap(), b"a\nb");
        assert_eq!(guard.line(soon(), 100, |_| true).await.unwrap(), b" two");
        assert_eq!(guard.line(soon(), 6000, |_| true).await.unwrap(), long.as_bytes());
        assert!(!guard.has_unread().await);
    }

    #[tokio::test]
    async fn no_more_is_held_than_is_taken_whatever_was_announced() {
        let (mut guard, mut server) = pair(4096);
        server.write_all(&vec![b'x'; 100_000]).await.unwrap();
        assert_eq!(
            guard.exactly(usize::MAX, soon()).await,
            Err(GuardFault::Garbage),
            "more than is taken is not waited for"
        );
        assert_eq!(
            guard.line(soon(), 3000, |_| true).await.err(),
            Some(GuardFault::Garbage)
        );
        assert!(guard.held() <= 8192, "{}", guard.held());
    }

    #[tokio::test]
    async fn what_can_not_become_a_line_is_known_before_its_end() {
        let (mut guard, mut server) = pair(4096);
        server.write_all(b"HTTP/1.1").await.unwrap();
        let line = guard.line(soon(), 1000, |begun| begun.starts_with(b"*")).await;
        assert_eq!(line.err(), Some(GuardFault::Garbage));
    }
}
