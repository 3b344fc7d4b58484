//! What an event is, in a badge and in a sentence; and the events of one letter, as that letter's page lists them.

use super::{cause, event_path};
use crate::{
    components::badge::{Mood, label},
    pages::letters::time,
};
use leptos::prelude::*;
use model::event::{Cause, Distrust, Kind};
use texts::Texts;

/// What it is, as a badge. What is not believed is told apart, and claims nothing.
pub(super) fn badge(kind: Kind, distrust: Option<Distrust>, texts: &Texts) -> AnyView {
    if distrust.is_some() {
        return label(Mood::Plain, texts.get("events-set-aside"));
    }
    let mood = match kind {
        Kind::Bounce | Kind::FeedbackLoop => Mood::Bad,
        Kind::Delayed => Mood::Open,
        Kind::Delivered | Kind::RealReply => Mood::Good,
        Kind::AutomaticReply => Mood::Plain,
    };
    label(mood, texts.get(&format!("events-kind-{}", kind.key())))
}

/// What it says in a sentence; `subject`: the mail's own.
#[must_use]
pub fn sentence(
    kind: Kind,
    why: Option<Cause>,
    distrust: Option<Distrust>,
    subject: &str,
    texts: &Texts,
) -> String {
    match (distrust, kind, why) {
        (Some(distrust), ..) => texts.get(&format!("events-distrust-{}", distrust.key())),
        (None, Kind::Bounce | Kind::Delayed, Some(why)) if tells(kind, why) => cause(why).sentence(texts),
        (None, Kind::AutomaticReply | Kind::RealReply, _) if !subject.is_empty() => subject.to_owned(),
        (None, kind, _) => texts.get(&format!("events-what-{}", kind.key())),
    }
}

/// Whether a cause tells more than the event itself: that something is late is no cause of a delay.
pub(super) const fn tells(kind: Kind, why: Cause) -> bool {
    !matches!((kind, why), (Kind::Delayed, Cause::Temporary | Cause::Unknown))
}

/// An event at its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtLetter {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub cause: Option<Cause>,
    /// Why it is not believed.
    pub distrust: Option<Distrust>,
    /// The mail's subject.
    pub subject: String,
    /// When it came: in words, and ISO 8601.
    pub when: (String, String),
}

/// What came back about one letter, newest first; nothing where nothing did.
pub fn at_letter(events: &[AtLetter], texts: &Texts) -> Option<AnyView> {
    if events.is_empty() {
        return None;
    }
    let language = texts.language();
    let lines = events
        .iter()
        .map(|event| {
            let url = format!("/{language}{}", event_path(&event.id));
            let words = sentence(event.kind, event.cause, event.distrust, &event.subject, texts);
            view! {
                <li>
                    <div>
                        <a href=url>{words}</a>
                        <p class="hint">{time(&event.when.0, &event.when.1)}</p>
                    </div>
                    {badge(event.kind, event.distrust, texts)}
                </li>
            }
        })
        .collect_view();
    Some(view! { <h2>{texts.get("events-at-letter")}</h2><ul class="rows">{lines}</ul> }.into_any())
}
