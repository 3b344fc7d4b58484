//! Batches.

use super::list::by_batch;
use crate::{
    columns::{count, failed},
    company::Company,
    queue::accounts_of_batch,
};
use model::{BatchId, UserId};
use std::collections::HashMap;
use store::{
    Batch, BatchDetail, StateCounts, StoreError,
    rows::{BatchRow, parsed, time},
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
            b.canceled, b.created_at, b.started_at, b.finished_at, b.version
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
            b.canceled, b.created_at, b.started_at, b.finished_at, b.version
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
    let causes = sqlx::query!(
        r#"SELECT coalesce(cause, '') AS "cause!", count(*) AS "number!" FROM messages
        WHERE batch_id = $1 AND state = 'failed' GROUP BY 1 ORDER BY 2 DESC, 1"#,
        id.as_uuid()
    )
    .fetch_all(pool)
    .await
    .map_err(failed)?;
    let causes = causes.into_iter().map(|row| Ok((row.cause, count(row.number)?)));
    let sent = sqlx::query!(
        "SELECT min(changed_at) AS first, max(changed_at) AS last FROM messages WHERE batch_id = $1 AND state = 'sent'",
        id.as_uuid()
    )
    .fetch_one(pool)
    .await
    .map_err(failed)?;
    let sent = sent.first.zip(sent.last);
    Ok(Some(BatchDetail {
        batch: row.with_counts(counts.remove(id.as_uuid()).unwrap_or_default())?,
        causes: causes.collect::<Result<_, StoreError>>()?,
        sent_between: sent
            .map(|(first, last)| Ok::<_, StoreError>((time(first)?, time(last)?)))
            .transpose()?,
        accounts: accounts_of_batch(&company.database, id).await?,
    }))
}
