//! How often somebody may do something, within a sliding window, in memory.

use jiff::{SignedDuration, Timestamp};
use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// How many keys are remembered; beyond that those without a recent event are forgotten first.
const MOST_KEYS: usize = 50_000;

/// Counts events by key.
pub struct Limiter<K> {
    most: usize,
    window: SignedDuration,
    seen: Mutex<HashMap<K, VecDeque<Timestamp>>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// At most so many events of a key within the window.
    pub fn new(most: u32, window: SignedDuration) -> Self {
        Self {
            most: usize::try_from(most).unwrap_or(usize::MAX),
            window,
            seen: Mutex::default(),
        }
    }

    /// Whether one more event is within the limit; it is counted then.
    pub fn allow(&self, key: K, now: Timestamp) -> bool {
        let begin = now - self.window;
        // What a panicking thread left is still a map of times.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST_KEYS {
            seen.retain(|_, times| times.back().is_some_and(|last| *last > begin));
            if seen.len() >= MOST_KEYS && !seen.contains_key(&key) {
                return false;
            }
        }
        let times = seen.entry(key).or_default();
        while times.front().is_some_and(|first| *first <= begin) {
            times.pop_front();
        }
        if times.len() >= self.most {
            return false;
        }
        times.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Limiter;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn a_key_has_its_own_window() {
        let limiter = Limiter::new(2, SignedDuration::from_secs(60));
        let begin: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let at = |seconds| begin + SignedDuration::from_secs(seconds);
        assert!(limiter.allow("a", at(0)) && limiter.allow("a", at(1)));
        assert!(!limiter.allow("a", at(59)));
        assert!(limiter.allow("b", at(59)));
        assert!(limiter.allow("a", at(60)));
        assert!(!limiter.allow("a", at(60)));
    }
}
