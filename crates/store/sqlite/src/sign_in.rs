//! What a token opens, whatever the company.

mod enter;

use crate::{
    SqliteStore,
    columns::{failed, micros},
    users::users,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::PortalId;
use std::time::Duration;
use store::{
    EnterError, Entrant, LinkError, LinkToken, Session, SessionToken, SignIn, StoreError, User,
    rows::{SessionRow, UserRow, launch_hash},
};
use uuid::Uuid;

#[async_trait]
impl SignIn for SqliteStore {
    async fn find_session(&self, token: &SessionToken) -> Result<Option<Session>, StoreError> {
        let hash = token.hash();
        let (hash, now) = (hash.as_bytes().as_slice(), micros(self.database.now()));
        sqlx::query_as!(
            SessionRow,
            r#"SELECT u.id AS "id: Uuid", u.company_id AS "company_id: Uuid", u.external_id, u.name, u.email, u.role,
                u.language, u.last_sent_at, u.created_at,
                c.portal AS company_portal, c.external_id AS company_external_id, c.name AS company_name,
                c.event_name AS company_event_name, c.mass_mailing AS "company_mass_mailing: bool",
                c.sender_user_id AS "company_sender_user_id: Uuid", c.retention AS company_retention,
                c.version AS company_version, c.created_at AS company_created_at,
                s.created_at AS begun_at, s.embedded_in, s.last_seen_at, s.expires_at
            FROM sessions s JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id
                JOIN companies c ON c.id = s.company_id
            WHERE s.hash = ? AND s.expires_at > ?"#,
            hash,
            now
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(Session::try_from)
        .transpose()
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
        let user = users!(
            "WHERE (company_id, id) = (SELECT company_id, user_id FROM sign_in_links WHERE hash = ?)",
            hash
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        let user = User::try_from(user)?;
        writing.commit().await.map_err(failed)?;
        Ok(user)
    }

    async fn spend_launch(
        &self,
        portal: &PortalId,
        id: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (hash, end) = (launch_hash(portal, id), micros(expires_at));
        let hash = hash.as_slice();
        sqlx::query!(
            "INSERT INTO spent_launches (hash, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            hash,
            end
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected() == 1)
        .map_err(failed)
    }

    async fn enter(&self, entrant: &Entrant) -> Result<User, EnterError> {
        enter::enter(&self.database, entrant).await
    }
}
