//! How often something may happen.

use crate::{
    SqliteStore,
    columns::{failed, micros},
};
use async_trait::async_trait;
use std::time::Duration;
use store::{Limits, Rate, StoreError, limits::take_from, rows::limit_hash};

#[async_trait]
impl Limits for SqliteStore {
    async fn take(&self, what: &str, key: &str, rate: Rate) -> Result<Option<Duration>, StoreError> {
        let hash = limit_hash(what, key);
        let hash = hash.as_slice();
        let mut writing = self.database.write().await?;
        let empty_at = sqlx::query_scalar!("SELECT empty_at FROM limits WHERE hash = ?", hash)
            .fetch_optional(&mut *writing)
            .await
            .map_err(failed)?;
        let empty_at = match take_from(empty_at, micros(self.database.now()), rate) {
            Ok(empty_at) => empty_at,
            Err(wait) => return Ok(Some(wait)),
        };
        sqlx::query!(
            "INSERT INTO limits (hash, empty_at) VALUES (?, ?)
            ON CONFLICT (hash) DO UPDATE SET empty_at = excluded.empty_at",
            hash,
            empty_at
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(None)
    }
}
