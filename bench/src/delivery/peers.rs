//! Saatja beside others: the same letters to the same server, one sender after another.

mod others;
mod relay;

use super::{
    Plan,
    report::Report,
    saatja::{self, Accepted, each, mebibytes, rate},
    sink::Sink,
};
use others::Others;

pub(super) async fn run(plan: &Plan, report: &mut Report, with_saatja: bool) -> anyhow::Result<()> {
    // Before the table begins, as installing takes a while and prints things.
    let others = Others::install().await?;
    report.table(
        "Senders side by side",
        "5 KB letters, 10 connections, loopback. Plain text goes to Postfix's smtp-sink, TLS to the testkit's counting \
         server (smtp-sink speaks none). \"From its queue\": the letters were accepted before. \"Taken in and sent\": they come over \
         the API meanwhile, as Postfix the relay gets them from smtp-source; its figures are its own processes'.",
        "sender, transport",
        &[
            "letters/s",
            "CPU us/letter",
            "database CPU us/letter",
            "most memory MiB",
        ],
    );
    for sink in [Sink::plain().await, Sink::tls().await?] {
        let letters = plan.letters;
        for kind in plan.stores.iter().copied().filter(|_| with_saatja) {
            for (accepted, how) in [
                (Accepted::Before, "from its queue"),
                (Accepted::Meanwhile, "taken in and sent"),
            ] {
                let measured = saatja::send(&plan.program, kind, letters, sink.to(), accepted).await?;
                report.row(
                    &format!("Saatja on {}, {how}, {}", kind.name(), sink.name()),
                    &[
                        Some(rate(letters, measured.took)),
                        Some(each(measured.used, letters)),
                        measured.database.map(|used| each(used, letters)),
                        Some(mebibytes(measured.memory)),
                    ],
                );
            }
        }
        let relayed = relay::run(&sink, letters).await?;
        let row = |took, used| [Some(rate(letters, took)), Some(each(used, letters)), None, None];
        report.row(
            &format!("Postfix as a durable relay, {}", sink.name()),
            &row(relayed.took, relayed.used),
        );
        for (name, ran) in others.run(&sink, letters).await? {
            report.row(&format!("{name}, {}", sink.name()), &row(ran.took, ran.used));
        }
    }
    Ok(())
}
