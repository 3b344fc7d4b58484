//! Sessions and sign-in links of one company's users.

use crate::{
    columns::{failed, micros},
    company::Company,
};
use async_trait::async_trait;
use model::UserId;
use std::time::Duration;
use store::{LinkToken, NewSession, SessionStore, SessionToken, SignInError, StoreError};

#[async_trait]
impl SessionStore for Company {
    async fn create_session(&self, user: UserId, session: &NewSession) -> Result<SessionToken, SignInError> {
        let token = SessionToken::generate(&*self.database.random).map_err(StoreError::from)?;
        let hash = token.hash();
        sqlx::query!(
            "INSERT INTO sessions (hash, company_id, user_id, embedded_in, created_at, last_seen_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $5, $6)",
            hash.as_bytes(),
            self.uuid(),
            user.as_uuid(),
            session.embedded_in.as_deref(),
            micros(self.database.now()),
            micros(self.database.after(session.ttl)),
        )
        .execute(&self.database.pool)
        .await
        .map_err(not_created)?;
        Ok(token)
    }

    async fn delete_sessions_of(&self, user: UserId) -> Result<u64, StoreError> {
        sqlx::query!(
            "DELETE FROM sessions WHERE company_id = $1 AND user_id = $2",
            self.uuid(),
            user.as_uuid()
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn create_sign_in_link(&self, user: UserId, ttl: Duration) -> Result<LinkToken, SignInError> {
        let token = LinkToken::generate(&*self.database.random).map_err(StoreError::from)?;
        let hash = token.hash();
        sqlx::query!(
            "INSERT INTO sign_in_links (hash, company_id, user_id, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)",
            hash.as_bytes(),
            self.uuid(),
            user.as_uuid(),
            micros(self.database.now()),
            micros(self.database.after(ttl)),
        )
        .execute(&self.database.pool)
        .await
        .map_err(not_created)?;
        Ok(token)
    }
}

fn not_created(error: sqlx::Error) -> SignInError {
    match error.as_database_error() {
        Some(e) if e.is_foreign_key_violation() => SignInError::NoSuchUser,
        _ => failed(error).into(),
    }
}
