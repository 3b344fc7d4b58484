//! One message: what became of it, what that means, what can be done; what was tried; the letter itself.
//!
//! **Forms**, all `POST /letters/{id}` with `version`: button `action=resend`; `action=cancel`; `action=sent` and
//! `action=failed` (settle one in doubt); `action=mend` with `address`. Files: `GET /letters/{id}/files/{number}`.

mod acts;
mod history;
mod letter;

pub use history::Tried;
pub use letter::{FileRow, LetterView};

use super::{Cause, Frame, Group, Mistake, Part, Said, Waiting, cause, log::subject, time};
use crate::{
    pages::events::{AtLetter, at_letter},
    shell::Shell,
};
use leptos::prelude::*;
use model::message::RecipientRole;
use texts::Texts;

/// Another message: of the same letter, before or behind this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its id.
    pub id: String,
    /// Where it goes.
    pub recipient: String,
    /// As what its recipient stands in the letter.
    pub role: RecipientRole,
    /// Where it is.
    pub state: Group,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a form that is there or not"
)]
pub struct Acts {
    /// Send it again as it is.
    pub resend: bool,
    /// Send it to another address.
    pub mend: bool,
    /// Do not send it.
    pub cancel: bool,
    /// Say what became of it.
    pub settle: bool,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePage {
    /// Its id.
    pub id: String,
    /// Grows whenever its state is changed.
    pub version: u64,
    /// What just happened.
    pub said: Option<Said>,
    /// What is wrong with a form.
    pub mistakes: Vec<Mistake>,
    /// Where it goes.
    pub recipient: String,
    /// As what the recipient stands in the letter.
    pub role: RecipientRole,
    /// The subject; may be empty.
    pub subject: String,
    /// Whose it is; none where that goes without saying.
    pub user: Option<String>,
    /// The batch: its name and address.
    pub batch: Option<(String, String)>,
    /// The portal's own name for it.
    pub reference: Option<String>,
    /// Where it is.
    pub state: Group,
    /// When it came there: in words, and ISO 8601.
    pub since: (String, String),
    /// When it was accepted: in words, and ISO 8601.
    pub created: (String, String),
    /// Why it waits; none for one that does not.
    pub waiting: Option<Waiting>,
    /// Why it did not go out; none for one that did, or where nothing is known.
    pub why: Option<Cause>,
    /// The server's words at the last attempt; none where it is the portal's.
    pub server_words: Option<String>,
    /// When it is no longer worth sending, in words.
    pub deadline: Option<String>,
    /// What was tried, oldest first.
    pub history: Vec<Tried>,
    /// What came back about it, newest first, at most as many as one wants to read.
    pub events: Vec<AtLetter>,
    /// The list of all that came back about it, where those are more; and how many.
    pub all_events: Option<(String, u64)>,
    /// The letter; none where its content was deleted after its time.
    pub letter: Option<LetterView>,
    /// The letter's other messages.
    pub others: Vec<Other>,
    /// The id of the message that this one took the place of.
    pub replaces: Option<String>,
    /// The id of the message that took the place of this one.
    pub replaced_by: Option<String>,
    /// What may be done.
    pub acts: Acts,
    /// The address to mend, as it was typed.
    pub address: String,
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: MessagePage) -> String {
    let texts = texts::texts(shell.language);
    let (title, lead) = headline(&page, texts);
    let stuck = page.waiting.as_ref().is_some_and(Waiting::is_stuck);
    let part = if page.state == Group::InDoubt {
        Part::Doubt
    } else {
        Part::Log
    };
    Frame::below(part, title, lead)
        .badge(page.state.badge(stuck, texts))
        .notice(page.said.map(|said| said.notice(texts)))
        .mistakes(&page.mistakes)
        .document(shell, move |texts| {
            // What the page is about stands first.
            let came_back = page.state == Group::Bounced;
            view! {
                {replaced(&page, texts)}
                {explained(&page, texts)}
                {acts::view(&page, texts)}
                {came_back.then(|| events(&page, texts))}
                <h2>{texts.get("one-facts")}</h2>
                {facts(&page, texts)}
                {history::view(&page, texts)}
                {(!came_back).then(|| events(&page, texts))}
                {letter::view(&page, texts)}
                {others(&page, texts)}
            }
        })
}

/// What happened, and what that means, in a sentence each.
fn headline(page: &MessagePage, texts: &Texts) -> (String, String) {
    let words = [("recipient", page.recipient.as_str()), ("when", &page.since.0)];
    let key = page.state.key();
    let title = texts.get(&format!("one-title-{key}"));
    let lead = match (&page.waiting, &page.why) {
        (Some(waiting), _) => waiting.words(texts),
        (None, Some(why)) if matches!(page.state, Group::Failed | Group::Bounced) => why.sentence(texts),
        _ => texts.with(&format!("one-lead-{key}"), &words),
    };
    (title, lead)
}

/// The box about the cause.
fn explained(page: &MessagePage, texts: &Texts) -> Option<AnyView> {
    let words = page.server_words.clone();
    match (page.state, &page.waiting, &page.why) {
        (_, Some(Waiting::Held(why) | Waiting::Trouble { why, .. }), _)
        | (Group::Failed | Group::Bounced, _, Some(why)) => Some(why.view(words, texts)),
        (Group::InDoubt, ..) => {
            let steps = ["doubt-step1", "doubt-step2", "doubt-step3"]
                .map(|key| view! { <li>{texts.get(key)}</li> })
                .collect_view();
            Some(
                view! {
                    <div class="why doubt">
                        <h2>{texts.get("test-meaning")}</h2>
                        <p>{texts.get("doubt-meaning")}</p>
                        <h2>{texts.get("test-what-to-do")}</h2>
                        <ol class="steps">{steps}</ol>
                        {cause::said(words, texts)}
                    </div>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

/// That it took the place of another, or another took its.
fn replaced(page: &MessagePage, texts: &Texts) -> Option<AnyView> {
    let language = texts.language();
    let line = |id: &Option<String>, key: &str, link: &str| {
        id.as_ref().map(|id| {
            let url = format!("/{language}{}", super::message_path(id));
            view! { <p class="notice">{texts.get(key)} " " <a href=url>{texts.get(link)}</a></p> }
        })
    };
    (page.replaces.is_some() || page.replaced_by.is_some()).then(|| {
        view! {
            {line(&page.replaced_by, "one-replaced-by", "one-replaced-by-link")}
            {line(&page.replaces, "one-replaces", "one-replaces-link")}
        }
        .into_any()
    })
}

fn facts(page: &MessagePage, texts: &Texts) -> AnyView {
    let fact = |key: &str, value: AnyView| view! { <dt>{texts.get(key)}</dt><dd>{value}</dd> };
    let text = |text: &str| text.to_owned().into_any();
    let recipient = match page.role {
        RecipientRole::To => page.recipient.clone(),
        role => format!(
            "{} ({})",
            page.recipient,
            texts.get(&format!("one-role-{}", role.key()))
        ),
    };
    let batch = page
        .batch
        .clone()
        .map(|(name, url)| fact("one-batch", view! { <a href=url>{name}</a> }.into_any()));
    view! {
        <dl class="kv box">
            {fact("log-column-to", recipient.into_any())}
            {fact("log-column-subject", subject(&page.subject, texts).into_any())}
            {page.user.as_deref().map(|user| fact("log-column-user", text(user)))}
            {batch}
            {page.reference.as_deref().map(|name| fact("one-reference", text(name)))}
            {fact("one-created", time(&page.created.0, &page.created.1))}
            {fact("one-since", time(&page.since.0, &page.since.1))}
            {page
                .deadline
                .as_deref()
                .filter(|_| page.waiting.is_some())
                .map(|when| fact("one-deadline", text(when)))}
        </dl>
    }
    .into_any()
}

/// What came back about it.
fn events(page: &MessagePage, texts: &Texts) -> Option<AnyView> {
    let list = at_letter(&page.events, texts)?;
    let all = page.all_events.as_ref().map(|(url, number)| {
        let words = texts.with("events-at-letter-all", &[("n", &number.to_string())]);
        view! { <p><a href=url.clone()>{words}</a></p> }
    });
    Some(view! { {list} {all} }.into_any())
}

/// The letter's other messages.
fn others(page: &MessagePage, texts: &Texts) -> Option<AnyView> {
    if page.others.is_empty() {
        return None;
    }
    let language = texts.language();
    let lines = page
        .others
        .iter()
        .map(|other| {
            let url = format!("/{language}{}", super::message_path(&other.id));
            let role = texts.get(&format!("one-role-{}", other.role.key()));
            view! {
                <li>
                    <span><a href=url>{other.recipient.clone()}</a> " · " {role}</span>
                    {other.state.badge(false, texts)}
                </li>
            }
        })
        .collect_view();
    Some(view! { <h2>{texts.get("one-others")}</h2><ul class="rows">{lines}</ul> }.into_any())
}
