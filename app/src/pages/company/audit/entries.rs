//! The entries of the log.

use super::action_words;
use crate::{
    components::table::{Table, any, cell},
    pages::company::{sender_user::change_line, sentence_or_key},
};
use leptos::prelude::*;
use texts::Texts;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A user, under the name that he had then.
    User(String),
    /// A program that holds an API key: the key's name.
    ApiKey(String),
    /// The portal: its name in the configuration.
    Portal(String),
    /// The operator, on the command line.
    Operator,
    /// The program by itself.
    Program,
}

impl Who {
    /// In words.
    #[must_use]
    pub fn words(&self, texts: &Texts) -> String {
        match self {
            Self::User(name) => name.clone(),
            Self::ApiKey(name) => texts.with("who-api-key", &[("name", name)]),
            Self::Portal(name) => texts.with("who-portal", &[("name", name)]),
            Self::Operator => texts.get("who-operator"),
            Self::Program => texts.get("who-program"),
        }
    }
}

/// A field that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name in the data: `host`, `user_name`.
    pub field: String,
    /// What it was, as text; none where there was nothing.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
}

impl FieldChange {
    fn name(&self, texts: &Texts) -> String {
        sentence_or_key(texts, "audit-field", &self.field)
    }

    /// In a line of text: `Server: smtp.zone.eu → smtp.gmail.com`.
    #[must_use]
    pub fn line(&self, texts: &Texts) -> String {
        let value = |value: &Option<String>| {
            let value = value.clone();
            value.unwrap_or_else(|| texts.get("company-value-nothing"))
        };
        format!(
            "{}: {} → {}",
            self.name(texts),
            value(&self.before),
            value(&self.after)
        )
    }
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// When, in words.
    pub when: String,
    /// When, ISO 8601.
    pub iso: String,
    /// Who.
    pub who: Who,
    /// The action's key: `settings.saved`.
    pub action: String,
    /// On what.
    pub subject: String,
    /// What was changed.
    pub changes: Vec<FieldChange>,
}

pub(super) fn table(entries: &[AuditRow], texts: &Texts) -> AnyView {
    let rows = entries.iter().map(|entry| row(entry, texts)).collect();
    Table {
        label: texts.get("company-audit-title"),
        columns: [
            "column-when",
            "column-who",
            "column-action",
            "column-subject",
            "column-changed",
        ]
        .map(|key| texts.get(key))
        .into(),
        rows,
    }
    .view()
}

fn row(entry: &AuditRow, texts: &Texts) -> Vec<AnyView> {
    let when = view! { <time datetime=entry.iso.clone()>{entry.when.clone()}</time> };
    vec![
        when.into_any(),
        any(entry.who.words(texts)),
        cell(action_words(&entry.action, texts)),
        any(&entry.subject),
        changes(&entry.changes, texts),
    ]
}

fn changes(changes: &[FieldChange], texts: &Texts) -> AnyView {
    if changes.is_empty() {
        return view! { <span aria-hidden="true">"–"</span> }.into_any();
    }
    let lines = changes
        .iter()
        .map(|change| {
            let name = change.name(texts);
            change_line(&name, change.before.clone(), change.after.clone(), texts)
        })
        .collect_view();
    let number = u64::try_from(changes.len()).unwrap_or(u64::MAX);
    view! {
        <details>
            <summary>{texts.count("audit-changes", "n", number)}</summary>
            <ul class="changes">{lines}</ul>
        </details>
    }
    .into_any()
}
