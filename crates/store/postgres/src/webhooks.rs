//! The webhooks of one company.

mod listeners;
mod messages;
mod queue;
mod save;

pub(crate) use listeners::Listeners;

use crate::{columns::failed, company::Company};
use async_trait::async_trait;
use model::{CompanyId, WebhookId, WebhookMessageId};
use secrecy::SecretString;
use std::time::Duration;
use store::{
    Actor, SaveWebhook, StoreError, Webhook, WebhookError, WebhookMessage, WebhookStore, rows::WebhookRow,
    secrets::SecretContext,
};

#[async_trait]
impl WebhookStore for Company {
    async fn webhooks(&self) -> Result<Vec<Webhook>, StoreError> {
        sqlx::query_as!(
            WebhookRow,
            r#"SELECT id, url, events::text AS "events!", created_at, disabled_at, disabled_why, version
            FROM webhooks WHERE company_id = $1 ORDER BY id"#,
            self.uuid()
        )
        .fetch_all(&self.database.pool)
        .await
        .map_err(failed)?
        .into_iter()
        .map(Webhook::try_from)
        .collect()
    }

    async fn create_webhook(
        &self,
        save: &SaveWebhook,
        secret: &SecretString,
        by: &Actor,
    ) -> Result<Webhook, WebhookError> {
        save::create(self, save, secret, by).await
    }

    async fn update_webhook(
        &self,
        id: WebhookId,
        save: &SaveWebhook,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<Webhook, WebhookError> {
        save::update(self, id, save, expected_version, by).await
    }

    async fn rotate_webhook_secret(
        &self,
        id: WebhookId,
        secret: &SecretString,
        overlap: Duration,
        by: &Actor,
    ) -> Result<(), WebhookError> {
        save::rotate(self, id, secret, overlap, by).await
    }

    async fn delete_webhook(&self, id: WebhookId, by: &Actor) -> Result<(), WebhookError> {
        save::delete(self, id, by).await
    }

    async fn webhook_messages(&self, id: WebhookId, limit: u32) -> Result<Vec<WebhookMessage>, WebhookError> {
        messages::list(self, id, limit).await
    }

    async fn send_webhook_test(&self, id: WebhookId) -> Result<WebhookMessageId, WebhookError> {
        messages::send_test(self, id).await
    }

    async fn resend_webhook_message(
        &self,
        id: WebhookId,
        message: WebhookMessageId,
    ) -> Result<(), WebhookError> {
        messages::resend(self, id, message).await
    }
}

/// What a webhook's secret is sealed to.
fn context(company: CompanyId, webhook: WebhookId) -> SecretContext<'static> {
    SecretContext::Webhook { company, webhook }
}
