//! Sending, beside others: letters a second, processor time, memory, round trips.

mod accept;
mod idle;
mod latency;
mod peers;
mod report;
mod saatja;
mod scale;
mod silent;
mod sink;

pub(crate) use saatja::{accept, go_on};

use crate::rig::Kind;
use report::Report;
use std::path::{Path, PathBuf};

/// What is measured, and how much of it.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The built program.
    pub program: PathBuf,
    /// Letters that each sender sends.
    pub letters: usize,
    /// The longest queue.
    pub longest: usize,
    /// On which databases.
    pub stores: Vec<Kind>,
}

/// One part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// All parts, one after another.
    All,
    /// Saatja beside Postfix, smtp-source, nodemailer and aiosmtplib, in plain text and over TLS.
    Peers,
    /// The same without Saatja.
    Others,
    /// Saatja alone with 1,000, 10,000 and the most letters queued.
    Saatja,
    /// 10,000 letters in one request.
    Accept,
    /// Servers whose answers take 20 ms.
    Latency,
    /// A thousand silent servers beside ten healthy ones.
    Silent,
    /// 10,000 companies that do nothing.
    Idle,
}

/// Connections that each sender uses.
pub(crate) const CONNECTIONS: u32 = 10;

/// Measures, prints tables, and writes all of it as JSON where a file is named.
///
/// # Errors
/// A sender does not start, or does not send everything.
pub async fn run(plan: &Plan, part: Part, json: Option<&Path>) -> anyhow::Result<()> {
    let mut report = Report::default();
    let wanted = |this: Part| part == Part::All || part == this;
    if wanted(Part::Peers) || part == Part::Others {
        peers::run(plan, &mut report, part != Part::Others).await?;
    }
    if wanted(Part::Saatja) {
        scale::run(plan, &mut report).await?;
    }
    if wanted(Part::Accept) {
        accept::run(plan, &mut report).await?;
    }
    if wanted(Part::Latency) {
        latency::run(plan, &mut report).await?;
    }
    if wanted(Part::Silent) {
        silent::run(plan, &mut report).await?;
    }
    if wanted(Part::Idle) {
        idle::run(plan, &mut report).await?;
    }
    json.map_or(Ok(()), |file| report.write(file))
}
