//! What the program does by itself, over all companies.

use crate::{
    SqliteStore,
    columns::{count, failed, micros, to_json},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::Host;
use store::{StoreError, TestVerdict, Upkeep};

#[async_trait]
impl Upkeep for SqliteStore {
    async fn abort_unfinished_tests(&self, created_before: Timestamp) -> Result<u64, StoreError> {
        let (now, before) = (micros(self.database.now()), micros(created_before));
        let verdict = to_json("verdict", &TestVerdict::Aborted)?;
        sqlx::query!(
            "UPDATE test_runs SET finished_at = ?, verdict = ? WHERE finished_at IS NULL AND created_at < ?",
            now,
            verdict,
            before
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn delete_tests_before(&self, created_before: Timestamp) -> Result<u64, StoreError> {
        let before = micros(created_before);
        sqlx::query!("DELETE FROM test_runs WHERE created_at < ?", before)
            .execute(&self.database.writer)
            .await
            .map(|done| done.rows_affected())
            .map_err(failed)
    }

    async fn count_tests_to(&self, host: &Host, since: Timestamp) -> Result<u64, StoreError> {
        let (host, since) = (host.as_str(), micros(since));
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!: i64" FROM test_runs WHERE host = ? AND created_at >= ?"#,
            host,
            since
        )
        .fetch_one(&self.database.reader)
        .await
        .map_err(failed)?;
        count(number)
    }

    async fn delete_expired_sign_ins(&self) -> Result<u64, StoreError> {
        let now = micros(self.database.now());
        let mut writing = self.database.write().await?;
        let sessions = sqlx::query!("DELETE FROM sessions WHERE expires_at <= ?", now)
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        let links = sqlx::query!("DELETE FROM sign_in_links WHERE expires_at <= ?", now)
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(sessions.rows_affected() + links.rows_affected())
    }
}
