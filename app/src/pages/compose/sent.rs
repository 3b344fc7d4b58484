//! The letter was handed over: where to go from here. Only where the portal waits for the person; otherwise he goes on to
//! the letter's own page at once.

use crate::shell::{Place, Shell};
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPage {
    /// The subject.
    pub subject: String,
    /// How many people it goes to.
    pub recipients: u64,
    /// Where the person goes back to, at the portal.
    pub back: String,
    /// The portal's name, where it has one.
    pub portal: Option<String>,
    /// The address of the page that tells what becomes of it.
    pub letter: String,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: SentPage) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("compose-sent-title");
    shell.place = Place::Drafts;
    shell.document(move || {
        let back = match &page.portal {
            Some(name) => texts.with("compose-sent-back-to", &[("portal", name)]),
            None => texts.get("compose-sent-back"),
        };
        view! {
            <h1>{texts.get("compose-sent-title")}</h1>
            <p class="lead">{texts.count("compose-sent-lead", "n", page.recipients)}</p>
            <p>{page.subject.clone()}</p>
            <p class="actions">
                <a class="btn primary" href=page.back>{back}</a>
                <a class="btn" href=page.letter>{texts.get("compose-sent-see")}</a>
            </p>
        }
    })
}
