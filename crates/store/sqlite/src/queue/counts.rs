//! How much waits.

use crate::{
    columns::{count, failed},
    database::Database,
};
use store::{
    QueueCounts, StoreError,
    rows::{StateCountRow, parsed, time},
};

pub(super) async fn queue_counts(database: &Database) -> Result<QueueCounts, StoreError> {
    // Each part of it has an index that holds no other state.
    let rows = sqlx::query_as!(
        StateCountRow,
        r#"SELECT state AS "state!", count(*) AS "number!: i64" FROM messages
            WHERE state IN ('queued', 'leased', 'sending', 'paused') GROUP BY state
        UNION ALL SELECT state, count(*) FROM messages
            WHERE state IN ('bounced', 'failed', 'in-doubt') AND state = 'in-doubt' GROUP BY state"#
    )
    .fetch_all(&database.reader)
    .await
    .map_err(failed)?;
    let about = sqlx::query!(
        r#"SELECT (SELECT min((SELECT m.not_before FROM messages m WHERE m.account_id = a.id AND m.state = 'queued'
                ORDER BY m.not_before, m.id LIMIT 1)) FROM accounts a) AS "oldest?: i64",
            (SELECT count(*) FROM accounts WHERE held_at IS NOT NULL) AS "held!: i64",
            (SELECT count(*) FROM accounts WHERE lease_until IS NOT NULL) AS "leased!: i64""#
    )
    .fetch_one(&database.reader)
    .await
    .map_err(failed)?;
    let by_state = rows
        .into_iter()
        .map(|row| Ok::<_, StoreError>((parsed("state", &row.state)?, count(row.number)?)));
    Ok(QueueCounts {
        by_state: by_state.collect::<Result<_, _>>()?,
        oldest_due: about.oldest.map(time).transpose()?,
        held_accounts: count(about.held)?,
        leased_accounts: count(about.leased)?,
    })
}
