//! Webhooks of one company, and the messages that wait for them.

mod listeners;
mod messages;
mod queue;
mod write;

pub(crate) use listeners::Listeners;

use crate::{
    columns::{all, failed},
    company::Company,
};
use async_trait::async_trait;
use model::{CompanyId, WebhookId, WebhookMessageId};
use secrecy::SecretString;
use sqlx::SqliteExecutor;
use std::time::Duration;
use store::{
    Actor, SaveWebhook, StoreError, Webhook, WebhookError, WebhookMessage, WebhookStore, rows::WebhookRow,
};
use uuid::Uuid;

/// Webhooks' rows; what follows stands behind `FROM webhooks`.
macro_rules! webhooks {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            WebhookRow,
            r#"SELECT id AS "id: Uuid", url, events, created_at, disabled_at, disabled_why, version
            FROM webhooks "# + $rest $(, $argument)*
        )
    };
}

#[async_trait]
impl WebhookStore for Company {
    async fn webhooks(&self) -> Result<Vec<Webhook>, StoreError> {
        let company = self.uuid();
        webhooks!("WHERE company_id = ? ORDER BY id", company)
            .fetch_all(&self.database.reader)
            .await
            .map_err(failed)
            .and_then(all)
    }

    async fn create_webhook(
        &self,
        save: &SaveWebhook,
        secret: &SecretString,
        by: &Actor,
    ) -> Result<Webhook, WebhookError> {
        write::create(self, save, secret, by).await
    }

    async fn update_webhook(
        &self,
        id: WebhookId,
        save: &SaveWebhook,
        expected_version: Option<u64>,
        by: &Actor,
    ) -> Result<Webhook, WebhookError> {
        write::update(self, id, save, expected_version, by).await
    }

    async fn rotate_webhook_secret(
        &self,
        id: WebhookId,
        secret: &SecretString,
        overlap: Duration,
        by: &Actor,
    ) -> Result<(), WebhookError> {
        write::rotate(self, id, secret, overlap, by).await
    }

    async fn delete_webhook(&self, id: WebhookId, by: &Actor) -> Result<(), WebhookError> {
        write::delete(self, id, by).await
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

/// The webhook of this id.
async fn load(
    executor: impl SqliteExecutor<'_>,
    company: CompanyId,
    id: WebhookId,
) -> Result<Option<Webhook>, StoreError> {
    let (company, id) = (company.as_uuid(), id.as_uuid());
    webhooks!("WHERE company_id = ? AND id = ?", company, id)
        .fetch_optional(executor)
        .await
        .map_err(failed)?
        .map(Webhook::try_from)
        .transpose()
}
