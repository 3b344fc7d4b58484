//! Running tests: started, followed while they run, brought to a verdict.

mod follow;
mod page;
mod prepare;
mod run;

pub use follow::follow;
pub use page::{egress, first_name, guide_link, page};
pub use run::{StartError, start};

use model::{
    TestId,
    session::{OtherPort, StageReport, TranscriptLine},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use store::TestVerdict;
use tokio::sync::watch;

/// What is known of a running test.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// The stages so far.
    pub reports: Vec<StageReport>,
    /// The talk, at the end.
    pub transcript: Vec<TranscriptLine>,
    /// What else answered.
    pub other_ports: Vec<OtherPort>,
    /// What came out, at the end.
    pub verdict: Option<TestVerdict>,
}

/// The tests that run now in this program.
#[derive(Debug, Default)]
pub struct Running(Mutex<HashMap<TestId, watch::Receiver<Live>>>);

impl Running {
    /// Follows a test; none where it does not run here (any more).
    fn follow(&self, id: TestId) -> Option<watch::Receiver<Live>> {
        self.lock().get(&id).cloned()
    }

    /// Waits until no test runs here any more.
    pub async fn ended(&self) {
        loop {
            let Some(mut live) = self.lock().values().next().cloned() else {
                return;
            };
            // Where its task is gone without a verdict there is nothing to wait for either.
            if live.wait_for(|live| live.verdict.is_some()).await.is_err() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    fn begin(&self, id: TestId) -> watch::Sender<Live> {
        let (sender, receiver) = watch::channel(Live::default());
        self.lock().insert(id, receiver);
        sender
    }

    fn end(&self, id: TestId) {
        self.lock().remove(&id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<TestId, watch::Receiver<Live>>> {
        // What a panicking thread left is still a map of tests.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
