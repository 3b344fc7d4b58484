//! A letter that is written or edited before it is sent, its preview, and the list of letters that are not finished.
//!
//! **Forms**
//! - `POST /compose` and `POST /compose/{draft}`, `multipart/form-data`: `version`, `key` (of a new letter), `to`, `copy`,
//!   `blind_copy`, `subject`, `text`, `files` (several), `warned` (addresses that the page has warned of, by commas),
//!   buttons `action=save`, `preview`, `attach`, `send`, `remove-<place>`, `forget:<address>`
//! - `POST /compose/{draft}/send`: `version`; from the preview
//! - `POST /compose/{draft}/delete`
//!
//! What was taken is answered with 303; what is wrong with 422 and the same page, everything typed kept; what somebody
//! else has overtaken with 409 and the same page.

pub mod drafts;
mod files;
mod mistake;
pub mod preview;
pub mod sent;

pub use files::FileRow;
pub use mistake::Mistake;

use super::{events::BadAddresses, settings::Preview};
use crate::{
    components::{
        entry::{Entry, Typing},
        notice::{Notice, notice},
        sure::sure,
    },
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Texts;

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Recipients, divided by commas.
    pub to: String,
    /// Who gets a copy.
    pub copy: String,
    /// Who gets a blind copy.
    pub blind_copy: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// How large things may be, in megabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Largest {
    /// One file.
    pub file: u64,
    /// The whole letter.
    pub letter: u64,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposePage {
    /// The draft's id; none for a letter that was never saved.
    pub draft: Option<String>,
    /// What makes a letter that was never saved go out once, however often its button is pressed.
    pub key: String,
    /// The version that the person saw; 0 for a letter that was never saved.
    pub version: u64,
    /// What just happened.
    pub notice: Option<Notice>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// What is typed.
    pub typed: Typed,
    /// The files.
    pub files: Vec<FileRow>,
    /// Whether the portal made its look: HTML goes along while the text stays as it is.
    pub look: bool,
    /// How it goes out by the person's settings now; what the settings add to the copies is in it.
    pub preview: Preview,
    /// How large it may be.
    pub largest: Largest,
    /// When it was last saved, in words.
    pub saved: Option<String>,
    /// Its recipients whom letters did not reach.
    pub bad: BadAddresses,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: ComposePage) -> String {
    let texts = texts::texts(shell.language);
    let language = shell.language;
    let (title, place) = if page.draft.is_some() {
        ("compose-title-draft", Place::Drafts)
    } else {
        ("compose-title", Place::Compose)
    };
    shell.title = texts.get(title);
    shell.place = place;
    shell.has_errors = !page.mistakes.is_empty();
    shell.document(move || {
        let own = page.draft.as_ref().map_or_else(
            || format!("/{language}/compose"),
            |id| format!("/{language}/compose/{id}"),
        );
        let saved = page.saved.clone().map(|when| {
            view! { <p class="lead">{texts.with("compose-saved-at", &[("when", &when)])}</p> }
        });
        view! {
            {(!page.mistakes.is_empty()).then(|| summary(&page.mistakes, texts))}
            {page.notice.clone().map(notice)}
            <h1>{texts.get(title)}</h1>
            {saved}
            <div class="cols">
                <div>
                    {form(&page, own.clone(), texts)}
                    {page.draft.is_some().then(|| delete(&own, texts))}
                </div>
                <aside>{from(&page.preview, texts)}</aside>
            </div>
        }
    })
}

/// What is wrong, on top, with a link to each field; focus goes here when the page comes.
fn summary(mistakes: &[Mistake], texts: &Texts) -> AnyView {
    let lines = mistakes
        .iter()
        .map(|mistake| view! { <li><a href=format!("#{}", mistake.field)>{mistake.words.clone()}</a></li> })
        .collect_view();
    view! {
        <div class="summary" id="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>{texts.get("error-summary-title")}</h2>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

fn form(page: &ComposePage, action: String, texts: &Texts) -> AnyView {
    let entry = |id: &'static str, typing: Typing, value: &str| {
        Entry::new(id, texts.get(&format!("compose-{id}")), typing)
            .value(value)
            .mistake(mistake::at(&page.mistakes, id))
    };
    let typed = &page.typed;
    let text = entry("text", Typing::Letter(14), &typed.text);
    let text = if page.look {
        text.hint(texts.get("compose-look-hint"))
    } else {
        text
    };
    view! {
        <form method="post" action=action enctype="multipart/form-data" novalidate>
            // The one that Enter presses: the first of a form.
            <button class="away" name="action" value="save" tabindex="-1" aria-hidden="true">
                {texts.get("compose-save")}
            </button>
            <input type="hidden" name="version" value=page.version.to_string() />
            {(!page.key.is_empty()).then(|| view! { <input type="hidden" name="key" value=page.key.clone() /> })}
            {entry("to", Typing::Code, &typed.to).hint(texts.get("compose-to-hint")).view()}
            {copies(page, texts)}
            {entry("subject", Typing::Text, &typed.subject).view()}
            {text.view()}
            {files::view(page, texts)}
            {page.bad.in_form(texts)}
            {warned(&page.bad)}
            <div class="actions">
                <button class="primary" name="action" value="send">{texts.get("compose-send")}</button>
                <button name="action" value="preview">{texts.get("compose-preview")}</button>
                <button name="action" value="save">{texts.get("compose-save")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Of which addresses the page has told: who sends all the same is not told again.
fn warned(bad: &BadAddresses) -> Option<AnyView> {
    let addresses: Vec<&str> = bad.rows.iter().map(|row| row.address.as_str()).collect();
    (!addresses.is_empty())
        .then(|| view! { <input type="hidden" name="warned" value=addresses.join(",") /> }.into_any())
}

/// Copies are seldom wanted: folded while there are none.
fn copies(page: &ComposePage, texts: &Texts) -> AnyView {
    let also = |copies: &[model::Mailbox]| {
        let words: Vec<String> = copies.iter().map(ToString::to_string).collect();
        (!words.is_empty()).then(|| texts.with("compose-also", &[("addresses", &words.join(", "))]))
    };
    let (copy, blind_copy) = match &page.preview.outgoing {
        Ok(outgoing) => (also(&outgoing.copy), also(&outgoing.blind_copy)),
        Err(_) => (None, None),
    };
    let open = !page.typed.copy.is_empty()
        || !page.typed.blind_copy.is_empty()
        || page
            .mistakes
            .iter()
            .any(|mistake| matches!(mistake.field, "copy" | "blind-copy"));
    let field = |id: &'static str, value: &str, also: Option<String>| {
        let entry = Entry::new(id, texts.get(&format!("compose-{id}")), Typing::Code)
            .value(value)
            .mistake(mistake::at(&page.mistakes, id));
        match also {
            Some(also) => entry.hint(also),
            None => entry,
        }
        .view()
    };
    view! {
        <details class="server" open=open>
            <summary>{texts.get("compose-copies")}</summary>
            {field("copy", &page.typed.copy, copy)}
            {field("blind-copy", &page.typed.blind_copy, blind_copy)}
        </details>
    }
    .into_any()
}

fn delete(own: &str, texts: &Texts) -> AnyView {
    sure(
        &format!("{own}/delete"),
        texts.get("compose-delete"),
        texts.get("compose-delete-sure"),
        texts.get("compose-delete-button"),
    )
}

/// What the recipient sees of the sender; where nothing can go out, what to do.
fn from(preview: &Preview, texts: &Texts) -> AnyView {
    let language = texts.language();
    let not_ready = preview.outgoing.is_err().then(|| {
        view! {
            <p>{texts.get("compose-not-ready")}</p>
            <p><a href=format!("/{language}/settings")>{texts.get("compose-to-settings")}</a></p>
        }
    });
    view! {
        <section class="box preview" aria-labelledby="preview-title">
            <h2 id="preview-title">{texts.get("preview-title")}</h2>
            {preview.head(texts)}
            {not_ready}
        </section>
    }
    .into_any()
}
