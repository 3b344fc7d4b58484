//! What the program does by itself, over all companies. Any replica may do it, several at once too.

mod inbound;
mod letters;

pub(crate) use inbound::delete_inbound_before;

use crate::{
    PostgresStore,
    columns::{count, failed, micros, to_json},
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use store::{StoreError, TestVerdict, Upkeep, sign_in::REMEMBERED_LONGER};

/// How long ended API keys are still shown.
const KEYS_SHOWN: Duration = Duration::from_hours(30 * 24);

#[async_trait]
impl Upkeep for PostgresStore {
    async fn abort_lost_tests(&self) -> Result<u64, StoreError> {
        sqlx::query!(
            "UPDATE test_runs SET finished_at = $1, lease_until = NULL, verdict = $2::text::json
            WHERE finished_at IS NULL AND (lease_until IS NULL OR lease_until <= $1)",
            micros(self.database.now()),
            to_json("verdict", &TestVerdict::Aborted)?
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn delete_tests_before(&self, created_before: Timestamp) -> Result<u64, StoreError> {
        sqlx::query!(
            "DELETE FROM test_runs t USING companies c
            WHERE c.id = t.company_id AND (t.created_at < $1
                OR t.created_at < $2 - (c.retention->>'tests_days')::bigint * 86400000000)",
            micros(created_before),
            micros(self.database.now())
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn delete_audit_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let now = micros(self.database.now());
        let mut writing = self.database.write().await?;
        // The trigger lets entries from before this time go, until the transaction ends.
        sqlx::query!(
            "SELECT set_config('saatja.audit_sweep_before', $1, true)",
            now.max(micros(before)).to_string()
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        let done = sqlx::query!(
            "DELETE FROM audit a USING companies c
            WHERE c.id = a.company_id AND (a.at < $1
                OR a.at < $2 - (c.retention->>'audit_days')::bigint * 86400000000)",
            micros(before),
            now
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(done.rows_affected())
    }

    async fn delete_webhook_messages_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        sqlx::query!(
            "DELETE FROM webhook_messages WHERE next_attempt_at IS NULL AND leased_until < $1",
            micros(before)
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn delete_expired(&self) -> Result<u64, StoreError> {
        let now = self.database.now();
        let ago = |time: Duration| {
            let time = SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
            micros(now.checked_sub(time).unwrap_or(Timestamp::MIN))
        };
        let done = sqlx::query_scalar!(
            r#"WITH
                a AS (DELETE FROM sessions WHERE expires_at <= $1 RETURNING 1),
                b AS (DELETE FROM sign_in_links WHERE expires_at <= $1 RETURNING 1),
                c AS (DELETE FROM spent_launches WHERE expires_at <= $2 RETURNING 1),
                d AS (DELETE FROM limits WHERE empty_at <= $1 RETURNING 1),
                e AS (DELETE FROM api_keys WHERE least(expires_at, revoked_at) <= $3 RETURNING 1)
            SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b) + (SELECT count(*) FROM c)
                + (SELECT count(*) FROM d) + (SELECT count(*) FROM e) AS "deleted!""#,
            micros(now),
            ago(REMEMBERED_LONGER),
            ago(KEYS_SHOWN)
        )
        .fetch_one(&self.database.pool)
        .await
        .map_err(failed)?;
        count(done)
    }

    async fn delete_letters_before(
        &self,
        content_before: Timestamp,
        results_before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        letters::delete_before(&self.database, content_before, results_before, limit).await
    }

    async fn drop_lost_batches(&self) -> Result<u64, StoreError> {
        letters::drop_lost_batches(&self.database).await
    }
}
