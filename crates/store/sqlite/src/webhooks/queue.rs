//! The messages of all companies that are due.

use super::{load, write::context};
use crate::{
    SqliteStore,
    columns::{failed, micros, number},
    database::Database,
};
use async_trait::async_trait;
use model::{CompanyId, WebhookId, WebhookMessageId};
use secrecy::SecretString;
use sqlx::SqliteConnection;
use std::time::Duration;
use store::{Actor, Attempted, Disabled, DueMessage, StoreError, Webhook, WebhookQueue, changes};
use uuid::Uuid;

/// A message that is due, and its webhook's sealed secrets.
struct Due {
    id: Uuid,
    company_id: Uuid,
    webhook_id: Uuid,
    url: String,
    body: String,
    attempts: i64,
    secret: Vec<u8>,
    old_secret: Option<Vec<u8>>,
    wrapped_key: Vec<u8>,
}

#[async_trait]
impl WebhookQueue for SqliteStore {
    async fn due_webhook_messages(&self, limit: u32, lease: Duration) -> Result<Vec<DueMessage>, StoreError> {
        let database = &self.database;
        let mut writing = database.write().await?;
        let (now, until) = (micros(database.now()), micros(database.after(lease)));
        // Of one webhook two at most are out, those included that somebody is posting already.
        let due = sqlx::query_as!(
            Due,
            r#"SELECT m.id AS "id!: Uuid", m.company_id AS "company_id!: Uuid", m.webhook_id AS "webhook_id!: Uuid",
                w.url AS "url!", m.body AS "body!", m.attempts AS "attempts!", w.secret AS "secret!",
                CASE WHEN w.old_secret_until > ?1 THEN w.old_secret END AS "old_secret?: Vec<u8>",
                c.wrapped_key AS "wrapped_key!"
            FROM (
                SELECT id, company_id, webhook_id, body, attempts, next_attempt_at,
                    row_number() OVER (PARTITION BY webhook_id ORDER BY next_attempt_at, id) AS place
                FROM webhook_messages
                WHERE next_attempt_at <= ?1 AND (leased_until IS NULL OR leased_until <= ?1)
            ) m JOIN webhooks w ON w.company_id = m.company_id AND w.id = m.webhook_id
                JOIN companies c ON c.id = m.company_id
            WHERE w.disabled_at IS NULL AND m.place <= 2 - (
                SELECT count(*) FROM webhook_messages o
                WHERE o.webhook_id = m.webhook_id AND o.next_attempt_at IS NOT NULL AND o.leased_until > ?1
            )
            ORDER BY m.next_attempt_at, m.id LIMIT ?2"#,
            now,
            limit
        )
        .fetch_all(&mut *writing)
        .await
        .map_err(failed)?;
        for message in &due {
            sqlx::query!(
                "UPDATE webhook_messages SET attempts = attempts + 1, leased_until = ? WHERE id = ?",
                until,
                message.id
            )
            .execute(&mut *writing)
            .await
            .map_err(failed)?;
        }
        writing.commit().await.map_err(failed)?;
        // What does not open is left out and comes again when its lease is over: it must not hold up all others.
        Ok(due.into_iter().filter_map(|due| open(database, due)).collect())
    }

    async fn settle_webhook_message(
        &self,
        id: WebhookMessageId,
        attempt: u32,
        attempted: &Attempted,
    ) -> Result<bool, StoreError> {
        let mut writing = self.database.write().await?;
        let (uuid, attempt) = (id.as_uuid(), i64::from(attempt));
        let now = self.database.now();
        let at = micros(now);
        let (next, delivered, result) = match attempted {
            Attempted::Delivered { result } => (None, Some(at), result),
            Attempted::Later { at, result } => (Some(micros(*at)), None, result),
            Attempted::GivenUp { result, .. } => (None, None, result),
        };
        let settled = next.is_none().then_some(at);
        let row = sqlx::query!(
            r#"UPDATE webhook_messages SET next_attempt_at = ?, delivered_at = ?, leased_until = ?, last_result = ?
            WHERE id = ? AND attempts = ? AND next_attempt_at IS NOT NULL
            RETURNING company_id AS "company_id!: Uuid", webhook_id AS "webhook_id!: Uuid""#,
            next,
            delivered,
            settled,
            result,
            uuid,
            attempt
        )
        .fetch_optional(&mut *writing)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(false) };
        if let Attempted::GivenUp { why, .. } = attempted {
            let (company, webhook) = (
                CompanyId::from_uuid(row.company_id),
                WebhookId::from_uuid(row.webhook_id),
            );
            disable(&self.database, &mut writing, company, webhook, *why).await?;
        }
        writing.commit().await.map_err(failed)?;
        Ok(true)
    }
}

fn open(database: &Database, due: Due) -> Option<DueMessage> {
    let (company, webhook) = (
        CompanyId::from_uuid(due.company_id),
        WebhookId::from_uuid(due.webhook_id),
    );
    let key = database
        .vault
        .unwrap_company_key(company, &due.wrapped_key)
        .ok()?;
    let unsealed = |sealed: &[u8]| database.vault.unseal(&key, &context(company, webhook), sealed);
    let mut secrets: Vec<SecretString> = vec![unsealed(&due.secret).ok()?];
    secrets.extend(due.old_secret.and_then(|sealed| unsealed(&sealed).ok()));
    Some(DueMessage {
        id: WebhookMessageId::from_uuid(due.id),
        company,
        webhook,
        url: due.url,
        secrets,
        body: due.body,
        attempt: u32::try_from(due.attempts + 1).unwrap_or(u32::MAX),
    })
}

/// Lets a webhook get nothing more. What waits for it waits until somebody has looked at it.
async fn disable(
    database: &Database,
    connection: &mut SqliteConnection,
    company: CompanyId,
    webhook: WebhookId,
    why: Disabled,
) -> Result<(), StoreError> {
    let Some(before) = load(&mut *connection, company, webhook).await? else {
        return Ok(());
    };
    if before.disabled.is_some() {
        return Ok(());
    }
    let now = database.now();
    let after = Webhook {
        disabled: Some((now, why)),
        version: before.version + 1,
        ..before.clone()
    };
    let (id, at, why, version) = (webhook.as_uuid(), micros(now), why.key(), number(after.version));
    let part = company.as_uuid();
    sqlx::query!(
        "UPDATE webhooks SET disabled_at = ?, disabled_why = ?, version = ? WHERE company_id = ? AND id = ?",
        at,
        why,
        version,
        part,
        id
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    match changes::webhook_changed(&before, &after, &Actor::Program) {
        Some(entry) => database.audit(connection, company, &entry, now).await,
        None => Ok(()),
    }
}
