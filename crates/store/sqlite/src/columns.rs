//! What columns hold, and back: as in every store ([`store::rows`]).

pub(crate) use store::rows::{count, from_json, later, micros, number, to_json};

use store::StoreError;

/// An error of the database, without the values that were bound.
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    StoreError::Database(Box::new(error))
}

/// Rows as values.
pub(crate) fn all<R, T: TryFrom<R, Error = StoreError>>(rows: Vec<R>) -> Result<Vec<T>, StoreError> {
    rows.into_iter().map(T::try_from).collect()
}
