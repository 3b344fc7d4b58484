//! Users of one company.

mod write;

pub(crate) use write::{create, update};

use crate::{
    columns::{count, failed},
    company::Company,
    database::{hold_company, lock_user},
    messages::cancel_of,
};
use async_trait::async_trait;
use model::{ExternalId, Mailbox, UserId};
use store::{
    Actor, NewUser, StoreError, User, UserChange, UserError, UserStore, changes, rows::UserRow,
    users::email_key,
};
use uuid::Uuid;

#[async_trait]
impl UserStore for Company {
    async fn create_user(&self, user: &NewUser, by: &Actor) -> Result<User, UserError> {
        let mut writing = self.database.write().await?;
        let user = create(&self.database, &mut writing, self.id, user, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(user)
    }

    async fn update_user(&self, id: UserId, change: &UserChange, by: &Actor) -> Result<User, UserError> {
        let mut writing = self.database.write().await?;
        let before = lock_user(&mut writing, self.id, id)
            .await?
            .ok_or(UserError::NoSuchUser)?;
        let after = update(&self.database, &mut writing, before, change, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(after)
    }

    async fn delete_user(&self, id: UserId, by: &Actor) -> Result<(), UserError> {
        let mut writing = self.database.write().await?;
        // Held, so that he does not become the sender user meanwhile.
        let company = hold_company(&mut writing, self.id)
            .await?
            .ok_or(UserError::NoSuchUser)?;
        let user = lock_user(&mut writing, self.id, id)
            .await?
            .ok_or(UserError::NoSuchUser)?;
        if company.sender_user == Some(id) {
            return Err(UserError::IsSenderUser);
        }
        // New letters of his are waited for, and there are none behind this.
        sqlx::query!("SELECT id FROM users WHERE id = $1 FOR UPDATE", id.as_uuid())
            .fetch_one(&mut *writing)
            .await
            .map_err(failed)?;
        cancel_of(self, &mut writing, id).await?;
        sqlx::query!(
            "DELETE FROM users WHERE company_id = $1 AND id = $2",
            self.uuid(),
            id.as_uuid()
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        let (entry, now) = (changes::user_deleted(&user, by), self.database.now());
        self.database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        sqlx::query_as!(
            UserRow,
            "SELECT id, company_id, external_id, name, email, role, language, last_sent_at, created_at FROM users
            WHERE company_id = $1 AND id = $2",
            self.uuid(),
            id.as_uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
    }

    async fn find_user_by_email(&self, email: &Mailbox) -> Result<Option<User>, StoreError> {
        sqlx::query_as!(
            UserRow,
            "SELECT id, company_id, external_id, name, email, role, language, last_sent_at, created_at FROM users
            WHERE company_id = $1 AND email_key = $2",
            self.uuid(),
            email_key(email)
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
    }

    async fn find_user_by_external_id(&self, id: &ExternalId) -> Result<Option<User>, StoreError> {
        sqlx::query_as!(
            UserRow,
            "SELECT id, company_id, external_id, name, email, role, language, last_sent_at, created_at FROM users
            WHERE company_id = $1 AND external_id = $2",
            self.uuid(),
            id.as_str()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
    }

    async fn list_users(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        sqlx::query_as!(
            UserRow,
            "SELECT id, company_id, external_id, name, email, role, language, last_sent_at, created_at FROM users
            WHERE company_id = $1 AND id > $2 ORDER BY id LIMIT $3",
            self.uuid(),
            after.map_or(Uuid::nil(), |user| *user.as_uuid()),
            i64::from(limit)
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(User::try_from)
        .collect()
    }

    async fn count_users(&self) -> Result<u64, StoreError> {
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM users WHERE company_id = $1"#,
            self.uuid()
        )
        .fetch_one(&self.database.pool)
        .await
        .map_err(failed)?;
        count(number)
    }
}
