//! Letters that are edited before they are sent.

use crate::{
    columns::{all, failed, micros, to_json},
    company::Company,
};
use async_trait::async_trait;
use model::{DraftId, ExternalId, UserId};
use sqlx::SqliteExecutor;
use store::{Draft, DraftContent, DraftError, DraftStore, StoreError, drafts::MOST_DRAFTS, rows::DraftRow};
use uuid::Uuid;

/// Drafts' rows; what follows stands behind `FROM drafts`.
macro_rules! drafts {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            DraftRow,
            r#"SELECT id AS "id: Uuid", user_id AS "user_id: Uuid", content, reference, return_to, version,
                created_at, updated_at
            FROM drafts "# + $rest $(, $argument)*
        )
    };
}

#[async_trait]
impl DraftStore for Company {
    async fn create_draft(
        &self,
        user: UserId,
        content: &DraftContent,
        reference: Option<&ExternalId>,
        return_to: Option<&str>,
    ) -> Result<Draft, DraftError> {
        let mut writing = self.database.write().await?;
        let (company, of, now) = (self.uuid(), user.as_uuid(), self.database.now());
        let about = sqlx::query!(
            r#"SELECT (SELECT count(*) FROM users WHERE company_id = ?1 AND id = ?2) AS "user!: bool",
                (SELECT count(*) FROM drafts WHERE company_id = ?1 AND user_id = ?2) AS "drafts!: i64""#,
            company,
            of
        )
        .fetch_one(&mut *writing)
        .await
        .map_err(failed)?;
        if !about.user {
            return Err(DraftError::NoSuchUser);
        }
        if about.drafts >= i64::from(MOST_DRAFTS) {
            return Err(DraftError::TooMany);
        }
        let draft = Draft {
            id: DraftId::from_uuid(self.database.new_id()?),
            user,
            content: content.clone(),
            reference: reference.cloned(),
            return_to: return_to.map(ToOwned::to_owned),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let (id, json, at) = (draft.id.as_uuid(), to_json("draft", content)?, micros(now));
        let reference = reference.map(ExternalId::as_str);
        sqlx::query!(
            "INSERT INTO drafts (id, company_id, user_id, content, reference, return_to, version, created_at,
                updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7)",
            id,
            company,
            of,
            json,
            reference,
            return_to,
            at
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
        let before = load(&mut *writing, self.uuid(), user, id)
            .await?
            .ok_or(DraftError::NoSuchDraft)?;
        if expected_version.is_some_and(|expected| expected != before.version) {
            return Err(DraftError::Conflict {
                stored: before.version,
            });
        }
        let after = Draft {
            content: content.clone(),
            version: before.version + 1,
            updated_at: self.database.now(),
            ..before
        };
        let (company, id) = (self.uuid(), id.as_uuid());
        let (json, at) = (to_json("draft", content)?, micros(after.updated_at));
        sqlx::query!(
            "UPDATE drafts SET content = ?, version = version + 1, updated_at = ? WHERE company_id = ? AND id = ?",
            json,
            at,
            company,
            id
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        Ok(after)
    }

    async fn find_draft(&self, user: UserId, id: DraftId) -> Result<Option<Draft>, StoreError> {
        load(&self.database.reader, self.uuid(), user, id).await
    }

    async fn drafts(&self, user: UserId) -> Result<Vec<Draft>, StoreError> {
        let (company, user) = (self.uuid(), user.as_uuid());
        drafts!(
            "WHERE company_id = ? AND user_id = ? ORDER BY updated_at DESC, id DESC LIMIT ?",
            company,
            user,
            MOST_DRAFTS
        )
        .fetch_all(&self.database.reader)
        .await
        .map_err(failed)
        .and_then(all)
    }

    async fn delete_draft(&self, user: UserId, id: DraftId) -> Result<bool, StoreError> {
        let (company, user, id) = (self.uuid(), user.as_uuid(), id.as_uuid());
        sqlx::query!(
            "DELETE FROM drafts WHERE company_id = ? AND user_id = ? AND id = ?",
            company,
            user,
            id
        )
        .execute(&self.database.writer)
        .await
        .map(|done| done.rows_affected() == 1)
        .map_err(failed)
    }
}

async fn load(
    executor: impl SqliteExecutor<'_>,
    company: &Uuid,
    user: UserId,
    id: DraftId,
) -> Result<Option<Draft>, StoreError> {
    let (user, id) = (user.as_uuid(), id.as_uuid());
    drafts!(
        "WHERE company_id = ? AND user_id = ? AND id = ?",
        company,
        user,
        id
    )
    .fetch_optional(executor)
    .await
    .map_err(failed)?
    .map(Draft::try_from)
    .transpose()
}
