//! What became of letters: the log, one message, those in doubt, how things stand.
//!
//! Each file says at its top which forms are on its page: method, path (without the language), fields, buttons. What was
//! done is answered with 303 to the page and `?said=<key>` ([`Said`]); what is wrong with 422 and the same page, values
//! kept ([`Mistake`]); what somebody else was faster with, with 409 and the page as it is now.

mod cause;
pub mod doubt;
mod frame;
pub mod log;
mod mistake;
pub mod one;
pub mod overview;
mod said;
mod state;

pub use cause::Cause;
pub use frame::Part;
pub use mistake::Mistake;
pub use said::Said;
pub use state::{Counts, Group, Rate, Waiting};

pub(in crate::pages) use frame::Frame;
use leptos::prelude::*;
pub(in crate::pages) use log::subject;
use texts::Texts;

/// A message's page; its path without the language.
#[must_use]
pub fn message_path(id: &str) -> String {
    format!("/letters/{id}")
}

/// The words at a field, where something is wrong with it.
pub(in crate::pages) fn at(mistakes: &[Mistake], field: &str, texts: &Texts) -> Option<String> {
    mistakes
        .iter()
        .find(|mistake| mistake.field() == field)
        .map(|mistake| mistake.sentence(texts))
}

/// That there are letters in doubt, with the way to them; nothing where there are none.
fn doubt_notice(number: u64, texts: &Texts) -> Option<AnyView> {
    let url = format!("/{}{}", texts.language(), Part::Doubt.path());
    (number > 0).then(|| {
        view! {
            <p class="notice warn">
                {texts.count("doubt-notice", "n", number)} " "
                <a href=url>{texts.get("doubt-notice-link")}</a>
            </p>
        }
        .into_any()
    })
}

/// A time in words, with the time itself for programs.
pub(in crate::pages) fn time(words: &str, iso: &str) -> AnyView {
    view! { <time datetime=iso.to_owned()>{words.to_owned()}</time> }.into_any()
}

/// Fields that nobody sees.
pub(in crate::pages) fn hidden(fields: Vec<(&'static str, String)>) -> AnyView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
        .into_any()
}
