//! Where the portal is told of what happens.
//!
//! **Forms**
//! - `POST /company/webhooks`: `url`, `which` (`all` or `chosen`), `event` (any number of times). Answered with 200 and
//!   [`render_secret`]: the secret is in no address and is not shown again.
//! - `GET /company/webhooks/{id}` → [`render_one`]; its forms stand there.

mod fields;
mod one;
mod secret;

pub use fields::{EventChoice, Typed};
pub use one::{AskDeletePage, MessageRow, MessageState, WebhookPage, render_delete, render_one};
pub use secret::{NewSecretPage, SecretPage, render_new_secret, render_secret};

use super::{Frame, Mistake, Part, Said, address};
use crate::{
    components::badge::{Mood, label},
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// How a webhook stands; times in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookState {
    /// It gets messages.
    Active,
    /// An admin switched it off, when.
    Off(String),
    /// All attempts for a message failed: since then it gets nothing.
    Failing(String),
    /// It answered 410 Gone: since then it gets nothing.
    Gone(String),
}

impl WebhookState {
    const fn mood(&self) -> Mood {
        match self {
            Self::Active => Mood::Good,
            Self::Off(_) => Mood::Plain,
            Self::Failing(_) | Self::Gone(_) => Mood::Bad,
        }
    }

    fn words(&self, texts: &Texts) -> String {
        match self {
            Self::Active => texts.get("webhook-active"),
            Self::Off(since) => texts.with("webhook-off", &[("since", since)]),
            Self::Failing(since) => texts.with("webhook-failing", &[("since", since)]),
            Self::Gone(since) => texts.with("webhook-gone", &[("since", since)]),
        }
    }

    fn badge(&self, texts: &Texts) -> AnyView {
        label(self.mood(), self.words(texts))
    }
}

/// A webhook in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookRow {
    /// Its id, as in addresses.
    pub id: String,
    /// Where messages go.
    pub url: String,
    /// Of what it is told, as the messages' `type` says it; empty: of everything.
    pub events: Vec<String>,
    /// How it stands.
    pub state: WebhookState,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebhooksPage {
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// The webhooks, oldest first.
    pub webhooks: Vec<WebhookRow>,
    /// What is typed for a new one.
    pub typed: Typed,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: WebhooksPage) -> String {
    Frame::of(Part::Webhooks, texts::texts(shell.language))
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let path = address(texts.language(), Part::Webhooks.path());
            view! {
                <p>
                    <a href=format!("{}#webhooks", address(texts.language(), "/developers"))>
                        {texts.get("developers-link")}
                    </a>
                </p>
                <h2>{texts.get("webhooks-list")}</h2>
                {list(&page.webhooks, texts)}
                <h2>{texts.get("webhook-new")}</h2>
                <form method="post" action=path novalidate>
                    {fields::url(&page.typed, &page.mistakes, false, texts)}
                    {fields::events(&page.typed, &page.mistakes, texts)}
                    <div class="actions">
                        <button class="primary">{texts.get("webhook-create")}</button>
                    </div>
                </form>
            }
        })
}

fn list(webhooks: &[WebhookRow], texts: &Texts) -> AnyView {
    if webhooks.is_empty() {
        return view! { <p class="empty">{texts.get("webhooks-empty")}</p> }.into_any();
    }
    let rows = webhooks
        .iter()
        .map(|webhook| {
            let url = address(
                texts.language(),
                &format!("{}/{}", Part::Webhooks.path(), webhook.id),
            );
            view! {
                <li>
                    <div>
                        <h3><a href=url>{webhook.url.clone()}</a></h3>
                        {webhook.state.badge(texts)}
                        <p class="hint">{events_words(&webhook.events, texts)}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Of what a webhook is told, in words.
fn events_words(events: &[String], texts: &Texts) -> String {
    if events.is_empty() {
        return texts.get("webhook-events-all");
    }
    events
        .iter()
        .map(|kind| kind_words(kind, texts))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// What a message tells of, in words.
fn kind_words(kind: &str, texts: &Texts) -> String {
    super::sentence_or_key(texts, "event", kind)
}
