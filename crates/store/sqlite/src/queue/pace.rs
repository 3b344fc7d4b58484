//! The pace in an account's row.

use crate::columns::{failed, from_json, micros, to_json};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{Pace, StoreError};
use uuid::Uuid;

/// Writes a pace, and until when it lets nothing out from now on.
pub(super) async fn save(
    connection: &mut SqliteConnection,
    account: &Uuid,
    pace: &Pace,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (pace, until) = (to_json("pace", pace)?, pace.next(now).map(micros));
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

/// Changes the pace in an account's row.
pub(super) async fn change(
    connection: &mut SqliteConnection,
    account: &Uuid,
    now: Timestamp,
    change: impl FnOnce(&mut Pace),
) -> Result<(), StoreError> {
    let kept = sqlx::query_scalar!("SELECT pace FROM accounts WHERE id = ?", account)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let before: Pace = from_json("pace", &kept)?;
    let mut pace = before.clone();
    change(&mut pace);
    if pace == before {
        return Ok(());
    }
    save(connection, account, &pace, now).await
}
