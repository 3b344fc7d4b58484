//! What was tried, and what people decided, oldest first.

use super::MessagePage;
use crate::pages::letters::{Cause, cause, time};
use leptos::prelude::*;
use model::{message::AttemptResult, session::Stage};
use texts::Texts;

/// An attempt, or a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Which attempt.
    pub number: u32,
    /// When it ended: in words, and ISO 8601.
    pub when: (String, String),
    /// What came of it.
    pub result: AttemptResult,
    /// Through which server: `smtp.zone.eu:465`; none for what a person decided, and for the portal's.
    pub server: Option<String>,
    /// Where it ended, where it was not sent.
    pub stage: Option<Stage>,
    /// Why.
    pub why: Option<Cause>,
    /// The server's words; none where it is the portal's.
    pub server_words: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When it was to be tried again, in words.
    pub next: Option<String>,
}

pub(super) fn view(page: &MessagePage, texts: &Texts) -> AnyView {
    let lines = if page.history.is_empty() {
        view! { <p class="empty">{texts.get("one-untried")}</p> }.into_any()
    } else {
        let lines = page.history.iter().map(|tried| line(tried, texts)).collect_view();
        view! { <ol class="line">{lines}</ol> }.into_any()
    };
    view! { <h2>{texts.get("one-history")}</h2>{lines} }.into_any()
}

fn line(tried: &Tried, texts: &Texts) -> AnyView {
    let (class, sign) = match tried.result {
        AttemptResult::Sent | AttemptResult::SettledSent => ("ok", "✓"),
        AttemptResult::Failed => ("bad", "!"),
        AttemptResult::Bounced => ("bad", "↩"),
        AttemptResult::InDoubt => ("unsure", "?"),
        AttemptResult::Deferred => ("later", "…"),
        AttemptResult::Resent => ("later", "↻"),
    };
    let key = format!("one-tried-{}", tried.result.key());
    let title = match &tried.by {
        Some(by) => texts.with(&key, &[("n", &tried.number.to_string()), ("by", by)]),
        None => texts.with(
            &key,
            &[
                ("n", &tried.number.to_string()),
                ("by", &texts.get("one-somebody")),
            ],
        ),
    };
    let about: Vec<String> = [
        tried
            .stage
            .filter(|_| tried.why.is_some())
            .map(|stage| texts.get(&format!("stage-{}", stage.key()))),
        tried.server.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let about = (!about.is_empty()).then(|| view! { <p>{about.join(" · ")}</p> });
    let why = tried
        .why
        .as_ref()
        .filter(|_| tried.result != AttemptResult::InDoubt)
        .map(|why| view! { <p>{why.sentence(texts)}</p> });
    let next = tried
        .next
        .as_ref()
        .map(|when| view! { <p>{texts.with("letters-waits-again", &[("when", when)])}</p> });
    let said = tried.server_words.clone().map(|words| {
        let said = cause::said(Some(words), texts);
        view! { <div class="words">{said}</div> }
    });
    view! {
        <li class=class>
            <span class="i" aria-hidden="true">{sign}</span>
            <b>{title}</b>
            <small>{time(&tried.when.0, &tried.when.1)}</small>
            {about} {why} {next} {said}
        </li>
    }
    .into_any()
}
