//! Saatja sending a mailing that was accepted before: from the first letter to the last.

use super::CONNECTIONS;
use crate::rig::{
    Api, Kind, People, Place, Saatja, Told, Usage, batch_lines, fill, memory, new_letter, usage, used_since,
};
use anyhow::{Context, ensure};
use jiff::Timestamp;
use model::{BatchId, Security};
use sha2::{Digest, Sha256};
use std::{
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};
use store::{Actor, BatchDecision, Clock, Idempotency, NewBatch, SystemClock};
use tokio::{task::JoinSet, time::sleep};

/// The name of the one server.
pub(super) const HOST: &str = "m0.saatja.test";
/// Letters of one batch at most.
const BATCH: usize = 20_000;
/// Requests that hand letters over at once.
const REQUESTS: usize = 10;
/// How long the program is left alone before it is measured.
const SETTLE: Duration = Duration::from_secs(2);
/// How long it may send nothing.
const PATIENCE: Duration = Duration::from_mins(1);

/// What came out.
pub(super) struct Measured {
    /// How long it took: see [`Accepted`].
    pub(super) took: Duration,
    /// Processor time of the program.
    pub(super) used: Usage,
    /// Processor time of `PostgreSQL`.
    pub(super) database: Option<Usage>,
    /// The most memory that the program held, in KiB.
    pub(super) memory: u64,
}

/// When the letters are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accepted {
    /// Before: measured is from the first letter sent to the last.
    Before,
    /// Over the API in ten requests at once, and sent meanwhile: measured is from the first request to the last letter
    /// sent, as with a relay.
    Meanwhile,
}

/// Where letters go.
#[derive(Debug, Clone, Copy)]
pub(super) struct To<'a> {
    pub(super) address: SocketAddr,
    pub(super) security: Security,
    /// The authority to trust, where it speaks TLS.
    pub(super) authority: Option<&'a str>,
}

impl To<'_> {
    /// In plain text.
    pub(super) const fn plain(address: SocketAddr) -> Self {
        Self {
            address,
            security: Security::None,
            authority: None,
        }
    }
}

/// Sends so many letters through one account there.
pub(super) async fn send(
    program: &Path,
    kind: Kind,
    letters: usize,
    to: To<'_>,
    accepted: Accepted,
) -> anyhow::Result<Measured> {
    let place = Place::new(kind, true).await?;
    let people = fill(&place.store, 1, to.security).await?;
    let before = match accepted {
        Accepted::Before => accept(&place, &people, 0, letters).await?,
        Accepted::Meanwhile => Vec::new(),
    };
    let told = Told {
        dial: Told::dialling(0..1, to.security, to.address),
        authority: to.authority.map(str::to_owned),
        delivery: vec![format!("connections_per_account = {CONNECTIONS}")],
        ..Told::default()
    };
    let mut saatja = Saatja::new(program, &place, "saatja", &told)?;
    saatja.start().await?;
    sleep(SETTLE).await;
    let process = saatja.id().context("it runs")?;
    let (used_before, database_before) = (usage(process)?, of_database(&place)?);
    let (batches, begin) = match accepted {
        Accepted::Before => {
            go_on(&place, &people, &before).await?;
            (before, None)
        }
        Accepted::Meanwhile => {
            let requests = requests(letters);
            let begin = SystemClock.now();
            (hand_over(&saatja, &people, requests).await?, Some(begin))
        }
    };
    let (first, last) = all_sent(&place, &people, &batches, letters).await?;
    Ok(Measured {
        took: last.duration_since(begin.unwrap_or(first)).unsigned_abs(),
        used: used_since(used_before, process)?,
        database: of_database(&place)?
            .zip(database_before)
            .map(|(after, before)| after.saturating_sub(before)),
        memory: memory(process)?.1,
    })
}

/// The letters in ten requests.
fn requests(letters: usize) -> Vec<String> {
    let recipients: Vec<String> = (0..letters)
        .map(|number| format!("r0.{number}@kliendid.ee"))
        .collect();
    recipients
        .chunks(letters.div_ceil(REQUESTS))
        .map(batch_lines)
        .collect()
}

/// Hands all of them over at once.
async fn hand_over(saatja: &Saatja, people: &People, requests: Vec<String>) -> anyhow::Result<Vec<BatchId>> {
    let api = Api {
        address: saatja.address(),
        key: people.key.clone(),
        company: people.company,
    };
    let user = people.senders[0].user;
    let mut tasks = JoinSet::new();
    for (number, lines) in requests.into_iter().enumerate() {
        let api = api.clone();
        tasks.spawn(async move { api.batch(user, &format!("batch-{number}"), lines, false).await });
    }
    let mut batches = Vec::new();
    for said in tasks.join_all().await {
        let said = said?;
        ensure!(said.is_good(), "{} {}", said.status, said.body);
        let id = said.body["batch_id"].as_str().context("the batch's id")?;
        batches.push(id.parse()?);
    }
    Ok(batches)
}

/// What the database server has used so far.
pub(super) fn of_database(place: &Place) -> anyhow::Result<Option<Usage>> {
    let process = place.postgres.as_ref().and_then(testkit::Postgres::process);
    process.map(usage).transpose()
}

/// Accepts letters of a sender as batches that wait to be started.
pub(crate) async fn accept(
    place: &Place,
    people: &People,
    sender: usize,
    letters: usize,
) -> anyhow::Result<Vec<BatchId>> {
    let (of, from) = (place.store.company(people.company), &people.senders[sender]);
    let mut batches = Vec::new();
    for first in (0..letters).step_by(BATCH) {
        let name = format!("{sender}.{first}");
        let batch = NewBatch {
            user: from.user,
            name: name.clone(),
            reference: None,
            paused: true,
        };
        let id = of.stage_batch(&batch).await?;
        let end = letters.min(first + BATCH);
        for begin in (first..end).step_by(500) {
            let some = (begin..end.min(begin + 500))
                .map(|number| new_letter(from, &format!("r{sender}.{number}@kliendid.ee")))
                .collect::<anyhow::Result<Vec<_>>>()?;
            of.stage_letters(id, &some).await?;
        }
        let key = Idempotency {
            digest: Sha256::digest(&name).into(),
            key: name,
        };
        let accepted = of.accept_batch(id, &key, &Actor::Operator).await?;
        batches.push(accepted.batch.context("a batch")?);
    }
    Ok(batches)
}

/// Starts batches.
pub(crate) async fn go_on(place: &Place, people: &People, batches: &[BatchId]) -> anyhow::Result<()> {
    let of = place.store.company(people.company);
    for batch in batches {
        of.decide_batch(*batch, BatchDecision::GoOn, &Actor::Operator)
            .await?;
    }
    Ok(())
}

/// Waits until all of it was sent, and says when the first letter and the last one was.
async fn all_sent(
    place: &Place,
    people: &People,
    batches: &[BatchId],
    letters: usize,
) -> anyhow::Result<(Timestamp, Timestamp)> {
    let of = place.store.company(people.company);
    let (mut last, mut moved) = (0, Instant::now());
    loop {
        sleep(Duration::from_millis(300)).await;
        let (mut sent, mut first, mut end) = (0, None, None);
        for batch in batches {
            let detail = of.find_batch(*batch).await?.context("the batch")?;
            sent += detail.batch.counts.sent;
            if let Some((from, to)) = detail.sent_between {
                first = Some(first.map_or(from, |first: Timestamp| first.min(from)));
                end = end.max(Some(to));
            }
        }
        if sent == u64::try_from(letters)?
            && let (Some(first), Some(end)) = (first, end)
        {
            return Ok((first, end));
        }
        if sent > last {
            (last, moved) = (sent, Instant::now());
        }
        ensure!(
            moved.elapsed() < PATIENCE,
            "{sent} of {letters} letters were sent, and no more"
        );
    }
}

/// So much a letter, in microseconds.
#[expect(clippy::cast_precision_loss, reason = "a count of letters")]
pub(super) fn each(used: Usage, letters: usize) -> f64 {
    used.as_secs_f64() * 1e6 / letters as f64
}

/// So many a second.
#[expect(clippy::cast_precision_loss, reason = "a count of letters")]
pub(super) fn rate(letters: usize, took: Duration) -> f64 {
    letters as f64 / took.as_secs_f64()
}

/// KiB as MiB.
#[expect(clippy::cast_precision_loss, reason = "a size in memory")]
pub(super) fn mebibytes(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
