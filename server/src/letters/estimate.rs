//! When a batch will have gone out, as far as that can be told.

use jiff::{SignedDuration, Timestamp};
use providers::{Catalogue, Provider};
use store::{AccountStatus, Batch, BatchDetail, Route};

/// The shortest time that says something about the rate.
const LEAST: SignedDuration = SignedDuration::from_secs(15);

/// How fast letters went: so many in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    letters: u64,
    seconds: u64,
}

impl Measured {
    /// None where that is too short, or nothing went.
    #[must_use]
    pub fn of(letters: u64, took: SignedDuration) -> Option<Self> {
        let seconds = u64::try_from(took.as_secs()).ok()?;
        (letters > 0 && took >= LEAST).then_some(Self { letters, seconds })
    }

    /// Of a batch from its first letter to its last. None where it stood still or began anew in between: nobody knows how
    /// long, and a pause is no sending time.
    #[must_use]
    pub fn of_batch(detail: &BatchDetail) -> Option<Self> {
        let (first, last) = detail.sent_between.filter(|_| ran_through(&detail.batch))?;
        // The first one takes no time in this count.
        Self::of(
            detail.batch.counts.sent.checked_sub(1)?,
            last.duration_since(first),
        )
    }

    /// Letters an hour; none where that is less than one.
    #[must_use]
    pub fn per_hour(self) -> Option<u64> {
        Some(self.letters * 3600 / self.seconds).filter(|n| *n > 0)
    }

    fn seconds_for(self, letters: u64) -> u64 {
        letters.saturating_mul(self.seconds) / self.letters
    }
}

/// Whether nobody stopped it, or sent again what did not go out, since it began. Each decision is a version, and so is the
/// start of a batch that was handed over to wait.
fn ran_through(batch: &Batch) -> bool {
    let waited = batch.started_at.is_none_or(|at| at > batch.created_at);
    batch.version <= 1 + u64::from(waited)
}

/// Seconds until its last message leaves once it runs: by the rate and by what the providers let through, the later of the
/// two. None where all its accounts are held, nothing is left, or neither is known.
#[must_use]
pub fn seconds_left(
    now: Timestamp,
    detail: &BatchDetail,
    rate: Option<Measured>,
    catalogue: &Catalogue,
) -> Option<u64> {
    let counts = &detail.batch.counts;
    let left = counts.waiting + counts.sending + counts.paused;
    let accounts = &detail.accounts;
    let held = !accounts.is_empty() && accounts.iter().all(|account| account.held.is_some());
    if left == 0 || held {
        return None;
    }
    // An account's letters are not this batch's alone; those of a batch that is stopped are not counted there.
    let share = |account: &AccountStatus| {
        if accounts.len() == 1 || detail.batch.paused {
            left.max(account.waiting)
        } else {
            account.waiting
        }
    };
    let by_pace = accounts
        .iter()
        .filter_map(|account| allowed(now, account, share(account), catalogue))
        .max();
    by_pace.max(rate.map(|rate| rate.seconds_for(left)))
}

/// When the last message of a batch that runs leaves, about.
#[must_use]
pub fn estimated_end(now: Timestamp, detail: &BatchDetail, catalogue: &Catalogue) -> Option<Timestamp> {
    if detail.batch.paused || detail.batch.canceled {
        return None;
    }
    let seconds = seconds_left(now, detail, Measured::of_batch(detail), catalogue)?;
    now.checked_add(SignedDuration::from_secs(i64::try_from(seconds).ok()?))
        .ok()
}

/// The provider of a route's server, where it is known.
#[must_use]
pub fn provider_of<'a>(catalogue: &'a Catalogue, route: &Route) -> Option<&'a Provider> {
    let Route::OwnServer { destination, .. } = route else {
        return None;
    };
    catalogue.of_destination(destination)
}

/// At the rate that the provider lets through, and not before the account may send again.
fn allowed(now: Timestamp, account: &AccountStatus, letters: u64, catalogue: &Catalogue) -> Option<u64> {
    let provider = provider_of(catalogue, &account.route)?;
    let letters = u32::try_from(letters).unwrap_or(u32::MAX);
    let estimate = providers::estimate(provider, letters)?;
    let waits = account
        .not_before
        .map_or(0, |at| at.duration_since(now).as_secs());
    Some(u64::try_from(waits).unwrap_or(0) + estimate.seconds)
}

#[cfg(test)]
mod tests {
    use super::{Measured, estimated_end};
    use jiff::{SignedDuration, Timestamp};
    use model::{Security, session::Stage, settings::Destination};
    use providers::Catalogue;
    use store::{AccountFault, AccountStatus, Batch, BatchDetail, Route, StateCounts};

    const ID: &str = "019a5b1e-7c00-7000-8000-000000000002";

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn in_seconds(seconds: i64) -> Timestamp {
        now() + SignedDuration::from_secs(seconds)
    }

    fn account(host: &str) -> AccountStatus {
        AccountStatus {
            id: ID.parse().unwrap(),
            company: ID.parse().unwrap(),
            route: Route::OwnServer {
                destination: Destination {
                    host: host.parse().unwrap(),
                    port: model::Port::new(465).unwrap(),
                    security: Security::Tls,
                    user_name: None,
                },
                secret: None,
            },
            waiting: 0,
            not_before: None,
            held: None,
            trouble: None,
            last_sent_at: None,
        }
    }

    /// A batch that runs, of which so many wait and so many were sent within these seconds.
    fn batch(host: &str, waiting: u64, sent: u64, took: i64) -> BatchDetail {
        BatchDetail {
            batch: Batch {
                id: ID.parse().unwrap(),
                user: ID.parse().unwrap(),
                user_name: "Mari".parse().unwrap(),
                name: "Arved".to_owned(),
                reference: None,
                paused: false,
                canceled: false,
                created_at: now(),
                started_at: Some(now()),
                finished_at: None,
                counts: StateCounts {
                    waiting,
                    sent,
                    ..StateCounts::default()
                },
                version: 1,
            },
            causes: Vec::new(),
            returned: Vec::new(),
            sent_between: (sent > 0).then(|| (in_seconds(-took), now())),
            accounts: vec![account(host)],
        }
    }

    fn end(detail: &BatchDetail) -> Option<Timestamp> {
        estimated_end(now(), detail, Catalogue::embedded().unwrap())
    }

    #[test]
    fn the_later_of_what_is_measured_and_what_is_allowed() {
        let ours = "mail.naidis.ee";
        for (host, waiting, sent, took, expected) in [
            // Nothing is known of the server, and nothing was sent yet, or for too short a time.
            (ours, 100, 0, 0, None),
            (ours, 100, 11, 2, None),
            (ours, 0, 11, 10, None),
            // A second each.
            (ours, 100, 21, 20, Some(100)),
            // 15 an hour, whatever the first ones did.
            ("mail.ee", 11, 0, 0, Some(10 * 240)),
            ("mail.ee", 11, 11, 10, Some(10 * 240)),
            ("mail.ee", 11, 11, 10_000, Some(11 * 1000)),
        ] {
            let found = end(&batch(host, waiting, sent, took));
            assert_eq!(found, expected.map(in_seconds), "{host} {waiting} {sent} {took}");
        }
    }

    #[test]
    fn what_does_not_run_has_no_end() {
        let running = batch("mail.ee", 11, 0, 0);
        let mut paused = running.clone();
        paused.batch.paused = true;
        let mut canceled = running.clone();
        canceled.batch.canceled = true;
        let mut held = running.clone();
        let why = AccountFault {
            cause: "password-refused".to_owned(),
            stage: Stage::Auth,
            reply: None,
            secret_version: None,
        };
        held.accounts[0].held = Some((now(), why));
        for stopped in [paused, canceled, held] {
            assert_eq!(end(&stopped), None);
        }
        let mut later = running;
        later.accounts[0].not_before = Some(in_seconds(60));
        assert_eq!(end(&later), Some(in_seconds(60 + 10 * 240)));
    }

    #[test]
    fn a_pause_is_no_sending_time() {
        // Ten letters in ten seconds, an hour of nothing, ten more.
        let mut detail = batch("mail.naidis.ee", 100, 21, 3620);
        for (version, waited, measured) in [(1, 0, true), (2, 0, false), (2, 60, true), (3, 60, false)] {
            detail.batch.version = version;
            detail.batch.created_at = now() - SignedDuration::from_secs(waited);
            assert_eq!(
                Measured::of_batch(&detail).is_some(),
                measured,
                "{version} {waited}"
            );
            assert_eq!(end(&detail).is_some(), measured, "{version} {waited}");
        }
        // What the provider lets through is known whatever was.
        let mut detail = batch("mail.ee", 11, 21, 3620);
        detail.batch.version = 3;
        assert_eq!(end(&detail), Some(in_seconds(10 * 240)));
    }
}
