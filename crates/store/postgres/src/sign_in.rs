//! What a token opens, whatever the company.

mod enter;

use crate::{
    PostgresStore,
    columns::{failed, micros},
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::PortalId;
use std::time::Duration;
use store::{
    EnterError, Entrant, LinkError, LinkToken, Session, SessionToken, SignIn, StoreError, User,
    rows::{SessionRow, UserRow, launch_hash},
};

#[async_trait]
impl SignIn for PostgresStore {
    async fn find_session(&self, token: &SessionToken) -> Result<Option<Session>, StoreError> {
        let hash = token.hash();
        sqlx::query_as!(
            SessionRow,
            r#"SELECT u.id, u.company_id, u.external_id, u.name, u.email, u.role, u.language, u.last_sent_at,
                u.created_at, c.portal AS company_portal, c.external_id AS company_external_id, c.name AS company_name,
                c.event_name AS company_event_name, c.mass_mailing AS company_mass_mailing,
                c.sender_user_id AS company_sender_user_id, c.retention::text AS "company_retention!", c.version AS company_version,
                c.created_at AS company_created_at, s.created_at AS begun_at, s.embedded_in, s.last_seen_at, s.expires_at
            FROM sessions s
                JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id
                JOIN companies c ON c.id = s.company_id
            WHERE s.hash = $1 AND s.expires_at > $2"#,
            hash.as_bytes(),
            micros(self.database.now())
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(Session::try_from)
        .transpose()
    }

    async fn touch_session(&self, token: &SessionToken, ttl: Duration) -> Result<bool, StoreError> {
        let hash = token.hash();
        sqlx::query!(
            "UPDATE sessions SET last_seen_at = $1, expires_at = $2 WHERE hash = $3 AND expires_at > $1",
            micros(self.database.now()),
            micros(self.database.after(ttl)),
            hash.as_bytes()
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected() == 1)
        .map_err(failed)
    }

    async fn delete_session(&self, token: &SessionToken) -> Result<(), StoreError> {
        let hash = token.hash();
        sqlx::query!("DELETE FROM sessions WHERE hash = $1", hash.as_bytes())
            .execute(&self.database.pool)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn consume_sign_in_link(&self, token: &LinkToken) -> Result<User, LinkError> {
        let (hash, now) = (token.hash(), micros(self.database.now()));
        let mut writing = self.database.write().await?;
        // Of many at once the first locks the row; the others wait for it and then find the condition no longer true.
        let user = sqlx::query_as!(
            UserRow,
            "WITH used AS (
                UPDATE sign_in_links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2
                RETURNING company_id, user_id
            )
            SELECT u.id, u.company_id, u.external_id, u.name, u.email, u.role, u.language, u.last_sent_at, u.created_at
            FROM used JOIN users u ON u.company_id = used.company_id AND u.id = used.user_id",
            hash.as_bytes(),
            now
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        if let Some(row) = user {
            let user = User::try_from(row)?;
            writing.commit().await.map_err(failed)?;
            return Ok(user);
        }
        let used_at = sqlx::query_scalar!(
            "SELECT used_at FROM sign_in_links WHERE hash = $1",
            hash.as_bytes()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        Err(match used_at {
            None => LinkError::Unknown,
            Some(Some(_)) => LinkError::Used,
            Some(None) => LinkError::Expired,
        })
    }

    async fn spend_launch(
        &self,
        portal: &PortalId,
        id: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let hash = launch_hash(portal, id);
        // Of many at once one inserts; the others wait for it and then find that it is there.
        sqlx::query!(
            "INSERT INTO spent_launches (hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &hash,
            micros(expires_at)
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected() == 1)
        .map_err(failed)
    }

    async fn enter(&self, entrant: &Entrant) -> Result<User, EnterError> {
        enter::enter(&self.database, entrant).await
    }
}
