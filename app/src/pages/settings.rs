//! The settings page: how things stand, the way of a letter, the form, the guide beside it.

mod fields;
mod form;
mod found;
mod phrases;

pub use found::{FoundView, GuideBox};
pub use phrases::editor_phrases;

use crate::{
    components::{
        badge::{Badge, Mood},
        way::{Way, WayState},
    },
    islands::settings_editor::{EditorStart, SettingsEditor},
    shell::Shell,
};
use leptos::prelude::*;
use model::settings::{Checked, SendingMode, SettingsForm};

/// How the settings stand, in the page's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Good, open, bad.
    pub mood: Mood,
    /// In words.
    pub words: String,
    /// The last test's page.
    pub test: Option<String>,
}

/// What just happened, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Good, open, bad.
    pub mood: Mood,
    /// In words.
    pub words: String,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsPage {
    /// How the settings stand.
    pub standing: Standing,
    /// What just happened.
    pub notice: Option<Notice>,
    /// Whether a test letter can be sent for what is saved.
    pub can_test: bool,
    /// The way of a letter, as it was tested.
    pub way: WayState,
    /// The mode that is chosen.
    pub mode: SendingMode,
    /// What is typed.
    pub form: SettingsForm,
    /// What the rules say about it.
    pub checked: Checked,
    /// The version of what is stored, so that two people do not overwrite each other.
    pub version: u64,
    /// What is known about the address.
    pub found: FoundView,
    /// Where the test letter goes.
    pub test_address: String,
    /// What the island can not read from the form. Says also whether the form was sent already.
    pub start: EditorStart,
}

impl SettingsPage {
    /// Whether a stored password exists.
    fn password_set(&self) -> bool {
        self.start
            .rules
            .saved
            .as_ref()
            .is_some_and(|saved| saved.password_set)
    }

    /// The findings to show at a field without the island: as the island decides it.
    fn shown(&self, field: model::settings::Field) -> Vec<&model::settings::Finding> {
        let has_server = !self.form.has_no_server();
        self.checked
            .at(field)
            .filter(|finding| {
                self.start.submitted || (finding.severity < model::settings::Severity::Error && has_server)
            })
            .collect()
    }
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: SettingsPage) -> String {
    let texts = texts::texts(shell.language);
    let language = shell.language;
    shell.title = texts.get("settings-title");
    shell.islands = true;
    let own_server = page.mode == SendingMode::OwnServer;
    shell.has_errors = page.start.submitted && own_server && page.checked.errors().next().is_some();
    let has_errors = shell.has_errors;
    shell.document(move || {
        let summary = has_errors.then(|| form::error_summary(&page, texts));
        let notice = page.notice.clone().map(|notice| {
            view! { <p class=format!("notice {}", notice.mood.class()) role="status" id="notice">{notice.words}</p> }
        });
        let standing = page.standing.clone();
        let test_again = page.can_test.then(|| {
            view! {
                <form method="post" action=format!("/{language}/tests")>
                    <button class="small">{texts.get("test-again")}</button>
                </form>
            }
        });
        let start = page.start.clone();
        view! {
            {summary}
            {notice}
            <div class="standing">
                <Badge mood=standing.mood text=standing.words />
                {standing.test.map(|url| view! { <a href=url>{texts.get("badge-see-test")}</a> })}
                {test_again}
            </div>
            <h1>{texts.get("settings-title")}</h1>
            <p class="lead">{texts.get("settings-lead")}</p>
            <Way state=page.way.clone() />
            <SettingsEditor start=start>{form::columns(&page, texts)}</SettingsEditor>
        }
    })
}
