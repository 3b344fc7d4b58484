//! The pace in an account's row.

use crate::columns::{failed, from_json, micros, to_json};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{Pace, PaceLimits, StoreError};
use uuid::Uuid;

/// Writes a pace, and until when it lets nothing out.
pub(super) async fn save(
    connection: &mut SqliteConnection,
    account: &Uuid,
    pace: &Pace,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let (pace, until) = (to_json("pace", pace)?, until.map(micros));
    sqlx::query!(
        "UPDATE accounts SET pace = ?, paced_until = ? WHERE id = ?",
        pace,
        until,
        account
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

/// Gives back what was let out and did not go: it counts for the day only where the day's number is limited.
pub(super) fn give_back(pace: &mut Pace, count: u32) {
    let by_day = PaceLimits {
        per_day: Some(0),
        ..PaceLimits::default()
    };
    pace.give_back(&by_day, count);
}

/// The same, in the row.
pub(super) async fn give_back_to(
    connection: &mut SqliteConnection,
    account: &Uuid,
    count: u32,
) -> Result<(), StoreError> {
    let kept = sqlx::query_scalar!("SELECT pace FROM accounts WHERE id = ?", account)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let before: Pace = from_json("pace", &kept)?;
    let mut pace = before.clone();
    give_back(&mut pace, count);
    if pace == before {
        return Ok(());
    }
    let pace = to_json("pace", &pace)?;
    sqlx::query!("UPDATE accounts SET pace = ? WHERE id = ?", pace, account)
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}
