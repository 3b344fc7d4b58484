//! What the recipient will see, before it is sent.

use super::{FileRow, files, from};
use crate::{
    components::notice::{Notice, notice},
    pages::{events::BadAddresses, settings},
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Texts;

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPage {
    /// The draft's id.
    pub draft: String,
    /// The version that is shown.
    pub version: u64,
    /// What just happened.
    pub notice: Option<Notice>,
    /// Who stands in `To`.
    pub to: Vec<String>,
    /// Who stands in `Cc`, those of the settings among them.
    pub copy: Vec<String>,
    /// Who gets a blind copy.
    pub blind_copy: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// Whether the portal's look goes along.
    pub look: bool,
    /// The files.
    pub files: Vec<FileRow>,
    /// How it goes out by the person's settings now.
    pub preview: settings::Preview,
    /// Its recipients whom letters did not reach.
    pub bad: BadAddresses,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: PreviewPage) -> String {
    let texts = texts::texts(shell.language);
    let language = shell.language;
    shell.title = texts.get("compose-preview-title");
    shell.place = Place::Drafts;
    shell.document(move || {
        let own = format!("/{language}/compose/{}", page.draft);
        let ready = page.preview.outgoing.is_ok();
        let send = ready.then(|| {
            view! {
                <form method="post" action=format!("{own}/send")>
                    <input type="hidden" name="version" value=page.version.to_string() />
                    <button class="primary">{texts.get("compose-send")}</button>
                </form>
            }
        });
        view! {
            {page.notice.clone().map(notice)}
            <h1>{texts.get("compose-preview-title")}</h1>
            <p class="lead">{texts.get("compose-preview-lead")}</p>
            <div class="cols">
                <div>{letter(&page, texts)}</div>
                <aside>{from(&page.preview, texts)}</aside>
            </div>
            {page.bad.on_page(&format!("/compose/{}/preview", page.draft), texts)}
            <div class="actions">{send} <a class="btn" href=own>{texts.get("compose-edit")}</a></div>
        }
    })
}

fn letter(page: &PreviewPage, texts: &Texts) -> AnyView {
    let row = |key: &str, people: &[String]| {
        (!people.is_empty()).then(|| {
            view! {
                <dt>{texts.get(key)}</dt>
                <dd>{people.join(", ")}</dd>
            }
        })
    };
    let subject = if page.subject.is_empty() {
        texts.get("compose-no-subject")
    } else {
        page.subject.clone()
    };
    let look = page
        .look
        .then(|| view! { <p class="hint">{texts.get("compose-preview-look")}</p> });
    view! {
        <article class="box letter">
            <h2>{subject}</h2>
            <dl class="kv">
                {row("compose-to", &page.to)} {row("compose-copy", &page.copy)}
                {row("compose-blind-copy-unseen", &page.blind_copy)}
            </dl>
            {look}
            <div class="letter-text">{page.text.clone()}</div>
            {files::list(&page.files, texts)}
        </article>
    }
    .into_any()
}
