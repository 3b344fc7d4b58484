//! Letters that are edited before they are sent.

use crate::{
    columns::{count, failed, micros, number, to_json},
    company::Company,
    database::{hold_company, lock_user},
};
use async_trait::async_trait;
use model::{DraftId, ExternalId, UserId};
use store::{Draft, DraftContent, DraftError, DraftStore, StoreError, drafts::MOST_DRAFTS, rows::DraftRow};

#[async_trait]
impl DraftStore for Company {
    async fn create_draft(
        &self,
        user: UserId,
        content: &DraftContent,
        reference: Option<&ExternalId>,
        return_to: Option<&str>,
    ) -> Result<Draft, DraftError> {
        let now = self.database.now();
        let mut writing = self.database.write().await?;
        // Locked, so that of many at once there are not too many.
        hold_company(&mut writing, self.id)
            .await?
            .ok_or(DraftError::NoSuchUser)?;
        lock_user(&mut writing, self.id, user)
            .await?
            .ok_or(DraftError::NoSuchUser)?;
        let stored = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM drafts WHERE company_id = $1 AND user_id = $2"#,
            self.uuid(),
            user.as_uuid()
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        if stored >= i64::from(MOST_DRAFTS) {
            return Err(DraftError::TooMany);
        }
        let draft = Draft {
            id: DraftId::from_uuid(self.database.new_id()?),
            user,
            content: content.clone(),
            reference: reference.cloned(),
            return_to: return_to.map(str::to_owned),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        sqlx::query!(
            "INSERT INTO drafts (id, company_id, user_id, content, reference, return_to, version, created_at,
                updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
            draft.id.as_uuid(),
            self.uuid(),
            user.as_uuid(),
            to_json("draft", content)?,
            draft.reference.as_ref().map(ExternalId::as_str),
            draft.return_to.as_deref(),
            number(draft.version),
            micros(now)
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(draft)
    }

    async fn save_draft(
        &self,
        user: UserId,
        id: DraftId,
        content: &DraftContent,
        expected_version: Option<u64>,
    ) -> Result<Draft, DraftError> {
        let mut writing = self.database.write().await?;
        let stored = sqlx::query_scalar!(
            "SELECT version FROM drafts WHERE company_id = $1 AND user_id = $2 AND id = $3 FOR NO KEY UPDATE",
            self.uuid(),
            user.as_uuid(),
            id.as_uuid()
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?
        .ok_or(DraftError::NoSuchDraft)?;
        let stored = count(stored)?;
        if expected_version.is_some_and(|expected| expected != stored) {
            return Err(DraftError::Conflict { stored });
        }
        let row = sqlx::query_as!(
            DraftRow,
            "UPDATE drafts SET content = $2, version = version + 1, updated_at = $3 WHERE id = $1
            RETURNING id, user_id, content, reference, return_to, version, created_at, updated_at",
            id.as_uuid(),
            to_json("draft", content)?,
            micros(self.database.now())
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(Draft::try_from(row)?)
    }

    async fn find_draft(&self, user: UserId, id: DraftId) -> Result<Option<Draft>, StoreError> {
        sqlx::query_as!(
            DraftRow,
            "SELECT id, user_id, content, reference, return_to, version, created_at, updated_at FROM drafts
            WHERE company_id = $1 AND user_id = $2 AND id = $3",
            self.uuid(),
            user.as_uuid(),
            id.as_uuid()
        )
        .fetch_optional(&self.database.pool)
        .await
        .map_err(failed)?
        .map(Draft::try_from)
        .transpose()
    }

    async fn drafts(&self, user: UserId) -> Result<Vec<Draft>, StoreError> {
        sqlx::query_as!(
            DraftRow,
            "SELECT id, user_id, content, reference, return_to, version, created_at, updated_at FROM drafts
            WHERE company_id = $1 AND user_id = $2 ORDER BY updated_at DESC, id DESC LIMIT $3",
            self.uuid(),
            user.as_uuid(),
            i64::from(MOST_DRAFTS)
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(Draft::try_from)
        .collect()
    }

    async fn delete_draft(&self, user: UserId, id: DraftId) -> Result<bool, StoreError> {
        sqlx::query!(
            "DELETE FROM drafts WHERE company_id = $1 AND user_id = $2 AND id = $3",
            self.uuid(),
            user.as_uuid(),
            id.as_uuid()
        )
        .execute(&self.database.pool)
        .await
        .map(|done| done.rows_affected() == 1)
        .map_err(failed)
    }
}
