//! Batches.

use super::list::by_batch;
use crate::{
    columns::{count, failed},
    company::Company,
    queue::accounts_of_batch,
};
use model::{BatchId, UserId, message::MessageState};
use std::collections::HashMap;
use store::{
    Batch, BatchDetail, StateCounts, StoreError,
    rows::{BatchRow, CauseCountRow, causes_in, parsed},
};
use uuid::Uuid;

pub(super) async fn list(
    company: &Company,
    user: Option<UserId>,
    after: Option<BatchId>,
    limit: u32,
) -> Result<Vec<Batch>, StoreError> {
    let rows = sqlx::query_as!(
        BatchRow,
        r#"SELECT b.id, b.user_id, coalesce(u.name, b.user_name) AS "user_name!", b.name, b.reference, b.paused,
            b.canceled, b.created_at, b.started_at, b.finished_at, b.first_sent_at, b.last_sent_at, b.version
        FROM batches b LEFT JOIN users u ON u.id = b.user_id
        WHERE b.company_id = $1 AND b.state = 'accepted' AND ($2::uuid IS NULL OR b.user_id = $2)
            AND ($3::uuid IS NULL OR b.id < $3)
        ORDER BY b.id DESC LIMIT $4"#,
        company.uuid(),
        user.map(|user| *user.as_uuid()),
        after.map(|batch| *batch.as_uuid()),
        i64::from(limit)
    )
    .fetch_all(&company.database.pool)
    .await
    .map_err(failed)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut counts = counted(company, &ids).await?;
    let batches = rows.into_iter().map(|row| {
        let counts = counts.remove(&row.id).unwrap_or_default();
        row.with_counts(counts)
    });
    batches.collect()
}

/// How many messages of these batches are in which state.
async fn counted(company: &Company, batches: &[Uuid]) -> Result<HashMap<Uuid, StateCounts>, StoreError> {
    let mut counts: HashMap<Uuid, StateCounts> = HashMap::new();
    for (batch, row) in by_batch(company, batches).await? {
        let of_batch = counts.entry(batch).or_default();
        of_batch.add(parsed("state", &row.state)?, count(row.number)?);
    }
    Ok(counts)
}

pub(super) async fn find(company: &Company, id: BatchId) -> Result<Option<BatchDetail>, StoreError> {
    let pool = &company.database.pool;
    let row = sqlx::query_as!(
        BatchRow,
        r#"SELECT b.id, b.user_id, coalesce(u.name, b.user_name) AS "user_name!", b.name, b.reference, b.paused,
            b.canceled, b.created_at, b.started_at, b.finished_at, b.first_sent_at, b.last_sent_at, b.version
        FROM batches b LEFT JOIN users u ON u.id = b.user_id
        WHERE b.company_id = $1 AND b.id = $2 AND b.state = 'accepted'"#,
        company.uuid(),
        id.as_uuid()
    )
    .fetch_optional(pool)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    let mut counts = counted(company, &[*id.as_uuid()]).await?;
    let causes = sqlx::query_as!(
        CauseCountRow,
        r#"SELECT state, coalesce(cause, '') AS "cause!", count(*) AS "number!" FROM messages
        WHERE batch_id = $1 AND state IN ('failed', 'bounced') GROUP BY 1, 2 ORDER BY 3 DESC, 2"#,
        id.as_uuid()
    )
    .fetch_all(pool)
    .await
    .map_err(failed)?;
    Ok(Some(BatchDetail {
        sent_between: row.sent_between()?,
        batch: row.with_counts(counts.remove(id.as_uuid()).unwrap_or_default())?,
        causes: causes_in(MessageState::Failed, &causes)?,
        returned: causes_in(MessageState::Bounced, &causes)?,
        accounts: accounts_of_batch(&company.database, id).await?,
    }))
}
