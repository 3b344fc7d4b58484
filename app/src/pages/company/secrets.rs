//! What API keys and webhooks have alike: a secret that is shown once, and how long the old one goes on holding.

use super::confirm::{buttons, facts};
use crate::components::choice::{Answer, Choice};
use leptos::prelude::*;
use std::time::Duration;
use texts::Texts;

/// How long the old key or secret goes on holding beside the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Not at all.
    None,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
}

impl Overlap {
    /// All, the shortest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Hour, Self::Day, Self::Week];

    /// The value of field `overlap`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// The overlap of a form's value.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|overlap| overlap.key() == key)
    }

    /// How long.
    #[must_use]
    pub const fn duration(self) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::Hour => Duration::from_hours(1),
            Self::Day => Duration::from_hours(24),
            Self::Week => Duration::from_hours(7 * 24),
        }
    }
}

/// The choice, with its button. A day is offered: enough to put the new one in without haste.
pub(super) fn overlap_form(
    action: String,
    button: String,
    mistake: Option<String>,
    back: String,
    texts: &Texts,
) -> AnyView {
    let answers = Overlap::ALL
        .into_iter()
        .map(|overlap| Answer {
            value: overlap.key().to_owned(),
            words: texts.get(&format!("overlap-{}", overlap.key())),
            about: (overlap == Overlap::None).then(|| texts.get("overlap-none-about")),
            chosen: overlap == Overlap::Day,
        })
        .collect();
    let choice = Choice {
        id: "overlap",
        name: "overlap",
        question: texts.get("overlap-question"),
        hint: Some(texts.get("overlap-hint")),
        answers,
        several: false,
        mistake,
    };
    view! {
        <form method="post" action=action>
            {choice.view()}
            {buttons(button, false, back, texts)}
        </form>
    }
    .into_any()
}

/// A secret that is shown this once.
pub(super) fn shown_once(
    label: String,
    secret: String,
    about: Vec<(String, String)>,
    back: (String, String),
    texts: &Texts,
) -> AnyView {
    let (url, words) = back;
    view! {
        <div class="box once">
            <p class="label" id="secret-label">{label}</p>
            <p><code class="copy" tabindex="0" role="group" aria-labelledby="secret-label">{secret}</code></p>
            <p><strong>{texts.get("once-only")}</strong></p>
            <p class="hint">{texts.get("once-hint")}</p>
        </div>
        {facts(about)}
        <p class="actions">
            <a class="btn" href=url>{words}</a>
        </p>
    }
    .into_any()
}
