//! Reports about mail, through the listener: mails a second, processor time and memory, beside Postfix's `smtp-sink`.

mod client;
mod null;
mod report;
mod storm;

pub use null::serve as serve_null;
pub use storm::run as run_storm;

use crate::{program, rig};
use anyhow::{Context, ensure};
use client::{Route, Speaks};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};
use testkit::smtp_sink::{Options, SmtpSink};

/// What is measured.
pub struct Plan {
    /// Mails of each row.
    pub mails: usize,
    /// Connections at once.
    pub connections: usize,
    /// A listener that runs already, instead of one that keeps nothing.
    pub at: Option<Running>,
}

/// A listener that runs already: the program's.
pub struct Running {
    /// Where it takes SMTP, or LMTP.
    pub address: SocketAddr,
    /// LMTP.
    pub lmtp: bool,
    /// Its process, whose processor time and memory are told.
    pub process: Option<u32>,
    /// A mailbox that there is.
    pub to: String,
}

/// Measures and prints the table.
///
/// # Errors
/// A mail is not kept.
pub async fn run(plan: &Plan) -> anyhow::Result<()> {
    println!(
        "{} reports about mail of {} bytes.\n",
        plan.mails,
        report::text(0, "kivi@event.saatja.test").len()
    );
    println!(
        "| listener | connections | mails a second | of the first | processor us a mail | memory MiB at most |"
    );
    println!("|---|---|---|---|---|---|");
    let mut rows = Rows(None);
    if let Some(running) = &plan.at {
        let speaks = if running.lmtp { Speaks::Lmtp } else { Speaks::Smtp };
        let route = Route::to(running.address, speaks, &running.to);
        return rows
            .row("the program", plan, plan.connections, &route, running.process)
            .await;
    }
    let sink = SmtpSink::start(Options::default()).await;
    let route = Route::to(sink.address(), Speaks::Smtp, null::MAILBOX);
    rows.row("Postfix's smtp-sink", plan, plan.connections, &route, None)
        .await?;
    for (name, speaks, connections, kept_open) in [
        ("SMTP", Speaks::Smtp, 1, true),
        ("SMTP", Speaks::Smtp, plan.connections, true),
        (
            "SMTP, a connection for each mail",
            Speaks::Smtp,
            plan.connections,
            false,
        ),
        ("LMTP", Speaks::Lmtp, plan.connections, true),
    ] {
        // Each in a process of its own, so that its memory is its own.
        let listener = program::null_intake(speaks == Speaks::Lmtp).await?;
        let mut route = Route::to(listener.address, speaks, null::MAILBOX);
        route.kept_open = kept_open;
        rows.row(name, plan, connections, &route, Some(listener.id()))
            .await?;
    }
    Ok(())
}

/// With the first row's mails a second.
struct Rows(Option<f64>);

impl Rows {
    async fn row(
        &mut self,
        name: &str,
        plan: &Plan,
        connections: usize,
        route: &Route,
        process: Option<u32>,
    ) -> anyhow::Result<()> {
        let before = process.map(rig::usage).transpose()?;
        let begin = Instant::now();
        send(plan.mails, connections, route).await?;
        let took = begin.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a count of mails")]
        let mails = plan.mails as f64;
        let rate = mails / took;
        let share = rate / *self.0.get_or_insert(rate);
        let (mut processor, mut memory) = (String::new(), String::new());
        if let (Some(before), Some(process)) = (before, process) {
            let used = rig::used_since(before, process)?;
            processor = format!("{:.1}", used.as_secs_f64() * 1e6 / mails);
            memory = format!("{}", rig::memory(process)?.1 / 1024);
        }
        println!("| {name} | {connections} | {rate:.0} | {share:.2} | {processor} | {memory} |");
        Ok(())
    }
}

/// Sends so many mails; each of them has to be kept.
async fn send(mails: usize, connections: usize, route: &Route) -> anyhow::Result<()> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(tokio::spawn(client::run(route.clone(), Arc::clone(&next), mails)));
    }
    let mut kept = 0;
    for client in clients {
        kept += client.await.context("a client")??;
    }
    ensure!(
        kept == mails && next.load(Ordering::Relaxed) >= mails,
        "{kept} of {mails} were kept"
    );
    Ok(())
}
