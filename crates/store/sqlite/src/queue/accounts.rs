//! Accounts as people see them.

use crate::{
    columns::{all, failed, micros},
    company::Company,
    database::Database,
};
use model::{AccountId, BatchId};
use store::{AccountStatus, StoreError, rows::AccountStatusRow};
use uuid::Uuid;

/// Accounts' rows with what waits for them; ?1 is the time now. What follows stands behind `FROM accounts a`.
macro_rules! statuses {
    ($rest:literal, $now:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            AccountStatusRow,
            r#"SELECT a.id AS "id!: Uuid", a.company_id AS "company_id!: Uuid", a.route AS "route!",
                (SELECT count(*) FROM messages m WHERE m.account_id = a.id AND m.state = 'queued')
                + (SELECT count(*) FROM messages m WHERE m.account_id = a.id
                    AND m.state IN ('leased', 'sending') AND m.state = 'leased') AS "waiting!: i64",
                nullif(max(coalesce(a.paced_until, 0), coalesce(a.trouble_until, 0), ?1), ?1) AS "not_before?: i64",
                a.held_at AS "held_at?: i64", a.held_why, a.trouble_since AS "trouble_since?: i64", a.trouble_why,
                a.last_sent_at AS "last_sent_at?: i64"
            FROM accounts a "# + $rest, $now $(, $argument)*
        )
    };
}

pub(super) async fn queue_accounts(
    database: &Database,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<AccountStatus>, StoreError> {
    let now = micros(database.now());
    let after = after.map_or_else(Vec::new, |id| id.as_uuid().as_bytes().to_vec());
    statuses!("WHERE a.id > ?2 ORDER BY a.id LIMIT ?3", now, after, limit)
        .fetch_all(&database.reader)
        .await
        .map_err(failed)
        .and_then(all)
}

/// The accounts of a company that have messages waiting, are held or in trouble.
pub(crate) async fn accounts_of(part: &Company) -> Result<Vec<AccountStatus>, StoreError> {
    let (company, now) = (part.uuid(), micros(part.database.now()));
    let rows = statuses!("WHERE a.company_id = ?2 ORDER BY a.id", now, company)
        .fetch_all(&part.database.reader)
        .await
        .map_err(failed)?;
    let busy = rows
        .into_iter()
        .filter(|row| row.waiting > 0 || row.held_at.is_some() || row.trouble_since.is_some());
    all(busy.collect())
}

/// The accounts that a batch's messages go out through: one message of each state and account is looked at, however many
/// there are.
pub(crate) async fn accounts_of_batch(
    part: &Company,
    batch: BatchId,
) -> Result<Vec<AccountStatus>, StoreError> {
    let (company, batch, now) = (part.uuid(), batch.as_uuid(), micros(part.database.now()));
    statuses!(
        "WHERE a.company_id = ?2 AND a.id IN (
            WITH RECURSIVE one (id) AS (
                SELECT (SELECT id FROM messages WHERE batch_id = ?3 ORDER BY state, account_id LIMIT 1)
                UNION ALL
                SELECT (SELECT n.id FROM messages n
                    WHERE n.batch_id = ?3 AND (n.state, n.account_id) > (m.state, m.account_id)
                    ORDER BY n.state, n.account_id LIMIT 1)
                FROM one CROSS JOIN messages m ON m.id = one.id
            )
            SELECT m.account_id FROM one CROSS JOIN messages m ON m.id = one.id
        ) ORDER BY a.id",
        now,
        company,
        batch
    )
    .fetch_all(&part.database.reader)
    .await
    .map_err(failed)
    .and_then(all)
}
