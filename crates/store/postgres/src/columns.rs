//! What columns hold, and back: as in every store ([`store::rows`]).

pub(crate) use store::rows::{count, from_json, later, micros, number, to_json};

use store::StoreError;

/// PostgreSQL's own answer, without the row that it may show beside it.
#[derive(Debug, thiserror::Error)]
#[error("PostgreSQL answered {code}: {message}")]
struct Answer {
    /// SQLSTATE.
    code: String,
    message: String,
}

/// An error of the database, without values: those of rows stand in the details of PostgreSQL's answers, and in the
/// messages of class 22 (data exception).
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    let sqlx::Error::Database(answer) = &error else {
        return StoreError::Database(Box::new(error));
    };
    let code = answer.code().unwrap_or_default().into_owned();
    let message = if code.starts_with("22") {
        "a value was not accepted".to_owned()
    } else {
        answer.message().to_owned()
    };
    StoreError::Database(Box::new(Answer { code, message }))
}

/// The constraint that a row would break, if that is why the database refused it.
pub(crate) fn broken(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error()?.constraint()
}
