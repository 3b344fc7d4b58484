//! Question and answer, with deadlines and the journal.

use super::journal::Journal;
use crate::{
    deadlines::Deadlines,
    guard::{Guard, GuardFault, RawReply},
};
use model::session::Fault;
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::Instant,
};

/// A guarded stream over which SMTP is spoken.
#[derive(Debug)]
pub(super) struct Talk<S> {
    pub guard: Guard<S>,
    pub deadlines: Deadlines,
    /// When the session has to be over.
    pub end: Instant,
}

/// What a guard's fault means once the server has greeted.
pub(super) fn meaning(fault: GuardFault) -> Fault {
    match fault {
        GuardFault::Closed | GuardFault::HungUp => Fault::Closed,
        GuardFault::Silent | GuardFault::Slow => Fault::Timeout,
        GuardFault::Garbage | GuardFault::OutOfTurn | GuardFault::TlsRecord => Fault::NotSmtp,
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    /// The moment at which a phase that begins now is over.
    pub fn by(&self, phase: Duration) -> Instant {
        self.end.min(Instant::now() + phase)
    }

    /// Sends lines that end with CRLF. Where the server spoke first, that is its answer if it says that it
    /// closes (421, RFC 5321, section 3.8), and a fault if it says anything else.
    pub async fn say(&mut self, lines: &str, journal: &Journal) -> Result<(), Fault> {
        let by = self.by(self.deadlines.command);
        match self.guard.write(lines.as_bytes(), by).await {
            // a server that refuses and hangs up has perhaps said why: that is read next
            Ok(()) | Err(GuardFault::Closed | GuardFault::HungUp) => Ok(()),
            Err(GuardFault::OutOfTurn) => {
                let by = self.by(self.deadlines.trickle);
                match self.guard.reply(by, self.deadlines.trickle).await {
                    Ok(raw) if raw.code == 421 => Err(Fault::Refused(journal.reply(&raw))),
                    Ok(_) | Err(_) => Err(Fault::NotSmtp),
                }
            }
            Err(fault) => Err(meaning(fault)),
        }
    }

    /// Reads one reply as it came.
    pub async fn hear_raw(&mut self, phase: Duration) -> Result<RawReply, GuardFault> {
        let by = self.by(phase);
        self.guard.reply(by, self.deadlines.trickle).await
    }

    /// Reads one reply and writes it down.
    pub async fn hear(&mut self, phase: Duration, journal: &mut Journal) -> Result<RawReply, Fault> {
        let raw = self.hear_raw(phase).await.map_err(meaning)?;
        journal.server_said(&raw, |_, _| true);
        Ok(raw)
    }

    /// One command and its reply.
    pub async fn ask(&mut self, command: &str, journal: &mut Journal) -> Result<RawReply, Fault> {
        journal.we_said(command);
        self.say(&format!("{command}\r\n"), journal).await?;
        self.hear(self.deadlines.command, journal).await
    }
}
