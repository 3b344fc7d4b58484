//! The settings page: how things stand, the way of a letter, the form, the guide beside it.

mod fields;
mod form;
mod found;
mod inherited;
mod letters;
mod phrases;
mod preview;

pub use found::{FoundView, GuideBox};
pub use inherited::Below;
pub use phrases::editor_phrases;
pub use preview::Preview;

use crate::{
    components::{
        badge::{Badge, Mood, label},
        way::{Way, WayState},
    },
    islands::settings_editor::{EditorStart, SettingsEditor},
    pages::company::{self, Part},
    shell::{Place, Shell},
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

/// Letters wait because what they go out through does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// How many of this person's.
    pub waiting: u64,
    /// Why, as a sentence.
    pub why: String,
    /// The log of those that wait.
    pub log: String,
}

impl Held {
    fn view(self, texts: &texts::Texts) -> AnyView {
        view! {
            <div class="notice bad held">
                {label(Mood::Bad, texts.get("held-badge"))}
                <p>
                    {self.why} " " {texts.count("held-notice", "n", self.waiting)} " "
                    <a href=self.log>{texts.get("held-notice-link")}</a>
                </p>
            </div>
        }
        .into_any()
    }
}

/// Which modes the operator has set up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modes {
    /// Whether there is a server of the portal's.
    pub relay: bool,
    /// The company's event mailbox, where there is an event domain.
    pub event_mailbox: Option<String>,
}

impl Modes {
    /// Whether a mode can be chosen.
    #[must_use]
    pub const fn is_open(&self, mode: SendingMode) -> bool {
        match mode {
            SendingMode::Portal => self.relay,
            SendingMode::ReplyTo => self.relay && self.event_mailbox.is_some(),
            SendingMode::OwnServer => true,
        }
    }
}

/// Everything on the page: a user's own settings, or the company's defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsPage {
    /// The heading.
    pub title: String,
    /// The line below it.
    pub lead: String,
    /// Where the form is sent.
    pub action: String,
    /// What counts where a field is left empty.
    pub below: Below,
    /// What the recipient sees; none for the company's defaults.
    pub preview: Option<Preview>,
    /// Which modes can be chosen.
    pub modes: Modes,
    /// How the settings stand; none for the company's defaults.
    pub standing: Option<Standing>,
    /// What just happened.
    pub notice: Option<Notice>,
    /// That letters wait; none where they do not.
    pub held: Option<Held>,
    /// The page of the user's own mailbox; none where nothing comes back to it.
    pub mailbox: Option<String>,
    /// Whether a test letter can be sent for what is saved.
    pub can_test: bool,
    /// The way of a letter, as it was tested.
    pub way: Option<WayState>,
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

    /// What stands in the form, and below it what is inherited.
    fn counts(&self) -> SettingsForm {
        self.form.over(&self.start.rules.inherited.form)
    }

    /// Whether an error is shown at a field.
    fn is_wrong(&self, field: model::settings::Field) -> bool {
        self.shown(field)
            .iter()
            .any(|finding| finding.severity == model::settings::Severity::Error)
    }

    /// The findings to show at a field without the island: as the island decides it.
    fn shown(&self, field: model::settings::Field) -> Vec<&model::settings::Finding> {
        let has_server = !self.counts().has_no_server();
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
    shell.title.clone_from(&page.title);
    shell.islands = true;
    shell.has_errors = page.start.submitted && page.checked.errors().next().is_some();
    let has_errors = shell.has_errors;
    let of_company = page.start.rules.is_base;
    if of_company {
        shell.place = Place::Company;
    }
    shell.document(move || {
        let summary = has_errors.then(|| form::error_summary(&page, texts));
        let notice = page.notice.clone().map(|notice| {
            view! { <p class=format!("notice {}", notice.mood.class()) role="status" id="notice">{notice.words}</p> }
        });
        let standing = page.standing.clone().map(|standing| {
            let test_again = page.can_test.then(|| {
                view! {
                    <form method="post" action=format!("/{language}/tests")>
                        <button class="small">{texts.get("test-again")}</button>
                    </form>
                }
            });
            view! {
                <div class="standing">
                    <Badge mood=standing.mood text=standing.words />
                    {standing.test.map(|url| view! { <a href=url>{texts.get("badge-see-test")}</a> })}
                    {test_again}
                </div>
            }
        });
        let start = page.start.clone();
        let mailbox = mailbox_link(page.mailbox.clone(), texts);
        let parts = of_company.then(|| company::row(Part::Settings, true, texts));
        view! {
            {parts}
            {summary}
            {notice}
            {page.held.clone().map(|held| held.view(texts))}
            {standing}
            <h1>{page.title.clone()}</h1>
            <p class="lead">{page.lead.clone()}</p>
            {page.way.clone().map(|state| view! { <Way state=state /> })}
            <SettingsEditor start=start>{form::columns(&page, texts)}</SettingsEditor>
            {mailbox}
        }
    })
}

/// The way to the page of the user's own mailbox.
fn mailbox_link(url: Option<String>, texts: &texts::Texts) -> Option<AnyView> {
    url.map(|url| {
        view! {
            <p class="hint" id="mailbox-link">
                <a href=url>{texts.get("mailbox-link")}</a> " " {texts.get("mailbox-link-hint")}
            </p>
        }
        .into_any()
    })
}
