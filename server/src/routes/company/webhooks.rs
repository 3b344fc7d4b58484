//! `/{language}/company/webhooks`: where the portal is told of what happens. A webhook's secret is on the page that answers
//! the form that made it, and on no other.

mod one;
mod posted;
mod secret;

use super::visit::{Heard, Visit, with_mistakes};
use crate::{
    state::State,
    web::{Kind, Problem, problem},
};
use app::pages::company::{
    Mistake,
    webhooks::{self, EventChoice, SecretPage, Typed, WebhookRow, WebhookState, WebhooksPage},
};
use axum::{
    Router,
    extract::Query,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use posted::PostedWebhook;
use secrecy::ExposeSecret as _;
use store::{Disabled, EventKind, Webhook, WebhookError, random::RandomError, webhooks::MOST_WEBHOOKS};

const PATH: &str = "/company/webhooks";

/// The pages and their forms.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/{language}/company/webhooks", get(show).post(create))
        .route(
            "/{language}/company/webhooks/{id}",
            get(one::show).post(one::change),
        )
        .route("/{language}/company/webhooks/{id}/test", post(one::test))
        .route(
            "/{language}/company/webhooks/{id}/messages/{message}/resend",
            post(one::resend),
        )
        .route(
            "/{language}/company/webhooks/{id}/delete",
            get(one::ask_delete).post(one::delete),
        )
        .route(
            "/{language}/company/webhooks/{id}/secret",
            get(secret::ask).post(secret::renew),
        )
}

/// `GET`.
async fn show(visit: Visit, Query(heard): Query<Heard>) -> Result<Html<String>, Problem> {
    let page = WebhooksPage {
        said: heard.said(),
        typed: typed(String::new(), &[]),
        ..WebhooksPage::default()
    };
    render(&visit, page).await.map(Html)
}

/// `POST`: adds a webhook and shows its secret.
async fn create(visit: Visit, posted: PostedWebhook) -> Result<Response, Problem> {
    let save = match posted.read(&visit, true) {
        Ok(save) => save,
        Err(mistakes) => return refused(&visit, mistakes, posted.typed()).await,
    };
    let secret = new_secret(&visit)?;
    let made = visit
        .store()
        .create_webhook(&save, &secret.text(), &visit.actor())
        .await;
    match made {
        Ok(webhook) => {
            let page = SecretPage {
                id: webhook.id.to_string(),
                url: webhook.url,
                secret: secret.text().expose_secret().to_owned(),
                old_until: None,
            };
            Ok(Html(webhooks::render_secret(visit.shell(PATH), page)).into_response())
        }
        Err(WebhookError::TooMany) => {
            let mistakes = vec![Mistake::TooManyWebhooks(MOST_WEBHOOKS)];
            refused(&visit, mistakes, posted.typed()).await
        }
        Err(WebhookError::NoSuchCompany) => Err(Problem(Kind::NotFound)),
        Err(error) => Err(problem::broken(&error)),
    }
}

async fn refused(visit: &Visit, mistakes: Vec<Mistake>, typed: Typed) -> Result<Response, Problem> {
    let page = WebhooksPage {
        mistakes,
        typed,
        ..WebhooksPage::default()
    };
    render(visit, page).await.map(with_mistakes)
}

async fn render(visit: &Visit, page: WebhooksPage) -> Result<String, Problem> {
    let webhooks = visit.store().webhooks().await?;
    let page = WebhooksPage {
        webhooks: webhooks.iter().map(|webhook| row(visit, webhook)).collect(),
        ..page
    };
    Ok(webhooks::render(visit.shell(PATH), page))
}

fn row(visit: &Visit, webhook: &Webhook) -> WebhookRow {
    WebhookRow {
        id: webhook.id.to_string(),
        url: webhook.url.clone(),
        events: webhook.events.iter().map(|kind| kind.key().to_owned()).collect(),
        state: state(visit, webhook),
    }
}

fn state(visit: &Visit, webhook: &Webhook) -> WebhookState {
    let Some((since, why)) = webhook.disabled else {
        return WebhookState::Active;
    };
    let since = visit.moment(since);
    match why {
        Disabled::ByAdmin => WebhookState::Off(since),
        Disabled::Failing => WebhookState::Failing(since),
        Disabled::Gone => WebhookState::Gone(since),
    }
}

/// A webhook's fields as the form shows them; no kinds: all are wanted.
fn typed(url: String, events: &[EventKind]) -> Typed {
    Typed {
        url,
        only_chosen: !events.is_empty(),
        events: choices(|kind| events.contains(&kind)),
    }
}

/// The kinds that can be wanted. A message to try the webhook comes whatever is wanted.
fn choices(chosen: impl Fn(EventKind) -> bool) -> Vec<EventChoice> {
    EventKind::ALL
        .iter()
        .filter(|kind| **kind != EventKind::WebhookTest)
        .map(|kind| EventChoice {
            kind: kind.key().to_owned(),
            chosen: chosen(*kind),
        })
        .collect()
}

fn new_secret(visit: &Visit) -> Result<webhook::Secret, Problem> {
    let mut bytes = [0; 32];
    visit
        .state
        .random
        .fill(&mut bytes)
        .map_err(|error: RandomError| problem::broken(&error))?;
    Ok(webhook::Secret::generate(bytes))
}
