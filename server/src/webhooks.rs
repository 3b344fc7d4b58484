//! Posting webhook messages: one task a program, several programs side by side. The store gives each message to one of
//! them at a time; whatever happens to that one, another takes the message up when its lease is over. So a message
//! comes at least once, with the same id each time.

mod post;

use crate::state::State;
use fetch::{BodyLimit, Fetcher};
use post::Post;
use std::{sync::Arc, time::Duration};
use store::{Clock, Random, Store};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

/// How often the store is asked.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many messages are posted at once.
const MOST_AT_ONCE: usize = 16;
/// How long a message is ours alone. Posting one takes at most 10 seconds ([`fetch::Deadlines`]).
const LEASE: Duration = Duration::from_secs(30);
/// What of an answer's body is taken: enough to let the receiver finish. Nobody reads it.
const ANSWER: BodyLimit = BodyLimit::Cut(1024);

/// What posts.
#[derive(Clone)]
pub struct Delivery {
    store: Arc<dyn Store>,
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Delivery {
    /// With what every request shares.
    pub fn of(state: &State) -> Self {
        Self {
            store: state.store.clone(),
            fetcher: state.fetcher.clone().with_body_limit(ANSWER),
            clock: state.clock.clone(),
            random: state.random.clone(),
        }
    }

    /// Posts what is due until it is told to stop; what is under way then comes to its end.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut posting = JoinSet::new();
        let mut look = interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Whether there may be more than was given.
        let mut more = false;
        let mut answers = true;
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                _ = look.tick() => {}
                Some(_) = posting.join_next() => if !more { continue },
            }
            let room = MOST_AT_ONCE - posting.len();
            if room == 0 {
                continue;
            }
            let limit = u32::try_from(room).expect("few are posted at once");
            match self.store.due_webhook_messages(limit, LEASE).await {
                Ok(due) => {
                    answers = true;
                    // There may be more of the same webhook, which gets no more than two at a time.
                    more = !due.is_empty();
                    for message in due {
                        posting.spawn(Post::new(self.clone(), message).run());
                    }
                }
                // Once, not every second.
                Err(error) if answers => {
                    (answers, more) = (false, false);
                    tracing::error!("webhook messages can not be read for now: {error}");
                }
                Err(_) => {}
            }
        }
        while posting.join_next().await.is_some() {}
    }
}
