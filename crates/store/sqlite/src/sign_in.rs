//! What a token opens, whatever the company.

use crate::{
    SqliteStore,
    columns::{failed, micros, time},
    users::UserRow,
};
use async_trait::async_trait;
use std::time::Duration;
use store::{LinkError, LinkToken, Session, SessionToken, SignIn, StoreError, User};
use uuid::Uuid;

#[async_trait]
impl SignIn for SqliteStore {
    async fn find_session(&self, token: &SessionToken) -> Result<Option<Session>, StoreError> {
        let hash = token.hash();
        let (hash, now) = (hash.as_bytes().as_slice(), micros(self.database.now()));
        let row = sqlx::query!(
            r#"SELECT u.id AS "id: Uuid", u.company_id AS "company_id: Uuid", u.name, u.email, u.role, u.language,
                u.created_at, s.created_at AS begun_at, s.last_seen_at, s.expires_at
            FROM sessions s JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id
            WHERE s.hash = ? AND s.expires_at > ?"#,
            hash,
            now
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let user = UserRow {
            id: row.id,
            company_id: row.company_id,
            name: row.name,
            email: row.email,
            role: row.role,
            language: row.language,
            created_at: row.created_at,
        };
        Ok(Some(Session {
            user: user.try_into()?,
            created_at: time(row.begun_at)?,
            last_seen_at: time(row.last_seen_at)?,
            expires_at: time(row.expires_at)?,
        }))
    }

    async fn touch_session(&self, token: &SessionToken, ttl: Duration) -> Result<bool, StoreError> {
        let hash = token.hash();
        let (hash, now) = (hash.as_bytes().as_slice(), micros(self.database.now()));
        let end = micros(self.database.after(ttl));
        sqlx::query!(
            "UPDATE sessions SET last_seen_at = ?1, expires_at = ?2 WHERE hash = ?3 AND expires_at > ?1",
            now,
            end,
            hash
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected() == 1)
        .map_err(failed)
    }

    async fn delete_session(&self, token: &SessionToken) -> Result<(), StoreError> {
        let hash = token.hash();
        let hash = hash.as_bytes().as_slice();
        sqlx::query!("DELETE FROM sessions WHERE hash = ?", hash)
            .execute(&self.database.writer)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn consume_sign_in_link(&self, token: &LinkToken) -> Result<User, LinkError> {
        let hash = token.hash();
        let (hash, now) = (hash.as_bytes().as_slice(), micros(self.database.now()));
        let mut writing = self.database.write().await?;
        let link = sqlx::query!(
            "SELECT expires_at, used_at FROM sign_in_links WHERE hash = ?",
            hash
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(LinkError::Unknown)?;
        if link.used_at.is_some() {
            return Err(LinkError::Used);
        }
        if link.expires_at <= now {
            return Err(LinkError::Expired);
        }
        // The transaction holds the write lock since before the look, and the condition stands here once more.
        let done = sqlx::query!(
            "UPDATE sign_in_links SET used_at = ? WHERE hash = ? AND used_at IS NULL",
            now,
            hash
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        if done.rows_affected() != 1 {
            return Err(LinkError::Used);
        }
        let user = sqlx::query_as!(
            UserRow,
            r#"SELECT u.id AS "id: Uuid", u.company_id AS "company_id: Uuid", u.name, u.email, u.role, u.language,
                u.created_at
            FROM sign_in_links l JOIN users u ON u.company_id = l.company_id AND u.id = l.user_id
            WHERE l.hash = ?"#,
            hash
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        let user = User::try_from(user)?;
        writing.commit().await.map_err(failed)?;
        Ok(user)
    }
}
