//! What columns hold, and back.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::str::FromStr;
use store::StoreError;

/// An error of the database, without the values that were bound.
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    StoreError::Database(Box::new(error))
}

/// A time as it is stored.
pub(crate) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A stored time.
pub(crate) fn time(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Damaged { what: "time" })
}

/// A number as it is stored. Versions and counts never come near the end of it.
pub(crate) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A stored number that is never negative.
pub(crate) fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged { what: "number" })
}

/// A stored word or text of a parsed type.
pub(crate) fn parsed<T: FromStr>(what: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged { what })
}

/// A stored display name.
pub(crate) fn display_name(text: &str) -> Result<model::DisplayName, StoreError> {
    model::DisplayName::parse(text).map_err(|_| StoreError::Damaged { what: "name" })
}

/// A value as it is stored in JSON.
pub(crate) fn to_json<T: Serialize + ?Sized>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Damaged { what })
}

/// A value from stored JSON.
pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged { what })
}
