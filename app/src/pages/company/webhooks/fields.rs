//! The fields of a webhook: where messages go, and of what they tell.

use super::{super::Mistake, super::at, kind_words};
use crate::components::{
    choice::{Answer, Choice},
    entry::{Entry, Typing, described_by, mistake_view},
};
use leptos::prelude::*;
use texts::Texts;

/// A kind of message that can be wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventChoice {
    /// As the message's `type` says it: `settings.saved`.
    pub kind: String,
    /// Whether it is wanted.
    pub chosen: bool,
}

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Where messages go.
    pub url: String,
    /// Whether only the chosen kinds are wanted.
    pub only_chosen: bool,
    /// All kinds that can be wanted.
    pub events: Vec<EventChoice>,
}

/// `existing`: messages that wait for the old address would be given up.
pub(super) fn url(typed: &Typed, mistakes: &[Mistake], existing: bool, texts: &Texts) -> AnyView {
    let mut hint = texts.get("webhook-url-hint");
    if existing {
        hint.push(' ');
        hint.push_str(&texts.get("webhook-url-changed-hint"));
    }
    Entry::new("url", texts.get("webhook-url"), Typing::Url)
        .hint(hint)
        .value(&typed.url)
        .mistake(at(mistakes, "url", texts))
        .view()
}

/// All kinds, or those that are ticked below.
pub(super) fn events(typed: &Typed, mistakes: &[Mistake], texts: &Texts) -> AnyView {
    let answer = |value: &str, key: &str, chosen: bool| Answer {
        value: value.to_owned(),
        words: texts.get(key),
        about: None,
        chosen,
    };
    let which = Choice {
        id: "which",
        name: "which",
        question: texts.get("webhook-which"),
        hint: None,
        answers: vec![
            answer("all", "webhook-which-all", !typed.only_chosen),
            answer("chosen", "webhook-which-chosen", typed.only_chosen),
        ],
        several: false,
        mistake: None,
    };
    view! { {which.view()} {kinds(typed, at(mistakes, "event", texts), texts)} }.into_any()
}

fn kinds(typed: &Typed, mistake: Option<String>, texts: &Texts) -> AnyView {
    let class = if mistake.is_some() {
        "field err kinds"
    } else {
        "field kinds"
    };
    let described = described_by("event", false, mistake.is_some());
    let boxes = typed
        .events
        .iter()
        .enumerate()
        .map(|(at, event)| {
            let id = format!("event-{at}");
            let label_for = id.clone();
            view! {
                <label class="check" for=label_for>
                    <input type="checkbox" id=id name="event" value=event.kind.clone() checked=event.chosen />
                    <span>{kind_words(&event.kind, texts)} " " <code>{event.kind.clone()}</code></span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class=class
            id="event"
            tabindex="-1"
            aria-describedby=described
        >
            <legend class="label">{texts.get("webhook-kinds")}</legend>
            <div class="checks">{boxes}</div>
            {mistake_view("event", mistake)}
        </fieldset>
    }
    .into_any()
}
