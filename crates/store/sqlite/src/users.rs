//! Users of one company.

use crate::{
    columns::{display_name, failed, micros, parsed, time},
    company::Company,
};
use async_trait::async_trait;
use model::{CompanyId, Mailbox, UserId};
use store::{CreateUserError, NewUser, StoreError, User, UserStore, users::email_key};
use uuid::Uuid;

pub(crate) struct UserRow {
    pub(crate) id: Uuid,
    pub(crate) company_id: Uuid,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) language: String,
    pub(crate) created_at: i64,
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId::from_uuid(row.id),
            company: CompanyId::from_uuid(row.company_id),
            name: display_name(&row.name)?,
            email: parsed("address", &row.email)?,
            role: parsed("role", &row.role)?,
            language: parsed("language", &row.language)?,
            created_at: time(row.created_at)?,
        })
    }
}

#[async_trait]
impl UserStore for Company {
    async fn create_user(&self, user: &NewUser) -> Result<User, CreateUserError> {
        let id = self.database.new_id()?;
        let created_at = self.database.now();
        let (company, name, email) = (self.uuid(), user.name.as_str(), user.email.as_str());
        let (key, role, language, created) = (
            email_key(&user.email),
            user.role.key(),
            user.language.tag(),
            micros(created_at),
        );
        sqlx::query!(
            "INSERT INTO users (id, company_id, name, email, email_key, role, language, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            company,
            name,
            email,
            key,
            role,
            language,
            created,
        )
        .execute(&self.database.writer)
        .await
        .map_err(|error| match error.as_database_error() {
            Some(e) if e.is_unique_violation() => CreateUserError::EmailTaken,
            Some(e) if e.is_foreign_key_violation() => CreateUserError::NoSuchCompany,
            _ => failed(error).into(),
        })?;
        Ok(User {
            id: UserId::from_uuid(id),
            company: self.id,
            name: user.name.clone(),
            email: user.email.clone(),
            role: user.role,
            language: user.language,
            created_at,
        })
    }

    async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let (company, id) = (self.uuid(), id.as_uuid());
        sqlx::query_as!(
            UserRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", name, email, role, language, created_at
            FROM users WHERE company_id = ? AND id = ?"#,
            company,
            id
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
    }

    async fn find_user_by_email(&self, email: &Mailbox) -> Result<Option<User>, StoreError> {
        let (company, key) = (self.uuid(), email_key(email));
        sqlx::query_as!(
            UserRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", name, email, role, language, created_at
            FROM users WHERE company_id = ? AND email_key = ?"#,
            company,
            key
        )
        .fetch_optional(&self.database.reader)
        .await
        .map_err(failed)?
        .map(User::try_from)
        .transpose()
    }

    async fn list_users(&self) -> Result<Vec<User>, StoreError> {
        let company = self.uuid();
        sqlx::query_as!(
            UserRow,
            r#"SELECT id AS "id: Uuid", company_id AS "company_id: Uuid", name, email, role, language, created_at
            FROM users WHERE company_id = ? ORDER BY created_at, id"#,
            company
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)?
        .into_iter()
        .map(User::try_from)
        .collect()
    }
}
