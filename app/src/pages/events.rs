//! What came back about letters that were sent: the list, one event, and the warning before the next letter goes to an
//! address that letters did not reach.
//!
//! Each file says at its top which forms are on its page. Mails are somebody else's text: they are shown as text alone.

pub mod bad;
pub mod list;
pub mod one;
mod words;

pub use bad::{BadAddresses, BadRow, Forgotten};
pub use words::{AtLetter, at_letter, sentence};

use crate::pages::letters;
use model::event::{Cause, Kind};
use texts::Texts;

/// An event's page; its path without the language.
#[must_use]
pub fn event_path(id: &str) -> String {
    format!("/events/{id}")
}

/// Which events a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// All that are believed.
    #[default]
    Believed,
    /// Those of a kind that are believed.
    Kind(Kind),
    /// Those that are not believed.
    SetAside,
}

impl Shown {
    /// The stable word, in addresses; empty for all.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Believed => "",
            Self::Kind(kind) => kind.key(),
            Self::SetAside => "set-aside",
        }
    }

    /// What a word names.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "" => Some(Self::Believed),
            "set-aside" => Some(Self::SetAside),
            kind => kind.parse().ok().map(Self::Kind),
        }
    }

    fn words(self, texts: &Texts) -> String {
        match self {
            Self::Believed => texts.get("log-all"),
            Self::Kind(kind) => texts.get(&format!("events-kind-{}", kind.key())),
            Self::SetAside => texts.get("events-set-aside"),
        }
    }
}

/// A cause with its sentences, as they stand at a letter that came back.
fn cause(cause: Cause) -> letters::Cause {
    letters::Cause {
        key: cause.of_message().to_owned(),
        ..letters::Cause::default()
    }
}
