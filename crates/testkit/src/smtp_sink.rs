//! Postfix's `smtp-sink`: a very fast server that throws all mail away, for benchmarks, and that can be told to fail.

use std::net::SocketAddr;
use std::process::Command;

use crate::daemon::{self, Daemon};
use crate::ports::{FreePort, free_port};

/// What it is told.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Commands that are refused for good (`-f`), as in `RCPT` or `.`.
    pub refuse: Vec<&'static str>,
    /// Commands that are refused for now (`-r`).
    pub defer: Vec<&'static str>,
    /// Commands after which it closes the connection without a word (`-q`).
    pub drop_after: Vec<&'static str>,
    /// Seconds before each answer to DATA (`-w`).
    pub data_delay: u32,
}

/// A running `smtp-sink`.
pub struct SmtpSink {
    _daemon: Daemon,
    port: FreePort,
}

impl SmtpSink {
    /// Starts it and waits until it listens.
    pub async fn start(options: Options) -> Self {
        let port = free_port();
        let mut command = Command::new(daemon::program("/usr/sbin/smtp-sink"));
        if rustix::process::geteuid().is_root() {
            command.args(["-u", "nobody"]);
        }
        for (flag, commands) in [
            ("-f", &options.refuse),
            ("-r", &options.defer),
            ("-q", &options.drop_after),
        ] {
            if !commands.is_empty() {
                command.arg(flag).arg(commands.join(","));
            }
        }
        if options.data_delay > 0 {
            command.arg("-w").arg(options.data_delay.to_string());
        }
        command.arg(port.address().to_string()).arg("500");
        let mut daemon = Daemon::start("smtp-sink", command, daemon::folder("smtp-sink"));
        daemon.listens_on(port.address()).await;
        Self {
            _daemon: daemon,
            port,
        }
    }

    /// Where it listens, in plain text.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }
}
