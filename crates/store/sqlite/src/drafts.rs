//! Letters that are edited before they are sent.

use crate::{
    columns::{all, failed, micros, to_json},
    company::Company,
};
use async_trait::async_trait;
use model::{DraftId, ExternalId, UserId};
use sqlx::{SqliteConnection, SqliteExecutor};
use store::{
    Draft, DraftContent, DraftError, DraftStore, DraftSummary, StoreError,
    drafts::{MOST_DRAFTS, SUMMARY_CHARACTERS},
    rows::{DraftRow, DraftSummaryRow},
};
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
        let now = self.database.now();
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
        let mut writing = self.database.write().await?;
        insert(&mut writing, self.uuid(), &draft).await?;
        writing.commit().await.map_err(failed)?;
        Ok(draft)
    }

    async fn begin_draft(
        &self,
        user: UserId,
        id: DraftId,
        content: &DraftContent,
    ) -> Result<Draft, DraftError> {
        let now = self.database.now();
        let mut writing = self.database.write().await?;
        if let Some(before) = load(&mut *writing, self.uuid(), user, id).await? {
            return Ok(before);
        }
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
        insert(&mut writing, self.uuid(), &draft).await?;
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

    async fn drafts(&self, user: UserId) -> Result<Vec<DraftSummary>, StoreError> {
        let (company, user) = (self.uuid(), user.as_uuid());
        sqlx::query_as!(
            DraftSummaryRow,
            r#"SELECT d.id AS "id: Uuid", substr(d.content ->> 'subject', 1, ?3) AS "subject!: String",
                substr(d.content ->> 'to', 1, ?3) AS "to!: String",
                length(d.content ->> 'to') - length(replace(d.content ->> 'to', '@', '')) AS "recipients!: i64",
                json_array_length(d.content, '$.attachments') AS "files!: i64",
                octet_length(d.content) + (SELECT coalesce(sum(f.value ->> 'size'), 0)
                    FROM json_each(d.content, '$.attachments') f) AS "bytes!: i64",
                d.reference, d.version, d.created_at, d.updated_at
            FROM drafts d WHERE d.company_id = ?1 AND d.user_id = ?2 ORDER BY d.updated_at DESC, d.id DESC LIMIT ?4"#,
            company,
            user,
            SUMMARY_CHARACTERS,
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

/// Writes a new one, where there is such a user and he has not as many as he may.
async fn insert(connection: &mut SqliteConnection, company: &Uuid, draft: &Draft) -> Result<(), DraftError> {
    let of = draft.user.as_uuid();
    let about = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM users WHERE company_id = ?1 AND id = ?2) AS "user!: bool",
            (SELECT count(*) FROM drafts WHERE company_id = ?1 AND user_id = ?2) AS "drafts!: i64""#,
        company,
        of
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    if !about.user {
        return Err(DraftError::NoSuchUser);
    }
    if about.drafts >= i64::from(MOST_DRAFTS) {
        return Err(DraftError::TooMany);
    }
    let (id, json, at) = (
        draft.id.as_uuid(),
        to_json("draft", &draft.content)?,
        micros(draft.created_at),
    );
    let reference = draft.reference.as_ref().map(ExternalId::as_str);
    let return_to = draft.return_to.as_deref();
    let done = sqlx::query!(
        "INSERT INTO drafts (id, company_id, user_id, content, reference, return_to, version, created_at,
            updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7) ON CONFLICT DO NOTHING",
        id,
        company,
        of,
        json,
        reference,
        return_to,
        at
    )
    .execute(connection)
    .await
    .map_err(failed)?;
    // Only somebody else's can be in its place.
    match done.rows_affected() {
        0 => Err(DraftError::NoSuchDraft),
        _ => Ok(()),
    }
}
