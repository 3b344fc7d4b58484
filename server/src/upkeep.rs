//! What the program does by itself. Several programs on one database may do all of it at once: what one has deleted or
//! marked, the other does not find.

mod keys;

pub use keys::{KEYS_SEEN_AFTER, watch_keys};

use crate::state::State;
use jiff::{SignedDuration, Span, Timestamp, tz::TimeZone};
use std::{fmt::Display, time::Duration};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};

/// How often tests are looked for whose program has ended.
const LOST_TESTS_EVERY: Duration = Duration::from_secs(5);
/// How often what is past its time is deleted.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Letters, files and messages that are deleted in one transaction, of each at most.
const LETTERS_AT_ONCE: u32 = 500;
/// Mails that came in, of each kind at most.
const INBOUND_AT_ONCE: u32 = 200;

/// Until it is told to stop: marks lost tests, deletes what is past its time; both at once, then again and again.
pub async fn run(state: State, mut stop: watch::Receiver<bool>) {
    let mut lost_tests = interval(LOST_TESTS_EVERY);
    let mut past_their_time = interval(SWEEP_EVERY);
    for work in [&mut lost_tests, &mut past_their_time] {
        work.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            _ = lost_tests.tick() => abort_lost_tests(&state).await,
            _ = past_their_time.tick() => sweep(&state).await,
            () = &mut stopped => return,
        }
    }
}

async fn abort_lost_tests(state: &State) {
    match state.store.abort_lost_tests().await {
        Ok(0) => {}
        Ok(aborted) => tracing::info!(aborted, "tests whose program has ended were marked as cut short"),
        Err(error) => tracing::error!("lost tests could not be marked: {error}"),
    }
}

async fn sweep(state: &State) {
    let (store, now) = (&state.store, state.clock.now());
    let retention = &state.config.retention;
    let days = |days: u16| now - SignedDuration::from_hours(24 * i64::from(days));
    deleted(
        "expired sessions, links, keys and limits",
        store.delete_expired().await,
    );
    let tests = store.delete_tests_before(days(retention.tests_days)).await;
    deleted("old tests", tests);
    let audit = store
        .delete_audit_before(months_before(now, retention.audit_months))
        .await;
    deleted("old audit entries", audit);
    let messages = store
        .delete_webhook_messages_before(days(retention.webhook_messages_days))
        .await;
    deleted("settled webhook messages", messages);
    deleted(
        "batches that were never handed over whole",
        store.drop_lost_batches().await,
    );
    letters(
        state,
        days(retention.content_days),
        months_before(now, retention.results_months),
    )
    .await;
    inbound(state, days(retention.inbound_days), days(retention.events_days)).await;
}

/// Little by little, so that nobody waits long for the database.
async fn letters(state: &State, content_before: Timestamp, results_before: Timestamp) {
    let mut all = 0;
    loop {
        match state
            .store
            .delete_letters_before(content_before, results_before, LETTERS_AT_ONCE)
            .await
        {
            Ok(0) => break,
            Ok(some) => all += some,
            Err(error) => return tracing::error!("old letters could not be deleted: {error}"),
        }
        tokio::task::yield_now().await;
    }
    deleted("parts of old letters", Ok::<_, std::convert::Infallible>(all));
}

/// In the same way.
async fn inbound(state: &State, raw_before: Timestamp, events_before: Timestamp) {
    let mut all = 0;
    loop {
        let went = state
            .store
            .delete_inbound_before(raw_before, events_before, INBOUND_AT_ONCE)
            .await;
        match went {
            Ok(0) => break,
            Ok(some) => all += some,
            Err(error) => return tracing::error!("old mails that came in could not be deleted: {error}"),
        }
        tokio::task::yield_now().await;
    }
    deleted(
        "parts of old mails that came in",
        Ok::<_, std::convert::Infallible>(all),
    );
}

fn deleted(what: &str, result: Result<u64, impl Display>) {
    match result {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "{what} were deleted"),
        Err(error) => tracing::error!("{what} could not be deleted: {error}"),
    }
}

/// As the calendar has it, in UTC; the beginning of time where it does not reach so far.
fn months_before(now: Timestamp, months: u16) -> Timestamp {
    now.to_zoned(TimeZone::UTC)
        .checked_sub(Span::new().months(i32::from(months)))
        .map_or(Timestamp::MIN, |before| before.timestamp())
}

#[cfg(test)]
mod tests {
    use super::months_before;
    use jiff::Timestamp;

    #[test]
    fn months_of_the_calendar() {
        for (now, months, before) in [
            ("2026-11-22T10:00:00Z", 24, "2024-11-22T10:00:00Z"),
            ("2026-03-31T10:00:00Z", 1, "2026-02-28T10:00:00Z"),
            ("2024-03-31T10:00:00Z", 1, "2024-02-29T10:00:00Z"),
        ] {
            let (now, before): (Timestamp, Timestamp) = (now.parse().unwrap(), before.parse().unwrap());
            assert_eq!(months_before(now, months), before);
        }
        assert!(months_before("2026-11-22T10:00:00Z".parse().unwrap(), u16::MAX) < Timestamp::UNIX_EPOCH);
    }
}
