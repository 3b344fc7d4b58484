//! Who did what, and what it was before and after.
//!
//! **Form**: `GET /company/audit`: `action` (a key, or empty), `person` (a user's name or address), `text` (part of what
//! it was done on), `from`, `until` (days, `2026-05-04`, both included). Pages of the list by the addresses given. The
//! export (CSV) is `POST /company/audit/export.csv` with the same fields.

mod entries;

pub use entries::{AuditRow, FieldChange, Who};

use super::{Frame, Mistake, Paging, Part, address, at, confirm, sentence_or_key};
use crate::{
    components::entry::{Entry, Typing},
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// An action's key: `settings.saved`; empty: all.
    pub action: String,
    /// A user's name or address.
    pub person: String,
    /// Part of what it was done on.
    pub text: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditPage {
    /// What is wrong with the filter.
    pub mistakes: Vec<Mistake>,
    /// What is looked for.
    pub filter: Filter,
    /// The keys of all actions.
    pub actions: Vec<String>,
    /// This page of the entries, newest first.
    pub entries: Vec<AuditRow>,
    /// The ways on.
    pub paging: Paging,
    /// To which address a form is posted for the entries that the filter leaves, as CSV.
    pub export: String,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: AuditPage) -> String {
    Frame::of(Part::Audit, texts::texts(shell.language))
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let filtered = page.filter != Filter::default();
            let found = if !page.entries.is_empty() {
                entries::table(&page.entries, texts)
            } else if filtered {
                view! { <p class="empty">{texts.get("audit-no-match")}</p> }.into_any()
            } else {
                view! { <p class="empty">{texts.get("audit-empty")}</p> }.into_any()
            };
            let export = (!page.entries.is_empty()).then(|| export(&page, texts));
            view! {
                {filter(&page, filtered, texts)}
                {export}
                {found}
                {page.paging.view(texts)}
            }
        })
}

/// A form of its own: the export is written into the log, and nothing is written by `GET`.
fn export(page: &AuditPage, texts: &Texts) -> AnyView {
    let filter = page.filter.clone();
    let fields = [
        ("action", filter.action),
        ("person", filter.person),
        ("text", filter.text),
        ("from", filter.from),
        ("until", filter.until),
    ];
    let fields = fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    view! {
        <form method="post" action=page.export.clone()>
            {confirm::hidden(fields)}
            <button class="link">{texts.get("audit-export")}</button>
        </form>
    }
    .into_any()
}

fn filter(page: &AuditPage, filtered: bool, texts: &Texts) -> AnyView {
    let path = address(texts.language(), Part::Audit.path());
    let entry = |id: &'static str, typing: Typing, value: &str| {
        Entry::new(id, texts.get(&format!("audit-filter-{id}")), typing)
            .value(value)
            .mistake(at(&page.mistakes, id, texts))
            .view()
    };
    let options = page
        .actions
        .iter()
        .map(|key| {
            let chosen = *key == page.filter.action;
            view! { <option value=key.clone() selected=chosen>{action_words(key, texts)}</option> }
        })
        .collect_view();
    let clear = filtered.then(|| {
        let path = path.clone();
        view! { <a href=path>{texts.get("audit-filter-clear")}</a> }
    });
    view! {
        <form method="get" action=path class="box filter" role="search" aria-label=texts.get("audit-filter")>
            <div class="field">
                <label for="action">{texts.get("audit-filter-action")}</label>
                <select id="action" name="action">
                    <option value="">{texts.get("audit-filter-all")}</option>
                    {options}
                </select>
            </div>
            {entry("person", Typing::Search, &page.filter.person)}
            {entry("text", Typing::Search, &page.filter.text)}
            {entry("from", Typing::Day, &page.filter.from)}
            {entry("until", Typing::Day, &page.filter.until)}
            <div class="actions">
                <button>{texts.get("audit-filter-button")}</button>
                {clear}
            </div>
        </form>
    }
    .into_any()
}

/// What was done, as a sentence.
#[must_use]
pub fn action_words(key: &str, texts: &Texts) -> String {
    sentence_or_key(texts, "audit", key)
}
