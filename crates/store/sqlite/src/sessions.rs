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
        let (hash, company, user) = (hash.as_bytes().as_slice(), self.uuid(), user.as_uuid());
        let (now, end) = (
            micros(self.database.now()),
            micros(self.database.after(session.ttl)),
        );
        sqlx::query!(
            "INSERT INTO sessions (hash, company_id, user_id, created_at, last_seen_at, expires_at, embedded_in)
            VALUES (?, ?, ?, ?, ?, ?, ?)",
            hash,
            company,
            user,
            now,
            now,
            end,
            session.embedded_in
        )
        .execute(&self.database.writer)
        .await
        .map_err(not_created)?;
        Ok(token)
    }

    async fn delete_sessions_of(&self, user: UserId) -> Result<u64, StoreError> {
        let (company, user) = (self.uuid(), user.as_uuid());
        sqlx::query!(
            "DELETE FROM sessions WHERE company_id = ? AND user_id = ?",
            company,
            user
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected())
        .map_err(failed)
    }

    async fn create_sign_in_link(&self, user: UserId, ttl: Duration) -> Result<LinkToken, SignInError> {
        let token = LinkToken::generate(&*self.database.random).map_err(StoreError::from)?;
        let hash = token.hash();
        let (hash, company, user) = (hash.as_bytes().as_slice(), self.uuid(), user.as_uuid());
        let (now, end) = (micros(self.database.now()), micros(self.database.after(ttl)));
        sqlx::query!(
            "INSERT INTO sign_in_links (hash, company_id, user_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
            hash,
            company,
            user,
            now,
            end
        )
        .execute(&self.database.writer)
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
