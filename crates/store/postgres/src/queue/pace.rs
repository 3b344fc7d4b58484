//! The pace in an account's row.

use crate::columns::{failed, from_json, micros, to_json};
use jiff::Timestamp;
use sqlx::PgConnection;
use store::{Pace, StoreError};
use uuid::Uuid;

/// Changes the pace in the row of an account, which is locked, and until when it lets nothing out from now on.
pub(super) async fn change(
    connection: &mut PgConnection,
    account: Uuid,
    now: Timestamp,
    change: impl FnOnce(&mut Pace),
) -> Result<(), StoreError> {
    let kept = sqlx::query_scalar!("SELECT pace FROM accounts WHERE id = $1", account)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let before: Pace = from_json("pace", &kept)?;
    let mut pace = before.clone();
    change(&mut pace);
    if pace == before {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE accounts SET pace = $2, paced_until = $3 WHERE id = $1",
        account,
        to_json("pace", &pace)?,
        pace.next(now).map(micros)
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}
