//! One column's value, written and read.

use crate::error::StoreError;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::{str::FromStr, time::Duration};

/// The longest time that something is valid: a hundred years.
pub const LONGEST: Duration = Duration::from_hours(100 * 365 * 24);

/// This long after `now`, as it is stored; [`LONGEST`] stands for anything longer.
#[must_use]
pub fn later(now: Timestamp, ttl: Duration) -> Timestamp {
    now.checked_add(ttl.min(LONGEST)).unwrap_or(now)
}

/// A time as it is stored.
#[must_use]
pub fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A stored time.
///
/// # Errors
/// [`StoreError::Damaged`] where it is none.
pub fn time(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Damaged { what: "time" })
}

/// A number as it is stored. Versions and counts never come near the end of it.
#[must_use]
pub fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A stored number that is never negative.
///
/// # Errors
/// [`StoreError::Damaged`] where it is.
pub fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged { what: "number" })
}

/// A stored small number that is never negative.
///
/// # Errors
/// [`StoreError::Damaged`] where it is, or is too great.
pub fn small(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Damaged { what: "number" })
}

/// Less than every id that is made at this time or later, and greater than all that were made in a millisecond before:
/// ids begin with the millisecond (RFC 9562, section 5.7).
#[must_use]
pub fn first_id_at(time: Timestamp) -> uuid::Uuid {
    let millis = u64::try_from(time.as_millisecond()).unwrap_or(0);
    uuid::Uuid::from_u128(u128::from(millis & 0xffff_ffff_ffff) << 80)
}

/// A stored word or text of a parsed type.
///
/// # Errors
/// [`StoreError::Damaged`] where it does not parse.
pub fn parsed<T: FromStr>(what: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged { what })
}

/// A stored display name.
///
/// # Errors
/// [`StoreError::Damaged`] where it is none.
pub fn display_name(text: &str) -> Result<model::DisplayName, StoreError> {
    model::DisplayName::parse(text).map_err(|_| StoreError::Damaged { what: "name" })
}

/// Text from outside as it is stored: PostgreSQL keeps no NUL.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace('\0', "")
}

/// A value as it is stored in JSON.
///
/// # Errors
/// [`StoreError::Damaged`] where it can not be written in JSON.
pub fn to_json<T: Serialize + ?Sized>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Damaged { what })
}

/// A value from stored JSON.
///
/// # Errors
/// [`StoreError::Damaged`] where it is none of this type.
pub fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged { what })
}

#[cfg(test)]
mod tests {
    use super::{first_id_at, later, micros, time};
    use jiff::Timestamp;
    use std::time::Duration;

    #[test]
    fn ids_of_a_time_lie_behind_its_first_one() {
        let clock = crate::TestClock::default();
        let now = crate::Clock::now(&clock);
        let id = crate::ids::uuid_v7(&clock, &crate::OsRandom).unwrap();
        assert!(first_id_at(now) < id);
        assert!(id < first_id_at(now + Duration::from_millis(1)));
    }

    #[test]
    fn times_come_back_whole_and_never_run_over() {
        let now: Timestamp = "2026-05-04T09:00:00.123456Z".parse().unwrap();
        assert_eq!(time(micros(now)).unwrap(), now);
        assert_eq!(
            later(now, Duration::from_secs(1)).to_string(),
            "2026-05-04T09:00:01.123456Z"
        );
        assert_eq!(later(now, Duration::MAX), later(now, super::LONGEST));
        assert_eq!(later(Timestamp::MAX, Duration::from_secs(1)), Timestamp::MAX);
        assert!(time(i64::MAX).is_err());
    }
}
