//! One webhook: how it stands, what it was sent, what can be done with it.
//!
//! **Forms**, each answered with 303 back here
//! - `POST /company/webhooks/{id}`: `url`, `which`, `event`…, `enabled=yes` (absent: off), `version`, button `action=save`
//! - `POST /company/webhooks/{id}/test`
//! - `POST /company/webhooks/{id}/messages/{message}/resend`
//! - `GET /company/webhooks/{id}/delete` → [`render_delete`]; `POST` there: button `action=save`. Answered with 303 to
//!   `/company/webhooks` and [`Said::WebhookDeleted`].

use super::{Typed, WebhookState, fields, kind_words};
use crate::{
    components::table::{Table, cell},
    pages::company::{
        Frame, Mistake, Part, Said, address, button_form, confirm::Confirm, sentence_or_key, version_field,
    },
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// What became of a message so far; times in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageState {
    /// It was taken.
    Delivered(String),
    /// It is tried next.
    Waiting(String),
    /// It is not tried again.
    GivenUp,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Its id, as in addresses.
    pub id: String,
    /// What it tells of, as its `type` says it.
    pub kind: String,
    /// When it was written, in words.
    pub when: String,
    /// How often it was tried.
    pub attempts: u64,
    /// What became of it.
    pub state: MessageState,
    /// The last answer's status, or the key of why there was none.
    pub last_result: Option<String>,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookPage {
    /// Its id.
    pub id: String,
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// Where messages go, as it is saved.
    pub url: String,
    /// When it was added, in words.
    pub created: String,
    /// How it stands.
    pub state: WebhookState,
    /// What is typed.
    pub typed: Typed,
    /// Whether it is ticked that it gets messages.
    pub enabled: bool,
    /// The latest messages, newest first.
    pub messages: Vec<MessageRow>,
    /// The webhook's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render_one(shell: Shell, page: WebhookPage) -> String {
    let texts = texts::texts(shell.language);
    Frame::below(Part::Webhooks, texts.get("webhook-title"))
        .lead(page.url.clone())
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let own = address(
                texts.language(),
                &format!("{}/{}", Part::Webhooks.path(), page.id),
            );
            view! {
                <div class="standing under-title">
                    {page.state.badge(texts)}
                    <span>{texts.with("webhook-created", &[("when", &page.created)])}</span>
                </div>
                {what_to_do(&page.state, texts)}
                <div class="actions">
                    <form method="post" action=format!("{own}/test")>
                        <button>{texts.get("webhook-test")}</button>
                    </form>
                    <a class="btn" href=format!("{own}/secret")>{texts.get("webhook-new-secret")}</a>
                    <a class="btn" href=format!("{own}/delete")>{texts.get("webhook-delete")}</a>
                </div>
                <h2>{texts.get("webhook-messages")}</h2>
                {messages(&page, &own, texts)}
                <h2>{texts.get("webhook-edit")}</h2>
                {edit(&page, own.clone(), texts)}
            }
        })
}

/// A webhook that gets nothing says what would mend it.
fn what_to_do(state: &WebhookState, texts: &Texts) -> Option<AnyView> {
    let key = match state {
        WebhookState::Active => return None,
        WebhookState::Off(_) => "webhook-off-do",
        WebhookState::Failing(_) => "webhook-failing-do",
        WebhookState::Gone(_) => "webhook-gone-do",
    };
    Some(view! { <p class="notice warn">{texts.get(key)}</p> }.into_any())
}

fn messages(page: &WebhookPage, own: &str, texts: &Texts) -> AnyView {
    if page.messages.is_empty() {
        return view! { <p class="empty">{texts.get("webhook-messages-empty")}</p> }.into_any();
    }
    let rows = page
        .messages
        .iter()
        .map(|message| {
            let about = format!("{}, {}", kind_words(&message.kind, texts), message.when);
            let again = button_form(
                format!("{own}/messages/{}/resend", message.id),
                texts.get("message-resend"),
                &about,
            );
            let state = match &message.state {
                MessageState::Delivered(when) => texts.with("message-delivered", &[("when", when)]),
                MessageState::Waiting(when) => texts.with("message-waiting", &[("when", when)]),
                MessageState::GivenUp => texts.get("message-given-up"),
            };
            vec![
                cell(kind_words(&message.kind, texts)),
                cell(&message.when),
                cell(state),
                cell(texts.count("message-attempts", "n", message.attempts)),
                cell(result(message.last_result.as_deref(), texts)),
                again.into_any(),
            ]
        })
        .collect();
    Table {
        label: texts.get("webhook-messages"),
        columns: [
            "column-kind",
            "column-when",
            "column-state",
            "column-attempts",
            "column-answer",
            "column-do",
        ]
        .map(|key| texts.get(key))
        .into(),
        rows,
    }
    .view()
}

/// The last answer: a status as a number, or why there was none.
fn result(result: Option<&str>, texts: &Texts) -> String {
    match result {
        None => texts.get("message-untried"),
        Some(status) if status.bytes().all(|b| b.is_ascii_digit()) => {
            texts.with("message-status", &[("status", status)])
        }
        Some(key) => sentence_or_key(texts, "webhook-result", key),
    }
}

fn edit(page: &WebhookPage, action: String, texts: &Texts) -> AnyView {
    view! {
        <form method="post" action=action novalidate>
            {version_field(page.version)}
            {fields::url(&page.typed, &page.mistakes, true, texts)}
            {fields::events(&page.typed, &page.mistakes, texts)}
            <div class="field">
                <label class="check" for="enabled">
                    <input type="checkbox" id="enabled" name="enabled" value="yes" checked=page.enabled />
                    <span>{texts.get("webhook-enabled")}</span>
                </label>
            </div>
            <div class="actions">
                <button class="primary" name="action" value="save">{texts.get("save")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// A webhook that is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskDeletePage {
    /// Its id.
    pub id: String,
    /// Where its messages go.
    pub url: String,
    /// How many messages still wait for it.
    pub waiting: u64,
}

/// The page.
#[must_use]
pub fn render_delete(shell: Shell, page: AskDeletePage) -> String {
    let texts = texts::texts(shell.language);
    Confirm {
        part: Part::Webhooks,
        title: texts.get("webhook-delete-title"),
        facts: vec![(texts.get("webhook-url"), page.url)],
        effects: vec![
            texts.get("webhook-delete-effect"),
            texts.count("webhook-delete-waiting", "n", page.waiting),
        ],
        warning: None,
        path: format!("{}/{}/delete", Part::Webhooks.path(), page.id),
        fields: Vec::new(),
        button: texts.get("webhook-delete"),
        loses: true,
    }
    .document(shell)
}
