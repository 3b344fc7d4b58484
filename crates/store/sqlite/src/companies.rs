//! Companies, over all of them.

mod create;
mod profile;

pub(crate) use create::create;
pub(crate) use profile::{change, load};

use crate::{
    SqliteStore,
    columns::{all, failed},
    users::users,
};
use async_trait::async_trait;
use model::{CompanyId, ExternalId, Mailbox, PortalId};
use sqlx::SqliteExecutor;
use store::{
    Actor, Company, CompanyDirectory, CompanyError, NewCompany, StoreError, User,
    rows::{CompanyRow, UserRow},
    users::email_key,
};
use uuid::Uuid;

/// Companies' rows; what follows stands behind `FROM companies`.
macro_rules! companies {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            CompanyRow,
            r#"SELECT id AS "id: Uuid", portal, external_id, name, event_name, mass_mailing AS "mass_mailing: bool",
                sender_user_id AS "sender_user_id: Uuid", retention, version, created_at
            FROM companies "# + $rest $(, $argument)*
        )
    };
}
use companies;

#[async_trait]
impl CompanyDirectory for SqliteStore {
    async fn create_company(&self, company: &NewCompany, by: &Actor) -> Result<Company, CompanyError> {
        let mut writing = self.database.write().await?;
        let created = create(&self.database, &mut writing, company, by).await?;
        writing.commit().await.map_err(failed)?;
        Ok(created)
    }

    async fn find_company(&self, id: CompanyId) -> Result<Option<Company>, StoreError> {
        let id = id.as_uuid();
        companies!("WHERE id = ?", id)
            .fetch_optional(&self.database.reader)
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
        by_external_id(&self.database.reader, portal, external_id).await
    }

    async fn list_companies(
        &self,
        portal: Option<&PortalId>,
        after: Option<CompanyId>,
        limit: u32,
    ) -> Result<Vec<Company>, StoreError> {
        let portal = portal.map(PortalId::as_str);
        // No id is before the empty one.
        let after = after.map_or_else(Vec::new, |id| id.as_uuid().as_bytes().to_vec());
        companies!(
            "WHERE (?1 IS NULL OR portal = ?1) AND id > ?2 ORDER BY id LIMIT ?3",
            portal,
            after,
            limit
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)
        .and_then(all)
    }

    async fn delete_company(&self, id: CompanyId) -> Result<bool, StoreError> {
        let id = id.as_uuid();
        sqlx::query!("DELETE FROM companies WHERE id = ?", id)
            .execute(&self.database.writer)
            .await
            .map(|done| done.rows_affected() == 1)
            .map_err(failed)
    }

    async fn users_with_email(&self, email: &Mailbox) -> Result<Vec<User>, StoreError> {
        let key = email_key(email);
        users!("WHERE email_key = ? ORDER BY created_at, id", key)
            .fetch_all(&self.database.reader)
            .await
            .map_err(failed)
            .and_then(all)
    }

    async fn rewrap_company_keys(&self, limit: u32) -> Result<u64, StoreError> {
        let mut writing = self.database.write().await?;
        let active = self.database.vault.active();
        let active = active.as_bytes().as_slice();
        let companies = sqlx::query!(
            r#"SELECT id AS "id: Uuid", wrapped_key FROM companies WHERE substr(wrapped_key, 2, 8) <> ? LIMIT ?"#,
            active,
            limit
        )
        .fetch_all(&mut *writing)
        .await
        .map_err(failed)?;
        let mut changed = 0;
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
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
            changed += 1;
        }
        writing.commit().await.map_err(failed)?;
        Ok(changed)
    }
}

/// The company that the portal calls so.
pub(crate) async fn by_external_id(
    executor: impl SqliteExecutor<'_>,
    portal: &PortalId,
    external_id: &ExternalId,
) -> Result<Option<Company>, StoreError> {
    let (portal, external_id) = (portal.as_str(), external_id.as_str());
    companies!("WHERE portal = ? AND external_id = ?", portal, external_id)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(Company::try_from)
        .transpose()
}
