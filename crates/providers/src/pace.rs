//! How long a batch takes through a provider.

use crate::schema::{Limits, Provider};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// Which of the provider's limits decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeldBy {
    /// The time from one letter to the next.
    Interval,
    /// How much goes out in 24 hours.
    Day,
}

/// How long a batch takes at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Seconds from the first letter to the last.
    pub seconds: u64,
    /// What makes it take so long.
    pub held_by: HeldBy,
}

/// How long `letters` to one recipient each take through the provider; none where none of its limits is known.
///
/// The first letter leaves at once, the others at even distances; where the day's number is used up, the next leaves
/// when it is new. The time that the servers themselves need is not in it.
#[must_use]
pub fn estimate(provider: &Provider, letters: u32) -> Option<Estimate> {
    let later = u64::from(letters.saturating_sub(1));
    let interval = milliseconds_between(&provider.limits);
    let held_by_interval = |ms: u64| Estimate {
        seconds: later.saturating_mul(ms).div_ceil(1000),
        held_by: HeldBy::Interval,
    };
    let Some(per_day) = per_day(&provider.limits) else {
        return interval.map(held_by_interval);
    };
    let ms = interval.unwrap_or(0);
    if later < per_day || ms.saturating_mul(per_day) >= DAY * 1000 {
        return Some(held_by_interval(ms));
    }
    let rest = (later % per_day).saturating_mul(ms).div_ceil(1000);
    Some(Estimate {
        seconds: (later / per_day).saturating_mul(DAY).saturating_add(rest),
        held_by: HeldBy::Day,
    })
}

/// How many letters may leave in an hour by the limits on minutes, hours and distances; none where none is known.
#[must_use]
pub fn letters_per_hour(limits: &Limits) -> Option<u32> {
    let of_minute = limits.letters_per_minute.map(|n| n.saturating_mul(60));
    let of_distance = limits
        .seconds_between_letters
        .and_then(|s| 3600_u32.checked_div(s));
    [limits.letters_per_hour, of_minute, of_distance]
        .into_iter()
        .flatten()
        .min()
}

/// The longest of the distances that the limits ask for.
fn milliseconds_between(limits: &Limits) -> Option<u64> {
    let spread = |n: Option<u32>, seconds: u64| n.and_then(|n| (seconds * 1000).checked_div(u64::from(n)));
    let asked = limits.seconds_between_letters.map(|s| u64::from(s) * 1000);
    [
        asked,
        spread(limits.letters_per_hour, HOUR),
        spread(limits.letters_per_minute, 60),
    ]
    .into_iter()
    .flatten()
    .max()
}

/// How many letters to one recipient each may leave in 24 hours.
fn per_day(limits: &Limits) -> Option<u64> {
    [limits.messages_per_day, limits.recipients_per_day]
        .into_iter()
        .flatten()
        .min()
        .map(u64::from)
        .filter(|n| *n > 0)
}

#[cfg(test)]
mod tests;
