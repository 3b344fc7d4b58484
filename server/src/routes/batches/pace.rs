//! How fast a batch goes, as far as that is known.

use crate::letters::Measured;
use app::pages::letters::Rate;
use jiff::Timestamp;
use providers::{HeldBy, Limits, Provider};

/// Longer than this, the portal's own server is worth a word.
pub const LONG: u64 = 60 * 60;

/// How long so many letters take through a provider, and which of its limits decides.
pub fn estimate(provider: &Provider, letters: u64) -> Option<(u64, Option<Rate>)> {
    let letters = u32::try_from(letters).unwrap_or(u32::MAX);
    let estimate = providers::estimate(provider, letters)?;
    let rate = match estimate.held_by {
        HeldBy::Day => day(&provider.limits),
        HeldBy::Interval => distance(&provider.limits),
    };
    Some((estimate.seconds, rate))
}

fn day(limits: &Limits) -> Option<Rate> {
    let numbers = [limits.messages_per_day, limits.recipients_per_day];
    numbers.into_iter().flatten().min().map(Rate::Day)
}

/// The limit that asks for the longest distance from letter to letter; where there is none, the day's number.
fn distance(limits: &Limits) -> Option<Rate> {
    let spread = |n: u32, seconds: u64| seconds * 1000 / u64::from(n.max(1));
    [
        limits
            .seconds_between_letters
            .map(|s| (u64::from(s) * 1000, Rate::Seconds(s))),
        limits.letters_per_hour.map(|n| (spread(n, 3600), Rate::Hour(n))),
        limits
            .letters_per_minute
            .map(|n| (spread(n, 60), Rate::Minute(n))),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|(distance, _)| *distance)
    .map(|(_, rate)| rate)
    .or_else(|| day(limits))
}

/// How far the batch was at other times: what its rate is made of.
#[derive(Debug, Default)]
pub struct Recent(Vec<(Timestamp, u64)>);

/// The rate is that of so many seconds at most.
const SPAN: i64 = 300;

impl Recent {
    /// Notes how many are done now.
    pub fn note(&mut self, now: Timestamp, done: u64) {
        self.0.retain(|(at, _)| now.duration_since(*at).as_secs() <= SPAN);
        self.0.push((now, done));
    }

    /// How fast it went lately; none while too little was seen.
    pub fn rate(&self) -> Option<Measured> {
        let ((first, before), (last, after)) = (self.0.first()?, self.0.last()?);
        Measured::of(after.checked_sub(*before)?, last.duration_since(*first))
    }
}

#[cfg(test)]
mod tests {
    use super::{Recent, estimate};
    use crate::letters::Measured;
    use app::pages::letters::Rate;
    use jiff::{SignedDuration, Timestamp};
    use providers::Catalogue;

    #[test]
    fn the_limit_that_decides_is_named() {
        let catalogue = Catalogue::embedded().unwrap();
        for (slug, letters, seconds, rate) in [
            ("mail-ee", 220, 219 * 240, Rate::Hour(15)),
            ("zone", 220, 219 * 5, Rate::Seconds(5)),
            ("microsoft-365", 61, 120, Rate::Minute(30)),
            ("gmail", 500, 0, Rate::Day(500)),
            ("gmail", 501, 86_400, Rate::Day(500)),
        ] {
            let provider = catalogue.by_slug(slug).unwrap();
            assert_eq!(estimate(provider, letters), Some((seconds, Some(rate))), "{slug}");
        }
    }

    #[test]
    fn the_rate_is_that_of_the_last_minutes() {
        let begin = Timestamp::UNIX_EPOCH;
        let at = |seconds| begin + SignedDuration::from_secs(seconds);
        let per_hour = |recent: &Recent| recent.rate().and_then(Measured::per_hour);
        let mut recent = Recent::default();
        assert_eq!(per_hour(&recent), None);
        recent.note(at(0), 0);
        recent.note(at(10), 10);
        assert_eq!(per_hour(&recent), None);
        recent.note(at(20), 20);
        assert_eq!(per_hour(&recent), Some(3600));
        // Half an hour later only the last five minutes count.
        recent.note(at(1800), 20);
        recent.note(at(1860), 30);
        assert_eq!(per_hour(&recent), Some(600));
    }
}
