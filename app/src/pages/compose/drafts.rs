//! Letters that are not finished.

use crate::{
    components::{
        notice::{Notice, notice},
        table::{Table, any, cell},
    },
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Texts;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// The subject; may be empty.
    pub subject: String,
    /// The first recipients as they were typed; may be empty.
    pub to: String,
    /// How many more there are.
    pub more: u64,
    /// How many files go with it.
    pub files: u64,
    /// When it was last saved, in words.
    pub saved: String,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftsPage {
    /// What just happened.
    pub notice: Option<Notice>,
    /// The drafts, last saved first.
    pub drafts: Vec<DraftRow>,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: DraftsPage) -> String {
    let texts = texts::texts(shell.language);
    let language = shell.language;
    shell.title = texts.get("drafts-title");
    shell.place = Place::Drafts;
    shell.document(move || {
        let list = if page.drafts.is_empty() {
            view! { <p class="empty">{texts.get("drafts-empty")}</p> }.into_any()
        } else {
            table(&page.drafts, texts)
        };
        view! {
            {page.notice.clone().map(notice)}
            <h1>{texts.get("drafts-title")}</h1>
            <p class="lead">{texts.get("drafts-lead")}</p>
            {list}
            <p class="actions">
                <a class="btn" href=format!("/{language}/compose")>{texts.get("drafts-new")}</a>
            </p>
        }
    })
}

fn table(drafts: &[DraftRow], texts: &Texts) -> AnyView {
    let language = texts.language();
    let rows = drafts
        .iter()
        .map(|draft| {
            let subject = if draft.subject.is_empty() {
                texts.get("compose-no-subject")
            } else {
                draft.subject.clone()
            };
            let link = format!("/{language}/compose/{}", draft.id);
            let to = if draft.to.is_empty() {
                cell(texts.get("drafts-no-one"))
            } else if draft.more == 0 {
                any(&draft.to)
            } else {
                let more = [("count", draft.more.to_string())];
                let more = more.each_ref().map(|(name, value)| (*name, value.as_str()));
                view! { <span class="any">{draft.to.clone()}</span>" "{texts.with("drafts-more", &more)} }
                    .into_any()
            };
            vec![
                view! { <a class="any" href=link>{subject}</a> }.into_any(),
                to,
                cell(draft.files.to_string()),
                cell(&draft.saved),
            ]
        })
        .collect();
    Table {
        label: texts.get("drafts-title"),
        columns: ["compose-subject", "compose-to", "drafts-files", "drafts-saved"]
            .map(|key| texts.get(key))
            .into(),
        rows,
    }
    .view()
}
