//! The messages of one company's webhooks.

use super::save::lock;
use crate::{
    columns::{failed, from_json, micros},
    company::Company,
    database::{Database, hold_company},
};
use jiff::Timestamp;
use model::{CompanyId, WebhookId, WebhookMessageId};
use sqlx::PgConnection;
use store::{
    EventKind, StoreError, WebhookError, WebhookMessage,
    changes::{self, Message},
    rows::WebhookMessageRow,
};
use uuid::Uuid;

impl Database {
    /// Writes a message for each webhook of the company that wants to be told, as a part of what it tells of.
    pub(crate) async fn tell(
        &self,
        connection: &mut PgConnection,
        company: CompanyId,
        message: &Message,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let webhooks = sqlx::query!(
            r#"SELECT id, events::text AS "events!" FROM webhooks WHERE company_id = $1 AND disabled_at IS NULL
            ORDER BY id"#,
            company.as_uuid()
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
        for webhook in webhooks {
            let events: Vec<EventKind> = from_json("events", &webhook.events)?;
            if events.is_empty() || events.contains(&message.kind) {
                self.write_message(connection, company, webhook.id, message, now)
                    .await?;
            }
        }
        Ok(())
    }

    async fn write_message(
        &self,
        connection: &mut PgConnection,
        company: CompanyId,
        webhook: Uuid,
        message: &Message,
        now: Timestamp,
    ) -> Result<WebhookMessageId, StoreError> {
        let id = self.new_id()?;
        // From the webhook, so that one that was removed at this moment gets none.
        sqlx::query!(
            "INSERT INTO webhook_messages (id, webhook_id, company_id, kind, body, created_at, attempts, next_attempt_at)
            SELECT $1, id, company_id, $4, $5, $6, 0, $6 FROM webhooks WHERE company_id = $2 AND id = $3
            FOR KEY SHARE",
            id,
            company.as_uuid(),
            webhook,
            message.kind.key(),
            message.body.as_str(),
            micros(now)
        )
        .execute(connection)
        .await
        .map_err(failed)?;
        Ok(WebhookMessageId::from_uuid(id))
    }
}

pub(super) async fn list(
    company: &Company,
    id: WebhookId,
    limit: u32,
) -> Result<Vec<WebhookMessage>, WebhookError> {
    let pool = &company.database.pool;
    let rows = sqlx::query_as!(
        WebhookMessageRow,
        "SELECT id, kind, body, created_at, attempts, next_attempt_at, delivered_at, last_result FROM webhook_messages
        WHERE company_id = $1 AND webhook_id = $2 ORDER BY id DESC LIMIT $3",
        company.uuid(),
        id.as_uuid(),
        i64::from(limit)
    )
    .fetch_all(pool)
    .await
    .map_err(failed)?;
    if rows.is_empty() {
        let found = sqlx::query_scalar!(
            "SELECT id FROM webhooks WHERE company_id = $1 AND id = $2",
            company.uuid(),
            id.as_uuid()
        );
        let found = found.fetch_optional(pool).await.map_err(failed)?;
        found.ok_or(WebhookError::NoSuchWebhook)?;
    }
    let messages: Result<_, StoreError> = rows.into_iter().map(WebhookMessage::try_from).collect();
    Ok(messages?)
}

pub(super) async fn send_test(company: &Company, id: WebhookId) -> Result<WebhookMessageId, WebhookError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    let about = hold_company(&mut writing, company.id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    lock(&mut writing, company.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    let message = changes::test_message(&about, now);
    let written = database
        .write_message(&mut writing, company.id, *id.as_uuid(), &message, now)
        .await?;
    writing.commit().await.map_err(failed)?;
    Ok(written)
}

pub(super) async fn resend(
    company: &Company,
    id: WebhookId,
    message: WebhookMessageId,
) -> Result<(), WebhookError> {
    // Who is posting it just now goes on, so that it is not out twice.
    let done = sqlx::query!(
        "UPDATE webhook_messages SET next_attempt_at = $4,
            leased_until = CASE WHEN next_attempt_at IS NOT NULL AND leased_until > $4 THEN leased_until END
        WHERE company_id = $1 AND webhook_id = $2 AND id = $3",
        company.uuid(),
        id.as_uuid(),
        message.as_uuid(),
        micros(company.database.now())
    )
    .execute(&company.database.pool)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        return Err(WebhookError::NoSuchWebhook);
    }
    Ok(())
}
