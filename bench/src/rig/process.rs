//! What processes use, as Linux counts it: processor time in hundredths of a second, memory in KiB.

use anyhow::{Context, ensure};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use std::{
    collections::HashMap,
    fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Processor time, user and system.
pub type Usage = Duration;

struct Stat {
    parent: u32,
    ticks: u64,
}

/// Of one process; `None` where it has gone. With those of its children that have ended and were waited for.
fn stat(process: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold blanks and brackets; what follows it is numbers but for the state.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Stat {
        parent: u32::try_from(number(1)?).ok()?,
        ticks: number(11)? + number(12)? + number(13)? + number(14)?,
    })
}

/// What a process, those it started and those that they started have used so far.
///
/// # Errors
/// There is no such process.
pub fn usage(root: u32) -> anyhow::Result<Usage> {
    let mut all = HashMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let number = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok());
        if let Some((process, stat)) = number.and_then(|process| Some((process, stat(process)?))) {
            all.insert(process, stat);
        }
    }
    ensure!(all.contains_key(&root), "process {root} is gone");
    let is_of_root = |mut process: u32| loop {
        match all.get(&process) {
            _ if process == root => break true,
            Some(stat) => process = stat.parent,
            None => break false,
        }
    };
    let ticks: u64 = all
        .iter()
        .filter(|(process, _)| is_of_root(**process))
        .map(|(_, stat)| stat.ticks)
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// What it has used since it had used `before`.
///
/// # Errors
/// There is no such process.
pub fn used_since(before: Usage, root: u32) -> anyhow::Result<Usage> {
    Ok(usage(root)?.saturating_sub(before))
}

/// What a process holds in memory now, and held at most, in KiB.
///
/// # Errors
/// There is no such process.
pub fn memory(process: u32) -> anyhow::Result<(u64, u64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let number = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    let of = |name: &str| number(name).with_context(|| format!("{name} of process {process}"));
    Ok((of("VmRSS:")?, of("VmHWM:")?))
}

/// A program that was run to its end.
pub struct Ran {
    /// How long it took.
    pub took: Duration,
    /// What it and its children used.
    pub used: Usage,
    /// What it printed.
    pub printed: String,
}

/// Runs a program to its end.
///
/// # Errors
/// It does not start, or fails.
pub async fn run_to_end(mut command: Command) -> anyhow::Result<Ran> {
    tokio::task::spawn_blocking(move || {
        let begin = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .with_context(|| format!("{command:?}"))?;
        let id = child.id();
        let pid = i32::try_from(id)
            .ok()
            .and_then(Pid::from_raw)
            .context("a process")?;
        // While it is not waited for it can still be looked at.
        waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)?;
        let took = begin.elapsed();
        let used = usage(id)?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "{command:?}: {}", output.status);
        Ok(Ran {
            took,
            used,
            printed: String::from_utf8_lossy(&output.stdout).into_owned(),
        })
    })
    .await?
}
