//! A thousand accounts whose servers are silent or drip a byte a second, beside ten healthy ones.

use super::{
    Plan,
    report::Report,
    saatja::{accept, go_on, mebibytes, rate},
};
use crate::rig::{Kind, People, Place, Saatja, Told, fill, memory};
use anyhow::{Context, ensure};
use model::Security;
use std::{
    path::Path,
    time::{Duration, Instant},
};
use testkit::{
    tally::{Door, Flow, Manner, Options, Tally},
    wait::wait_until,
};

const HEALTHY: usize = 10;
const SILENT: usize = 500;
const DRIPPING: usize = 500;
/// How often each is run; the middle one counts.
const RUNS: usize = 3;
/// Letters that wait for each bad server.
const FOR_BAD: usize = 2;
const PATIENCE: Duration = Duration::from_mins(2);

/// What came out of one run.
struct Run {
    rate: f64,
    memory: u64,
    connected: u64,
}

pub(super) async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "A thousand servers that do not answer",
        "500 silent ones and 500 that send a byte a second, beside ten healthy ones, each an account. SQLite, plain text; \
         the middle of three runs each.",
        "who has letters",
        &[
            "healthy letters/s",
            "of alone",
            "connections to bad servers",
            "most memory MiB",
        ],
    );
    let letters = (plan.letters / HEALTHY).max(1);
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    // One after the other, so that what else the machine does meets both.
    for _ in 0..RUNS {
        alone.push(measure(&plan.program, letters, false).await?);
        beside.push(measure(&plan.program, letters, true).await?);
    }
    let (alone, beside) = (middle(alone), middle(beside));
    for (name, run) in [("the healthy alone", &alone), ("all", &beside)] {
        #[expect(clippy::cast_precision_loss, reason = "a count of connections")]
        let connected = run.connected as f64;
        report.row(
            name,
            &[
                Some(run.rate),
                Some(run.rate / alone.rate),
                Some(connected),
                Some(mebibytes(run.memory)),
            ],
        );
    }
    Ok(())
}

/// The run of the middle rate.
fn middle(mut runs: Vec<Run>) -> Run {
    runs.sort_by(|one, other| one.rate.total_cmp(&other.rate));
    runs.swap_remove(runs.len() / 2)
}

async fn server(flow: Flow) -> anyhow::Result<Tally> {
    let manner = Manner {
        flow,
        ..Manner::default()
    };
    let options = Options {
        manner,
        ..Options::default()
    };
    Ok(Tally::start(options).await?)
}

async fn measure(program: &Path, letters: usize, with_bad: bool) -> anyhow::Result<Run> {
    let place = Place::new(Kind::Sqlite, true).await?;
    let all = HEALTHY + SILENT + DRIPPING;
    let people = fill(&place.store, all, Security::None).await?;
    let healthy = server(Flow::Normal).await?;
    let bad = [
        server(Flow::Silent).await?,
        server(Flow::Drip(Duration::from_secs(1))).await?,
    ];
    let groups = [
        (0..HEALTHY, &healthy),
        (HEALTHY..HEALTHY + SILENT, &bad[0]),
        (HEALTHY + SILENT..all, &bad[1]),
    ];
    let dial = groups
        .into_iter()
        .flat_map(|(servers, at)| Told::dialling(servers, Security::None, at.address(Door::Plain)));
    let told = Told {
        dial: dial.collect(),
        ..Told::default()
    };
    let of_healthy = batches(&place, &people, 0..HEALTHY, letters).await?;
    let of_bad = batches(&place, &people, HEALTHY..all, FOR_BAD).await?;
    let mut saatja = Saatja::new(program, &place, "saatja", &told)?;
    saatja.start().await?;
    let connected = || bad.iter().map(|tally| tally.count().connections()).sum::<u64>();
    if with_bad {
        go_on(&place, &people, &of_bad).await?;
        let wanted = u64::try_from(SILENT + DRIPPING)?;
        wait_until("every bad server has a connection", PATIENCE, async || {
            connected() >= wanted
        })
        .await;
    }
    go_on(&place, &people, &of_healthy).await?;
    let wanted = u64::try_from(letters * HEALTHY)?;
    let begin = Instant::now();
    while healthy.count().copies() < wanted {
        tokio::time::sleep(Duration::from_millis(50)).await;
        ensure!(
            begin.elapsed() < PATIENCE,
            "{} of {wanted} healthy letters",
            healthy.count().copies()
        );
    }
    let (first, last) = healthy.count().between().context("letters came")?;
    Ok(Run {
        rate: rate(letters * HEALTHY, last.duration_since(first)),
        memory: memory(saatja.id().context("it runs")?)?.1,
        connected: connected(),
    })
}

async fn batches(
    place: &Place,
    people: &People,
    senders: std::ops::Range<usize>,
    letters: usize,
) -> anyhow::Result<Vec<model::BatchId>> {
    let mut all = Vec::new();
    for sender in senders {
        all.extend(accept(place, people, sender, letters).await?);
    }
    Ok(all)
}
