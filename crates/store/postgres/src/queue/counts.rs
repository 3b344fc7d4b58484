//! How much waits.

use crate::{
    columns::{count, failed, micros},
    database::Database,
};
use model::{AccountId, BatchId, CompanyId};
use store::{
    AccountStatus, QueueCounts, StoreError,
    rows::{AccountStatusRow, parsed, time},
};
use uuid::Uuid;

pub(super) async fn queue_counts(database: &Database) -> Result<QueueCounts, StoreError> {
    let states = sqlx::query!(
        r#"SELECT state, count(*) AS "number!" FROM messages
        WHERE state IN ('queued', 'leased', 'sending', 'paused', 'in-doubt') GROUP BY state"#
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?;
    let one = sqlx::query!(
        r#"SELECT (SELECT min(not_before) FROM messages WHERE state = 'queued' AND not_before <= $1) AS oldest,
            (SELECT count(*) FROM accounts WHERE held_at IS NOT NULL) AS "held!",
            (SELECT count(*) FROM accounts WHERE lease_until > $1) AS "leased!""#,
        micros(database.now())
    )
    .fetch_one(&database.pool)
    .await
    .map_err(failed)?;
    let by_state = states
        .into_iter()
        .map(|row| Ok((parsed("state", &row.state)?, count(row.number)?)));
    Ok(QueueCounts {
        by_state: by_state.collect::<Result<_, StoreError>>()?,
        oldest_due: one.oldest.map(time).transpose()?,
        held_accounts: count(one.held)?,
        leased_accounts: count(one.leased)?,
    })
}

/// Accounts that have messages waiting, are held or in trouble: behind one by id, at most so many, of a company where
/// one is named.
pub(crate) async fn accounts(
    database: &Database,
    company: Option<CompanyId>,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<AccountStatus>, StoreError> {
    sqlx::query_as!(
        AccountStatusRow,
        r#"SELECT a.id, a.company_id, a.route, w.waiting AS "waiting!",
            nullif(greatest(a.paced_until, a.trouble_until, $4), $4) AS not_before,
            a.held_at, a.held_why, a.trouble_since, a.trouble_why, a.last_sent_at
        FROM accounts a CROSS JOIN LATERAL (SELECT count(*) AS waiting FROM messages m
            WHERE m.account_id = a.id AND m.state IN ('queued', 'leased')) w
        WHERE ($1::uuid IS NULL OR a.company_id = $1) AND a.id > $2
            AND (w.waiting > 0 OR a.held_at IS NOT NULL OR a.trouble_since IS NOT NULL)
        ORDER BY a.id LIMIT $3"#,
        company.map(|company| *company.as_uuid()),
        after.map_or(Uuid::nil(), |account| *account.as_uuid()),
        i64::from(limit),
        micros(database.now())
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?
    .into_iter()
    .map(AccountStatus::try_from)
    .collect()
}

/// The accounts that a batch's messages go out through: one message of each state and account is looked at, however many
/// there are.
pub(crate) async fn accounts_of_batch(
    database: &Database,
    batch: BatchId,
) -> Result<Vec<AccountStatus>, StoreError> {
    sqlx::query_as!(
        AccountStatusRow,
        r#"SELECT a.id, a.company_id, a.route, (SELECT count(*) FROM messages m
                WHERE m.account_id = a.id AND m.state IN ('queued', 'leased')) AS "waiting!",
            nullif(greatest(a.paced_until, a.trouble_until, $2), $2) AS not_before,
            a.held_at, a.held_why, a.trouble_since, a.trouble_why, a.last_sent_at
        FROM accounts a WHERE a.id IN (
            WITH RECURSIVE one (id) AS (
                SELECT (SELECT id FROM messages WHERE batch_id = $1 ORDER BY state, account_id LIMIT 1)
                UNION ALL
                SELECT (SELECT n.id FROM messages n
                    WHERE n.batch_id = $1 AND (n.state, n.account_id) > (m.state, m.account_id)
                    ORDER BY n.state, n.account_id LIMIT 1)
                FROM one JOIN messages m ON m.id = one.id
            )
            SELECT m.account_id FROM one JOIN messages m ON m.id = one.id
        ) ORDER BY a.id"#,
        batch.as_uuid(),
        micros(database.now())
    )
    .fetch_all(&database.pool)
    .await
    .map_err(failed)?
    .into_iter()
    .map(AccountStatus::try_from)
    .collect()
}
