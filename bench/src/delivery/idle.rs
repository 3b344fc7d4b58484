//! 10,000 companies with settings that do nothing: what the program holds in memory.

use super::{Plan, report::Report, saatja::mebibytes};
use crate::rig::{Place, Saatja, Told, idle_company, memory, usage, used_since};
use anyhow::Context;
use std::{fs, time::Duration};
use tokio::time::sleep;

const COMPANIES: usize = 10_000;
const LOOKED_AT: Duration = Duration::from_secs(10);

pub(super) async fn run(plan: &Plan, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "10,000 idle companies",
        "Each with a user and a server of his own; ten seconds after the start.",
        "store",
        &["memory MiB", "threads", "CPU ms a second"],
    );
    for kind in plan.stores.iter().copied() {
        // Nobody asks what is on the disk here.
        let place = Place::new(kind, false).await?;
        for number in 0..COMPANIES {
            idle_company(&place.store, number).await?;
        }
        let mut saatja = Saatja::new(&plan.program, &place, "saatja", &Told::default())?;
        saatja.start().await?;
        let process = saatja.id().context("it runs")?;
        let before = usage(process)?;
        sleep(LOOKED_AT).await;
        let used = used_since(before, process)?.as_secs_f64() * 1000.0 / LOOKED_AT.as_secs_f64();
        let threads = u32::try_from(fs::read_dir(format!("/proc/{process}/task"))?.count())?;
        report.row(
            kind.name(),
            &[
                Some(mebibytes(memory(process)?.0)),
                Some(f64::from(threads)),
                Some(used),
            ],
        );
    }
    Ok(())
}
