//! New identifiers, from the passed clock and randomness.

use crate::{
    clock::Clock,
    random::{Random, RandomError},
};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// A new `UUIDv7` (RFC 9562, section 5.7): sorts by the millisecond in which it was made, the rest can not be guessed.
///
/// # Errors
/// [`RandomError`] where there is no randomness.
pub fn uuid_v7(clock: &dyn Clock, random: &dyn Random) -> Result<Uuid, RandomError> {
    let mut bytes = [0; 10];
    random.fill(&mut bytes)?;
    let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// Makes ids that sort by the order in which it made them, within a millisecond too (RFC 9562, section 6.2, method 2).
/// Those of another program are told apart by their millisecond alone.
#[derive(Debug, Default)]
pub struct Ids(Mutex<Uuid>);

impl Ids {
    /// A new id, greater than all that were made at this millisecond.
    ///
    /// # Errors
    /// [`RandomError`] where there is no randomness.
    pub fn next(&self, clock: &dyn Clock, random: &dyn Random) -> Result<Uuid, RandomError> {
        let new = uuid_v7(clock, random)?;
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same_millisecond = last.as_bytes()[..6] == new.as_bytes()[..6];
        *last = if same_millisecond && new <= *last {
            // 32 random bits more, so that the next one can still not be guessed. They are added to the last 62 bits,
            // which are random and have room for some more.
            let step = new.as_u128() & 0xffff_ffff;
            Uuid::from_u128(last.as_u128() + step + 1)
        } else {
            new
        };
        Ok(*last)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, uuid_v7};
    use crate::{clock::TestClock, random::OsRandom};
    use jiff::SignedDuration;

    #[test]
    fn ids_are_of_version_7_and_sort_by_time() {
        let clock = TestClock::default();
        let first = uuid_v7(&clock, &OsRandom).unwrap();
        let twin = uuid_v7(&clock, &OsRandom).unwrap();
        clock.advance(SignedDuration::from_millis(1));
        let later = uuid_v7(&clock, &OsRandom).unwrap();
        assert_eq!(
            (first.get_version_num(), first.get_variant()),
            (7, uuid::Variant::RFC4122)
        );
        assert_ne!(first, twin);
        assert!(first < later && twin < later);
    }

    #[test]
    fn ids_of_one_maker_sort_within_a_millisecond() {
        let (clock, ids) = (TestClock::default(), Ids::default());
        let mut last = ids.next(&clock, &OsRandom).unwrap();
        for _ in 0..1000 {
            let next = ids.next(&clock, &OsRandom).unwrap();
            assert!(last < next, "{last} {next}");
            assert_eq!(
                (next.get_version_num(), next.get_variant()),
                (7, uuid::Variant::RFC4122)
            );
            last = next;
        }
        clock.advance(SignedDuration::from_millis(1));
        assert!(last < ids.next(&clock, &OsRandom).unwrap());
        clock.advance(SignedDuration::from_hours(-1));
        assert!(
            ids.next(&clock, &OsRandom).unwrap() < last,
            "a clock that was set back is believed"
        );
    }
}
