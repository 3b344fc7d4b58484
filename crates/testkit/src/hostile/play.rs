//! Playing a script on one connection.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::hearing::Record;
use super::script::{Script, Step};
use super::stream::Metered;

/// A flood ends after this many bytes.
const FLOOD: usize = 64 * 1024 * 1024;

enum Channel {
    Clear(Metered),
    Tls(Box<TlsStream<Metered>>),
}

/// Why the rest of a script is not played.
enum End {
    /// The client is gone, or did what the script does not expect.
    Gone,
    Close,
    Reset,
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

struct Player {
    channel: Option<Channel>,
    unread: Vec<u8>,
    record: Arc<Record>,
    number: usize,
}

pub(super) async fn play(script: Arc<Script>, stream: TcpStream, record: Arc<Record>, number: usize) {
    // Dripping needs each byte on its way at once.
    let _ = stream.set_nodelay(true);
    let metered = Metered {
        stream,
        record: Arc::clone(&record),
        number,
        left: script.reset_after,
    };
    let channel = Some(Channel::Clear(metered));
    let mut player = Player {
        channel,
        unread: Vec::new(),
        record,
        number,
    };
    let end = if script.reset_after == Some(0) {
        Err(End::Reset)
    } else {
        player.steps(&script.steps).await
    };
    player.finish(end.err().unwrap_or(End::Close)).await;
}

impl Player {
    async fn steps(&mut self, steps: &[Step]) -> Result<(), End> {
        for step in steps {
            self.step(step).await?;
            if self.metered().is_some_and(Metered::is_used_up) {
                return Err(End::Reset);
            }
        }
        Ok(())
    }

    async fn step(&mut self, step: &Step) -> Result<(), End> {
        match step {
            Step::Send(bytes) => self.send(bytes).await,
            Step::Drip(bytes, rest) => {
                for byte in bytes {
                    sleep(*rest).await;
                    self.send(&[*byte]).await?;
                }
                Ok(())
            }
            Step::Flood(bytes) => {
                for _ in 0..FLOOD / bytes.len().max(1) {
                    self.send(bytes).await?;
                }
                self.silence().await
            }
            Step::Expect(start) => {
                let line = self.line().await?;
                if line
                    .get(..start.len())
                    .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
                {
                    return Ok(());
                }
                self.record.surprised(self.number, &line);
                Err(End::Close)
            }
            Step::ExpectAny => self.line().await.map(drop),
            Step::TakeSignIn => self.take_sign_in().await,
            Step::TakeLetter => {
                while self.line().await? != "." {}
                Ok(())
            }
            Step::ExpectBytes => {
                if self.unread.is_empty() {
                    self.fill().await?;
                }
                self.unread.clear();
                Ok(())
            }
            Step::Loop(steps) => loop {
                Box::pin(self.steps(steps)).await?;
            },
            Step::StartTls(identity) => {
                if !self.unread.is_empty() {
                    // RFC 3207, 4: a client waits for the answer before it goes on.
                    let early = String::from_utf8_lossy(&self.unread).into_owned();
                    self.record.surprised(self.number, &early);
                    return Err(End::Close);
                }
                let Some(Channel::Clear(stream)) = self.channel.take() else {
                    return Err(End::Gone);
                };
                let config = identity.server_config().expect("a test's certificate is good");
                let stream = TlsAcceptor::from(config).accept(stream).await?;
                self.channel = Some(Channel::Tls(Box::new(stream)));
                Ok(())
            }
            Step::Silence => self.silence().await,
            Step::Close => Err(End::Close),
            Step::Reset => Err(End::Reset),
        }
    }

    /// PLAIN with or without an initial response, LOGIN with or without.
    async fn take_sign_in(&mut self) -> Result<(), End> {
        let line = self.line().await?;
        let words: Vec<String> = line.split(' ').map(str::to_ascii_uppercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let challenges: &[&str] = match words.as_slice() {
            ["AUTH", "PLAIN"] => &["334 "],
            ["AUTH", "LOGIN"] => &["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"],
            ["AUTH", "LOGIN", _] => &["334 UGFzc3dvcmQ6"],
            ["AUTH", _, _] => &[],
            _ => {
                self.record.surprised(self.number, &line);
                return Err(End::Close);
            }
        };
        for challenge in challenges {
            self.send(format!("{challenge}\r\n").as_bytes()).await?;
            self.line().await?;
        }
        Ok(())
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), End> {
        let sent = match self.channel.as_mut().ok_or(End::Gone)? {
            Channel::Clear(stream) => stream.write_all(bytes).await,
            Channel::Tls(stream) => match stream.write_all(bytes).await {
                Ok(()) => stream.flush().await,
                failed => failed,
            },
        };
        let used_up = self.metered().is_some_and(Metered::is_used_up);
        sent.map_err(|_| if used_up { End::Reset } else { End::Gone })
    }

    async fn line(&mut self) -> Result<String, End> {
        loop {
            if let Some(end) = self.unread.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.unread.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line)
                    .trim_end_matches(['\r', '\n'])
                    .to_owned());
            }
            self.fill().await?;
        }
    }

    async fn silence(&mut self) -> Result<(), End> {
        loop {
            self.unread.clear();
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Result<(), End> {
        let before = self.unread.len();
        self.unread.reserve(4096);
        let (count, in_tls) = match self.channel.as_mut().ok_or(End::Gone)? {
            Channel::Clear(stream) => (stream.read_buf(&mut self.unread).await?, false),
            Channel::Tls(stream) => (stream.read_buf(&mut self.unread).await?, true),
        };
        self.record.hear(self.number, &self.unread[before..], in_tls);
        if count == 0 { Err(End::Gone) } else { Ok(()) }
    }

    fn metered(&self) -> Option<&Metered> {
        Some(match self.channel.as_ref()? {
            Channel::Clear(stream) => stream,
            Channel::Tls(stream) => stream.get_ref().0,
        })
    }

    async fn finish(mut self, end: End) {
        match end {
            End::Reset => {
                if let Some(stream) = self.metered() {
                    stream.reset_at_close();
                }
            }
            // Closing with bytes unread would reset the connection; so it is heard out first.
            End::Close => {
                let closed = match self.channel.as_mut() {
                    Some(Channel::Clear(stream)) => stream.shutdown().await,
                    Some(Channel::Tls(stream)) => stream.shutdown().await,
                    None => Ok(()),
                };
                if closed.is_ok() {
                    let _ = self.silence().await;
                }
            }
            End::Gone => {}
        }
        drop(self.channel.take());
        self.record.end(self.number);
    }
}
