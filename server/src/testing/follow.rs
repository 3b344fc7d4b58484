//! Following a run: through the program's own memory where it runs here, through the store where another replica runs it.

use super::Live;
use crate::state::State;
use model::{TestId, UserId};
use std::time::Duration;
use store::{CompanyStore, StoreError, TestRun};
use tokio::sync::watch;

/// How often the store is asked about a run of another replica.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// A run that is followed, until it is over or nobody follows it any more. None: there is no such run of this user.
pub async fn follow(
    state: &State,
    company: Box<dyn CompanyStore>,
    user: UserId,
    id: TestId,
) -> Result<Option<(TestRun, watch::Receiver<Live>)>, StoreError> {
    // Followed first and looked up then: a test that ends in between is found with its verdict.
    let here = state.running.follow(id);
    let Some(run) = company.find_test(user, id).await? else {
        return Ok(None);
    };
    if let Some(live) = here {
        return Ok(Some((run, live)));
    }
    let (sender, receiver) = watch::channel(Live::of(&run));
    if run.verdict.is_none() {
        tokio::spawn(look(company, user, id, sender));
    }
    Ok(Some((run, receiver)))
}

/// Asks the store until there is a verdict, which comes at the latest when the run's lease is over.
async fn look(company: Box<dyn CompanyStore>, user: UserId, id: TestId, sender: watch::Sender<Live>) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        tokio::select! {
            () = sender.closed() => return,
            _ = look.tick() => {}
        }
        match company.find_test(user, id).await {
            Ok(Some(run)) => {
                let now = Live::of(&run);
                let over = now.verdict.is_some();
                sender.send_if_modified(|live| {
                    let newer = now.reports.len() != live.reports.len() || over;
                    if newer {
                        *live = now;
                    }
                    newer
                });
                if over {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => tracing::warn!(test = %id, "a run could not be looked at: {error}"),
        }
    }
}

impl Live {
    fn of(run: &TestRun) -> Self {
        Self {
            reports: run.reports.clone(),
            transcript: run.transcript.clone(),
            other_ports: run.other_ports.clone(),
            verdict: run.verdict.clone(),
        }
    }
}
