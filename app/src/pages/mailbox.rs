//! A user's own mailbox: allow Saatja to fetch the reports from it, see how that goes, end it.
//!
//! **Forms**
//! - `POST /settings/mailbox`: `server`, `port`, `security` (`tls` or `starttls`), `user_name`, `password`, button
//!   `action=allow`. Answered with 303 and `?said=allowed` where the check went well, else with 422 and the page again.
//! - `POST /settings/mailbox`: button `action=stop`. Answered with 303 and `?said=stopped`.

mod form;
mod mistake;
mod trouble;

pub use mistake::Mistake;
pub use trouble::Trouble;

use crate::{
    components::{
        badge::{Mood, label},
        notice::{Notice, notice},
    },
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Texts;

/// The page's address without the language.
pub const PATH: &str = "/settings/mailbox";

/// What is typed into the form; never the password.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// The server's name.
    pub server: String,
    /// Its port.
    pub port: String,
    /// The encryption's key.
    pub security: String,
    /// Who signs in.
    pub user_name: String,
}

/// How a mailbox that is allowed stands; times in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The server.
    pub server: String,
    /// Who signs in there.
    pub user_name: String,
    /// Since when it is allowed.
    pub since: String,
    /// When it was last looked through.
    pub looked_at: Option<String>,
    /// How many reports were found.
    pub found: u64,
    /// When the last of them was.
    pub found_at: Option<String>,
    /// Why it can not be looked into, since when, and whether it is tried again by itself.
    pub trouble: Option<(Trouble, String, bool)>,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailboxPage {
    /// What just happened.
    pub notice: Option<Notice>,
    /// What is wrong with the form.
    pub mistakes: Vec<Mistake>,
    /// What stopped the check.
    pub stopped: Option<Trouble>,
    /// How it stands; none where nothing is allowed.
    pub allowed: Option<Allowed>,
    /// Whether this person's letters go out through his own server: else nothing comes back to his mailbox.
    pub own_server: bool,
    /// What is typed, or filled in.
    pub typed: Typed,
    /// The provider whose server was filled in.
    pub provider: Option<String>,
    /// Whether the provider takes an app password alone.
    pub app_password: bool,
    /// Where a guide tells how to get one.
    pub guide: Option<String>,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: MailboxPage) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("mailbox-title");
    shell.place = Place::Settings;
    shell.has_errors = !page.mistakes.is_empty() || page.stopped.is_some();
    let has_errors = shell.has_errors;
    let back = format!("/{}/settings", shell.language);
    shell.document(move || {
        let summary = has_errors.then(|| summary(&page, texts));
        let stopped = page
            .stopped
            .as_ref()
            .map(|trouble| trouble.explained(false, texts));
        let state = page.allowed.as_ref().map(|allowed| standing(allowed, texts));
        view! {
            {summary}
            {page.notice.clone().map(notice)}
            <p><a href=back>{texts.get("mailbox-back")}</a></p>
            <h1>{texts.get("mailbox-title")}</h1>
            <p class="lead">{texts.get("mailbox-lead")}</p>
            {stopped}
            {state}
            {promise(texts)}
            {form::view(&page, texts)}
        }
    })
}

/// What is wrong, on top, with a link to where it can be mended; focus goes here when the page comes.
fn summary(page: &MailboxPage, texts: &Texts) -> AnyView {
    let stopped = page
        .stopped
        .iter()
        .map(|trouble| (trouble.field(), trouble.sentence(texts)));
    let mistakes = page
        .mistakes
        .iter()
        .map(|mistake| (mistake.field(), mistake.sentence(texts)));
    let lines = stopped
        .chain(mistakes)
        .map(|(field, words)| view! { <li><a href=format!("#{field}")>{words}</a></li> })
        .collect_view();
    view! {
        <div class="summary" id="error-summary" role="alert" tabindex="-1" autofocus>
            <h2>{texts.get("error-summary-title")}</h2>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

/// What is read and what is not.
fn promise(texts: &Texts) -> AnyView {
    let lines = (1..=5)
        .map(|at| view! { <li>{texts.get(&format!("mailbox-promise-{at}"))}</li> })
        .collect_view();
    view! {
        <h2>{texts.get("mailbox-promise")}</h2>
        <ul>{lines}</ul>
    }
    .into_any()
}

fn standing(allowed: &Allowed, texts: &Texts) -> AnyView {
    let badge = match &allowed.trouble {
        Some((_, _, true)) => label(Mood::Open, texts.get("mailbox-badge-later")),
        Some((_, _, false)) => label(Mood::Bad, texts.get("mailbox-badge-held")),
        None if allowed.looked_at.is_none() => label(Mood::Open, texts.get("mailbox-badge-soon")),
        None => label(Mood::Good, texts.get("mailbox-badge-well")),
    };
    let of = texts.with(
        "mailbox-of",
        &[
            ("user", &allowed.user_name),
            ("server", &allowed.server),
            ("when", &allowed.since),
        ],
    );
    let looked = match &allowed.looked_at {
        Some(when) => texts.with("mailbox-looked", &[("when", when)]),
        None => texts.get("mailbox-looked-never"),
    };
    let found = match &allowed.found_at {
        Some(when) => texts.count_with("mailbox-found", "n", allowed.found, &[("when", when)]),
        None => texts.get("mailbox-found-none"),
    };
    let trouble = allowed.trouble.as_ref().map(|(trouble, since, again)| {
        let next = texts.get(if *again {
            "mailbox-tried-again"
        } else {
            "mailbox-not-tried"
        });
        view! {
            <p>{texts.with("mailbox-since", &[("when", since)])} " " {next}</p>
            {trouble.explained(true, texts)}
        }
    });
    let action = format!("/{}{PATH}", texts.language());
    view! {
        <section class="box" aria-labelledby="mailbox-standing">
            <h2 id="mailbox-standing">{texts.get("mailbox-standing")}</h2>
            <p>{badge} " " {of}</p>
            <p>{looked} " " {found}</p>
            {trouble}
            <form method="post" action=action>
                <button name="action" value="stop">{texts.get("mailbox-stop")}</button>
            </form>
            <p class="hint">{texts.get("mailbox-stop-hint")}</p>
        </section>
    }
    .into_any()
}
