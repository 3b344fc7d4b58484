//! How fast an account may send: the provider's limits as a generic cell rate (GCRA, ITU-T I.371), and a day's number
//! over the last 24 hours. Kept in the account's row and moved on when messages are taken, so that all replicas share
//! it. Pure: every store keeps the same.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a provider allows one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaceLimits {
    /// From one message to the next at least.
    pub interval: Option<Duration>,
    /// Messages within any 24 hours at most.
    pub per_day: Option<u32>,
}

/// What was let out so far. Kept as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// Microseconds since 1970: when the next message may go (the theoretical arrival time).
    next: i64,
    /// How often the distance is doubled because the server asked for it.
    #[serde(skip_serializing_if = "is_zero")]
    slower: u32,
    /// When that was last changed, in microseconds since 1970.
    #[serde(skip_serializing_if = "is_zero_time")]
    slower_since: i64,
    /// Messages by hour since 1970, of the last 25 hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hours: Vec<(i64, u32)>,
    /// The limits as they were when somebody last asked: the distance in microseconds, and the day's number. 0: none.
    #[serde(skip_serializing_if = "is_zero_time")]
    distance: i64,
    #[serde(skip_serializing_if = "is_zero")]
    per_day: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_zero_time(n: &i64) -> bool {
    *n == 0
}

/// How many may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admitted {
    /// How many now.
    pub count: u32,
    /// When the next one, where fewer may go than were asked for.
    pub not_before: Option<Timestamp>,
}

const HOUR: i64 = 3_600_000_000;
/// The distance that stands for "no limit" once a server asked to go slower.
const FIRST_INTERVAL: i64 = 1_000_000;
/// The distance is doubled at most so often: 64 times as slow.
const SLOWEST: u32 = 6;
/// After so long without being asked again the distance is halved.
const RECOVER: i64 = 10 * 60 * 1_000_000;

impl Pace {
    /// Lets out as many of `want` messages as may go at this time, and notes them as gone.
    pub fn admit(&mut self, limits: &PaceLimits, now: Timestamp, want: u32) -> Admitted {
        let now = now.as_microsecond();
        self.recover(now);
        let interval = self.interval(limits);
        (self.distance, self.per_day) = (interval.unwrap_or(0), limits.per_day.unwrap_or(0));
        // It is never farther away than that: the limits were other ones, or the clock was set back.
        self.next = self.next.min(now.saturating_add(self.distance));
        let (mut count, mut not_before) = (want, None);
        if let Some(per_day) = limits.per_day {
            let hour = now.div_euclid(HOUR);
            self.forget_hours(hour);
            let left = per_day.saturating_sub(self.gone_since(hour - 25));
            if left < count {
                count = left;
                not_before = Some(self.day_ends(hour));
            }
        }
        if let Some(interval) = interval {
            // Where of the day's number something is left, the next one waits for the distance alone.
            if count > 0 && self.next > now {
                count = 0;
                not_before = Some(self.next);
            } else if count > 1 {
                count = 1;
                not_before = Some(now + interval);
            }
            if count > 0 {
                self.next = now + interval;
            }
        }
        if count > 0 && limits.per_day.is_some() {
            self.count(now.div_euclid(HOUR), count);
        }
        let not_before = not_before.and_then(|at| Timestamp::from_microsecond(at).ok());
        Admitted {
            count,
            not_before: not_before.filter(|_| count < want),
        }
    }

    /// Gives back what was let out lately and did not go (a message was paused meanwhile, the connection failed).
    pub fn give_back(&mut self, count: u32) {
        // Hours are counted only where the day's number is limited.
        if let Some((_, n)) = self.hours.last_mut() {
            *n = n.saturating_sub(count);
        }
    }

    /// A message that was let out came to the server at this time: its distance counts from then.
    pub fn came(&mut self, at: Timestamp) {
        if self.distance > 0 {
            self.next = self.next.max(at.as_microsecond().saturating_add(self.distance));
        }
    }

    /// Halves the pace: the server asked for it.
    pub fn slow_down(&mut self, now: Timestamp) {
        let now = now.as_microsecond();
        self.recover(now);
        self.slower = (self.slower + 1).min(SLOWEST);
        self.slower_since = now;
    }

    /// When the next message may go, by the limits as they were when somebody last asked; none where it may at once.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let hour = now.as_microsecond().div_euclid(HOUR);
        let day_is_full = self.per_day > 0 && self.gone_since(hour - 25) >= self.per_day;
        let next = if day_is_full {
            self.next.max(self.day_ends(hour))
        } else {
            self.next
        };
        (next > now.as_microsecond())
            .then(|| Timestamp::from_microsecond(next).ok())
            .flatten()
    }

    /// Forgets what is over 24 hours ago. What was counted by a clock that was set back since counts for now.
    fn forget_hours(&mut self, hour: i64) {
        self.hours.retain(|(h, _)| *h > hour - 25);
        let ahead = self.hours.iter().filter(|(h, _)| *h > hour);
        let ahead: u32 = ahead.map(|(_, n)| *n).sum();
        if ahead > 0 {
            self.hours.retain(|(h, _)| *h <= hour);
            self.count(hour, ahead);
        }
    }

    fn count(&mut self, hour: i64, count: u32) {
        match self.hours.last_mut() {
            Some((h, n)) if *h == hour => *n += count,
            _ => self.hours.push((hour, count)),
        }
    }

    fn gone_since(&self, hour: i64) -> u32 {
        self.hours
            .iter()
            .filter(|(h, _)| *h > hour)
            .map(|(_, n)| *n)
            .sum()
    }

    /// When the oldest hour with messages is wholly more than 24 hours ago.
    fn day_ends(&self, hour: i64) -> i64 {
        let first = self.hours.iter().find(|(h, _)| *h > hour - 25);
        (first.map_or(hour, |(h, _)| *h) + 25) * HOUR
    }

    fn recover(&mut self, now: i64) {
        // By a clock that was set back since.
        self.slower_since = self.slower_since.min(now);
        while self.slower > 0 && now - self.slower_since >= RECOVER {
            self.slower -= 1;
            self.slower_since += RECOVER;
        }
        if self.slower == 0 {
            self.slower_since = 0;
        }
    }

    fn interval(&self, limits: &PaceLimits) -> Option<i64> {
        let given = limits
            .interval
            .and_then(|interval| i64::try_from(interval.as_micros()).ok());
        match (given, self.slower) {
            (given, 0) => given,
            (Some(given), slower) => Some(given.saturating_mul(1 << slower)),
            (None, slower) => Some(FIRST_INTERVAL << (slower - 1)),
        }
    }
}

#[cfg(test)]
mod tests;
