//! Webhooks made, changed and removed.

use super::context;
use crate::{
    columns::{failed, later, micros, number, to_json},
    company::Company,
    database::lock_company,
};
use model::{CompanyId, WebhookId};
use secrecy::SecretString;
use sqlx::PgConnection;
use std::time::Duration;
use store::{
    Actor, Disabled, SaveWebhook, StoreError, Webhook, WebhookError, changes, rows::WebhookRow,
    webhooks::MOST_WEBHOOKS,
};

pub(super) async fn create(
    company: &Company,
    save: &SaveWebhook,
    secret: &SecretString,
    by: &Actor,
) -> Result<Webhook, WebhookError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    lock_company(&mut writing, company.id)
        .await?
        .ok_or(WebhookError::NoSuchCompany)?;
    let stored = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM webhooks WHERE company_id = $1"#,
        company.uuid()
    )
    .fetch_one(&mut *writing)
    .await
    .map_err(failed)?;
    if stored >= i64::from(MOST_WEBHOOKS) {
        return Err(WebhookError::TooMany);
    }
    let webhook = Webhook {
        id: WebhookId::from_uuid(database.new_id()?),
        url: save.url.clone(),
        events: save.events.clone(),
        created_at: now,
        disabled: (!save.enabled).then_some((now, Disabled::ByAdmin)),
        version: 1,
    };
    let sealed = seal(&mut writing, company, webhook.id, secret).await?;
    sqlx::query!(
        "INSERT INTO webhooks (id, company_id, url, events, secret, created_at, disabled_at, disabled_why, version)
        VALUES ($1, $2, $3, $4::text::json, $5, $6, $7, $8, $9)",
        webhook.id.as_uuid(),
        company.uuid(),
        webhook.url.as_str(),
        to_json("events", &webhook.events)?,
        sealed,
        micros(now),
        webhook.disabled.map(|(at, _)| micros(at)),
        webhook.disabled.map(|(_, why)| why.key()),
        number(webhook.version)
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::webhook_created(&webhook, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(webhook)
}

pub(super) async fn update(
    company: &Company,
    id: WebhookId,
    save: &SaveWebhook,
    expected_version: Option<u64>,
    by: &Actor,
) -> Result<Webhook, WebhookError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    let before = lock(&mut writing, company.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    if expected_version.is_some_and(|expected| expected != before.version) {
        return Err(WebhookError::Conflict);
    }
    let after = Webhook {
        url: save.url.clone(),
        events: save.events.clone(),
        disabled: match before.disabled {
            _ if save.enabled => None,
            None => Some((now, Disabled::ByAdmin)),
            stays => stays,
        },
        version: before.version + 1,
        ..before.clone()
    };
    let Some(entry) = changes::webhook_changed(&before, &after, by) else {
        return Ok(before);
    };
    sqlx::query!(
        "UPDATE webhooks SET url = $2, events = $3::text::json, disabled_at = $4, disabled_why = $5, version = $6
        WHERE id = $1",
        id.as_uuid(),
        after.url.as_str(),
        to_json("events", &after.events)?,
        after.disabled.map(|(at, _)| micros(at)),
        after.disabled.map(|(_, why)| why.key()),
        number(after.version)
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    if after.url != before.url {
        give_up(&mut writing, company, id, micros(now)).await?;
    }
    database.audit(&mut writing, company.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(after)
}

/// What waits was meant for another address.
async fn give_up(
    connection: &mut PgConnection,
    company: &Company,
    id: WebhookId,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE webhook_messages SET next_attempt_at = NULL, leased_until = $3, last_result = 'address-changed'
        WHERE company_id = $1 AND webhook_id = $2 AND next_attempt_at IS NOT NULL",
        company.uuid(),
        id.as_uuid(),
        now
    )
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed)
}

pub(super) async fn rotate(
    company: &Company,
    id: WebhookId,
    secret: &SecretString,
    overlap: Duration,
    by: &Actor,
) -> Result<(), WebhookError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    let before = lock(&mut writing, company.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    let sealed = seal(&mut writing, company, id, secret).await?;
    sqlx::query!(
        "UPDATE webhooks SET old_secret = secret, old_secret_until = $3, secret = $2, version = version + 1
        WHERE id = $1",
        id.as_uuid(),
        sealed,
        micros(later(now, overlap))
    )
    .execute(&mut *writing)
    .await
    .map_err(failed)?;
    let entry = changes::webhook_rotated(&before, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

pub(super) async fn delete(company: &Company, id: WebhookId, by: &Actor) -> Result<(), WebhookError> {
    let (database, now) = (&company.database, company.database.now());
    let mut writing = database.write().await?;
    let before = lock(&mut writing, company.id, id)
        .await?
        .ok_or(WebhookError::NoSuchWebhook)?;
    sqlx::query!("DELETE FROM webhooks WHERE id = $1", id.as_uuid())
        .execute(&mut *writing)
        .await
        .map_err(failed)?;
    let entry = changes::webhook_deleted(&before, by);
    database.audit(&mut writing, company.id, &entry, now).await?;
    writing.commit().await.map_err(failed)?;
    Ok(())
}

/// Locks a webhook until the transaction ends; messages to it are written meanwhile, but none is given out.
pub(super) async fn lock(
    connection: &mut PgConnection,
    company: CompanyId,
    id: WebhookId,
) -> Result<Option<Webhook>, StoreError> {
    sqlx::query_as!(
        WebhookRow,
        r#"SELECT id, url, events::text AS "events!", created_at, disabled_at, disabled_why, version FROM webhooks
        WHERE company_id = $1 AND id = $2 FOR NO KEY UPDATE"#,
        company.as_uuid(),
        id.as_uuid()
    )
    .fetch_optional(connection)
    .await
    .map_err(failed)?
    .map(Webhook::try_from)
    .transpose()
}

async fn seal(
    connection: &mut PgConnection,
    company: &Company,
    webhook: WebhookId,
    secret: &SecretString,
) -> Result<Vec<u8>, StoreError> {
    let wrapped = sqlx::query_scalar!("SELECT wrapped_key FROM companies WHERE id = $1", company.uuid())
        .fetch_one(connection)
        .await
        .map_err(failed)?;
    let vault = &company.database.vault;
    let key = vault.unwrap_company_key(company.id, &wrapped)?;
    Ok(vault.seal(&key, &context(company.id, webhook), secret)?)
}
