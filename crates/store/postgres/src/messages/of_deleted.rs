//! What becomes of the messages of a user who is deleted: what was sent stays to be seen, what waits is canceled, and is
//! there to be seen too. What is being sent comes to its end.

use crate::{
    acceptance::delete_letters_of,
    columns::{failed, micros},
    company::Company,
    queue::{Moved, follow, lock_accounts_of, lock_batches, refresh},
};
use model::{BatchId, UserId};
use sqlx::PgConnection;
use std::collections::HashMap;
use store::StoreError;
use uuid::Uuid;

/// Cancels what waits of a user, and drops what he is still handing over. He is locked against new letters.
pub(crate) async fn cancel_of(
    company: &Company,
    connection: &mut PgConnection,
    user: UserId,
) -> Result<(), StoreError> {
    let now = company.database.now();
    let accounts = lock_accounts_of(connection, company.id).await?;
    let batches: Vec<Uuid> = sqlx::query_scalar!(
        r#"SELECT DISTINCT batch_id AS "batch_id!" FROM messages
        WHERE company_id = $1 AND user_id = $2 AND batch_id IS NOT NULL
            AND state IN ('queued', 'leased', 'sending', 'paused')"#,
        company.uuid(),
        user.as_uuid()
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    lock_batches(connection, &batches).await?;
    let canceled = sqlx::query_as!(
        Moved,
        "UPDATE messages SET state = 'canceled', token = NULL, changed_at = $3, version = version + 1
        WHERE company_id = $1 AND user_id = $2 AND state IN ('queued', 'leased', 'paused')
        RETURNING id, company_id, user_id, account_id, batch_id, state",
        company.uuid(),
        user.as_uuid(),
        micros(now)
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let staged = sqlx::query_scalar!(
        "DELETE FROM batches WHERE company_id = $1 AND user_id = $2 AND state = 'staged' RETURNING id",
        company.uuid(),
        user.as_uuid()
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    for batch in staged {
        delete_letters_of(connection, BatchId::from_uuid(batch)).await?;
    }
    refresh(connection, &accounts).await?;
    follow(&company.database, connection, &canceled, &HashMap::new(), now).await
}
