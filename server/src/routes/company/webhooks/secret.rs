//! A new secret for a webhook.

use super::{new_secret, one};
use crate::{
    routes::company::visit::{Posted, Visit, with_mistakes},
    web::{Problem, problem},
};
use app::pages::company::{
    Mistake, Overlap, Said,
    webhooks::{self, NewSecretPage, SecretPage},
};
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use store::{Webhook, WebhookError};

/// `GET …/{id}/secret`.
pub async fn ask(visit: Visit, Path((_, text)): Path<(String, String)>) -> Result<Html<String>, Problem> {
    let webhook = one::find(&visit, &text).await?;
    Ok(Html(page(&visit, webhook, Vec::new())))
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[serde(default)]
    overlap: String,
    #[serde(default)]
    #[expect(dead_code, reason = "the one button says nothing but that it was pressed")]
    action: String,
}

/// `POST …/{id}/secret`: gives it a new one and shows it.
pub async fn renew(
    visit: Visit,
    Path((_, text)): Path<(String, String)>,
    Posted(form): Posted<Form>,
) -> Result<Response, Problem> {
    let webhook = one::find(&visit, &text).await?;
    let Some(overlap) = Overlap::from_key(&form.overlap) else {
        let html = page(&visit, webhook, vec![Mistake::OverlapMissing]);
        return Ok(with_mistakes(html));
    };
    let (secret, now) = (new_secret(&visit)?, visit.now());
    let renewed = visit
        .store()
        .rotate_webhook_secret(webhook.id, &secret.text(), overlap.duration(), &visit.actor())
        .await;
    match renewed {
        Ok(()) => {
            let until = SignedDuration::try_from(overlap.duration())
                .ok()
                .map(|overlap| now + overlap);
            let shell = visit.shell(&one::path(webhook.id));
            let page = SecretPage {
                id: webhook.id.to_string(),
                url: webhook.url,
                secret: secret.text().expose_secret().to_owned(),
                old_until: until.filter(|until| *until > now).map(|at| visit.moment(at)),
            };
            Ok(Html(webhooks::render_secret(shell, page)).into_response())
        }
        Err(WebhookError::NoSuchWebhook) => Ok(visit.done(super::PATH, Said::Gone)),
        Err(error) => Err(problem::broken(&error)),
    }
}

fn page(visit: &Visit, webhook: Webhook, mistakes: Vec<Mistake>) -> String {
    let shell = visit.shell(&format!("{}/secret", one::path(webhook.id)));
    let page = NewSecretPage {
        id: webhook.id.to_string(),
        url: webhook.url,
        mistakes,
    };
    webhooks::render_new_secret(shell, page)
}
