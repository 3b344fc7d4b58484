//! The demo's caught letters, and how its server answers.

use crate::shell::{Place, Shell};
use leptos::prelude::*;

/// A caught letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtLetter {
    /// When it came, in words.
    pub when: String,
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: String,
    /// The user name of the sign-in.
    pub user: Option<String>,
    /// The subject, decoded.
    pub subject: String,
    /// The text, decoded.
    pub text: String,
    /// The letter as it arrived.
    pub source: String,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoPage {
    /// The letters, newest first.
    pub letters: Vec<CaughtLetter>,
    /// The ways of answering: key and words.
    pub behaviours: Vec<(String, String)>,
    /// The key of the chosen one.
    pub chosen: String,
    /// Whether it was just chosen.
    pub just_chosen: bool,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: DemoPage) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("demo-title");
    shell.place = Place::Demo;
    let language = shell.language;
    shell.document(move || {
        let chosen_words = page
            .behaviours
            .iter()
            .find(|(key, _)| *key == page.chosen)
            .map(|(_, words)| words.clone());
        let notice = page.just_chosen.then_some(chosen_words).flatten().map(|words| {
            view! {
                <p class="notice ok" role="status">
                    {texts.with("demo-behaviour-saved", &[("behaviour", &words)])}
                </p>
            }
        });
        let options = page
            .behaviours
            .into_iter()
            .map(|(key, words)| {
                let chosen = key == page.chosen;
                view! { <option value=key selected=chosen>{words}</option> }
            })
            .collect_view();
        let empty = page.letters.is_empty();
        view! {
            <h1>{texts.get("demo-title")}</h1>
            <p class="lead">{texts.get("demo-lead")}</p>
            {notice}
            <form method="post" action=format!("/{language}/demo/behaviour") class="box behaviour">
                <label for="behaviour">{texts.get("demo-behaviour-legend")}</label>
                <p class="hint" id="behaviour-hint">{texts.get("demo-behaviour-hint")}</p>
                <select id="behaviour" name="behaviour" aria-describedby="behaviour-hint">{options}</select>
                <button class="small">{texts.get("demo-behaviour-save")}</button>
            </form>
            <h2>{texts.get("demo-letters")}</h2>
            {empty.then(|| view! {
                <p class="empty">{texts.get("demo-empty")}</p>
                <p class="hint">{texts.get("demo-try")}</p>
            })}
            {page.letters.into_iter().map(|letter| caught(letter, texts)).collect_view()}
            {(!empty).then(|| view! {
                <form method="post" action=format!("/{language}/demo/clear") class="actions">
                    <button class="small">{texts.get("demo-clear")}</button>
                </form>
            })}
        }
    })
}

fn caught(letter: CaughtLetter, texts: &'static texts::Texts) -> impl IntoView {
    view! {
        <article class="box letter">
            <h3>{letter.subject}</h3>
            <dl class="kv">
                <dt>{texts.get("demo-from")}</dt>
                <dd>{letter.from} " · " {letter.when}</dd>
                <dt>{texts.get("demo-to")}</dt>
                <dd>{letter.to}</dd>
                {letter.user.map(|user| view! { <dt>{texts.get("demo-signed-in")}</dt><dd>{user}</dd> })}
            </dl>
            <pre class="text" tabindex="0">{letter.text}</pre>
            <details>
                <summary>{texts.get("demo-source")}</summary>
                <pre tabindex="0">{letter.source}</pre>
            </details>
        </article>
    }
}
