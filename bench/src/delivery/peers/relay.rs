//! Postfix as a durable relay: fed by its own smtp-source, until its queue is empty.

use super::super::{CONNECTIONS, sink::Sink};
use crate::rig::{Usage, run_to_end, usage, used_since};
use anyhow::ensure;
use std::{
    process::Command,
    time::{Duration, Instant},
};
use testkit::postfix::PostfixRelay;

const PATIENCE: Duration = Duration::from_mins(10);

pub(super) struct Relayed {
    /// From the first letter in to the last one out.
    pub(super) took: Duration,
    /// What all of Postfix's processes used.
    pub(super) used: Usage,
}

pub(super) async fn run(sink: &Sink, letters: usize) -> anyhow::Result<Relayed> {
    let relay = PostfixRelay::start(sink.address(), CONNECTIONS, sink.authority()).await;
    let before = usage(relay.process())?;
    let begin = Instant::now();
    run_to_end(smtp_source(letters, &relay.address().to_string())).await?;
    while relay.queued() > 0 {
        ensure!(
            begin.elapsed() < PATIENCE,
            "{} letters stay in Postfix's queue",
            relay.queued()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = begin.elapsed();
    Ok(Relayed {
        took,
        used: used_since(before, relay.process())?,
    })
}

/// Postfix's own client: it keeps its connections (`-d`).
pub(super) fn smtp_source(letters: usize, to: &str) -> Command {
    let mut command = Command::new("/usr/sbin/smtp-source");
    command
        .args([
            "-d",
            "-s",
            &CONNECTIONS.to_string(),
            "-l",
            "5120",
            "-m",
            &letters.to_string(),
        ])
        .args(["-f", "mari@naidis.ee", "-t", "kivi@kliendid.ee", to]);
    command
}
