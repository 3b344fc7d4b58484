//! One webhook: how it stands, what it was sent, what can be done with it.

use super::{PATH, PostedWebhook, state, typed};
use crate::{
    limits,
    routes::company::visit::{Button, Heard, Posted, Visit, id, overtaken, with_mistakes},
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Mistake, Said,
    webhooks::{self, AskDeletePage, MessageRow, MessageState, Typed, WebhookPage},
};
use axum::{
    extract::{Path, Query},
    response::{Html, Response},
};
use model::WebhookId;
use store::{Webhook, WebhookError, WebhookMessage};

/// How many messages are shown.
const SHOWN: u32 = 50;
/// How many messages are looked through for those that wait.
const COUNTED: u32 = 1000;
/// `GET …/{id}`.
pub async fn show(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Query(heard): Query<Heard>,
) -> Result<Html<String>, Problem> {
    let webhook = find(&visit, &text).await?;
    let typed = typed(webhook.url.clone(), &webhook.events);
    let enabled = webhook.disabled.is_none();
    render(&visit, &webhook, heard.said(), Vec::new(), (typed, enabled))
        .await
        .map(Html)
}

/// `POST …/{id}`: saves it.
pub async fn change(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    posted: PostedWebhook,
) -> Result<Response, Problem> {
    let webhook = find(&visit, &text).await?;
    let content = || (posted.typed(), posted.enabled);
    let version = posted.version.ok_or(Problem(Kind::BadRequest))?;
    let wanted = match posted.read(&visit, posted.enabled) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let html = render(&visit, &webhook, None, mistakes, content()).await?;
            return Ok(with_mistakes(html));
        }
    };
    let enabled = webhook.disabled.is_none();
    let same = wanted.url == webhook.url && wanted.events == webhook.events && wanted.enabled == enabled;
    if same && version == webhook.version {
        return Ok(visit.done(&path(webhook.id), Said::NothingChanged));
    }
    let result = visit
        .store()
        .update_webhook(webhook.id, &wanted, Some(version), &visit.actor())
        .await;
    match result {
        Ok(_) => Ok(visit.done(&path(webhook.id), Said::WebhookSaved)),
        Err(WebhookError::Conflict) => {
            let stored = find(&visit, &text).await?;
            let html = render(&visit, &stored, Some(Said::Conflict), Vec::new(), content()).await?;
            Ok(overtaken(html))
        }
        Err(WebhookError::NoSuchWebhook) => Ok(visit.done(PATH, Said::Gone)),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// `POST …/{id}/test`: writes a message to try it.
pub async fn test(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Posted(_): Posted<Button>,
) -> Result<Response, Problem> {
    let webhook = find(&visit, &text).await?;
    limits::webhook_try(&visit.state, webhook.id).await?;
    match visit.store().send_webhook_test(webhook.id).await {
        Ok(_) => Ok(visit.done(&path(webhook.id), Said::WebhookTested)),
        Err(WebhookError::NoSuchWebhook) => Ok(visit.done(PATH, Said::Gone)),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// `POST …/{id}/messages/{message}/resend`: lets a message be tried again now.
pub async fn resend(
    visit: Visit,
    Path((_, text, message)): Path<(String, String, String)>,
    Posted(_): Posted<Button>,
) -> Result<Response, Problem> {
    let webhook = find(&visit, &text).await?;
    let message = id(&message)?;
    limits::webhook_try(&visit.state, webhook.id).await?;
    match visit.store().resend_webhook_message(webhook.id, message).await {
        Ok(()) => Ok(visit.done(&path(webhook.id), Said::MessageResent)),
        Err(WebhookError::NoSuchWebhook) => Err(Problem(Kind::NotFound)),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// `GET …/{id}/delete`.
pub async fn ask_delete(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    let webhook = find(&visit, &text).await?;
    let messages = messages(&visit, webhook.id, COUNTED).await?;
    let waiting = messages
        .iter()
        .filter(|message| message.next_attempt_at.is_some())
        .count();
    let page = AskDeletePage {
        id: webhook.id.to_string(),
        url: webhook.url,
        waiting: u64::try_from(waiting).unwrap_or(u64::MAX),
    };
    let shell = visit.shell(&format!("{}/delete", path(webhook.id)));
    Ok(Html(webhooks::render_delete(shell, page)))
}

/// `POST …/{id}/delete`: removes it.
pub async fn delete(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Posted(_): Posted<Button>,
) -> Result<Response, Problem> {
    let webhook = find(&visit, &text).await?;
    match visit.store().delete_webhook(webhook.id, &visit.actor()).await {
        Ok(()) => Ok(visit.done(PATH, Said::WebhookDeleted)),
        Err(WebhookError::NoSuchWebhook) => Ok(visit.done(PATH, Said::Gone)),
        Err(error) => Err(problem::broken(&error)),
    }
}

/// A webhook's page, without the language.
pub fn path(id: WebhookId) -> String {
    format!("{PATH}/{id}")
}

/// A webhook of this company.
pub async fn find(visit: &Visit, text: &str) -> Result<Webhook, Problem> {
    let id: WebhookId = id(text)?;
    let all = visit.store().webhooks().await?;
    all.into_iter()
        .find(|webhook| webhook.id == id)
        .ok_or(Problem(Kind::NotFound))
}

async fn messages(visit: &Visit, id: WebhookId, most: u32) -> Result<Vec<WebhookMessage>, Problem> {
    match visit.store().webhook_messages(id, most).await {
        Ok(messages) => Ok(messages),
        Err(WebhookError::NoSuchWebhook) => Err(Problem(Kind::NotFound)),
        Err(error) => Err(problem::broken(&error)),
    }
}

async fn render(
    visit: &Visit,
    webhook: &Webhook,
    said: Option<Said>,
    mistakes: Vec<Mistake>,
    (typed, enabled): (Typed, bool),
) -> Result<String, Problem> {
    let messages = messages(visit, webhook.id, SHOWN).await?;
    let page = WebhookPage {
        id: webhook.id.to_string(),
        said,
        mistakes,
        url: webhook.url.clone(),
        created: visit.moment(webhook.created_at),
        state: state(visit, webhook),
        typed,
        enabled,
        messages: messages
            .iter()
            .map(|message| message_row(visit, message))
            .collect(),
        version: webhook.version,
    };
    Ok(webhooks::render_one(visit.shell(&path(webhook.id)), page))
}

fn message_row(visit: &Visit, message: &WebhookMessage) -> MessageRow {
    let state = match (message.delivered_at, message.next_attempt_at) {
        (Some(at), _) => MessageState::Delivered(visit.moment(at)),
        (None, Some(at)) => MessageState::Waiting(visit.moment(at)),
        (None, None) => MessageState::GivenUp,
    };
    MessageRow {
        id: message.id.to_string(),
        kind: message.kind.key().to_owned(),
        when: visit.moment(message.created_at),
        attempts: u64::from(message.attempts),
        state,
        last_result: message.last_result.clone(),
    }
}
