//! How long it takes to hand over 10,000 letters in one request.

use super::{
    Plan,
    report::Report,
    saatja::{each, mebibytes, of_database, rate},
};
use crate::rig::{Api, Place, Saatja, Told, batch_lines, fill, memory, usage, used_since};
use anyhow::{Context, ensure};
use model::Security;
use std::time::Instant;

const LETTERS: usize = 10_000;

pub(super) async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "Handing over 10,000 letters",
        "One request, JSON Lines, 5 KB a letter, answered once all of it is on the disk; nothing is sent meanwhile.",
        "store",
        &[
            "seconds",
            "letters/s",
            "program CPU us/letter",
            "database CPU us/letter",
            "most memory MiB",
        ],
    );
    for kind in plan.stores.iter().copied() {
        let place = Place::new(kind, true).await?;
        let people = fill(&place.store, 1, Security::None).await?;
        let mut saatja = Saatja::new(&plan.program, &place, "saatja", &Told::default())?;
        saatja.start().await?;
        let process = saatja.id().context("it runs")?;
        let api = Api {
            address: saatja.address(),
            key: people.key.clone(),
            company: people.company,
        };
        let to: Vec<String> = (0..LETTERS)
            .map(|number| format!("r{number}@kliendid.ee"))
            .collect();
        let user = people.senders[0].user;
        let (before, database) = (usage(process)?, of_database(&place)?);
        let lines = batch_lines(&to);
        let begin = Instant::now();
        let said = api.batch(user, "accept", lines, true).await?;
        let took = begin.elapsed();
        ensure!(said.is_good(), "{} {}", said.status, said.body);
        let own = used_since(before, process)?;
        let by_database = of_database(&place)?
            .zip(database)
            .map(|(after, before)| after.saturating_sub(before));
        report.row(
            kind.name(),
            &[
                Some(took.as_secs_f64()),
                Some(rate(LETTERS, took)),
                Some(each(own, LETTERS)),
                by_database.map(|used| each(used, LETTERS)),
                Some(mebibytes(memory(process)?.1)),
            ],
        );
    }
    Ok(())
}
