//! What just happened, or has to be known before one goes on: one block at the top of a page.

use super::badge::Mood;
use leptos::prelude::*;

/// What just happened, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Good, open, bad.
    pub mood: Mood,
    /// In words.
    pub words: String,
}

/// The block; it is read out when the page comes.
pub fn notice(notice: Notice) -> AnyView {
    view! { <p class=format!("notice {}", notice.mood.class()) role="status">{notice.words}</p> }.into_any()
}
