//! Companies, over all of them.

use crate::{
    SqliteStore,
    columns::{count, display_name, failed, micros, time},
    users::UserRow,
};
use async_trait::async_trait;
use model::{CompanyId, DisplayName, Mailbox};
use store::{Company, CompanyDirectory, StoreError, User, users::email_key};
use uuid::Uuid;

struct CompanyRow {
    id: Uuid,
    name: String,
    created_at: i64,
}

impl TryFrom<CompanyRow> for Company {
    type Error = StoreError;

    fn try_from(row: CompanyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: CompanyId::from_uuid(row.id),
            name: display_name(&row.name)?,
            created_at: time(row.created_at)?,
        })
    }
}

#[async_trait]
impl CompanyDirectory for SqliteStore {
    async fn create_company(&self, name: &DisplayName) -> Result<Company, StoreError> {
        let database = &self.database;
        let id = CompanyId::from_uuid(database.new_id()?);
        let created_at = database.now();
        let (_, wrapped) = database.vault.new_company_key(id)?;
        let (uuid, text, created) = (id.as_uuid(), name.as_str(), micros(created_at));
        sqlx::query!(
            "INSERT INTO companies (id, name, wrapped_key, created_at) VALUES (?, ?, ?, ?)",
            uuid,
            text,
            wrapped,
            created,
        )
        .execute(&database.writer)
        .await
        .map_err(failed)?;
        Ok(Company {
            id,
            name: name.clone(),
            created_at,
        })
    }

    async fn find_company(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        let id = id.as_uuid();
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id AS "id: Uuid", name, created_at FROM companies WHERE id = ?"#,
            id
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(Company::try_from)
        .transpose()
    }

    async fn list_companies(&self) -> Result<Vec<Company>, StoreError> {
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id AS "id: Uuid", name, created_at FROM companies ORDER BY created_at, id"#
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)?
        .into_iter()
        .map(Company::try_from)
        .collect()
    }

    async fn users_with_email(&self, email: &Mailbox) -> Result<Vec<User>, StoreError> {
        let key = email_key(email);
        sqlx::query_as!(
            UserRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", name, email, role, language, created_at
            FROM users WHERE email_key = ? ORDER BY created_at, id"#,
            key
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)?
        .into_iter()
        .map(User::try_from)
        .collect()
    }

    async fn rewrap_company_keys(&self) -> Result<u64, StoreError> {
        let mut transaction = self.database.write().await?;
        let companies = sqlx::query!(r#"SELECT id AS "id: Uuid", wrapped_key FROM companies"#)
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        let mut changed = 0_i64;
        for company in companies {
            let id = CompanyId::from_uuid(company.id);
            let Some(wrapped) = self.database.vault.rewrap(id, &company.wrapped_key)? else {
                continue;
            };
            sqlx::query!(
                "UPDATE companies SET wrapped_key = ? WHERE id = ?",
                wrapped,
                company.id
            )
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
            changed += 1;
        }
        transaction.commit().await.map_err(failed)?;
        count(changed)
    }
}
