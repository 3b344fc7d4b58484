//! How things stand: the last days as a picture, numbers, accounts in trouble, batches that run, latest failures.
//!
//! **Form**: `POST /overview/retry` with `account` (an id): a held account is tried again.

mod accounts;
mod chart;

pub use accounts::{AccountRow, AccountState};

use super::{Counts, Frame, Group, Part, Said, doubt_notice};
use crate::shell::Shell;
use leptos::prelude::*;
use texts::Texts;

/// What was accepted on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, `2026-05-04`.
    pub iso: String,
    /// In words.
    pub words: String,
    /// Where its messages are now.
    pub counts: Counts,
    /// The log of this day.
    pub url: String,
}

/// A batch that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its address.
    pub url: String,
    /// What people call it.
    pub name: String,
    /// Whose it is; none where that goes without saying.
    pub user: Option<String>,
    /// Whether it is stopped for now.
    pub paused: bool,
    /// How many messages have come to an end.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// Why letters did not go out lately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureRow {
    /// Why, as a sentence.
    pub why: String,
    /// How many.
    pub number: u64,
    /// The log of these.
    pub url: String,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OverviewPage {
    /// What just happened.
    pub said: Option<Said>,
    /// The company's name, where it is about the whole company; otherwise about the reader's own letters.
    pub company: Option<String>,
    /// Letters in doubt.
    pub in_doubt: u64,
    /// The last days, today last.
    pub days: Vec<Day>,
    /// Accounts that are held, in trouble or waiting for their pace.
    pub accounts: Vec<AccountRow>,
    /// Batches that run.
    pub batches: Vec<BatchRow>,
    /// The latest failures by cause, most first.
    pub failures: Vec<FailureRow>,
    /// What came back lately by cause, most first.
    pub returned: Vec<FailureRow>,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: OverviewPage) -> String {
    let texts = texts::texts(shell.language);
    let title = match &page.company {
        Some(company) => texts.with("letters-overview-title-company", &[("company", company)]),
        None => texts.get("letters-overview-title"),
    };
    Frame::of(Part::Overview, texts)
        .title(title)
        .notice(page.said.map(|said| said.notice(texts)))
        .document(shell, move |texts| {
            view! {
                {doubt_notice(page.in_doubt, texts)}
                {accounts::view(&page.accounts, texts)}
                {numbers(&page.days, texts)}
                {chart::view(&page.days, texts)}
                {batches(&page.batches, texts)}
                {failures("overview-failures", &page.failures, texts)}
                {failures("overview-returned", &page.returned, texts)}
                {(!page.returned.is_empty()).then(|| all_events(texts))}
            }
        })
}

/// Today, the last seven days, all of them.
fn numbers(days: &[Day], texts: &Texts) -> AnyView {
    let of = |last: usize| {
        let from = days.len().saturating_sub(last);
        days[from..]
            .iter()
            .fold(Counts::default(), |sum, day| sum.and(&day.counts))
    };
    let periods = [(1, "days-today"), (7, "days-seven"), (days.len(), "days-all")];
    let tiles = periods
        .map(|(last, key)| {
            let counts = of(last);
            let rest = [Group::Bounced, Group::Failed, Group::InDoubt]
                .into_iter()
                .filter(|group| counts.get(*group) > 0)
                .map(|group| (group.words(texts), counts.get(group)))
                .chain((counts.open() > 0).then(|| (texts.get("days-open"), counts.open())))
                .map(|(words, number)| view! { <span>{words} ": " {number.to_string()}</span> })
                .collect_view();
            view! {
                <div>
                    <dt>{texts.get(key)} <span class="rest">{rest}</span></dt>
                    <dd>{counts.get(Group::Sent).to_string()}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <h2>{texts.get("days-sent")}</h2><dl class="tiles">{tiles}</dl> }.into_any()
}

fn batches(batches: &[BatchRow], texts: &Texts) -> Option<AnyView> {
    if batches.is_empty() {
        return None;
    }
    let lines = batches
        .iter()
        .map(|batch| {
            let (done, total) = (batch.done.to_string(), batch.total.to_string());
            let words = texts.with("overview-batch-done", &[("done", &done), ("total", &total)]);
            let paused = batch.paused.then(|| format!(" · {}", Group::Paused.words(texts)));
            let user = batch.user.clone().map(|user| format!(" · {user}"));
            view! {
                <li>
                    <div>
                        <a href=batch.url.clone()>{batch.name.clone()}</a> {user}
                        <p class="hint">{words.clone()} {paused}</p>
                    </div>
                    <progress max=total value=done aria-label=batch.name.clone()>{words}</progress>
                </li>
            }
        })
        .collect_view();
    Some(view! { <h2>{texts.get("overview-batches")}</h2><ul class="rows">{lines}</ul> }.into_any())
}

/// The way to all that came back.
fn all_events(texts: &Texts) -> AnyView {
    let url = format!("/{}{}", texts.language(), Part::Events.path());
    view! { <p><a href=url>{texts.get("overview-returned-events")}</a></p> }.into_any()
}

fn failures(title: &str, failures: &[FailureRow], texts: &Texts) -> Option<AnyView> {
    if failures.is_empty() {
        return None;
    }
    let lines = failures
        .iter()
        .map(|failure| {
            let number = texts.count("overview-letters", "n", failure.number);
            view! {
                <li>
                    <span>{failure.why.clone()}</span>
                    <a href=failure.url.clone()>{number}<span class="away">": " {failure.why.clone()}</span></a>
                </li>
            }
        })
        .collect_view();
    Some(view! { <h2>{texts.get(title)}</h2><ul class="rows">{lines}</ul> }.into_any())
}
