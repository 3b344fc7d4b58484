//! Bytes in, answers out.

use super::manner::{Flow, Manner};
use std::io;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::sleep,
};

/// The longest command and the largest letter that is read into memory.
const MOST: usize = 64 << 20;

pub(super) struct Wire<S> {
    pub(super) stream: S,
    incoming: Vec<u8>,
    /// How much of `incoming` was used.
    used: usize,
    outgoing: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            incoming: Vec::with_capacity(16 << 10),
            used: 0,
            outgoing: Vec::new(),
        }
    }

    /// What came and was not used yet.
    pub(super) fn unread(&self) -> &[u8] {
        &self.incoming[self.used..]
    }

    /// Takes so many bytes as used.
    pub(super) fn take(&mut self, bytes: usize) {
        self.used += bytes;
        if self.used == self.incoming.len() {
            self.incoming.clear();
            self.used = 0;
        }
    }

    /// The next command without its line break.
    pub(super) async fn line(&mut self, manner: &Manner) -> io::Result<String> {
        loop {
            if let Some(end) = self.unread().iter().position(|byte| *byte == b'\n') {
                let line = String::from_utf8_lossy(self.unread()[..end].trim_ascii_end()).into_owned();
                self.take(end + 1);
                return Ok(line);
            }
            self.more(manner).await?;
        }
    }

    /// Says a reply.
    pub(super) fn say(&mut self, reply: &str) {
        self.outgoing.extend_from_slice(reply.as_bytes());
        self.outgoing.extend_from_slice(b"\r\n");
    }

    /// Sends what was said, and reads what comes.
    pub(super) async fn more(&mut self, manner: &Manner) -> io::Result<()> {
        self.flush(manner).await?;
        self.incoming.drain(..self.used);
        self.used = 0;
        if self.incoming.len() > MOST {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        self.incoming.reserve(16 << 10);
        match self.stream.read_buf(&mut self.incoming).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Sends what was said: one flight.
    pub(super) async fn flush(&mut self, manner: &Manner) -> io::Result<()> {
        if self.outgoing.is_empty() {
            return Ok(());
        }
        if !manner.delay.is_zero() {
            sleep(manner.delay).await;
        }
        match manner.flow {
            Flow::Normal => self.stream.write_all(&self.outgoing).await?,
            Flow::Silent => {
                let mut thrown_away = [0; 512];
                while self.stream.read(&mut thrown_away).await? > 0 {}
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Flow::Drip(apart) => {
                for byte in &self.outgoing {
                    sleep(apart).await;
                    self.stream.write_all(&[*byte]).await?;
                    self.stream.flush().await?;
                }
            }
        }
        self.outgoing.clear();
        self.stream.flush().await
    }
}
