//! What only an earlier clock, or earlier limits, put off.

use super::{
    due::{refresh, wake},
    locks::{keep_companies, lock_accounts},
};
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
    // What was accepted or tried later than now was so by another clock.
    let about = sqlx::query!(
        "SELECT a.id, a.company_id FROM accounts a
        WHERE a.lease_until > $2 OR a.paced_until > $3 OR a.trouble_since > $1
            OR EXISTS (SELECT FROM messages m
                WHERE m.account_id = a.id AND m.state = 'queued' AND m.not_before > $1
                    AND (m.created_at > $1 OR m.changed_at > $1))
            OR EXISTS (SELECT FROM messages m
                WHERE m.account_id = a.id AND m.state IN ('leased', 'sending') AND m.changed_at > $1)
            OR a.id IN (SELECT m.account_id FROM messages m
                WHERE m.state IN ('queued', 'leased', 'sending', 'paused') AND m.state = 'paused' AND m.changed_at > $1)",
        now,
        until,
        soon
    )
    .fetch_all(&mut *writing)
    .await
    .map_err(failed)?;
    if about.is_empty() {
        return Ok(0);
    }
    let companies: BTreeSet<Uuid> = about.iter().map(|account| account.company_id).collect();
    keep_companies(&mut writing, &Vec::from_iter(companies)).await?;
    let accounts: Vec<Uuid> = about.into_iter().map(|account| account.id).collect();
    lock_accounts(&mut writing, &accounts).await?;
    // A time of its sender's own stays.
    let brought = sqlx::query!(
        "UPDATE messages SET changed_at = least(changed_at, $2),
            not_before = CASE WHEN attempts = 0 THEN $2 ELSE not_before - (changed_at - $2) END
        WHERE account_id = ANY ($1) AND (state = 'queued' OR state = 'leased' OR state = 'paused')
            AND not_before > $2
            AND CASE WHEN attempts = 0 THEN not_before <= created_at ELSE changed_at > $2 END",
        &accounts,
        now
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "UPDATE accounts SET lease_until = least(lease_until, CASE WHEN lease_until IS NOT NULL THEN $3::bigint END),
            paced_until = CASE WHEN paced_until <= $4 THEN paced_until END,
            trouble_until = CASE WHEN trouble_since > $2 THEN $2 ELSE trouble_until END,
            trouble_since = CASE WHEN trouble_since > $2 THEN $2 ELSE trouble_since END
        WHERE id = ANY ($1)",
        &accounts,
        now,
        until,
        soon
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    refresh(&mut writing, &accounts).await?;
    wake(&mut writing).await?;
    writing.commit().await.map_err(failed)?;
    Ok(brought.rows_affected())
}
