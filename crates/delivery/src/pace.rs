//! What a provider of the catalogue allows one account, as the queue keeps it.

use providers::{Limits, Provider};
use std::time::Duration;
use store::PaceLimits;

/// The distance from letter to letter and the day's number. Limits on minutes and hours become distances, so that they
/// hold in every minute and hour, whenever it begins.
#[must_use]
pub fn pace_limits(provider: Option<&Provider>) -> PaceLimits {
    provider.map_or_else(PaceLimits::default, |provider| of(&provider.limits))
}

fn of(limits: &Limits) -> PaceLimits {
    let spread = |letters: Option<u32>, over: Duration| {
        letters
            .filter(|letters| *letters > 0)
            .map(|letters| over / letters)
    };
    let asked = limits
        .seconds_between_letters
        .map(|seconds| Duration::from_secs(u64::from(seconds)));
    let distances = [
        asked,
        spread(limits.letters_per_hour, Duration::from_hours(1)),
        spread(limits.letters_per_minute, Duration::from_mins(1)),
    ];
    PaceLimits {
        interval: distances.into_iter().flatten().max().filter(|d| !d.is_zero()),
        // Each message has one recipient, so that both numbers count the same.
        per_day: [limits.messages_per_day, limits.recipients_per_day]
            .into_iter()
            .flatten()
            .min()
            .filter(|letters| *letters > 0),
    }
}

/// How many connections an account may have at the same time: what the provider allows, else `usual`.
#[must_use]
pub fn connections(provider: Option<&Provider>, usual: u16) -> usize {
    let allowed = provider.and_then(|provider| provider.limits.connections);
    let most = allowed.map_or(u32::from(usual), |allowed| allowed.min(u32::from(usual)));
    usize::try_from(most.max(1)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::{connections, pace_limits};
    use providers::Catalogue;
    use std::time::Duration;

    #[test]
    fn limits_of_known_providers() {
        let catalogue = Catalogue::embedded().unwrap();
        for (slug, seconds, per_day) in [
            ("mail-ee", Some(240), None),
            ("zone", Some(5), Some(2000)),
            ("microsoft-365", Some(2), Some(10_000)),
            ("gmail", None, Some(500)),
            ("icloud", None, Some(1000)),
        ] {
            let limits = pace_limits(catalogue.by_slug(slug));
            assert_eq!(limits.interval, seconds.map(Duration::from_secs), "{slug}");
            assert_eq!(limits.per_day, per_day, "{slug}");
        }
        assert_eq!(pace_limits(None), store::PaceLimits::default());
    }

    #[test]
    fn connections_are_what_the_provider_allows_and_no_more_than_usual() {
        let catalogue = Catalogue::embedded().unwrap();
        assert_eq!(connections(catalogue.by_slug("microsoft-365"), 4), 3);
        assert_eq!(connections(catalogue.by_slug("microsoft-365"), 2), 2);
        assert_eq!(connections(catalogue.by_slug("mail-ee"), 4), 4);
        assert_eq!(connections(None, 0), 1);
    }
}
