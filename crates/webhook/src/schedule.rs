//! When a message is sent again.

use std::time::Duration;

/// The waits after the first, the second, … failed attempt, as the convention suggests: about three days in all.
const WAITS: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];

/// How often a message is tried before it is given up.
pub const MOST_ATTEMPTS: usize = WAITS.len() + 1;

/// The longest wait that a receiver may ask for.
const LONGEST_ASKED: Duration = Duration::from_hours(24);

/// How long to wait after so many failed attempts; none: it is given up. `asked` is what the receiver wants at least
/// ([`crate::Outcome::Retry`]). `random` spreads the attempts, so that a receiver that comes back is not met by all at
/// once: up to a tenth is added.
#[must_use]
pub fn retry_in(failed_attempts: usize, asked: Option<Duration>, random: u32) -> Option<Duration> {
    let wait = *WAITS.get(failed_attempts.checked_sub(1)?)?;
    let wait = wait.max(asked.unwrap_or_default().min(LONGEST_ASKED));
    Some(wait + wait / 10 * (random / (u32::MAX / 1000)) / 1000)
}

#[cfg(test)]
mod tests {
    use super::{MOST_ATTEMPTS, retry_in};
    use std::time::Duration;

    #[test]
    fn the_conventions_waits_and_then_the_end() {
        let waits: Vec<u64> = (1..)
            .map_while(|failed| retry_in(failed, None, 0))
            .map(|wait| wait.as_secs())
            .collect();
        assert_eq!(
            waits,
            [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
        );
        assert_eq!(waits.len() + 1, MOST_ATTEMPTS);
        assert_eq!(retry_in(0, None, 0), None);
        assert_eq!(retry_in(usize::MAX, None, 0), None);
    }

    #[test]
    fn a_tenth_at_most_is_added() {
        for failed in 1..MOST_ATTEMPTS {
            let (least, most) = (
                retry_in(failed, None, 0).unwrap(),
                retry_in(failed, None, u32::MAX).unwrap(),
            );
            assert_eq!(most, least + least / 10, "{failed}");
            let middle = retry_in(failed, None, u32::MAX / 2).unwrap();
            assert!(least < middle && middle < most, "{failed}");
        }
    }

    #[test]
    fn the_receiver_may_ask_for_longer_but_not_for_ever_nor_for_sooner() {
        let asked = |seconds| {
            retry_in(2, Some(Duration::from_secs(seconds)), 0)
                .unwrap()
                .as_secs()
        };
        assert_eq!(asked(0), 300);
        assert_eq!(asked(301), 301);
        assert_eq!(asked(u64::MAX), 86_400);
        assert_eq!(retry_in(MOST_ATTEMPTS, Some(Duration::from_secs(1)), 0), None);
    }
}
