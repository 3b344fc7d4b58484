//! The letter itself. Its HTML is never shown as such: it is somebody else's text, and shown as text.

use super::{MessagePage, subject};
use leptos::prelude::*;
use texts::Texts;

/// A file that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its name.
    pub name: String,
    /// Its size, in words.
    pub size: String,
    /// From where it is fetched.
    pub url: String,
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterView {
    /// Name and address that it is from.
    pub from: String,
    /// Where answers go, where that is another address.
    pub reply_to: Option<String>,
    /// Everybody in `To`.
    pub to: Vec<String>,
    /// Everybody in `Cc`.
    pub copy: Vec<String>,
    /// The subject; may be empty.
    pub subject: String,
    /// The text; of HTML what a text can say.
    pub text: String,
    /// Whether the text was made of HTML.
    pub from_html: bool,
    /// The files.
    pub files: Vec<FileRow>,
}

pub(super) fn view(page: &MessagePage, texts: &Texts) -> AnyView {
    let Some(letter) = &page.letter else {
        return view! {
            <h2>{texts.get("one-letter")}</h2>
            <p class="empty">{texts.get("one-content-gone")}</p>
        }
        .into_any();
    };
    let fact = |key: &str, value: String| view! { <dt>{texts.get(key)}</dt><dd>{value}</dd> };
    let files = (!letter.files.is_empty()).then(|| {
        let lines = letter
            .files
            .iter()
            .map(|file| {
                view! {
                    <li>
                        <a href=file.url.clone() download=file.name.clone()>{file.name.clone()}</a>
                        " " <small>{file.size.clone()}</small>
                    </li>
                }
            })
            .collect_view();
        view! { <h3>{texts.get("one-files")}</h3><ul class="files">{lines}</ul> }
    });
    let text = if letter.text.trim().is_empty() {
        view! { <p class="empty">{texts.get("one-no-text")}</p> }.into_any()
    } else {
        view! { <div class="text">{letter.text.clone()}</div> }.into_any()
    };
    view! {
        <h2>{texts.get("one-letter")}</h2>
        <article class="box letter">
            <h3>{subject(&letter.subject, texts)}</h3>
            <dl class="kv">
                {fact("one-from", letter.from.clone())}
                {letter.reply_to.clone().map(|address| fact("one-reply-to", address))}
                {fact("one-to", letter.to.join(", "))}
                {(!letter.copy.is_empty()).then(|| fact("one-copy", letter.copy.join(", ")))}
            </dl>
            {letter.from_html.then(|| view! { <p class="hint">{texts.get("one-from-html")}</p> })}
            {text} {files}
        </article>
    }
    .into_any()
}
