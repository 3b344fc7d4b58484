//! Messages of one webhook, and how they come to be.

use super::load;
use crate::{
    columns::{all, failed, micros},
    companies,
    company::Company,
    database::Database,
};
use jiff::Timestamp;
use model::{CompanyId, WebhookId, WebhookMessageId};
use sqlx::SqliteConnection;
use store::{
    StoreError, WebhookError, WebhookMessage,
    changes::{self, Message},
    rows::WebhookMessageRow,
};
use uuid::Uuid;

pub(super) async fn list(
    part: &Company,
    id: WebhookId,
    limit: u32,
) -> Result<Vec<WebhookMessage>, WebhookError> {
    if load(&part.database.reader, part.id, id).await?.is_none() {
        return Err(WebhookError::NoSuchWebhook);
    }
    let (company, id) = (part.uuid(), id.as_uuid());
    let rows = sqlx::query_as!(
        WebhookMessageRow,
        r#"SELECT id AS "id: Uuid", kind, body, created_at, attempts, next_attempt_at, delivered_at, last_result
        FROM webhook_messages WHERE company_id = ? AND webhook_id = ? ORDER BY id DESC LIMIT ?"#,
        company,
        id,
        limit
    )
    .fetch_all(&part.database.reader)
    .await
    .map_err(failed)?;
    Ok(all(rows)?)
}

pub(super) async fn send_test(part: &Company, id: WebhookId) -> Result<WebhookMessageId, WebhookError> {
    let mut writing = part.database.write().await?;
    if load(&mut *writing, part.id, id).await?.is_none() {
        return Err(WebhookError::NoSuchWebhook);
    }
    let company = companies::load(&mut *writing, part.id)
        .await?
        .ok_or(WebhookError::NoSuchCompany)?;
    let now = part.database.now();
    let message = changes::test_message(&company, now);
    let written = part
        .database
        .write_message(&mut writing, part.id, *id.as_uuid(), &message, now)
        .await?;
    writing.commit().await.map_err(failed)?;
    Ok(WebhookMessageId::from_uuid(written))
}

pub(super) async fn resend(
    part: &Company,
    id: WebhookId,
    message: WebhookMessageId,
) -> Result<(), WebhookError> {
    let (company, id, message) = (part.uuid(), id.as_uuid(), message.as_uuid());
    let now = micros(part.database.now());
    // Who is posting it at this moment comes to his end first.
    let done = sqlx::query!(
        "UPDATE webhook_messages SET next_attempt_at = ?1, delivered_at = NULL,
            leased_until = CASE WHEN next_attempt_at IS NOT NULL THEN leased_until END
        WHERE company_id = ?2 AND webhook_id = ?3 AND id = ?4",
        now,
        company,
        id,
        message
    )
    .execute(&part.database.writer)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        return Err(WebhookError::NoSuchWebhook);
    }
    Ok(())
}

impl Database {
    /// Writes a message for each webhook that wants to be told of it, as a part of the transaction that does what it
    /// tells of.
    pub(crate) async fn tell(
        &self,
        connection: &mut SqliteConnection,
        company: CompanyId,
        message: &Message,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (id, kind) = (company.as_uuid(), message.kind.key());
        let webhooks = sqlx::query_scalar!(
            r#"SELECT id AS "id: Uuid" FROM webhooks WHERE company_id = ? AND disabled_at IS NULL
                AND (events = '[]' OR ? IN (SELECT value FROM json_each(events)))"#,
            id,
            kind
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        for webhook in webhooks {
            self.write_message(connection, company, webhook, message, now)
                .await?;
        }
        Ok(())
    }

    async fn write_message(
        &self,
        connection: &mut SqliteConnection,
        company: CompanyId,
        webhook: Uuid,
        message: &Message,
        now: Timestamp,
    ) -> Result<Uuid, StoreError> {
        let (id, company, kind, now) = (self.new_id()?, company.as_uuid(), message.kind.key(), micros(now));
        sqlx::query!(
            "INSERT INTO webhook_messages (id, webhook_id, company_id, kind, body, created_at, attempts,
                next_attempt_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?6)",
            id,
            webhook,
            company,
            kind,
            message.body,
            now
        )
        .execute(connection)
        .await
        .map_err(failed)?;
        Ok(id)
    }
}
