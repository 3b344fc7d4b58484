//! A page that says one thing: an error, a farewell.

use crate::shell::Shell;
use leptos::prelude::*;

/// Title, text and one way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The heading.
    pub title: String,
    /// What there is to say.
    pub text: String,
    /// A link: address and words.
    pub link: Option<(String, String)>,
}

impl Message {
    /// A message from the texts' `<key>-title` and `<key>-text`.
    #[must_use]
    pub fn from_key(language: model::Language, key: &str) -> Self {
        let texts = texts::texts(language);
        Self {
            title: texts.get(&format!("{key}-title")),
            text: texts.get(&format!("{key}-text")),
            link: None,
        }
    }
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, message: Message) -> String {
    shell.title.clone_from(&message.title);
    shell.document(move || {
        view! {
            <h1>{message.title}</h1>
            <p class="lead">{message.text}</p>
            {message.link.map(|(url, words)| view! { <p class="actions"><a class="btn" href=url>{words}</a></p> })}
        }
    })
}
