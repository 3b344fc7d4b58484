//! One event: what it is, why, what to do; the letter, who reported it and in which words; what came back with it, and the
//! mail itself as text.
//!
//! **Forms**: `POST /events/{id}/mail.eml`: the mail as it came, to be saved. It is written into the audit log. And that of
//! [`super::bad`].

mod facts;
mod mail;

pub use mail::{MailView, Shortened};

use super::{BadAddresses, Forgotten, cause, event_path, words};
use crate::{
    pages::letters::{Frame, Part, message_path},
    shell::Shell,
};
use leptos::prelude::*;
use model::event::{Cause, Clue, Distrust, Kind, Source};
use texts::Texts;

/// Another event of the same mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its id.
    pub id: String,
    /// The recipient; none where he is not known.
    pub who: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub cause: Option<Cause>,
    /// Why it is not believed.
    pub distrust: Option<Distrust>,
}

/// Whether a person's reply was passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassedOn {
    /// It will be in a moment.
    Waits,
    /// It was, to this address; with the page of the letter that did it.
    To(String, String),
    /// It was not, and why: the key of its sentence.
    Not(&'static str),
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// Its id.
    pub id: String,
    /// What just happened.
    pub forgotten: Option<Forgotten>,
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub cause: Option<Cause>,
    /// Whether the address is bad for good.
    pub hard: bool,
    /// Why it is not believed.
    pub distrust: Option<Distrust>,
    /// Whether it changed its letter's state.
    pub changed: bool,
    /// The recipient.
    pub recipient: Option<String>,
    /// The recipient as the mail names it, where that is another.
    pub named_recipient: Option<String>,
    /// The letter: the message's id, and its subject.
    pub letter: Option<(String, String)>,
    /// The batch: its name and address.
    pub batch: Option<(String, String)>,
    /// Whose it is; none where that goes without saying.
    pub user: Option<String>,
    /// Who reported it.
    pub reporter: Option<String>,
    /// The enhanced status code.
    pub status: Option<String>,
    /// The SMTP reply code.
    pub reply_code: Option<u16>,
    /// The line that said so; may be empty.
    pub evidence: String,
    /// By what the letter was found.
    pub clue: Option<Clue>,
    /// Which way it came.
    pub source: Source,
    /// From whom it is, as it says.
    pub sender: Option<String>,
    /// The mail's subject; may be empty.
    pub subject: String,
    /// When it came: in words, and ISO 8601.
    pub when: (String, String),
    /// How large it is, in words.
    pub size: String,
    /// How often it came.
    pub times: u64,
    /// Whether it was passed on; none where there was nothing to pass on.
    pub passed_on: Option<PassedOn>,
    /// The mail itself.
    pub mail: MailView,
    /// The mail's other events.
    pub others: Vec<Other>,
    /// That letters do not reach the recipient's address.
    pub bad: BadAddresses,
}

impl EventPage {
    /// The cause, where it is believed: only then it is said what to do.
    fn believed_cause(&self) -> Option<Cause> {
        self.cause
            .filter(|_| self.distrust.is_none() && self.kind == Kind::Bounce)
    }
}

/// The page.
#[must_use]
pub fn render(shell: Shell, page: EventPage) -> String {
    let texts = texts::texts(shell.language);
    let title = match page.distrust {
        Some(_) => texts.get("events-title-set-aside"),
        None => texts.get(&format!("events-title-{}", page.kind.key())),
    };
    let lead = match page.distrust {
        // It is told in the box below.
        Some(_) => String::new(),
        None => match (page.believed_cause(), page.kind) {
            (Some(why), _) => cause(why).sentence(texts),
            (None, kind) => texts.get(&format!("events-what-{}", kind.key())),
        },
    };
    Frame::below(Part::Events, title, lead)
        .badge(words::badge(page.kind, page.distrust, texts))
        .notice(page.forgotten.map(|forgotten| forgotten.notice(texts)))
        .document(shell, move |texts| {
            let from = event_path(&page.id);
            view! {
                {page.distrust.map(|distrust| set_aside(distrust, texts))}
                {what_to_do(&page, texts)}
                {acts(&page, texts)}
                {page.bad.at_event(&from, texts)}
                {mail::reply(&page, texts)}
                {facts::view(&page, texts)}
                {mail::view(&page, texts)}
                {others(&page, texts)}
            }
        })
}

/// Why it is not believed, and that nothing was changed.
fn set_aside(distrust: Distrust, texts: &Texts) -> AnyView {
    view! {
        <div class="why doubt">
            <h2>{texts.get("events-set-aside-title")}</h2>
            <p>{texts.get(&format!("events-distrust-{}", distrust.key()))}</p>
            <p>{texts.get("events-set-aside-nothing")}</p>
        </div>
    }
    .into_any()
}

/// What it means, and what to do.
fn what_to_do(page: &EventPage, texts: &Texts) -> Option<AnyView> {
    if page.distrust.is_some() {
        return None;
    }
    if let Some(why) = page.believed_cause() {
        return Some(cause(why).view(None, texts));
    }
    let key = format!("events-what-{}", page.kind.key());
    let meaning = texts.attribute(&key, "meaning", &[]);
    let steps = texts.steps(&key, &[]);
    if meaning.is_none() && steps.is_empty() {
        return None;
    }
    let meaning = meaning.map(|meaning| view! { <h2>{texts.get("test-meaning")}</h2><p>{meaning}</p> });
    let steps = (!steps.is_empty()).then(|| {
        let steps = steps
            .into_iter()
            .map(|step| view! { <li>{step}</li> })
            .collect_view();
        view! { <h2>{texts.get("test-what-to-do")}</h2><ol class="steps">{steps}</ol> }
    });
    Some(view! { <div class="why calm">{meaning} {steps}</div> }.into_any())
}

/// The ways on: to the letter, and to the help.
fn acts(page: &EventPage, texts: &Texts) -> AnyView {
    let language = texts.language();
    let mend = page.kind == Kind::Bounce && page.distrust.is_none();
    let letter = page.letter.as_ref().map(|(id, _)| {
        let url = format!("/{language}{}", message_path(id));
        let (class, key) = if mend {
            ("btn primary", "events-mend-letter")
        } else {
            ("btn", "events-open-letter")
        };
        view! { <a class=class href=url>{texts.get(key)}</a> }
    });
    let place = match page.believed_cause() {
        Some(cause) => format!("#{}", cause.key()),
        None => String::new(),
    };
    let reply = matches!(page.kind, Kind::AutomaticReply | Kind::RealReply) && page.distrust.is_none();
    let help = (!reply).then(|| {
        let url = format!("/{language}/help/{}{place}", crate::pages::help::CAME_BACK);
        view! { <a href=url>{texts.get("events-help")}</a> }
    });
    view! { <div class="actions">{letter} {help}</div> }.into_any()
}

/// The mail's other events.
fn others(page: &EventPage, texts: &Texts) -> Option<AnyView> {
    if page.others.is_empty() {
        return None;
    }
    let language = texts.language();
    let lines = page
        .others
        .iter()
        .map(|other| {
            let url = format!("/{language}{}", event_path(&other.id));
            let who = other
                .who
                .clone()
                .unwrap_or_else(|| texts.get("events-unknown-person"));
            view! { <li><a href=url>{who}</a>{words::badge(other.kind, other.distrust, texts)}</li> }
        })
        .collect_view();
    Some(view! { <h2>{texts.get("events-others")}</h2><ul class="rows">{lines}</ul> }.into_any())
}
