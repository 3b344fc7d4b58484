//! A small label that says how things stand, in words and with a sign, never by colour alone.

use leptos::prelude::*;

/// How things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Works.
    Good,
    /// Not known, or to be looked at.
    Open,
    /// Does not work.
    Bad,
    /// Nothing to say.
    Plain,
}

impl Mood {
    /// The class for the style.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Open => "warn",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Open => "◐",
            Self::Bad => "●",
            Self::Plain => "○",
        }
    }
}

/// The same within a line: in a table, at a choice.
pub fn label(mood: Mood, text: String) -> AnyView {
    view! {
        <span class=format!("badge {}", mood.class())>
            <span aria-hidden="true">{mood.sign()}</span>
            " "
            <span>{text}</span>
        </span>
    }
    .into_any()
}

/// A small label in the head of a page.
#[component]
pub fn Badge(
    /// How things stand.
    mood: Mood,
    /// In words.
    text: String,
) -> impl IntoView {
    view! {
        <p class=format!("badge {}", mood.class())>
            <span aria-hidden="true">{mood.sign()}</span>
            " "
            <span>{text}</span>
        </p>
    }
}
