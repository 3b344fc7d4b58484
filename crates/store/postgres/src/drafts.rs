//! Letters that are edited before they are sent.

use crate::{
    columns::{count, failed, micros, number, to_json},
    company::Company,
    database::{hold_company, lock_user},
};
use async_trait::async_trait;
use model::{DraftId, ExternalId, UserId};
use sqlx::PgConnection;
use store::{
    Draft, DraftContent, DraftError, DraftStore, DraftSummary, StoreError,
    drafts::{MOST_DRAFTS, SUMMARY_CHARACTERS},
    rows::{DraftRow, DraftSummaryRow},
};

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
        let mut writing = self.database.write().await?;
        insert(self, &mut writing, &draft).await?;
        writing.commit().await.map_err(failed)?;
        Ok(draft)
    }

    async fn begin_draft(
        &self,
        user: UserId,
        id: DraftId,
        content: &DraftContent,
    ) -> Result<Draft, DraftError> {
        if let Some(before) = self.find_draft(user, id).await? {
            return Ok(before);
        }
        let now = self.database.now();
        let draft = Draft {
            id,
            user,
            content: content.clone(),
            reference: None,
            return_to: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let mut writing = self.database.write().await?;
        match insert(self, &mut writing, &draft).await {
            Ok(()) => writing.commit().await.map_err(failed)?,
            // Somebody began it at the same moment, and it may have been the last that there was room for.
            Err(error @ (DraftError::NoSuchDraft | DraftError::TooMany)) => {
                drop(writing);
                return self.find_draft(user, id).await?.ok_or(error);
            }
            Err(error) => return Err(error),
        }
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

    async fn drafts(&self, user: UserId) -> Result<Vec<DraftSummary>, StoreError> {
        // JSON may hold U+0000, which no text of the database can.
        sqlx::query_as!(
            DraftSummaryRow,
            r#"SELECT d.id, left(c.written ->> 'subject', $3) AS "subject!", left(c.written ->> 'to', $3) AS "to!",
                (length(c.written ->> 'to') - length(replace(c.written ->> 'to', '@', '')))::bigint AS "recipients!",
                json_array_length(c.written -> 'attachments')::bigint AS "files!",
                (octet_length(d.content) + (SELECT coalesce(sum((f ->> 'size')::bigint), 0)
                    FROM json_array_elements(c.written -> 'attachments') f))::bigint AS "bytes!",
                d.reference, d.version, d.created_at, d.updated_at
            FROM drafts d CROSS JOIN LATERAL (SELECT replace(d.content, '\u0000', '\ufffd')::json AS written) c
            WHERE d.company_id = $1 AND d.user_id = $2 ORDER BY d.updated_at DESC, d.id DESC LIMIT $4"#,
            self.uuid(),
            user.as_uuid(),
            i32::try_from(SUMMARY_CHARACTERS).unwrap_or(i32::MAX),
            i64::from(MOST_DRAFTS)
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(DraftSummary::try_from)
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

/// Writes a new one, where there is such a user and he has not as many as he may.
async fn insert(company: &Company, connection: &mut PgConnection, draft: &Draft) -> Result<(), DraftError> {
    // Locked, so that of many at once there are not too many.
    hold_company(connection, company.id)
        .await?
        .ok_or(DraftError::NoSuchUser)?;
    lock_user(connection, company.id, draft.user)
        .await?
        .ok_or(DraftError::NoSuchUser)?;
    let stored = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM drafts WHERE company_id = $1 AND user_id = $2"#,
        company.uuid(),
        draft.user.as_uuid()
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    if stored >= i64::from(MOST_DRAFTS) {
        return Err(DraftError::TooMany);
    }
    let done = sqlx::query!(
        "INSERT INTO drafts (id, company_id, user_id, content, reference, return_to, version, created_at,
            updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT DO NOTHING",
        draft.id.as_uuid(),
        company.uuid(),
        draft.user.as_uuid(),
        to_json("draft", &draft.content)?,
        draft.reference.as_ref().map(ExternalId::as_str),
        draft.return_to.as_deref(),
        number(draft.version),
        micros(draft.created_at)
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    match done.rows_affected() {
        0 => Err(DraftError::NoSuchDraft),
        _ => Ok(()),
    }
}
