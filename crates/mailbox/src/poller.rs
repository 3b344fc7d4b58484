//! Looking into all mailboxes that are allowed: one task a program, several programs side by side. The store gives
//! each mailbox to one of them at a time; whatever happens to that one, another takes it up when its lease is over.

mod one;
mod trust;

use crate::{look::Deliver, open::Client};
use one::One;
use std::{sync::Arc, time::Duration};
use store::{Clock, Store};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

pub use one::check;

/// How often the store is asked.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// How mailboxes are looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polling {
    /// How long after a look that went well the next one is.
    pub every: Duration,
    /// How many are looked into at once.
    pub at_once: u32,
    /// How many of one server at once, all programs together.
    pub per_host: u32,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            every: Duration::from_mins(5),
            at_once: 8,
            per_host: 2,
        }
    }
}

/// What looks into mailboxes.
#[derive(Clone)]
pub struct Poller {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// What dials their servers, with the deadlines of a look that nobody waits for.
    pub client: Client,
    /// What takes the reports.
    pub deliver: Arc<dyn Deliver>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How.
    pub polling: Polling,
}

impl Poller {
    /// Looks into what is due until it is told to stop. A look that is under way is cut off then: how far it came is
    /// noted, and what it did not reach is there the next time.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut looking = JoinSet::new();
        let mut ask = interval(ASK_EVERY);
        ask.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut answers = true;
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                _ = ask.tick() => {}
                Some(_) = looking.join_next() => continue,
            }
            match self.begin(&mut looking).await {
                Ok(()) => answers = true,
                // Once, not every time.
                Err(error) if answers => {
                    answers = false;
                    tracing::error!("mailboxes can not be read for now: {error}");
                }
                Err(_) => {}
            }
        }
    }

    /// Looks into what is due now, once, and waits for the end of it. Says how many mailboxes that were.
    ///
    /// # Errors
    /// The store's.
    pub async fn once(&self) -> Result<usize, store::StoreError> {
        let mut looking = JoinSet::new();
        self.begin(&mut looking).await?;
        let count = looking.len();
        while looking.join_next().await.is_some() {}
        Ok(count)
    }

    async fn begin(&self, looking: &mut JoinSet<()>) -> Result<(), store::StoreError> {
        let under_way = u32::try_from(looking.len()).unwrap_or(u32::MAX);
        let room = self.polling.at_once.saturating_sub(under_way);
        if room == 0 {
            return Ok(());
        }
        // what a look may take, and time to note it
        let lease = self.client.deadlines.session + Duration::from_mins(2);
        let due = self
            .store
            .due_mailboxes(room, self.polling.per_host, lease)
            .await?;
        for mailbox in due {
            looking.spawn(One::new(self.clone(), mailbox).run());
        }
        Ok(())
    }
}
