//! The bytes between a client and a session: lines in, replies out, and the change to TLS.

mod channel;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use channel::Channel;

use crate::session::unstuff::{Unstuffed, Unstuffing};

/// Why a conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// The client went away, or what it sent was no TLS.
    Gone,
    /// The client took too long.
    TimedOut,
    /// The catcher is being stopped.
    Stopping,
    /// The session has said its last word.
    Done,
}

impl From<io::Error> for Over {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// A command line as it came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Without its CRLF.
    Text(String),
    /// Longer than allowed. The rest of it is lost.
    TooLong,
    /// A CR or LF alone, or bytes that are not UTF-8.
    Malformed,
}

/// How long a connection that is being closed waits for the client to close too.
const LINGER: Duration = Duration::from_secs(1);
/// Bytes asked for at once.
const READ: usize = 16 * 1024;

pub(crate) struct Wire {
    channel: Channel,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    idle: Duration,
    delay: Duration,
    stopping: watch::Receiver<bool>,
}

impl Wire {
    pub(crate) fn new(
        stream: TcpStream,
        idle: Duration,
        delay: Duration,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self {
            channel: Channel::Clear(stream),
            incoming: Vec::new(),
            outgoing: Vec::new(),
            idle,
            delay,
            stopping,
        }
    }

    /// The next command line of at most `most` bytes. The replies waiting go out before the client is waited for.
    pub(crate) async fn line(&mut self, most: usize) -> Result<Line, Over> {
        loop {
            if let Some(end) = self.incoming.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.incoming.drain(..=end).collect();
                return Ok(if line.len() > most {
                    Line::TooLong
                } else {
                    parsed(&line)
                });
            }
            if self.incoming.len() > most {
                self.incoming.clear();
                return Ok(Line::TooLong);
            }
            self.flush().await?;
            self.fill().await?;
        }
    }

    /// The letter up to its final dot.
    pub(crate) async fn letter(&mut self, most: usize) -> Result<Unstuffed, Over> {
        let mut unstuffing = Unstuffing::up_to(most);
        loop {
            let used = unstuffing.take(&self.incoming);
            self.incoming.drain(..used);
            if let Some(letter) = unstuffing.finished() {
                return Ok(letter);
            }
            self.flush().await?;
            self.fill().await?;
        }
    }

    /// Says a reply; lines are parted by `\n`.
    pub(crate) fn say(&mut self, reply: &str) {
        for line in reply.split('\n') {
            self.outgoing.extend_from_slice(line.as_bytes());
            self.outgoing.extend_from_slice(b"\r\n");
        }
    }

    /// Sends what was said, one flight for all of it.
    pub(crate) async fn flush(&mut self) -> Result<(), Over> {
        if self.outgoing.is_empty() {
            return Ok(());
        }
        if !self.delay.is_zero() {
            sleep(self.delay).await;
        }
        let flight = std::mem::take(&mut self.outgoing);
        let sent = async {
            self.channel.write_all(&flight).await?;
            self.channel.flush().await
        };
        Ok(timeout(self.idle, sent).await.map_err(|_| Over::TimedOut)??)
    }

    async fn fill(&mut self) -> Result<(), Over> {
        let mut stopping = self.stopping.clone();
        self.incoming.reserve(READ);
        let read = timeout(self.idle, self.channel.read_buf(&mut self.incoming));
        tokio::select! {
            read = read => match read {
                Ok(Ok(0) | Err(_)) => Err(Over::Gone),
                Ok(Ok(_)) => Ok(()),
                Err(_) => Err(Over::TimedOut),
            },
            // An error means that the catcher itself is gone.
            _ = stopping.wait_for(|stop| *stop) => Err(Over::Stopping),
        }
    }

    /// Whether the client sent more than it was asked for.
    pub(crate) fn has_unread(&self) -> bool {
        !self.incoming.is_empty()
    }

    /// Goes over to TLS and tells its version and cipher.
    pub(crate) async fn start_tls(&mut self, config: Arc<ServerConfig>) -> Result<String, Over> {
        let Channel::Clear(stream) = std::mem::replace(&mut self.channel, Channel::Gone) else {
            return Err(Over::Gone);
        };
        let accepted = timeout(self.idle, TlsAcceptor::from(config).accept(stream));
        let stream = accepted.await.map_err(|_| Over::TimedOut)??;
        self.channel = Channel::Tls(Box::new(stream));
        Ok(self.channel.protection().unwrap_or_default())
    }

    /// Hears the client out, answering nothing, until it goes away.
    pub(crate) async fn ignore(&mut self) -> Over {
        loop {
            self.incoming.clear();
            if let Err(over) = self.fill().await {
                return over;
            }
        }
    }

    /// Sends what was said and closes; a client that already went away changes nothing.
    pub(crate) async fn close(mut self) {
        let deadline = LINGER + self.delay;
        let farewell = async {
            self.flush().await?;
            self.channel.shutdown().await?;
            // Closing with bytes unread would reset the connection, and the client could lose the last reply.
            while self.channel.read_buf(&mut self.incoming).await? > 0 {
                self.incoming.clear();
            }
            Ok::<(), Over>(())
        };
        let _ = timeout(deadline, farewell).await;
    }
}

fn parsed(line: &[u8]) -> Line {
    let Some(text) = line.strip_suffix(b"\r\n") else {
        return Line::Malformed;
    };
    match String::from_utf8(text.to_vec()) {
        Ok(text) if !text.contains(['\r', '\0']) => Line::Text(text),
        _ => Line::Malformed,
    }
}
