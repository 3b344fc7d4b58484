//! When each account's last letter was handed over. The queue counts the pace from when a letter is taken; the provider
//! counts from when it comes, and a slow session must not bring the next one closer to it.

use jiff::{SignedDuration, Timestamp};
use model::AccountId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Accounts that are remembered before it is looked which of them matter still.
const MANY: usize = 1024;
/// Longer than any distance from letter to letter.
const MATTERS: SignedDuration = SignedDuration::from_hours(1);

/// When each account's last letter was handed over, by this program.
#[derive(Debug, Default)]
pub(crate) struct HandedOver(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    last: HashMap<AccountId, Timestamp>,
    look_at: usize,
}

impl HandedOver {
    /// A letter has come to the server by now.
    pub fn note(&self, account: AccountId, now: Timestamp) {
        let mut known = self.lock();
        if known.last.len() >= known.look_at.max(MANY) {
            known.last.retain(|_, last| now.duration_since(*last) < MATTERS);
            known.look_at = known.last.len() * 2;
        }
        known.last.insert(account, now);
    }

    /// How long the next letter has to wait.
    pub fn wait(&self, account: AccountId, interval: Duration, now: Timestamp) -> Duration {
        let last = self.lock().last.get(&account).copied();
        let since = last.map(|last| Duration::try_from(now.duration_since(last)).unwrap_or_default());
        since.map_or(Duration::ZERO, |since| interval.saturating_sub(since))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        // What a panicking thread left is still a map of times.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{HandedOver, MANY};
    use jiff::{SignedDuration, Timestamp};
    use model::AccountId;
    use std::time::Duration;

    fn account(n: usize) -> AccountId {
        let text = format!("01890000-0000-7000-8000-{n:012x}");
        AccountId::from_uuid(text.parse().unwrap())
    }

    #[test]
    fn the_next_one_waits_from_when_the_last_one_came() {
        let (handed_over, five) = (HandedOver::default(), Duration::from_secs(5));
        let came = Timestamp::UNIX_EPOCH;
        handed_over.note(account(1), came);
        let wait = |n, after| handed_over.wait(account(n), five, came + SignedDuration::from_secs(after));
        assert_eq!(wait(1, 2), Duration::from_secs(3));
        assert_eq!((wait(1, 5), wait(1, 9), wait(2, 0)), Default::default());
    }

    #[test]
    fn what_does_not_matter_any_more_is_forgotten() {
        let handed_over = HandedOver::default();
        for n in 0..5 * MANY {
            let seconds = i64::try_from(n).unwrap() * 60;
            handed_over.note(account(n), Timestamp::from_second(seconds).unwrap());
        }
        assert!(handed_over.lock().last.len() <= MANY);
    }
}
