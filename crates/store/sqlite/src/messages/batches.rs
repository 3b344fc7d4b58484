//! Batches.

use crate::{
    columns::{count, failed},
    company::Company,
    queue::{accounts_of_batch, hex_list},
};
use model::{BatchId, UserId, message::MessageState};
use sqlx::SqliteExecutor;
use std::collections::HashMap;
use store::{
    Batch, BatchDetail, StateCounts, StoreError,
    rows::{BatchRow, CauseCountRow, causes_in, parsed},
};
use uuid::Uuid;

/// Batches' rows that were accepted; what follows stands behind `FROM batches b LEFT JOIN users u`.
macro_rules! batches {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            BatchRow,
            r#"SELECT b.id AS "id!: Uuid", b.user_id AS "user_id!: Uuid",
                coalesce(u.name, b.user_name) AS "user_name!: String", b.name AS "name!", b.reference,
                b.paused AS "paused!: bool", b.canceled AS "canceled!: bool", b.created_at AS "created_at!",
                b.started_at, b.finished_at, b.first_sent_at, b.last_sent_at, b.version AS "version!"
            FROM batches b LEFT JOIN users u ON u.id = b.user_id WHERE b.state = 'accepted' AND "# + $rest
            $(, $argument)*
        )
    };
}

pub(super) async fn list(
    part: &Company,
    user: Option<UserId>,
    after: Option<BatchId>,
    limit: u32,
) -> Result<Vec<Batch>, StoreError> {
    let (company, user) = (part.uuid(), user.map(|user| *user.as_uuid()));
    let after = after.map(|batch| *batch.as_uuid());
    let rows = batches!(
        "b.company_id = ?1 AND (?2 IS NULL OR b.user_id = ?2) AND (?3 IS NULL OR b.id < ?3)
        ORDER BY b.id DESC LIMIT ?4",
        company,
        user,
        after,
        limit
    )
    .fetch_all(&part.database.reader)
    .await
    .map_err(failed)?;
    let mut counts = counted(&part.database.reader, rows.iter().map(|row| &row.id)).await?;
    let batches = rows.into_iter().map(|row| {
        let counts = counts.remove(&row.id).unwrap_or_default();
        row.with_counts(counts)
    });
    batches.collect()
}

/// How many messages of these batches are in which state.
async fn counted<'a>(
    executor: impl SqliteExecutor<'_>,
    batches: impl Iterator<Item = &'a Uuid>,
) -> Result<HashMap<Uuid, StateCounts>, StoreError> {
    let batches = hex_list(batches)?;
    let rows = sqlx::query!(
        r#"SELECT m.batch_id AS "batch!: Uuid", m.state AS "state!", count(*) AS "number!: i64"
        FROM json_each(?) s CROSS JOIN messages m ON m.batch_id = unhex(s.value) GROUP BY m.batch_id, m.state"#,
        batches
    )
    .fetch_all(executor)
    .await
    .map_err(failed)?;
    let mut counts = HashMap::<Uuid, StateCounts>::new();
    for row in rows {
        let of_batch = counts.entry(row.batch).or_default();
        of_batch.add(parsed("state", &row.state)?, count(row.number)?);
    }
    Ok(counts)
}

pub(super) async fn find(part: &Company, id: BatchId) -> Result<Option<BatchDetail>, StoreError> {
    let (company, uuid) = (part.uuid(), id.as_uuid());
    let row = batches!("b.company_id = ? AND b.id = ?", company, uuid)
        .fetch_optional(&part.database.reader)
        .await
        .map_err(failed)?;
    let Some(row) = row else { return Ok(None) };
    let mut counts = counted(&part.database.reader, [uuid].into_iter()).await?;
    let causes = sqlx::query_as!(
        CauseCountRow,
        r#"SELECT state AS "state!", coalesce(cause, '') AS "cause!: String", count(*) AS "number!: i64" FROM messages
        WHERE batch_id = ? AND state IN ('failed', 'bounced') GROUP BY 1, 2 ORDER BY 3 DESC, 2"#,
        uuid
    )
    .fetch_all(&part.database.reader)
    .await
    .map_err(failed)?;
    Ok(Some(BatchDetail {
        sent_between: row.sent_between()?,
        batch: row.with_counts(counts.remove(uuid).unwrap_or_default())?,
        causes: causes_in(MessageState::Failed, &causes)?,
        returned: causes_in(MessageState::Bounced, &causes)?,
        accounts: accounts_of_batch(part, id).await?,
    }))
}
