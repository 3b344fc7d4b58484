//! Whether a letter costs the same with many queued.

use super::{
    Plan,
    report::Report,
    saatja::{self, Accepted, To, each, mebibytes, rate},
};
use testkit::tally::{Door, Options, Tally};

pub(super) async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "Queues of different lengths",
        "Accepted before; from the first letter to the last, plain text, 10 connections, one account.",
        "store, letters queued",
        &[
            "letters/s",
            "program CPU us/letter",
            "database CPU us/letter",
            "both, of the shortest",
            "most memory MiB",
        ],
    );
    for kind in plan.stores.iter().copied() {
        let mut first = None;
        for letters in [1_000, 10_000, 100_000].map(|letters: usize| letters.min(plan.longest)) {
            let tally = Tally::start(Options::default()).await?;
            let to = To::plain(tally.address(Door::Plain));
            let measured = saatja::send(&plan.program, kind, letters, to, Accepted::Before).await?;
            let (own, database) = (
                each(measured.used, letters),
                measured.database.map(|used| each(used, letters)),
            );
            let both = own + database.unwrap_or_default();
            report.row(
                &format!("{}, {letters}", kind.name()),
                &[
                    Some(rate(letters, measured.took)),
                    Some(own),
                    database,
                    Some(both / *first.get_or_insert(both)),
                    Some(mebibytes(measured.memory)),
                ],
            );
        }
    }
    Ok(())
}
