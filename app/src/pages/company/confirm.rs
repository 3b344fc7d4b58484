//! A page that says what would happen, before it does: lines, a warning, one button, a way back. Used by the other pages.
//!
//! **Form**: `POST` to the path that the page names, its hidden fields, button `action=save`.

use super::{Frame, Part, address};
use crate::shell::Shell;
use leptos::prelude::*;
use texts::Texts;

/// What is asked.
pub(super) struct Confirm {
    pub part: Part,
    /// The question, as the heading.
    pub title: String,
    /// What it is about: names and values.
    pub facts: Vec<(String, String)>,
    /// What would happen, a sentence each.
    pub effects: Vec<String>,
    /// What is to be feared, where something is.
    pub warning: Option<String>,
    /// Where the form goes, without the language.
    pub path: String,
    /// The form's hidden fields.
    pub fields: Vec<(&'static str, String)>,
    /// What the button says.
    pub button: String,
    /// Whether something is lost that does not come back.
    pub loses: bool,
}

impl Confirm {
    /// The whole document.
    pub(super) fn document(self, shell: Shell) -> String {
        let language = shell.language;
        let back = address(language, self.part.path());
        Frame::below(self.part, self.title.clone()).document(shell, move |texts| {
            view! {
                {facts(self.facts)}
                {effects(self.effects)}
                {self.warning.map(|words| warning(words, None))}
                <form method="post" action=address(language, &self.path)>
                    {hidden(self.fields)}
                    {buttons(self.button, self.loses, back, texts)}
                </form>
            }
        })
    }
}

/// Names and values.
pub(super) fn facts(facts: Vec<(String, String)>) -> Option<AnyView> {
    if facts.is_empty() {
        return None;
    }
    let facts = facts
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
        .collect_view();
    Some(view! { <dl class="kv box facts-box">{facts}</dl> }.into_any())
}

/// What would happen.
pub(super) fn effects(effects: Vec<String>) -> Option<AnyView> {
    let lines = match effects.len() {
        0 => return None,
        1 => effects
            .into_iter()
            .map(|words| view! { <p class="effect">{words}</p> }.into_any())
            .collect_view()
            .into_any(),
        _ => {
            let lines = effects
                .into_iter()
                .map(|words| view! { <li>{words}</li> })
                .collect_view();
            view! { <ul class="effects">{lines}</ul> }.into_any()
        }
    };
    Some(lines)
}

/// What is to be feared: a sentence, and more below it.
pub(super) fn warning(words: String, more: Option<AnyView>) -> AnyView {
    view! {
        <div class="notice warn">
            <p><strong>{words}</strong></p>
            {more}
        </div>
    }
    .into_any()
}

/// The fields that the person has decided already.
pub(super) fn hidden(fields: Vec<(&'static str, String)>) -> AnyView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
        .into_any()
}

/// The one button and the way back.
pub(super) fn buttons(words: String, loses: bool, back: String, texts: &Texts) -> AnyView {
    let class = if loses { "loses" } else { "primary" };
    view! {
        <div class="actions">
            <button class=class name="action" value="save">
                {words}
            </button>
            <a class="btn" href=back>
                {texts.get("confirm-back")}
            </a>
        </div>
    }
    .into_any()
}
