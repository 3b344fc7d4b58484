//! When something is tried again: after 1, 5, 15 and 30 minutes, then each hour.

use jiff::{SignedDuration, Timestamp};
use store::Random;

/// Minutes until the next time, after the first, second, ... time; from then on the last one.
const MINUTES: [i64; 5] = [1, 5, 15, 30, 60];

/// When it is tried again after it was tried so often (from 1). Up to a tenth is added, so that what failed together is
/// not tried together.
#[must_use]
pub fn next_try(times: u32, now: Timestamp, random: &dyn Random) -> Timestamp {
    let place = usize::try_from(times.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = MINUTES[place.min(MINUTES.len() - 1)];
    later(now, SignedDuration::from_mins(minutes), random)
}

/// So long after now, and up to a tenth of it more.
#[must_use]
pub fn later(now: Timestamp, after: SignedDuration, random: &dyn Random) -> Timestamp {
    let mut byte = [0];
    // Without randomness it is tried a little early.
    let _ = random.fill(&mut byte);
    let millis = i64::try_from(after.as_millis()).unwrap_or(i64::MAX / 2);
    let jitter = millis / 2560 * i64::from(byte[0]);
    now.saturating_add(SignedDuration::from_millis(millis.saturating_add(jitter)))
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::next_try;
    use jiff::{SignedDuration, Timestamp};
    use store::{Random, random::RandomError};

    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn the_distances_grow_to_an_hour() {
        let now: Timestamp = "2026-05-04T09:00:00Z".parse().unwrap();
        for (times, minutes) in [
            (0, 1),
            (1, 1),
            (2, 5),
            (3, 15),
            (4, 30),
            (5, 60),
            (6, 60),
            (u32::MAX, 60),
        ] {
            let least = now + SignedDuration::from_mins(minutes);
            assert_eq!(next_try(times, now, &Always(0)), least, "{times}");
            let most = next_try(times, now, &Always(255));
            assert!(
                most > least && most <= least + SignedDuration::from_secs(minutes * 6),
                "{times}: {most}"
            );
        }
    }
}
