//! What the program does by itself, over all companies.

mod inbound;
mod letters;

pub(crate) use inbound::delete_inbound_before;

use crate::{
    SqliteStore,
    api_keys::SHOWN,
    columns::{failed, from_json, micros, to_json},
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;
use store::{Retention, StoreError, TestVerdict, Upkeep, sign_in::REMEMBERED_LONGER};
use uuid::Uuid;

#[async_trait]
impl Upkeep for SqliteStore {
    async fn abort_lost_tests(&self) -> Result<u64, StoreError> {
        let now = micros(self.database.now());
        let verdict = to_json("verdict", &TestVerdict::Aborted)?;
        sqlx::query!(
            "UPDATE test_runs SET finished_at = ?1, lease_until = NULL, verdict = ?2
            WHERE finished_at IS NULL AND (lease_until IS NULL OR lease_until <= ?1)",
            now,
            verdict
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn delete_tests_before(&self, created_before: Timestamp) -> Result<u64, StoreError> {
        let mut writing = self.database.write().await?;
        let before = micros(created_before);
        let mut deleted = sqlx::query!("DELETE FROM test_runs WHERE created_at < ?", before)
            .execute(&mut *writing)
            .await
            .map_err(failed)?
            .rows_affected();
        for (company, retention) in terms(&mut writing).await? {
            let Some(before) = self.days_ago(retention.tests_days) else {
                continue;
            };
            deleted += sqlx::query!(
                "DELETE FROM test_runs WHERE company_id = ? AND created_at < ?",
                company,
                before
            )
            .execute(&mut *writing)
            .await
            .map_err(failed)?
            .rows_affected();
        }
        writing.commit().await.map_err(failed)?;
        Ok(deleted)
    }

    async fn delete_audit_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut writing = self.database.write().await?;
        let before = micros(before);
        allow_sweep(&mut writing, before).await?;
        let mut deleted = sqlx::query!("DELETE FROM audit WHERE at < ?", before)
            .execute(&mut *writing)
            .await
            .map_err(failed)?
            .rows_affected();
        for (company, retention) in terms(&mut writing).await? {
            let Some(before) = self.days_ago(retention.audit_days) else {
                continue;
            };
            allow_sweep(&mut writing, before).await?;
            deleted += sqlx::query!(
                "DELETE FROM audit WHERE company_id = ? AND at < ?",
                company,
                before
            )
            .execute(&mut *writing)
            .await
            .map_err(failed)?
            .rows_affected();
        }
        sqlx::query!("DELETE FROM audit_sweep")
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(deleted)
    }

    async fn delete_webhook_messages_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let before = micros(before);
        sqlx::query!(
            "DELETE FROM webhook_messages WHERE next_attempt_at IS NULL AND leased_until < ?",
            before
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn delete_expired(&self) -> Result<u64, StoreError> {
        let now = micros(self.database.now());
        let launches = micros(self.database.before(REMEMBERED_LONGER));
        let keys = micros(self.database.before(SHOWN));
        let mut writing = self.database.write().await?;
        let mut deleted = 0;
        for query in [
            sqlx::query!("DELETE FROM sessions WHERE expires_at <= ?", now),
            sqlx::query!("DELETE FROM sign_in_links WHERE expires_at <= ?", now),
            sqlx::query!("DELETE FROM spent_launches WHERE expires_at <= ?", launches),
            sqlx::query!("DELETE FROM limits WHERE empty_at <= ?", now),
            sqlx::query!(
                "DELETE FROM api_keys WHERE revoked_at <= ?1 OR expires_at <= ?1",
                keys
            ),
        ] {
            deleted += query
                .execute(&mut *writing)
                .await
                .map_err(failed)?
                .rows_affected();
        }
        writing.commit().await.map_err(failed)?;
        Ok(deleted)
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

impl SqliteStore {
    fn days_ago(&self, days: Option<u16>) -> Option<i64> {
        let age = SignedDuration::from_hours(24 * i64::from(days?));
        self.database.now().checked_sub(age).ok().map(micros)
    }
}

/// The companies that have terms of their own.
async fn terms(connection: &mut SqliteConnection) -> Result<Vec<(Uuid, Retention)>, StoreError> {
    sqlx::query!(r#"SELECT id AS "id: Uuid", retention FROM companies WHERE retention <> '{}'"#)
        .fetch_all(connection)
        .await
        .map_err(failed)?
        .into_iter()
        .map(|row| Ok((row.id, from_json("retention", &row.retention)?)))
        .collect()
}

/// Lets entries of the audit log from before this time be deleted, until the transaction's end.
async fn allow_sweep(connection: &mut SqliteConnection, before: i64) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM audit_sweep")
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    sqlx::query!("INSERT INTO audit_sweep (before) VALUES (?)", before)
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}
