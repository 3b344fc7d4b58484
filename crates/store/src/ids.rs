//! New identifiers, from the passed clock and randomness.

use crate::{
    clock::Clock,
    random::{Random, RandomError},
};
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

#[cfg(test)]
mod tests {
    use super::uuid_v7;
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
}
