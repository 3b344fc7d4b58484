//! What becomes of the messages of a user who is deleted: what was sent stays to be seen, what waits is canceled, and is
//! there to be seen too. What is being sent comes to its end.

use crate::{
    acceptance::drop_letters_of,
    columns::{failed, micros},
    company::Company,
    queue::{Ended, batches_may_have_ended, refresh_company},
};
use model::UserId;
use sqlx::SqliteConnection;
use store::StoreError;
use uuid::Uuid;

/// Cancels what waits of a user, and drops what he is still handing over.
pub(crate) async fn cancel_of(
    part: &Company,
    connection: &mut SqliteConnection,
    user: UserId,
) -> Result<(), StoreError> {
    let (company, user, now) = (part.uuid(), user.as_uuid(), part.database.now());
    let at = micros(now);
    let canceled = sqlx::query_as!(
        Ended,
        r#"UPDATE messages SET state = 'canceled', token = NULL, changed_at = ?, version = version + 1
        WHERE company_id = ? AND user_id = ?
            AND state IN ('queued', 'leased', 'sending', 'paused') AND state <> 'sending'
        RETURNING id AS "id!: Uuid", company_id AS "company_id!: Uuid", user_id AS "user_id!: Uuid",
            account_id AS "account_id!: Uuid", batch_id AS "batch_id?: Uuid", state AS "state!""#,
        at,
        company,
        user
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let staged = sqlx::query_scalar!(
        r#"DELETE FROM batches WHERE company_id = ? AND user_id = ? AND state = 'staged' RETURNING id AS "id!: Uuid""#,
        company,
        user
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    drop_letters_of(connection, &staged).await?;
    if !canceled.is_empty() {
        refresh_company(connection, part.id).await?;
        batches_may_have_ended(&part.database, connection, &canceled, now).await?;
    }
    Ok(())
}
