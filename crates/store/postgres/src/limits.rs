//! Limits, counted together by all replicas.

use crate::{PostgresStore, columns::failed, columns::micros};
use async_trait::async_trait;
use std::time::Duration;
use store::{Limits, Rate, StoreError, limits::take_from, rows::limit_hash};

#[async_trait]
impl Limits for PostgresStore {
    async fn take(&self, what: &str, key: &str, rate: Rate) -> Result<Option<Duration>, StoreError> {
        let (hash, now) = (limit_hash(what, key), micros(self.database.now()));
        let mut writing = self.database.write().await?;
        // Finds or makes the row, and locks it in either case.
        let empty_at = sqlx::query_scalar!(
            "INSERT INTO limits (hash, empty_at) VALUES ($1, $2)
            ON CONFLICT (hash) DO UPDATE SET empty_at = limits.empty_at RETURNING empty_at",
            &hash,
            now
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        let moved = match take_from(Some(empty_at), now, rate) {
            Ok(moved) => moved,
            Err(wait) => return Ok(Some(wait)),
        };
        sqlx::query!("UPDATE limits SET empty_at = $2 WHERE hash = $1", &hash, moved)
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(None)
    }
}
