//! Mass mailings: the list, and one of them before it starts, while it runs, and after.
//!
//! **Forms**, each answered with 303 to the batch and `?said=<key>`: `POST /batches/{id}` with one button:
//! `action=start`, `pause`, `go-on`, `resend`; `POST /batches/{id}/cancel`.

mod after;
mod before;
mod duration;
mod one;
mod progress;
mod through;

pub use one::{BatchPage, render as render_one, render_body, status, window_title};
pub use through::{Stopped, Through};

use crate::{
    components::{
        badge::{Mood, label},
        table::{Table, cell},
    },
    pages::company::Paging,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Texts;

/// How many letters of a batch are where. A letter to two people counts twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Not tried yet, to be tried again, being sent, or paused.
    pub waiting: u64,
    /// Taken by the server.
    pub sent: u64,
    /// Taken by the server, and came back.
    pub bounced: u64,
    /// Not sent, and not tried again by itself.
    pub failed: u64,
    /// Nobody knows.
    pub in_doubt: u64,
    /// Stopped for good.
    pub canceled: u64,
}

impl Counts {
    /// All together.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.waiting + self.done()
    }

    /// Those for which nothing more happens by itself.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.sent + self.bounced + self.failed + self.in_doubt + self.canceled
    }

    /// The same in hundredths, rounded down: 100 only when all are done.
    #[must_use]
    pub const fn percent(&self) -> u64 {
        match self.all() {
            0 => 100,
            all => self.done() * 100 / all,
        }
    }
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It waits for a person to start it.
    NotStarted,
    /// It is on its way.
    Running,
    /// A person stopped it for now.
    Paused,
    /// A person stopped it for good.
    Canceled,
    /// All is done.
    Done,
}

impl Phase {
    /// The stable word, also in the address of the event stream.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Canceled => "canceled",
            Self::Done => "done",
        }
    }

    /// Whether nothing more happens by itself, whatever a person may still want.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Canceled | Self::Done)
    }

    const fn mood(self, counts: &Counts) -> Mood {
        match self {
            Self::NotStarted | Self::Paused => Mood::Open,
            Self::Running | Self::Canceled => Mood::Plain,
            Self::Done if counts.failed + counts.bounced > 0 => Mood::Bad,
            Self::Done if counts.in_doubt > 0 => Mood::Open,
            Self::Done => Mood::Good,
        }
    }

    fn words(self, counts: &Counts, texts: &Texts) -> String {
        match self {
            Self::Done if counts.failed > 0 => texts.get("batch-state-done-failed"),
            Self::Done if counts.bounced > 0 => texts.get("batch-state-done-bounced"),
            Self::Done if counts.in_doubt > 0 => texts.get("batch-state-done-in-doubt"),
            _ => texts.get(&format!("batch-state-{}", self.key())),
        }
    }
}

/// A batch in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whose it is; none where only one's own are listed.
    pub person: Option<String>,
    /// When it was handed over, in words.
    pub accepted: String,
    /// How far it is.
    pub phase: Phase,
    /// Its letters.
    pub counts: Counts,
}

/// Everything on the page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchesPage {
    /// This page of them, newest first.
    pub batches: Vec<BatchRow>,
    /// The ways on.
    pub paging: Paging,
}

/// The list.
#[must_use]
pub fn render(mut shell: Shell, page: BatchesPage) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("batches-title");
    shell.place = Place::Batches;
    shell.document(move || {
        let list = if page.batches.is_empty() {
            view! { <p class="empty">{texts.get("batches-empty")}</p> }.into_any()
        } else {
            table(&page.batches, texts)
        };
        view! {
            <h1>{texts.get("batches-title")}</h1>
            <p class="lead">{texts.get("batches-lead")}</p>
            {list}
            {page.paging.view(texts)}
        }
    })
}

fn table(batches: &[BatchRow], texts: &Texts) -> AnyView {
    let language = texts.language();
    let rows = batches
        .iter()
        .map(|batch| {
            let link = format!("/{language}/batches/{}", batch.id);
            let person = batch
                .person
                .clone()
                .map(|name| view! { <span class="under">{name}</span> });
            vec![
                view! { <a class="any" href=link>{batch.name.clone()}</a>{person} }.into_any(),
                cell(&batch.accepted),
                label(
                    batch.phase.mood(&batch.counts),
                    batch.phase.words(&batch.counts, texts),
                ),
                progress::short(&batch.counts, &batch.name, texts),
            ]
        })
        .collect();
    Table {
        label: texts.get("batches-title"),
        columns: [
            "batches-column-name",
            "batches-column-accepted",
            "batches-column-state",
            "batches-column-progress",
        ]
        .map(|key| texts.get(key))
        .into(),
        rows,
    }
    .view()
}
