//! All events, newest first.
//!
//! **Form**: `GET /events`: `kind` (a kind's key, `set-aside` for those that are not believed, or empty), `cause` (a key),
//! `search` (part of the recipient or of the mail's subject), `person` (for admins: a user's name or address), `from`,
//! `until` (days, `2026-05-04`, both included), `letter` (a message's id), `batch` (an id). Pages of the list by the
//! addresses given. The export (CSV) is `POST /events.csv` with the same fields: it is written into the audit log.

mod filter;

use super::{Shown, event_path, words};
use crate::{
    components::table::{Table, any, cell},
    pages::{
        company::Paging,
        letters::{Frame, Mistake, Part, hidden, message_path, subject, time},
    },
    shell::Shell,
};
use leptos::prelude::*;
use model::event::{Cause, Distrust, Kind};
use texts::Texts;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Which kind; or those that are not believed.
    pub shown: Shown,
    /// Why.
    pub cause: Option<Cause>,
    /// Part of the recipient or of the mail's subject.
    pub search: String,
    /// A user's name or address; for admins.
    pub person: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// A message's id, as it stands in addresses.
    pub letter: String,
    /// A batch's id, as it stands in addresses.
    pub batch: String,
}

impl Filter {
    /// Names and values, as an address and a form have them; those that say nothing are left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        [
            ("kind", self.shown.key()),
            ("cause", self.cause.map_or("", Cause::key)),
            ("search", &self.search),
            ("person", &self.person),
            ("from", &self.from),
            ("until", &self.until),
            ("letter", &self.letter),
            ("batch", &self.batch),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
    }
}

/// A way to narrow the list: to what, how many those are, and the list's address then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip<T> {
    /// To what.
    pub what: T,
    /// How many those are.
    pub number: u64,
    /// The address.
    pub url: String,
}

/// An event in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Its id.
    pub id: String,
    /// When it came: in words, and ISO 8601.
    pub when: (String, String),
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub cause: Option<Cause>,
    /// Why it is not believed.
    pub distrust: Option<Distrust>,
    /// The recipient, or who wrote; none where that is not known.
    pub who: Option<String>,
    /// The mail's subject; may be empty.
    pub subject: String,
    /// The letter that it is about: the message's id, and the letter's subject.
    pub letter: Option<(String, String)>,
    /// Whose it is; none where that goes without saying.
    pub user: Option<String>,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPage {
    /// What is wrong with the filter.
    pub mistakes: Vec<Mistake>,
    /// What is looked for.
    pub filter: Filter,
    /// Whether the reader may see others' events: an admin.
    pub all_users: bool,
    /// All, each kind, those set aside.
    pub kinds: Vec<Chip<Shown>>,
    /// Why letters came back, most first.
    pub causes: Vec<Chip<Cause>>,
    /// The list's address without the one letter that it is narrowed to.
    pub letter: Option<String>,
    /// The batch that it is narrowed to: its name, and the list's address without it.
    pub batch: Option<(String, String)>,
    /// This page of the events, newest first.
    pub rows: Vec<EventRow>,
    /// The ways on.
    pub paging: Paging,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: ListPage) -> String {
    Frame::of(Part::Events, texts::texts(shell.language))
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            let language = texts.language();
            let filtered = page.filter != Filter::default();
            let set_aside = page
                .kinds
                .iter()
                .any(|chip| chip.what == Shown::SetAside && chip.number > 0);
            let nothing_yet = !filtered && page.rows.is_empty() && !set_aside;
            let found = if !page.rows.is_empty() {
                table(&page.rows, texts)
            } else if !page.mistakes.is_empty() {
                ().into_any()
            } else if nothing_yet {
                empty(texts)
            } else {
                view! { <p class="empty">{texts.get("events-no-match")}</p> }.into_any()
            };
            let about = (page.filter.shown == Shown::SetAside && !page.rows.is_empty())
                .then(|| view! { <p class="notice">{texts.get("events-set-aside-about")}</p> });
            let export = (!page.rows.is_empty()).then(|| export(&page, texts));
            let help = format!("/{language}/help/{}", crate::pages::help::CAME_BACK);
            view! {
                {(!nothing_yet).then(|| filter::view(&page, filtered, texts))}
                {about}
                {found}
                <div class="foot">{page.paging.view(texts)} {export} <a href=help>{texts.get("events-help")}</a></div>
            }
        })
}

fn empty(texts: &Texts) -> AnyView {
    view! {
        <div class="box nothing">
            <p>{texts.get("events-empty")}</p>
            <p class="hint">{texts.get("events-empty-hint")}</p>
        </div>
    }
    .into_any()
}

fn export(page: &ListPage, texts: &Texts) -> AnyView {
    let action = format!("/{}/events.csv", texts.language());
    view! {
        <form method="post" action=action>
            {hidden(page.filter.pairs())} <button class="link">{texts.get("events-export")}</button>
        </form>
    }
    .into_any()
}

fn table(rows: &[EventRow], texts: &Texts) -> AnyView {
    let whose = rows.iter().any(|row| row.user.is_some());
    let mut columns = vec![
        "events-column-about",
        "events-column-what",
        "events-column-letter",
    ];
    if whose {
        columns.push("log-column-user");
    }
    columns.push("events-column-when");
    Table {
        label: texts.get("letters-events-title"),
        columns: columns.into_iter().map(|key| texts.get(key)).collect(),
        rows: rows.iter().map(|row| cells(row, whose, texts)).collect(),
    }
    .view()
}

fn cells(row: &EventRow, whose: bool, texts: &Texts) -> Vec<AnyView> {
    let language = texts.language();
    let url = format!("/{language}{}", event_path(&row.id));
    let who = row
        .who
        .clone()
        .unwrap_or_else(|| texts.get("events-unknown-person"));
    let about = view! { <a class="any" href=url>{who}</a> };
    let said = words::sentence(row.kind, row.cause, row.distrust, &row.subject, texts);
    let what = view! {
        <div class="stand">
            {words::badge(row.kind, row.distrust, texts)} <span class="under">{said}</span>
        </div>
    };
    let letter = match &row.letter {
        Some((id, of)) => {
            let url = format!("/{language}{}", message_path(id));
            view! { <a class="any" href=url>{subject(of, texts)}</a> }.into_any()
        }
        None => cell(texts.get("events-unknown-letter")),
    };
    let mut cells = vec![about.into_any(), what.into_any(), letter];
    if whose {
        cells.push(any(row.user.clone().unwrap_or_default()));
    }
    cells.push(time(&row.when.0, &row.when.1));
    cells
}
