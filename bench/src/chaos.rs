//! Chaos: the program is killed again and again while it accepts and sends, and then every letter is accounted for.

mod hand_over;
mod letters_life;
mod replicas;
mod rounds;
mod verify;

pub use hand_over::{HandedOver, Outcome, Via};
pub use verify::Verdict;

use crate::rig::Kind;
use std::{path::PathBuf, time::Duration};

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Chaos {
    /// The built program.
    pub program: PathBuf,
    /// On which database.
    pub kind: Kind,
    /// How often the program is killed.
    pub rounds: usize,
    /// Letters of a round.
    pub letters: usize,
    /// What decides; the same again gives the same plan (not the same moments: those are the machine's).
    pub seed: u64,
    /// How letters are handed over.
    pub via: Via,
    /// Programs on one database.
    pub replicas: usize,
}

/// Seconds for which an account is leased: the fewest that the program takes.
pub(crate) const LEASE: Duration = Duration::from_secs(10);

impl Chaos {
    /// Does it, and says what became of every letter. Whether that is good, [`Verdict::is_good`] says.
    ///
    /// # Errors
    /// The rig itself failed, or the program does not come to rest.
    pub async fn run(&self) -> anyhow::Result<Verdict> {
        if self.replicas > 1 {
            replicas::run(self).await
        } else {
            rounds::run(self).await
        }
    }
}
