//! The addresses that our letters come from, and the company's event mailbox.
//!
//! **Forms**
//! - `POST /company/network`: `event_name`, `version`, button `action=preview`. Answered with 200 and [`render_rename`].
//! - From there `POST /company/network`: `event_name`, `version`, button `action=save`. Answered with 303 and
//!   [`super::Said::EventNameSaved`].

use super::{Frame, Mistake, Part, Said, address, at, confirm::Confirm, version_field};
use crate::{
    components::entry::{Entry, Typing},
    shell::Shell,
};
use leptos::prelude::*;
use texts::Texts;

/// A company's event mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMailbox {
    /// Before the `@`.
    pub name: String,
    /// Behind it: the operator's event domain.
    pub domain: String,
}

impl EventMailbox {
    fn address(&self) -> String {
        format!("{}@{}", self.name, self.domain)
    }
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkPage {
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
    /// The IP addresses that servers see, as far as the operator named them.
    pub egress: Vec<String>,
    /// The event mailbox; none where the operator has no event domain.
    pub event: Option<EventMailbox>,
    /// What is typed as its new name.
    pub event_name: String,
    /// The company's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: NetworkPage) -> String {
    Frame::of(Part::Network, texts::texts(shell.language))
        .said(page.said)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            view! {
                <h2>{texts.get("network-egress")}</h2>
                {egress(&page.egress, texts)}
                <h2>{texts.get("network-event")}</h2>
                {event(&page, texts)}
            }
        })
}

fn egress(addresses: &[String], texts: &Texts) -> AnyView {
    if addresses.is_empty() {
        return view! { <p class="empty">{texts.get("network-egress-none")}</p> }.into_any();
    }
    let lines = addresses
        .iter()
        .map(|address| view! { <li><code class="copy">{address.clone()}</code></li> })
        .collect_view();
    view! {
        <p class="say">{texts.get("network-egress-hint")}</p>
        <ul class="codes">{lines}</ul>
    }
    .into_any()
}

fn event(page: &NetworkPage, texts: &Texts) -> AnyView {
    let Some(event) = &page.event else {
        return view! { <p class="empty">{texts.get("network-event-none")}</p> }.into_any();
    };
    let name = Entry::new("event-name", texts.get("network-event-name"), Typing::Code)
        .hint(texts.get("network-event-name-hint"))
        .suffix(format!("@{}", event.domain))
        .value(&page.event_name)
        .mistake(at(&page.mistakes, "event-name", texts));
    view! {
        <p class="say">{texts.get("network-event-hint")}</p>
        <p><code class="copy">{event.address()}</code></p>
        <form method="post" action=address(texts.language(), Part::Network.path())>
            {version_field(page.version)}
            {name.view()}
            <div class="actions">
                <button name="action" value="preview">{texts.get("network-event-rename")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What another name of the event mailbox would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamePage {
    /// The mailbox as it is.
    pub before: EventMailbox,
    /// The new name.
    pub event_name: String,
    /// How many users send from it: those in reply-to mode.
    pub users: u64,
    /// For how many days mail to the old name still arrives.
    pub days: u64,
    /// The company's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render_rename(shell: Shell, page: RenamePage) -> String {
    let texts = texts::texts(shell.language);
    let after = EventMailbox {
        name: page.event_name.clone(),
        domain: page.before.domain.clone(),
    };
    Confirm {
        part: Part::Network,
        title: texts.get("network-rename-title"),
        facts: vec![
            (texts.get("company-value-before"), page.before.address()),
            (texts.get("company-value-after"), after.address()),
        ],
        effects: vec![
            texts.count("network-rename-users", "n", page.users),
            texts.with(
                "network-rename-old",
                &[("name", &page.before.name), ("days", &page.days.to_string())],
            ),
        ],
        warning: None,
        path: Part::Network.path().to_owned(),
        fields: vec![
            ("event_name", page.event_name),
            ("version", page.version.to_string()),
        ],
        button: texts.get("network-event-rename"),
        loses: false,
    }
    .document(shell)
}
