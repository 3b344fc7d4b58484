//! Adding, changing and removing webhooks.

use super::load;
use crate::{
    columns::{failed, later, micros, number, to_json},
    company::Company,
};
use jiff::Timestamp;
use model::WebhookId;
use secrecy::SecretString;
use sqlx::SqliteConnection;
use std::time::Duration;
use store::{
    Actor, Disabled, SaveWebhook, StoreError, Webhook, WebhookError, changes, secrets::SecretContext,
    webhooks::MOST_WEBHOOKS,
};

pub(super) async fn create(
    part: &Company,
    save: &SaveWebhook,
    secret: &SecretString,
    by: &Actor,
) -> Result<Webhook, WebhookError> {
    let mut writing = part.database.write().await?;
    let now = part.database.now();
    let (id, company) = (part.database.new_id()?, part.uuid());
    let webhook = Webhook {
        id: WebhookId::from_uuid(id),
        url: save.url.clone(),
        events: save.events.clone(),
        created_at: now,
        disabled: disabled(None, save, now),
        version: 1,
    };
    let sealed = seal(part, &mut writing, webhook.id, secret).await?;
    let known = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!: i64" FROM webhooks WHERE company_id = ?"#,
        company
    )
    .fetch_one(&mut *writing)
    .await
    .map_err(failed)?;
    if known >= i64::from(MOST_WEBHOOKS) {
        return Err(WebhookError::TooMany);
    }
    let (events, created) = (to_json("events", &webhook.events)?, micros(now));
    let (disabled_at, disabled_why) = columns(&webhook);
    sqlx::query!(
        "INSERT INTO webhooks (id, company_id, url, events, secret, created_at, disabled_at, disabled_why, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
        id,
        company,
        webhook.url,
        events,
        sealed,
        created,
        disabled_at,
        disabled_why
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::webhook_created(&webhook, by);
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(webhook)
}

pub(super) async fn update(
    part: &Company,
    id: WebhookId,
    save: &SaveWebhook,
    expected_version: Option<u64>,
    by: &Actor,
) -> Result<Webhook, WebhookError> {
    let mut writing = part.database.write().await?;
    let before = load(&mut *writing, part.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    if expected_version.is_some_and(|expected| expected != before.version) {
        return Err(WebhookError::Conflict);
    }
    let now = part.database.now();
    let after = Webhook {
        url: save.url.clone(),
        events: save.events.clone(),
        disabled: disabled(before.disabled, save, now),
        version: before.version + 1,
        ..before.clone()
    };
    let Some(entry) = changes::webhook_changed(&before, &after, by) else {
        return Ok(before);
    };
    let (company, uuid, events) = (part.uuid(), id.as_uuid(), to_json("events", &after.events)?);
    let (disabled_at, disabled_why) = columns(&after);
    let version = number(after.version);
    sqlx::query!(
        "UPDATE webhooks SET url = ?, events = ?, disabled_at = ?, disabled_why = ?, version = ?
        WHERE company_id = ? AND id = ?",
        after.url,
        events,
        disabled_at,
        disabled_why,
        version,
        company,
        uuid
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    if after.url != before.url {
        let at = micros(now);
        sqlx::query!(
            "UPDATE webhook_messages SET next_attempt_at = NULL, leased_until = ?
            WHERE company_id = ? AND webhook_id = ? AND next_attempt_at IS NOT NULL",
            at,
            company,
            uuid
        )
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
    }
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(after)
}

pub(super) async fn rotate(
    part: &Company,
    id: WebhookId,
    secret: &SecretString,
    overlap: Duration,
    by: &Actor,
) -> Result<(), WebhookError> {
    let mut writing = part.database.write().await?;
    let webhook = load(&mut *writing, part.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    let sealed = seal(part, &mut writing, id, secret).await?;
    let now = part.database.now();
    let (company, uuid, until) = (part.uuid(), id.as_uuid(), micros(later(now, overlap)));
    sqlx::query!(
        "UPDATE webhooks SET old_secret = secret, old_secret_until = ?, secret = ? WHERE company_id = ? AND id = ?",
        until,
        sealed,
        company,
        uuid
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::webhook_rotated(&webhook, by);
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

pub(super) async fn delete(part: &Company, id: WebhookId, by: &Actor) -> Result<(), WebhookError> {
    let mut writing = part.database.write().await?;
    let webhook = load(&mut *writing, part.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    let (company, uuid) = (part.uuid(), id.as_uuid());
    sqlx::query!(
        "DELETE FROM webhooks WHERE company_id = ? AND id = ?",
        company,
        uuid
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let (entry, now) = (changes::webhook_deleted(&webhook, by), part.database.now());
    part.database.audit(&mut writing, part.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

/// Whether it gets nothing, after this was saved: who switched it off, or why it was, stays.
fn disabled(
    before: Option<(Timestamp, Disabled)>,
    save: &SaveWebhook,
    now: Timestamp,
) -> Option<(Timestamp, Disabled)> {
    (!save.enabled).then(|| before.unwrap_or((now, Disabled::ByAdmin)))
}

fn columns(webhook: &Webhook) -> (Option<i64>, Option<&'static str>) {
    (
        webhook.disabled.map(|(at, _)| micros(at)),
        webhook.disabled.map(|(_, why)| why.key()),
    )
}

/// What a webhook's secret is sealed to.
pub(super) fn context(company: model::CompanyId, webhook: WebhookId) -> SecretContext<'static> {
    SecretContext::Webhook { company, webhook }
}

async fn seal(
    part: &Company,
    connection: &mut SqliteConnection,
    webhook: WebhookId,
    secret: &SecretString,
) -> Result<Vec<u8>, WebhookError> {
    let database = &part.database;
    let key = database
        .company_key(connection, part.id)
        .await?
        .ok_or(WebhookError::NoSuchCompany)?;
    let sealed = database.vault.seal(&key, &context(part.id, webhook), secret);
    Ok(sealed.map_err(StoreError::from)?)
}
