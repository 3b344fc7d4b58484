//! A mail server that sends: envelope in one flight, as those do that know PIPELINING.

use super::report;
use anyhow::{Context, ensure};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaks {
    Smtp,
    Lmtp,
}

/// Where mails go, and how.
#[derive(Clone)]
pub(super) struct Route {
    address: SocketAddr,
    speaks: Speaks,
    to: String,
    /// One connection for all mails of a client, not one for each.
    pub(super) kept_open: bool,
}

impl Route {
    pub(super) fn to(address: SocketAddr, speaks: Speaks, to: &str) -> Self {
        Self {
            address,
            speaks,
            to: to.to_owned(),
            kept_open: true,
        }
    }
}

/// Sends mails as long as there are some; how many were kept.
pub(super) async fn run(route: Route, next: Arc<AtomicUsize>, mails: usize) -> anyhow::Result<usize> {
    let mut connection = None;
    let mut kept = 0;
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= mails {
            break;
        }
        let mut open = match connection.take() {
            Some(open) => open,
            None => Connection::open(&route).await?,
        };
        open.send(number, &route.to).await?;
        kept += 1;
        if route.kept_open {
            connection = Some(open);
        } else {
            open.quit().await?;
        }
    }
    Ok(kept)
}

pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
}

impl Connection {
    pub(super) async fn open(route: &Route) -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "a client of our own server on loopback")]
        let stream = TcpStream::connect(route.address).await?;
        stream.set_nodelay(true)?;
        let (stream, line) = (BufReader::new(stream), String::new());
        let mut connection = Self { stream, line };
        connection.reply("220").await?;
        let hello = match route.speaks {
            Speaks::Smtp => "EHLO mx.other.test\r\n",
            Speaks::Lmtp => "LHLO mx.other.test\r\n",
        };
        connection.say(hello).await?;
        connection.reply("250").await?;
        Ok(connection)
    }

    pub(super) async fn send(&mut self, number: usize, to: &str) -> anyhow::Result<()> {
        self.say(&format!("MAIL FROM:<>\r\nRCPT TO:<{to}>\r\nDATA\r\n"))
            .await?;
        for code in ["250", "250", "354"] {
            self.reply(code).await?;
        }
        let mut mail = report::text(number, to);
        mail.push_str(".\r\n");
        self.say(&mail).await?;
        self.reply("250").await
    }

    async fn quit(mut self) -> anyhow::Result<()> {
        self.say("QUIT\r\n").await?;
        self.reply("221").await
    }

    async fn say(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(self.stream.write_all(text.as_bytes()).await?)
    }

    async fn reply(&mut self, code: &str) -> anyhow::Result<()> {
        loop {
            self.line.clear();
            let read = self.stream.read_line(&mut self.line).await?;
            ensure!(read > 0, "the listener closed the connection");
            ensure!(
                self.line.starts_with(code),
                "{} instead of {code}",
                self.line.trim_end()
            );
            if self.line.as_bytes().get(3).context("a reply")? != &b'-' {
                return Ok(());
            }
        }
    }
}
