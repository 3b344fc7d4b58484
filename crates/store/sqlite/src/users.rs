//! Users of one company.

mod write;

pub(crate) use write::{change, create};

use crate::{
    columns::{all, count, failed},
    company::Company,
    messages::cancel_of,
};
use async_trait::async_trait;
use model::{CompanyId, ExternalId, Mailbox, UserId};
use sqlx::SqliteExecutor;
use store::{
    Actor, NewUser, StoreError, User, UserChange, UserError, UserStore, changes, rows::UserRow,
    users::email_key,
};
use uuid::Uuid;

/// Users' rows; what follows stands behind `FROM users`.
macro_rules! users {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            UserRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", external_id, name, email, role, language,
                last_sent_at, created_at
            FROM users "# + $rest $(, $argument)*
        )
    };
}
pub(crate) use users;

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
        let before = load(&mut *writing, self.id, id)
            .await?
            .ok_or(UserError::NoSuchUser)?;
        let after = self::change(&self.database, &mut writing, before, change, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(after)
    }

    async fn delete_user(&self, id: UserId, by: &Actor) -> Result<(), UserError> {
        let mut writing = self.database.write().await?;
        let user = load(&mut *writing, self.id, id)
            .await?
            .ok_or(UserError::NoSuchUser)?;
        let (company, uuid) = (self.uuid(), id.as_uuid());
        let is_sender = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!: i64" FROM companies WHERE id = ? AND sender_user_id = ?"#,
            company,
            uuid
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        if is_sender > 0 {
            return Err(UserError::IsSenderUser);
        }
        cancel_of(self, &mut writing, id).await?;
        sqlx::query!("DELETE FROM users WHERE company_id = ? AND id = ?", company, uuid)
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        let entry = changes::user_deleted(&user, by);
        let now = self.database.now();
        self.database.audit(&mut writing, self.id, &entry, now).await?;
        writing.commit().await.map_err(failed)?;
        Ok(())
    }

    async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        load(&self.database.reader, self.id, id).await
    }

    async fn find_user_by_email(&self, email: &Mailbox) -> Result<Option<User>, StoreError> {
        by_email(&self.database.reader, self.id, email).await
    }

    async fn find_user_by_external_id(&self, id: &ExternalId) -> Result<Option<User>, StoreError> {
        by_external_id(&self.database.reader, self.id, id).await
    }

    async fn list_users(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError> {
        let company = self.uuid();
        // No id is before the empty one.
        let after = after.map_or_else(Vec::new, |id| id.as_uuid().as_bytes().to_vec());
        users!(
            "WHERE company_id = ? AND id > ? ORDER BY id LIMIT ?",
            company,
            after,
            limit
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)
        .and_then(all)
    }

    async fn count_users(&self) -> Result<u64, StoreError> {
        let company = self.uuid();
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!: i64" FROM users WHERE company_id = ?"#,
            company
        )
        .fetch_one(&self.database.reader)
        .await
        .map_err(failed)?;
        count(number)
    }
}

/// The user of this id.
pub(crate) async fn load(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
    id: UserId,
) -> Result<Option<User>, StoreError> {
    let (company, id) = (company.as_uuid(), id.as_uuid());
    users!("WHERE company_id = ? AND id = ?", company, id)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
}

/// The user who has this address.
pub(crate) async fn by_email(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
    email: &Mailbox,
) -> Result<Option<User>, StoreError> {
    let (company, key) = (company.as_uuid(), email_key(email));
    users!("WHERE company_id = ? AND email_key = ?", company, key)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
}

/// The user whom the portal calls so.
pub(crate) async fn by_external_id(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
    id: &ExternalId,
) -> Result<Option<User>, StoreError> {
    let (company, id) = (company.as_uuid(), id.as_str());
    users!("WHERE company_id = ? AND external_id = ?", company, id)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
}
