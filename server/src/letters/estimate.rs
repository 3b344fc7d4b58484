//! When a batch will have gone out, as far as that can be told.

use jiff::{SignedDuration, Timestamp};
use providers::Catalogue;
use store::{AccountStatus, BatchDetail, Route};

/// The shortest time that says something about the rate.
const MEASURED: SignedDuration = SignedDuration::from_secs(5);

/// When its last message leaves, by what went out so far and by what the provider lets through; the later one of the two.
/// None where the batch does not run, all its accounts are held, or neither is known.
#[must_use]
pub fn estimated_end(now: Timestamp, detail: &BatchDetail, catalogue: &Catalogue) -> Option<Timestamp> {
    let batch = &detail.batch;
    let left = batch.counts.waiting + batch.counts.sending;
    if left == 0 || batch.paused || batch.canceled {
        return None;
    }
    let accounts = || detail.accounts.iter();
    if !detail.accounts.is_empty() && accounts().all(|account| account.held.is_some()) {
        return None;
    }
    let by_pace = accounts()
        .filter_map(|account| allowed(now, account, left, catalogue))
        .max();
    [measured(now, detail, left), by_pace].into_iter().flatten().max()
}

/// At the rate so far.
fn measured(now: Timestamp, detail: &BatchDetail, left: u64) -> Option<Timestamp> {
    let (first, last) = detail.sent_between?;
    let took = last.duration_since(first);
    let gone = i64::try_from(detail.batch.counts.sent.checked_sub(1)?).ok()?;
    if took < MEASURED || gone < 1 {
        return None;
    }
    let seconds = took.as_secs().checked_mul(i64::try_from(left).ok()?)? / gone;
    now.checked_add(SignedDuration::from_secs(seconds)).ok()
}

/// At the rate that the provider lets through, and not before the account may send again.
fn allowed(now: Timestamp, account: &AccountStatus, left: u64, catalogue: &Catalogue) -> Option<Timestamp> {
    let Route::OwnServer { destination, .. } = &account.route else {
        return None;
    };
    // What waits for it is not this batch's alone.
    let left = u32::try_from(left.max(account.waiting)).unwrap_or(u32::MAX);
    let provider = catalogue.by_server(&destination.host)?;
    let estimate = providers::estimate(provider, left)?;
    let begins = account.not_before.map_or(now, |at| at.max(now));
    let seconds = SignedDuration::from_secs(i64::try_from(estimate.seconds).ok()?);
    begins.checked_add(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::estimated_end;
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
            (ours, 100, 11, 10, Some(100)),
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
}
