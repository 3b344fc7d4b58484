//! Sending while reports come back: does a storm of them slow letters down?

use super::client::{Connection, Route, Speaks};
use crate::{
    delivery::{accept, go_on},
    rig::{Kind, People, Place, Saatja, Told, fill, memory},
};
use anyhow::{Context, ensure};
use model::Security;
use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use store::MessageQuery;
use testkit::{
    ports::free_port,
    tally::{Door, Options, Tally},
    wait::wait_until,
};
use tokio::task::JoinSet;

const DOMAIN: &str = "event.saatja.test";
/// Users who send.
const SENDERS: usize = 10;
/// Letters that went out before, which the reports are about.
const REPORTED: usize = 5_000;
/// How often each is run; the middle one counts.
const RUNS: usize = 3;
const PATIENCE: Duration = Duration::from_mins(2);
/// Connections of a storm without a pace.
const CONNECTIONS: usize = 10;

/// How reports come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Storm {
    None,
    /// So many an hour.
    AnHour(u32),
    /// As many as are taken.
    Endless,
}

/// What came out of one run.
struct Run {
    letters: f64,
    reports: f64,
    memory: u64,
}

/// Measures and prints the table.
///
/// # Errors
/// A letter or a report is not taken.
pub async fn run(program: &Path, kind: Kind, letters: usize) -> anyhow::Result<()> {
    println!(
        "{letters} letters of {SENDERS} users on {}, the middle of {RUNS} runs each.\n",
        kind.name()
    );
    println!("| reports | letters a second | of alone | reports taken a second | memory MiB at most |");
    println!("|---|---|---|---|---|");
    let storms = [
        ("none", Storm::None),
        ("100,000 an hour", Storm::AnHour(100_000)),
        ("as many as come", Storm::Endless),
    ];
    let mut runs: [Vec<Run>; 3] = Default::default();
    // One after the other, so that what else the machine does meets all.
    for _ in 0..RUNS {
        for (of, (_, storm)) in runs.iter_mut().zip(storms) {
            of.push(measure(program, kind, letters, storm).await?);
        }
    }
    let mut alone = None;
    for (mut of, (name, _)) in runs.into_iter().zip(storms) {
        of.sort_by(|one, other| one.letters.total_cmp(&other.letters));
        let run = of.swap_remove(of.len() / 2);
        let share = run.letters / *alone.get_or_insert(run.letters);
        println!(
            "| {name} | {:.0} | {share:.2} | {:.0} | {} |",
            run.letters,
            run.reports,
            run.memory / 1024
        );
    }
    Ok(())
}

async fn measure(program: &Path, kind: Kind, letters: usize, storm: Storm) -> anyhow::Result<Run> {
    let place = Place::new(kind, true).await?;
    // The first one sent what the reports are about.
    let people = fill(&place.store, SENDERS + 1, Security::None).await?;
    let tally = Tally::start(Options::default()).await?;
    let door = free_port();
    let told = Told {
        dial: Told::dialling(0..SENDERS + 1, Security::None, tally.address(Door::Plain)),
        sections: format!(
            "[events]\ndomain = \"{DOMAIN}\"\n[inbound]\nsmtp = [\"{}\"]\ntrusted = [\"127.0.0.0/8\"]\n",
            door.address()
        ),
        ..Told::default()
    };
    let mut saatja = Saatja::new(program, &place, "saatja", &told)?;
    saatja.start().await?;
    let reported = accept(&place, &people, 0, REPORTED).await?;
    go_on(&place, &people, &reported).await?;
    sent(&tally, REPORTED).await?;
    let paths = return_paths(&place, &people).await?;
    let mut batches = Vec::new();
    for sender in 1..=SENDERS {
        batches.extend(accept(&place, &people, sender, letters / SENDERS).await?);
    }
    let over = Arc::new(AtomicBool::new(false));
    let taken = Arc::new(AtomicUsize::new(0));
    let mut storms = JoinSet::new();
    let clients = match storm {
        Storm::None => 0,
        Storm::AnHour(_) => 1,
        Storm::Endless => CONNECTIONS,
    };
    for _ in 0..clients {
        let client = Client {
            address: door.address(),
            storm,
            paths: paths.clone(),
            over: Arc::clone(&over),
            taken: Arc::clone(&taken),
        };
        storms.spawn(client.run());
    }
    if clients > 0 {
        wait_until("the storm has begun", PATIENCE, async || {
            taken.load(Ordering::Relaxed) > 0
        })
        .await;
    }
    let (begin, before) = (Instant::now(), taken.load(Ordering::Relaxed));
    go_on(&place, &people, &batches).await?;
    sent(&tally, REPORTED + letters).await?;
    let (took, reports) = (
        begin.elapsed().as_secs_f64(),
        taken.load(Ordering::Relaxed) - before,
    );
    over.store(true, Ordering::Relaxed);
    while let Some(client) = storms.join_next().await {
        client.context("a client")??;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of letters")]
    let (letters, reports) = (letters as f64 / took, reports as f64 / took);
    Ok(Run {
        letters,
        reports,
        memory: memory(saatja.id().context("it runs")?)?.1,
    })
}

/// Waits until so many letters have come.
async fn sent(tally: &Tally, wanted: usize) -> anyhow::Result<()> {
    let (wanted, begin) = (u64::try_from(wanted)?, Instant::now());
    while tally.count().copies() < wanted {
        tokio::time::sleep(Duration::from_millis(10)).await;
        ensure!(
            begin.elapsed() < PATIENCE,
            "{} of {wanted} letters",
            tally.count().copies()
        );
    }
    Ok(())
}

/// Where reports about the letters that went out come back to.
async fn return_paths(place: &Place, people: &People) -> anyhow::Result<Arc<Vec<String>>> {
    let company = place.store.company(people.company);
    let path = company.return_path().await?.context("the company")?;
    let messages = company
        .messages(&MessageQuery::default(), u32::try_from(REPORTED)?)
        .await?;
    ensure!(messages.len() == REPORTED, "{} letters", messages.len());
    Ok(Arc::new(
        messages
            .iter()
            .map(|message| format!("{}@{DOMAIN}", path.local(message.id)))
            .collect(),
    ))
}

/// A server that sends reports.
struct Client {
    address: SocketAddr,
    storm: Storm,
    paths: Arc<Vec<String>>,
    over: Arc<AtomicBool>,
    taken: Arc<AtomicUsize>,
}

impl Client {
    async fn run(self) -> anyhow::Result<()> {
        let pause = match self.storm {
            Storm::AnHour(number) => Duration::from_hours(1) / number,
            _ => Duration::ZERO,
        };
        let mut connection = Connection::open(&Route::to(self.address, Speaks::Smtp, "")).await?;
        let mut next = Instant::now();
        for at in 0_usize.. {
            if self.over.load(Ordering::Relaxed) {
                break;
            }
            let number = self.taken.fetch_add(1, Ordering::Relaxed);
            // Another connection each 100 mails: nobody is given more over one.
            if at % 100 == 99 {
                connection = Connection::open(&Route::to(self.address, Speaks::Smtp, "")).await?;
            }
            connection
                .send(number, &self.paths[number % self.paths.len()])
                .await?;
            next += pause;
            tokio::time::sleep_until(next.into()).await;
        }
        Ok(())
    }
}
