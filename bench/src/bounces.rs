//! How well mails that came back are read: against labels, also with each reporting host's own rules left out.

mod labels;
mod score;
mod without_host;

pub use labels::{Label, Mail, read_folder};
pub use score::{Score, Wrong};

use std::{io, path::Path, time::Instant};

/// How often the folder is read to measure the speed.
const ROUNDS: usize = 20;

/// Reads the folder's mails and its `labels.tsv`, and prints tables.
///
/// # Errors
/// The folder can not be read, or the labels have another form.
pub fn run(folder: &Path) -> io::Result<()> {
    let mails = read_folder(folder)?;
    let score = Score::of(&mails, &|_, _| false);
    println!(
        "## Reading what comes back\n\n{} mails, {} recipients with labels\n",
        mails.len(),
        score.recipients
    );
    println!("{score}");
    println!("### What was read otherwise\n");
    for wrong in &score.wrong {
        println!("{wrong}");
    }
    without_host::print(&mails, &score);
    speed(&mails);
    Ok(())
}

fn speed(mails: &[Mail]) {
    let bytes: usize = mails.iter().map(|mail| mail.raw.len()).sum();
    let begin = Instant::now();
    for mail in mails.iter().cycle().take(mails.len() * ROUNDS) {
        std::hint::black_box(bounce::read(&mail.raw));
    }
    let seconds = begin.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "for a table")]
    let (mails_a_second, megabytes) = (
        (mails.len() * ROUNDS) as f64 / seconds,
        (bytes * ROUNDS) as f64 / seconds / 1_048_576.0,
    );
    println!("\n### Speed\n\n{mails_a_second:.0} mails a second on one core, {megabytes:.1} MiB a second");
    if let Some(peak) = peak_memory() {
        println!("peak memory of the whole measurement: {peak}");
    }
}

/// As the kernel tells it, where it does.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
