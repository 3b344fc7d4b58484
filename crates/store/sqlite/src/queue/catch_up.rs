//! What only an earlier clock, or earlier limits, put off.

use super::due::refresh;
use crate::{
    columns::{failed, micros},
    database::Database,
};
use jiff::SignedDuration;
use std::{collections::BTreeSet, time::Duration};
use store::StoreError;
use uuid::Uuid;

/// A pace that keeps an account waiting for no longer than that is not asked again.
const SOON: SignedDuration = SignedDuration::from_mins(10);

pub(super) async fn catch_up(database: &Database, lease: Duration) -> Result<u64, StoreError> {
    let mut writing = database.write().await?;
    let (now, until) = (micros(database.now()), micros(database.after(lease)));
    let soon = micros(database.now() + SOON);
    // What was accepted or tried later than now was so by another clock. A time of its sender's own stays.
    let brought = sqlx::query_scalar!(
        r#"UPDATE messages SET changed_at = min(changed_at, ?1),
            not_before = CASE WHEN attempts = 0 THEN ?1 ELSE not_before - (changed_at - ?1) END
        FROM (
            SELECT m.id FROM accounts a CROSS JOIN messages m ON m.account_id = a.id
            WHERE m.state = 'queued' AND m.not_before > ?1
            UNION ALL SELECT m.id FROM accounts a CROSS JOIN messages m ON m.account_id = a.id
            WHERE m.state IN ('leased', 'sending') AND m.state = 'leased' AND m.not_before > ?1
            UNION ALL SELECT id FROM messages
            WHERE state IN ('queued', 'leased', 'sending', 'paused') AND state = 'paused' AND not_before > ?1
        ) s
        WHERE messages.id = s.id AND CASE WHEN attempts = 0 THEN not_before <= created_at ELSE changed_at > ?1 END
        RETURNING account_id AS "account!: Uuid""#,
        now
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    let put_off = sqlx::query_scalar!(
        r#"UPDATE accounts SET lease_until = min(lease_until, ?2),
            paced_until = CASE WHEN paced_until <= ?3 THEN paced_until END,
            trouble_until = CASE WHEN trouble_since > ?1 THEN ?1 ELSE trouble_until END,
            trouble_since = min(trouble_since, ?1)
        WHERE lease_until > ?2 OR paced_until > ?3 OR trouble_since > ?1
        RETURNING id AS "id!: Uuid""#,
        now,
        until,
        soon
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    let accounts: BTreeSet<&Uuid> = brought.iter().chain(&put_off).collect();
    if accounts.is_empty() {
        return Ok(0);
    }
    refresh(&mut writing, accounts).await?;
    database.commit_work(writing).await?;
    Ok(u64::try_from(brought.len()).unwrap_or(u64::MAX))
}
