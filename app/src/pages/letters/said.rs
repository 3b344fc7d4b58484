//! What just happened, as the address says it: `?said=<key>`, for several letters with how many (`&n=`), and how many
//! somebody else was faster with (`&missed=`).

use crate::components::{badge::Mood, notice::Notice};
use texts::Texts;

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A letter is sent again.
    Resent,
    /// A letter goes to another address: this page is about the new message.
    Mended,
    /// A letter is not sent.
    Canceled,
    /// A letter in doubt counts as sent.
    SettledSent,
    /// A letter in doubt counts as not sent.
    SettledFailed,
    /// An account is tried again.
    Retried,
    /// Nothing was held (any more).
    NothingHeld,
    /// Somebody, or the queue, was faster. With status 409, not after a 303.
    Faster,
    /// The content was deleted meanwhile. With status 409.
    ContentGone,
    /// The settings let nothing out now. With status 409.
    NotReady,
}

impl Said {
    /// All there are.
    pub const ALL: &'static [Self] = &[
        Self::Resent,
        Self::Mended,
        Self::Canceled,
        Self::SettledSent,
        Self::SettledFailed,
        Self::Retried,
        Self::NothingHeld,
        Self::Faster,
        Self::ContentGone,
        Self::NotReady,
    ];

    /// The word in the address; the sentence is `letters-said-<key>`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Resent => "resent",
            Self::Mended => "mended",
            Self::Canceled => "canceled",
            Self::SettledSent => "settled-sent",
            Self::SettledFailed => "settled-failed",
            Self::Retried => "retried",
            Self::NothingHeld => "nothing-held",
            Self::Faster => "faster",
            Self::ContentGone => "content-gone",
            Self::NotReady => "not-ready",
        }
    }

    const fn mood(self) -> Mood {
        match self {
            Self::Resent | Self::Mended | Self::Canceled | Self::SettledSent | Self::SettledFailed => {
                Mood::Good
            }
            Self::Retried => Mood::Good,
            Self::NothingHeld => Mood::Plain,
            Self::Faster | Self::ContentGone | Self::NotReady => Mood::Open,
        }
    }

    /// What the word in the address names; none where it names nothing that is ever said.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|said| said.key() == key)
    }

    /// About one letter.
    pub(super) fn notice(self, texts: &Texts) -> Notice {
        Notice {
            mood: self.mood(),
            words: texts.get(&format!("letters-said-{}", self.key())),
        }
    }

    /// About several: with how many it was done, and with how many somebody else was faster.
    pub(super) fn of_several(self, done: u64, missed: u64, texts: &Texts) -> Notice {
        let mut notice = match self {
            Self::Resent | Self::SettledSent | Self::SettledFailed if done > 0 => Notice {
                mood: Mood::Good,
                words: texts.count(&format!("doubt-said-{}", self.key()), "n", done),
            },
            _ if missed > 0 => Notice {
                mood: Mood::Open,
                words: String::new(),
            },
            other => return other.notice(texts),
        };
        if missed > 0 {
            let words = texts.count("doubt-said-missed", "n", missed);
            notice.words = if notice.words.is_empty() {
                words
            } else {
                format!("{} {words}", notice.words)
            };
        }
        notice
    }
}
