//! How a company's sending stands, and the ways to its pages. `GET /company`; no forms.

use super::{Frame, Part, PersonLink, Said, address};
use crate::{components::badge::Mood, shell::Shell};
use leptos::prelude::*;
use model::settings::SendingMode;
use texts::Texts;

/// How many users there are, by how their settings stand. Those for whom the portal's server sends count as working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All.
    pub users: u64,
    /// Tested, and it works; or the portal sends.
    pub working: u64,
    /// The last test or sending failed.
    pub failing: u64,
    /// Complete, but never tested as they are.
    pub untested: u64,
    /// Something is missing: nothing can go out.
    pub incomplete: u64,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverviewPage {
    /// What just happened.
    pub said: Option<Said>,
    /// The company's name.
    pub company: String,
    /// How many users, and how they stand.
    pub counts: Counts,
    /// Whose settings are the base for all.
    pub sender_user: Option<PersonLink>,
    /// The mode that most use, and how many; none where there are no users.
    pub most_used: Option<(SendingMode, u64)>,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: OverviewPage) -> String {
    let texts = texts::texts(shell.language);
    let title = texts.with("company-overview-title", &[("company", &page.company)]);
    Frame::below(Part::Overview, title)
        .itself()
        .lead(texts.get("company-overview-lead"))
        .said(page.said)
        .document(shell, move |texts| {
            view! {
                {tiles(page.counts, texts)}
                {facts(&page, texts)}
                <h2>{texts.get("overview-pages")}</h2>
                {pages(texts)}
            }
        })
}

fn tiles(counts: Counts, texts: &Texts) -> AnyView {
    let tiles = [
        ("overview-users", counts.users, Mood::Plain),
        ("overview-working", counts.working, Mood::Good),
        ("overview-failing", counts.failing, Mood::Bad),
        ("overview-untested", counts.untested, Mood::Open),
        ("overview-incomplete", counts.incomplete, Mood::Bad),
    ]
    .into_iter()
    .map(|(key, number, mood)| {
        // What there is none of needs no colour.
        let mood = if number == 0 { Mood::Plain } else { mood };
        view! {
            <div class=mood.class()>
                <dt>{texts.get(key)}</dt>
                <dd>{number.to_string()}</dd>
            </div>
        }
    })
    .collect_view();
    view! { <dl class="tiles">{tiles}</dl> }.into_any()
}

fn facts(page: &OverviewPage, texts: &Texts) -> AnyView {
    let sender_user = match &page.sender_user {
        Some(person) => person.view(texts),
        None => view! { <span>{texts.get("overview-no-sender-user")}</span> }.into_any(),
    };
    let most_used = page.most_used.map(|(mode, users)| {
        let words = texts.get(&format!("mode-{}", mode.key()));
        view! {
            <dt>{texts.get("overview-most-used")}</dt>
            <dd>{words} " · " {texts.count("users-total", "n", users)}</dd>
        }
    });
    view! {
        <dl class="kv box facts-box">
            <dt>{texts.get("overview-sender-user")}</dt>
            <dd>{sender_user}</dd>
            {most_used}
        </dl>
    }
    .into_any()
}

fn pages(texts: &Texts) -> AnyView {
    let links = Part::ALL
        .into_iter()
        .filter(|part| *part != Part::Overview)
        .map(|part| {
            let key = part.key();
            view! {
                <li>
                    <a href=address(texts.language(), part.path())>{texts.get(&format!("company-{key}"))}</a>
                    <small>{texts.get(&format!("company-{key}-line"))}</small>
                </li>
            }
        })
        .collect_view();
    let developers = view! {
        <li>
            <a href=address(texts.language(), "/developers")>{texts.get("developers-title")}</a>
            <small>{texts.get("company-developers-line")}</small>
        </li>
    };
    view! { <ul class="guides">{links} {developers}</ul> }.into_any()
}
