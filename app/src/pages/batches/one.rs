//! One batch. What changes while it runs is one block, which the server sends anew; buttons stand outside of it, so that
//! the focus stays where it is.

use super::{Counts, Phase, Through, after, before, progress, through};
use crate::{
    components::{
        badge::{Badge, Mood},
        notice::{Notice, notice},
        sure::sure,
    },
    islands::live::{BODY, Live},
    pages::{events::BadAddresses, letters::Cause},
    render as rendering,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use model::Language;
use texts::Texts;

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchPage {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What just happened.
    pub notice: Option<Notice>,
    /// Whose it is, where that is somebody else.
    pub person: Option<String>,
    /// When it was handed over, in words.
    pub accepted: String,
    /// How far it is.
    pub phase: Phase,
    /// Its letters.
    pub counts: Counts,
    /// What they go out through.
    pub through: Vec<Through>,
    /// How long the rest takes in seconds, and when the last letter leaves in words; none where nothing is known.
    pub left: Option<(u64, String)>,
    /// Letters an hour lately.
    pub per_hour: Option<u64>,
    /// Whether the portal's server would be much faster, and the person may choose it.
    pub reply_to_is_faster: bool,
    /// What failed, by cause, most first.
    pub causes: Vec<(Cause, u64)>,
    /// What came back, by cause, most first.
    pub returned: Vec<(Cause, u64)>,
    /// Addresses that letters did not reach before; looked for until it is started.
    pub bad: BadAddresses,
    /// When it ended, in words.
    pub ended: Option<String>,
}

impl BatchPage {
    /// Whether letters should go out and none does, until somebody changes something.
    fn is_held(&self) -> bool {
        let held = |through: &Through| {
            through
                .stopped
                .as_ref()
                .is_some_and(|stopped| stopped.again.is_none())
        };
        self.phase == Phase::Running && self.through.iter().any(held)
    }
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: BatchPage) -> String {
    let texts = texts::texts(shell.language);
    let language = shell.language;
    let goes_on = matches!(page.phase, Phase::Running | Phase::Paused);
    shell.title = title(&page, texts);
    shell.place = Place::Batches;
    shell.islands = goes_on;
    shell.document(move || {
        let own = format!("/{language}/batches/{}", page.id);
        let live = goes_on.then(|| {
            let stream = format!("{own}/events?phase={}", page.phase.key());
            view! { <Live stream=stream /> }
        });
        view! {
            {page.notice.clone().map(notice)}
            <h1>{page.name.clone()}</h1>
            <p class="lead">{handed_over(&page, texts)}</p>
            {live}
            <div id=BODY>{body(&page, texts)}</div>
            {page.bad.of_batch(page.counts.all(), &format!("/batches/{}", page.id), texts)}
            {(!page.phase.is_over()).then(|| acts(&page, own, texts))}
        }
    })
}

/// What changes while the batch runs, alone.
#[must_use]
pub fn render_body(page: BatchPage, language: Language) -> String {
    rendering::html(move || body(&page, texts::texts(language)))
}

/// The window's title while the page stays and only its middle changes.
#[must_use]
pub fn window_title(page: &BatchPage, language: Language) -> String {
    let texts = texts::texts(language);
    format!("{} · {}", title(page, texts), texts.get("product"))
}

/// What is read out while the batch runs: each tenth, and the end.
#[must_use]
pub fn status(page: &BatchPage, language: Language) -> String {
    let texts = texts::texts(language);
    let state = page.phase.words(&page.counts, texts);
    if page.phase.is_over() {
        return state;
    }
    let tenth = page.counts.percent() / 10 * 10;
    format!("{state}: {}", texts.with("percent", &[("n", &tenth.to_string())]))
}

fn title(page: &BatchPage, texts: &Texts) -> String {
    match page.phase {
        Phase::Running | Phase::Paused => {
            let percent = texts.with("percent", &[("n", &page.counts.percent().to_string())]);
            format!("{percent} · {}", page.name)
        }
        _ => page.name.clone(),
    }
}

fn handed_over(page: &BatchPage, texts: &Texts) -> String {
    match &page.person {
        Some(person) => texts.with(
            "batch-accepted-by",
            &[("person", person), ("when", &page.accepted)],
        ),
        None => texts.with("batch-accepted", &[("when", &page.accepted)]),
    }
}

fn body(page: &BatchPage, texts: &Texts) -> AnyView {
    let (mood, state) = if page.is_held() {
        (Mood::Bad, texts.get("batch-state-held"))
    } else {
        (
            page.phase.mood(&page.counts),
            page.phase.words(&page.counts, texts),
        )
    };
    let ended = page
        .ended
        .clone()
        .map(|when| view! { <span>{texts.with("batch-ended", &[("when", &when)])}</span> });
    let over = page.phase.is_over();
    let class = if over {
        "standing under-title over"
    } else {
        "standing under-title"
    };
    view! {
        <div class=class>
            <Badge mood=mood text=state />
            {ended}
        </div>
        {(!over).then(|| through::stopped(page, texts))}
        {if page.phase == Phase::NotStarted { before::view(page, texts) } else { progress::whole(page, texts) }}
        {if over { after::view(page, texts) } else { after::returned(page, texts).into_any() }}
    }
    .into_any()
}

/// What a person may do before the end. The style hides it when the middle says that the end has come.
fn acts(page: &BatchPage, own: String, texts: &Texts) -> AnyView {
    let (action, words, class) = match page.phase {
        Phase::NotStarted => ("start", "batch-start", "primary"),
        Phase::Paused => ("go-on", "batch-go-on", "primary"),
        _ => ("pause", "batch-pause", ""),
    };
    let running = page.phase == Phase::Running;
    let refresh = running.then(|| {
        view! { <a class="btn no-script" href=own.clone()>{texts.get("batch-refresh")}</a> }
    });
    let letters = (page.phase != Phase::NotStarted).then(|| {
        view! { <a href=after::log(page, texts)>{texts.get("batch-see-letters")}</a> }
    });
    let (lost, button) = if page.phase == Phase::NotStarted {
        ("batch-cancel-sure-before", "batch-cancel-button")
    } else {
        ("batch-cancel-sure", "batch-cancel-button")
    };
    view! {
        <div class="while">
            <div class="actions">
                <form method="post" action=own.clone()>
                    <button class=class name="action" value=action>{texts.get(words)}</button>
                </form>
                {refresh}
                {letters}
            </div>
            {sure(&format!("{own}/cancel"), texts.get("batch-cancel"), texts.get(lost), texts.get(button))}
        </div>
    }
    .into_any()
}
