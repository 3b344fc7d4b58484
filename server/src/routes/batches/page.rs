//! A stored batch as its page shows it.

use super::{
    pace::{self, Recent},
    through,
};
use crate::{
    letters::{Measured, seconds_left},
    routes::visitor::Visitor,
};
use app::pages::{
    batches::{BatchPage, Counts, Phase, Through},
    events::BadAddresses,
};
use jiff::SignedDuration;
use store::{AccountStatus, Batch, BatchDetail, StateCounts};

/// How far a batch is.
pub fn phase(batch: &Batch) -> Phase {
    match batch {
        Batch { canceled: true, .. } => Phase::Canceled,
        Batch {
            finished_at: Some(_), ..
        } => Phase::Done,
        Batch { started_at: None, .. } => Phase::NotStarted,
        Batch { paused: true, .. } => Phase::Paused,
        _ => Phase::Running,
    }
}

/// Its letters, as the pages count them.
pub fn counts(counts: &StateCounts) -> Counts {
    Counts {
        waiting: counts.waiting + counts.sending + counts.paused,
        sent: counts.sent,
        bounced: counts.bounced,
        failed: counts.failed,
        in_doubt: counts.in_doubt,
        canceled: counts.canceled,
    }
}

/// The page. `recent`: how far it was at other times, where it is followed.
pub fn page(visitor: &Visitor, detail: BatchDetail, recent: Option<&Recent>) -> BatchPage {
    let rate = recent
        .and_then(Recent::rate)
        .or_else(|| Measured::of_batch(&detail));
    let seconds = seconds_left(visitor.now(), &detail, rate, visitor.state.catalogue);
    let BatchDetail {
        batch,
        causes,
        returned,
        accounts,
        ..
    } = detail;
    let (phase, counts) = (phase(&batch), counts(&batch.counts));
    let route = accounts.first().map(|account| &account.route);
    let provider = route.and_then(|route| through::provider(&visitor.state, route));
    BatchPage {
        id: batch.id.to_string(),
        notice: None,
        person: (batch.user != visitor.person.user.id).then(|| batch.user_name.as_str().to_owned()),
        accepted: visitor.moment(batch.created_at),
        phase,
        counts,
        through: servers(visitor, &accounts, counts.waiting),
        left: seconds.map(|seconds| (seconds, visitor.moment(after(visitor, seconds)))),
        per_hour: rate.and_then(Measured::per_hour),
        reply_to_is_faster: phase == Phase::NotStarted
            && seconds.is_some_and(|seconds| seconds >= pace::LONG)
            && reply_to_is_open(visitor),
        causes: causes
            .into_iter()
            .map(|(key, n)| (through::cause(&visitor.state, route, provider, &key), n))
            .collect(),
        returned: returned
            .into_iter()
            .map(|(key, n)| (through::cause(&visitor.state, route, provider, &key), n))
            .collect(),
        bad: BadAddresses::default(),
        ended: batch.finished_at.map(|at| visitor.moment(at)),
        name: batch.name,
    }
}

fn servers(visitor: &Visitor, accounts: &[AccountStatus], letters: u64) -> Vec<Through> {
    accounts
        .iter()
        .map(|account| through::through(visitor, account, letters))
        .collect()
}

fn after(visitor: &Visitor, seconds: u64) -> jiff::Timestamp {
    let now = visitor.now();
    let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.checked_add(seconds).unwrap_or(now)
}

/// Whether the person could let the portal's server send instead: only where mass mailing stays open then.
fn reply_to_is_open(visitor: &Visitor) -> bool {
    let event_mailbox = visitor.relay().and_then(|relay| relay.event_mailbox);
    visitor.person.company.mass_mailing && event_mailbox.is_some()
}
