//! Companies, over all of them.

mod create;
pub(crate) mod profile;

pub(crate) use create::create;

use crate::{
    PostgresStore,
    columns::{count, failed},
};
use async_trait::async_trait;
use model::{CompanyId, ExternalId, Mailbox, PortalId};
use store::{
    Actor, Company, CompanyDirectory, CompanyError, NewCompany, StoreError, User,
    rows::{CompanyRow, UserRow},
    users::email_key,
};
use uuid::Uuid;

#[async_trait]
impl CompanyDirectory for PostgresStore {
    async fn create_company(&self, company: &NewCompany, by: &Actor) -> Result<Company, CompanyError> {
        let mut writing = self.database.write().await?;
        let company = create(&self.database, &mut writing, company, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(company)
    }

    async fn find_company(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id, portal, external_id, name, event_name, mass_mailing, sender_user_id,
                retention::text AS "retention!", version, created_at
            FROM companies WHERE id = $1"#,
            id.as_uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(Company::try_from)
        .transpose()
    }

    async fn find_company_by_external_id(
        &self,
        portal: &PortalId,
        external_id: &ExternalId,
    ) -> Result<Option<Company>, StoreError> {
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id, portal, external_id, name, event_name, mass_mailing, sender_user_id,
                retention::text AS "retention!", version, created_at
            FROM companies WHERE portal = $1 AND external_id = $2"#,
            portal.as_str(),
            external_id.as_str()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(Company::try_from)
        .transpose()
    }

    async fn list_companies(
        &self,
        portal: Option<&PortalId>,
        after: Option<CompanyId>,
        limit: u32,
    ) -> Result<Vec<Company>, StoreError> {
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id, portal, external_id, name, event_name, mass_mailing, sender_user_id,
                retention::text AS "retention!", version, created_at
            FROM companies WHERE ($1::text IS NULL OR portal = $1) AND id > $2 ORDER BY id LIMIT $3"#,
            portal.map(PortalId::as_str),
            after.map_or(Uuid::nil(), |company| *company.as_uuid()),
            i64::from(limit)
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(Company::try_from)
        .collect()
    }

    async fn delete_company(&self, id: CompanyId) -> Result<bool, StoreError> {
        sqlx::query!("DELETE FROM companies WHERE id = $1", id.as_uuid())
            .execute(&self.database.pool)
            .await
            .map(|done| done.rows_affected() == 1)
            .map_err(failed)
    }

    async fn users_with_email(&self, email: &Mailbox) -> Result<Vec<User>, StoreError> {
        sqlx::query_as!(
            UserRow,
            "SELECT id, company_id, external_id, name, email, role, language, last_sent_at, created_at FROM users
            WHERE email_key = $1 ORDER BY created_at, id",
            email_key(email)
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(User::try_from)
        .collect()
    }

    async fn rewrap_company_keys(&self, limit: u32) -> Result<u64, StoreError> {
        let mut changed = 0_i64;
        let mut after = Uuid::nil();
        // Which key wraps one is known to the vault alone, so that all are looked through, some at a time.
        while changed < i64::from(limit) {
            let mut writing = self.database.write().await?;
            let companies = sqlx::query!(
                "SELECT id, wrapped_key FROM companies WHERE id > $1 ORDER BY id LIMIT 100 FOR NO KEY UPDATE",
                after
            )
            .fetch_all(&mut *writing)
            .await
            .map_err(failed)?;
            let Some(last) = companies.last() else { break };
            after = last.id;
            for company in companies {
                let id = CompanyId::from_uuid(company.id);
                if changed == i64::from(limit) {
                    break;
                }
                let Some(wrapped) = self.database.vault.rewrap(id, &company.wrapped_key)? else {
                    continue;
                };
                sqlx::query!(
                    "UPDATE companies SET wrapped_key = $1 WHERE id = $2",
                    wrapped,
                    company.id
                )
                .execute(&mut *writing)
                .await
                .map_err(failed)?;
                changed += 1;
            }
            writing.commit().await.map_err(failed)?;
        }
        count(changed)
    }
}
