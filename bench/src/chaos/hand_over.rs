//! Letters are handed over, and what was answered is kept.

use crate::rig::{Api, People, Place, batch_lines, new_letter};
use sha2::{Digest, Sha256};
use store::{Actor, Idempotency, NewBatch};

/// How letters are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Via {
    /// Over the program's API.
    Api,
    /// Written into the store by this process, beside the program.
    Store,
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was accepted.
    Accepted,
    /// There was no answer: the program was killed.
    Unanswered,
}

/// What was handed over in one request.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// The idempotency key.
    pub key: String,
    /// Which of the senders it is from.
    pub sender: usize,
    /// Whether it is a batch; otherwise one letter.
    pub batch: bool,
    /// Its recipients: one a letter, each of them only here.
    pub recipients: Vec<String>,
    /// What was answered.
    pub outcome: Outcome,
}

impl HandedOver {
    /// A request that was not sent yet.
    #[must_use]
    pub fn new(key: String, sender: usize, recipients: Vec<String>) -> Self {
        Self {
            batch: recipients.len() > 1,
            key,
            sender,
            recipients,
            outcome: Outcome::Unanswered,
        }
    }

    /// Hands it over through the API.
    ///
    /// # Errors
    /// The program refused it: the rig is wrong, or the program.
    pub async fn over_api(mut self, api: &Api, people: &People) -> anyhow::Result<Self> {
        let user = people.senders[self.sender].user;
        let said = if self.batch {
            api.batch(user, &self.key, batch_lines(&self.recipients), false)
                .await
        } else {
            api.letter(user, &self.key, &self.recipients[0]).await
        };
        // Where the program is killed there is no answer; 503 is its word for a database that is away.
        if let Ok(said) = said {
            if said.is_good() {
                self.outcome = Outcome::Accepted;
            } else if said.status < 500 {
                anyhow::bail!("{} was refused: {} {}", self.key, said.status, said.body);
            }
        }
        Ok(self)
    }

    /// Writes it into the store.
    ///
    /// # Errors
    /// The store fails.
    pub async fn into_store(mut self, place: &Place, people: &People) -> anyhow::Result<Self> {
        let (sender, of) = (&people.senders[self.sender], place.store.company(people.company));
        let letters = self
            .recipients
            .iter()
            .map(|to| new_letter(sender, to))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let key = Idempotency {
            key: self.key.clone(),
            digest: Sha256::digest(self.recipients.join(" ")).into(),
        };
        if self.batch {
            let batch = NewBatch {
                user: sender.user,
                name: self.key.clone(),
                reference: None,
                paused: false,
            };
            let batch = of.stage_batch(&batch).await?;
            for some in letters.chunks(500) {
                of.stage_letters(batch, some).await?;
            }
            of.accept_batch(batch, &key, &Actor::Operator).await?;
        } else {
            of.accept(&letters, Some(&key), None, &Actor::Operator).await?;
        }
        self.outcome = Outcome::Accepted;
        Ok(self)
    }
}
