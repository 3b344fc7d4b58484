//! Webhooks of a company.

pub mod change;
pub mod create;
pub mod delete;
pub mod list;
pub mod messages;
pub mod read;
pub mod rotate;
pub mod send;

use super::{
    caller::{Tenant, id, path},
    problem::{FieldError, Kind, Problem},
    schema,
};
use crate::{network, state::State};
use axum::{extract::FromRequestParts, http::request::Parts};
use fetch::WebAddress;
use jiff::Timestamp;
use model::WebhookId;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use store::{EventKind, SaveWebhook, StoreError, Webhook, WebhookError};
use utoipa::{IntoParams, ToSchema};

/// Since when, and why, a webhook gets nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisabledView {
    /// Since when.
    #[schema(value_type = schema::Time)]
    at: Timestamp,
    /// `by-admin`: switched off; `gone`: it answered 410; `failing`: all attempts for one message failed.
    #[schema(value_type = String, pattern = "^(by-admin|gone|failing)$")]
    why: &'static str,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook, example = json!({
    "id": "019a5b1e-7c00-7000-8000-000000000004", "url": "https://portal.example.org/hooks/saatja",
    "events": ["settings.failing"], "enabled": true, "disabled": null, "version": 1,
    "created_at": "2026-11-22T10:14:00Z"
}))]
pub struct WebhookView {
    /// Its id.
    #[schema(value_type = schema::Id)]
    id: WebhookId,
    /// Where messages are posted.
    #[schema(value_type = schema::WebUrl)]
    url: String,
    /// Of what it is told; the empty list: of everything.
    #[schema(value_type = Vec<schema::EventWord>)]
    events: Vec<EventKind>,
    /// Whether it gets messages.
    enabled: bool,
    /// Why not.
    #[schema(required = true)]
    disabled: Option<DisabledView>,
    /// Grows with each change; the `ETag` is made of it.
    version: u64,
    /// When it was added.
    #[schema(value_type = schema::Time)]
    created_at: Timestamp,
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id,
            url: webhook.url,
            events: webhook.events,
            enabled: webhook.disabled.is_none(),
            disabled: webhook
                .disabled
                .map(|(at, why)| DisabledView { at, why: why.key() }),
            version: webhook.version,
            created_at: webhook.created_at,
        }
    }
}

/// A webhook to be saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaveWebhook, example = json!({
    "url": "https://portal.example.org/hooks/saatja", "events": ["settings.failing"]
}))]
pub struct Save {
    /// Where messages are posted: `https`, at a port that the operator opened (443 always), no host of ours.
    #[schema(value_type = schema::WebUrl)]
    url: String,
    /// Of what it is told; missing or empty: of everything.
    #[serde(default)]
    #[schema(value_type = Vec<schema::EventWord>, required = false, max_items = 20)]
    events: Vec<EventKind>,
    /// Whether it gets messages; missing: it does. Switching it on again forgets why it got none.
    #[serde(default = "yes")]
    #[schema(default = true)]
    enabled: bool,
}

const fn yes() -> bool {
    true
}

impl Save {
    /// What is stored, once the address holds the operator's rules.
    fn parse(self, state: &State) -> Result<SaveWebhook, Problem> {
        const MOST_EVENTS: usize = 20;
        let refused = |why: &str| Problem::invalid(FieldError::field("url", why));
        let address = WebAddress::parse(&self.url).map_err(|error| refused(&error.to_string()))?;
        network::web_policy(&state.config, &state.courier)
            .allows(&address)
            .map_err(|error| refused(&error.to_string()))?;
        if self.events.len() > MOST_EVENTS {
            let detail = format!("at most {MOST_EVENTS}");
            return Err(Problem::invalid(FieldError::field("events", detail)));
        }
        let mut events = Vec::new();
        for event in self.events {
            if !events.contains(&event) {
                events.push(event);
            }
        }
        Ok(SaveWebhook {
            url: address.to_string(),
            events,
            enabled: self.enabled,
        })
    }
}

/// A new secret, to be shown once and stored sealed.
fn new_secret(state: &State) -> Result<SecretString, Problem> {
    let mut bytes = [0; 32];
    state.random.fill(&mut bytes).map_err(StoreError::from)?;
    Ok(webhook::Secret::generate(bytes).text())
}

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::NoSuchWebhook | WebhookError::NoSuchCompany => Kind::NotFound.into(),
            WebhookError::Conflict => Kind::VersionChanged.into(),
            WebhookError::TooMany => Kind::TooManyWebhooks.into(),
            WebhookError::Store(error) => error.into(),
        }
    }
}

/// Which webhook.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct WebhookPath {
    /// The company's id.
    #[param(value_type = schema::Id)]
    #[expect(dead_code, reason = "read by Tenant; here for the description")]
    company_id: String,
    /// The webhook's id.
    #[param(value_type = schema::Id)]
    webhook_id: String,
}

/// A webhook of a company that the key opens.
pub struct Hooked {
    /// The company.
    pub tenant: Tenant,
    /// The webhook.
    pub webhook: Webhook,
}

impl FromRequestParts<State> for Hooked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let tenant = Tenant::from_request_parts(parts, state).await?;
        let WebhookPath { webhook_id, .. } = path(parts, state).await?;
        let webhook_id: WebhookId = id(&webhook_id)?;
        let all = tenant.store.webhooks().await?;
        let found = all.into_iter().find(|webhook| webhook.id == webhook_id);
        Ok(Self {
            tenant,
            webhook: found.ok_or(Kind::NotFound)?,
        })
    }
}
