//! All letters, newest first.
//!
//! **Form**: `GET /letters`: `state` (a group's key, or empty), `search` (part of the recipient or of the subject, or the
//! portal's own name), `person` (for admins: a user's name or address), `from`, `until` (days, `2026-05-04`, both
//! included), `batch` (an id), `cause` (a key). Pages of the list by the addresses given. The export (CSV) is
//! `POST /letters.csv` with the same fields: it is written into the audit log, and nothing is written by `GET`.

mod filter;

use super::{Counts, Frame, Group, Mistake, Part, Waiting, doubt_notice, hidden, time};
use crate::{
    components::table::{Table, any},
    pages::company::Paging,
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Where they are.
    pub state: Option<Group>,
    /// Part of the recipient or of the subject.
    pub search: String,
    /// A user's name or address; for admins.
    pub person: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// A batch's id, as it stands in addresses.
    pub batch: String,
    /// A cause's key.
    pub cause: String,
}

impl Filter {
    /// Names and values, as an address and a form have them; those that say nothing are left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        [
            ("state", self.state.map_or("", Group::key)),
            ("search", &self.search),
            ("person", &self.person),
            ("from", &self.from),
            ("until", &self.until),
            ("batch", &self.batch),
            ("cause", &self.cause),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
    }
}

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// Its id.
    pub id: String,
    /// When it was accepted: in words, and ISO 8601.
    pub when: (String, String),
    /// Where it goes.
    pub recipient: String,
    /// The subject; may be empty.
    pub subject: String,
    /// Where it is.
    pub state: Group,
    /// Why it waits; none for one that does not.
    pub waiting: Option<Waiting>,
    /// Why it did not go out, as a sentence; none for one that did, or where nothing is known.
    pub why: Option<String>,
    /// Whose it is; none where that goes without saying.
    pub user: Option<String>,
}

/// A batch or a cause that the list is narrowed to: what it is called, and the list's address without it.
pub type Narrowed = (String, String);

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogPage {
    /// What is wrong with the filter.
    pub mistakes: Vec<Mistake>,
    /// What is looked for.
    pub filter: Filter,
    /// Whether the reader may see others' letters: an admin.
    pub all_users: bool,
    /// How many there are of each state, with the same filter but for the state.
    pub counts: Counts,
    /// The list's address for each state, and for all of them: `all` first, then as [`Group::ALL`].
    pub by_state: Vec<String>,
    /// The batch that it is narrowed to.
    pub batch: Option<Narrowed>,
    /// The cause that it is narrowed to.
    pub cause: Option<Narrowed>,
    /// How many letters in doubt the reader has to decide about.
    pub in_doubt: u64,
    /// This page of the messages, newest first.
    pub rows: Vec<LogRow>,
    /// The ways on.
    pub paging: Paging,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: LogPage) -> String {
    Frame::of(Part::Log, texts::texts(shell.language))
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let filtered = page.filter != Filter::default();
            let nothing_yet = !filtered && page.rows.is_empty();
            let found = if !page.rows.is_empty() {
                table(&page.rows, texts)
            } else if !page.mistakes.is_empty() {
                ().into_any()
            } else if filtered {
                view! { <p class="empty">{texts.get("log-no-match")}</p> }.into_any()
            } else {
                empty(texts)
            };
            let doubt = (page.filter.state != Some(Group::InDoubt))
                .then(|| doubt_notice(page.in_doubt, texts))
                .flatten();
            let export = (!page.rows.is_empty()).then(|| export(&page, texts));
            view! {
                {doubt}
                {(!nothing_yet).then(|| filter::view(&page, filtered, texts))}
                {found}
                <div class="foot">{page.paging.view(texts)} {export}</div>
            }
        })
}

fn empty(texts: &Texts) -> AnyView {
    view! {
        <div class="box nothing">
            <p>{texts.get("log-empty")}</p>
            <p class="hint">{texts.get("log-empty-hint")}</p>
        </div>
    }
    .into_any()
}

fn export(page: &LogPage, texts: &Texts) -> AnyView {
    let action = format!("/{}/letters.csv", texts.language());
    view! {
        <form method="post" action=action>
            {hidden(page.filter.pairs())} <button class="link">{texts.get("log-export")}</button>
        </form>
    }
    .into_any()
}

fn table(rows: &[LogRow], texts: &Texts) -> AnyView {
    let whose = rows.iter().any(|row| row.user.is_some());
    let mut columns = vec!["log-column-to", "log-column-subject", "log-column-state"];
    if whose {
        columns.push("log-column-user");
    }
    columns.push("log-column-when");
    Table {
        label: texts.get("letters-log-title"),
        columns: columns.into_iter().map(|key| texts.get(key)).collect(),
        rows: rows.iter().map(|row| cells(row, whose, texts)).collect(),
    }
    .view()
}

fn cells(row: &LogRow, whose: bool, texts: &Texts) -> Vec<AnyView> {
    let url = format!("/{}{}", texts.language(), super::message_path(&row.id));
    let to = view! { <a class="any" href=url>{row.recipient.clone()}</a> };
    let why = match &row.waiting {
        Some(waiting) => Some(waiting.words(texts)),
        None => row.why.clone(),
    };
    let stuck = row.waiting.as_ref().is_some_and(Waiting::is_stuck);
    let state = view! {
        <div class="stand">
            {row.state.badge(stuck, texts)} {why.map(|why| view! { <span class="under">{why}</span> })}
        </div>
    };
    let mut cells = vec![to.into_any(), any(subject(&row.subject, texts)), state.into_any()];
    if whose {
        cells.push(any(row.user.clone().unwrap_or_default()));
    }
    cells.push(time(&row.when.0, &row.when.1));
    cells
}

/// A subject, or that there is none.
pub(in crate::pages) fn subject(subject: &str, texts: &Texts) -> String {
    if subject.is_empty() {
        texts.get("letters-no-subject")
    } else {
        subject.to_owned()
    }
}

/// The address of the log.
fn path(texts: &Texts) -> String {
    format!("/{}{}", texts.language(), Part::Log.path())
}
