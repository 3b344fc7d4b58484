//! Letters of which nobody knows whether they arrived: somebody has to decide.
//!
//! **Form**: `POST /letters/in-doubt`: `message` (`<id>:<since>`, any number of times) and a button `action=resend`,
//! `action=sent` or `action=failed` for those chosen; or a button `one=<action>:<id>:<since>` for one alone.

use super::{Frame, Mistake, Part, Said, log::subject, message_path, time};
use crate::{pages::company::Paging, shell::Shell};
use leptos::prelude::*;
use texts::Texts;

/// A letter in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtRow {
    /// Its id.
    pub id: String,
    /// When it came to this state, in microseconds: another number says that somebody decided meanwhile.
    pub changed: i64,
    /// Where it goes.
    pub recipient: String,
    /// The subject; may be empty.
    pub subject: String,
    /// Since when nobody knows: in words, and ISO 8601.
    pub since: (String, String),
    /// Whose it is; none where that goes without saying.
    pub user: Option<String>,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// What was decided: what, about how many, and with how many somebody else was faster.
pub type Decided = (Said, u64, u64);

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoubtPage {
    /// What was just decided.
    pub decided: Option<Decided>,
    /// What is wrong with the form.
    pub mistakes: Vec<Mistake>,
    /// How many there are in all.
    pub total: u64,
    /// This page of them, the latest first.
    pub rows: Vec<DoubtRow>,
    /// The ways on.
    pub paging: Paging,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: DoubtPage) -> String {
    let texts = texts::texts(shell.language);
    let notice = page
        .decided
        .map(|(said, done, missed)| said.of_several(done, missed, texts));
    Frame::of(Part::Doubt, texts)
        .notice(notice)
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            if page.rows.is_empty() {
                return view! {
                    <div class="box nothing">
                        <p>{texts.get("doubt-empty")}</p>
                    </div>
                }
                .into_any();
            }
            view! {
                {meaning(texts)}
                <p class="hint">{texts.count("doubt-total", "n", page.total)}</p>
                {form(&page, texts)}
                {page.paging.view(texts)}
            }
            .into_any()
        })
}

fn meaning(texts: &Texts) -> AnyView {
    let steps = ["doubt-step1", "doubt-step2", "doubt-step3"]
        .map(|key| view! { <li>{texts.get(key)}</li> })
        .collect_view();
    view! {
        <div class="why doubt">
            <h2>{texts.get("test-meaning")}</h2>
            <p>{texts.get("doubt-meaning")}</p>
            <h2>{texts.get("test-what-to-do")}</h2>
            <ol class="steps">{steps}</ol>
        </div>
    }
    .into_any()
}

const ACTS: [(&str, &str); 3] = [
    ("sent", "one-act-arrived"),
    ("resend", "one-act-resend"),
    ("failed", "one-act-not-arrived"),
];

fn form(page: &DoubtPage, texts: &Texts) -> AnyView {
    let path = format!("/{}{}", texts.language(), Part::Doubt.path());
    let lines = page
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| line(at, row, texts))
        .collect_view();
    let buttons = ACTS
        .map(|(action, key)| view! { <button name="action" value=action>{texts.get(key)}</button> })
        .collect_view();
    let mistake = super::at(&page.mistakes, "message-0", texts)
        .map(|words| view! { <div class="finding error"><p class="msg">{words}</p></div> });
    let several = (page.rows.len() > 1).then(|| {
        view! {
            <fieldset class="box chosen">
                <legend>{texts.get("doubt-chosen")}</legend>
                {mistake}
                <div class="actions">{buttons}</div>
            </fieldset>
        }
    });
    view! {
        <form method="post" action=path>
            <ul class="rows doubts">{lines}</ul>
            {several}
        </form>
    }
    .into_any()
}

fn line(at: usize, row: &DoubtRow, texts: &Texts) -> AnyView {
    let id = format!("message-{at}");
    let value = format!("{}:{}", row.id, row.changed);
    let url = format!("/{}{}", texts.language(), message_path(&row.id));
    let about = format!(": {}", row.recipient);
    let buttons = ACTS
        .map(|(action, key)| {
            let value = format!("{action}:{value}");
            view! {
                <button class="small" name="one" value=value>
                    {texts.get(key)}<span class="away">{about.clone()}</span>
                </button>
            }
        })
        .collect_view();
    let user = row.user.clone().map(|user| format!(" · {user}"));
    view! {
        <li>
            <div class="pick">
                <input type="checkbox" id=id.clone() name="message" value=value checked=row.chosen />
                <label for=id>{row.recipient.clone()}</label>
                <p class="about">
                    <a href=url>{subject(&row.subject, texts)}</a> {user} " · " {time(&row.since.0, &row.since.1)}
                </p>
            </div>
            <div class="do">{buttons}</div>
        </li>
    }
    .into_any()
}
