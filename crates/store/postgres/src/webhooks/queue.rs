//! The messages of all companies: given out to be posted, and settled.

use super::{context, save::lock};
use crate::{
    PostgresStore,
    columns::{failed, micros, number},
    database::Database,
};
use async_trait::async_trait;
use jiff::Timestamp;
use model::{CompanyId, WebhookId, WebhookMessageId};
use secrecy::SecretString;
use sqlx::PgConnection;
use std::time::Duration;
use store::{Actor, Attempted, Disabled, DueMessage, StoreError, Webhook, WebhookQueue, changes};
use uuid::Uuid;

#[async_trait]
impl WebhookQueue for PostgresStore {
    async fn due_webhook_messages(&self, limit: u32, lease: Duration) -> Result<Vec<DueMessage>, StoreError> {
        let (database, now) = (&self.database, self.database.now());
        let mut writing = database.write().await?;
        // The webhooks are locked, so that what is given out of each is counted by one replica at a time; those that
        // another replica looks at are left to it.
        let webhooks = sqlx::query_scalar!(
            "SELECT w.id FROM webhooks w
            WHERE w.disabled_at IS NULL AND EXISTS (SELECT FROM webhook_messages m
                WHERE m.webhook_id = w.id AND m.next_attempt_at <= $1
                    AND (m.leased_until IS NULL OR m.leased_until <= $1))
            ORDER BY w.id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
            micros(now),
            i64::from(limit)
        )
        .fetch_all(&mut *writing)
        .await
        .map_err(failed)?;
        let rows = sqlx::query_as!(
            DueRow,
            r#"WITH due AS (
                SELECT m.id FROM unnest($1::uuid[]) AS w (id) CROSS JOIN LATERAL (
                    SELECT id, next_attempt_at FROM webhook_messages
                    WHERE webhook_id = w.id AND next_attempt_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                    ORDER BY next_attempt_at, id
                    LIMIT greatest(0, 2 - (SELECT count(*) FROM webhook_messages
                        WHERE webhook_id = w.id AND next_attempt_at IS NOT NULL AND leased_until > $2))
                ) m ORDER BY m.next_attempt_at, m.id LIMIT $3
            )
            UPDATE webhook_messages m SET attempts = m.attempts + 1, leased_until = $4
            FROM due JOIN webhook_messages d ON d.id = due.id JOIN webhooks w ON w.id = d.webhook_id
                JOIN companies c ON c.id = d.company_id
            WHERE m.id = due.id
            RETURNING m.id, m.company_id, m.webhook_id, w.url, w.secret,
                CASE WHEN w.old_secret_until > $2 THEN w.old_secret END AS old_secret, c.wrapped_key, m.body, m.attempts"#,
            &webhooks,
            micros(now),
            i64::from(limit),
            micros(database.after(lease))
        )
        .fetch_all(&mut *writing)
        .await
        .map_err(failed)?;
        writing.commit().await.map_err(failed)?;
        rows.into_iter().map(|row| row.open(database)).collect()
    }

    async fn settle_webhook_message(
        &self,
        id: WebhookMessageId,
        attempt: u32,
        attempted: &Attempted,
    ) -> Result<bool, StoreError> {
        let now = self.database.now();
        let settled = Settled::of(attempted, now);
        let mut writing = self.database.write().await?;
        if let Some(why) = settled.disables
            && !disable(&self.database, &mut writing, id, attempt, why, now).await?
        {
            return Ok(false);
        }
        let done = sqlx::query!(
            "UPDATE webhook_messages SET next_attempt_at = $3, leased_until = $4,
                delivered_at = coalesce($5, delivered_at), last_result = $6
            WHERE id = $1 AND attempts = $2 AND next_attempt_at IS NOT NULL AND leased_until IS NOT NULL",
            id.as_uuid(),
            i64::from(attempt),
            settled.again_at.map(micros),
            settled.again_at.is_none().then(|| micros(now)),
            settled.delivered_at.map(micros),
            settled.result
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        writing.commit().await.map_err(failed)?;
        Ok(true)
    }
}

/// Switches a message's webhook off, with an audit entry, before the message is settled: as everywhere the webhook is
/// locked before what belongs to it. Says whether this attempt is still the one that counts.
async fn disable(
    database: &Database,
    connection: &mut PgConnection,
    id: WebhookMessageId,
    attempt: u32,
    why: Disabled,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let of = sqlx::query!(
        "SELECT w.company_id, w.id FROM webhooks w JOIN webhook_messages m ON m.webhook_id = w.id
        WHERE m.id = $1 AND m.attempts = $2 FOR NO KEY UPDATE OF w",
        id.as_uuid(),
        i64::from(attempt)
    )
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    let Some(of) = of else { return Ok(false) };
    let (company, webhook) = (CompanyId::from_uuid(of.company_id), WebhookId::from_uuid(of.id));
    let before = lock(connection, company, webhook).await?;
    let Some(before) = before.filter(|webhook| webhook.disabled.is_none()) else {
        return Ok(true);
    };
    let after = Webhook {
        disabled: Some((now, why)),
        version: before.version + 1,
        ..before.clone()
    };
    sqlx::query!(
        "UPDATE webhooks SET disabled_at = $2, disabled_why = $3, version = $4 WHERE id = $1",
        webhook.as_uuid(),
        micros(now),
        why.key(),
        number(after.version)
    )
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    if let Some(entry) = changes::webhook_changed(&before, &after, &Actor::Program) {
        database.audit(connection, company, &entry, now).await?;
    }
    Ok(true)
}

/// What an attempt changes.
struct Settled<'a> {
    again_at: Option<Timestamp>,
    delivered_at: Option<Timestamp>,
    disables: Option<Disabled>,
    result: &'a str,
}

impl<'a> Settled<'a> {
    fn of(attempted: &'a Attempted, now: Timestamp) -> Self {
        let (again_at, delivered_at, disables, result) = match attempted {
            Attempted::Delivered { result } => (None, Some(now), None, result),
            Attempted::Later { at, result } => (Some(*at), None, None, result),
            Attempted::GivenUp { why, result } => (None, None, Some(*why), result),
        };
        Self {
            again_at,
            delivered_at,
            disables,
            result,
        }
    }
}

struct DueRow {
    id: Uuid,
    company_id: Uuid,
    webhook_id: Uuid,
    url: String,
    secret: Vec<u8>,
    old_secret: Option<Vec<u8>>,
    wrapped_key: Vec<u8>,
    body: String,
    attempts: i64,
}

impl DueRow {
    fn open(self, database: &Database) -> Result<DueMessage, StoreError> {
        let (company, webhook) = (
            CompanyId::from_uuid(self.company_id),
            WebhookId::from_uuid(self.webhook_id),
        );
        let key = database.vault.unwrap_company_key(company, &self.wrapped_key)?;
        let sealed = std::iter::once(self.secret).chain(self.old_secret);
        let secrets: Result<Vec<SecretString>, _> = sealed
            .map(|sealed| database.vault.unseal(&key, &context(company, webhook), &sealed))
            .collect();
        Ok(DueMessage {
            id: WebhookMessageId::from_uuid(self.id),
            company,
            webhook,
            url: self.url,
            secrets: secrets?,
            body: self.body,
            attempt: u32::try_from(self.attempts).map_err(|_| StoreError::Damaged { what: "number" })?,
        })
    }
}
