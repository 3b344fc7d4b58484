//! Where a message is, in words; and why it waits.

use super::Cause;
use crate::{
    components::badge::{Mood, label},
    pages::test::capitalised,
};
use leptos::prelude::*;
use model::message::MessageState;
use texts::Texts;

/// Where a message is, as people tell states apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// It waits, or was just taken.
    Waiting,
    /// It is being sent.
    Sending,
    /// The server took it.
    Sent,
    /// It was sent, and came back.
    Bounced,
    /// It did not go out.
    Failed,
    /// Nobody knows.
    InDoubt,
    /// Stopped for now.
    Paused,
    /// Stopped for good.
    Canceled,
}

impl Group {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::Bounced,
        Self::Failed,
        Self::InDoubt,
        Self::Paused,
        Self::Canceled,
    ];

    /// Where a message of this state is.
    #[must_use]
    pub const fn of(state: MessageState) -> Self {
        match state {
            MessageState::Queued | MessageState::Leased => Self::Waiting,
            MessageState::Sending => Self::Sending,
            MessageState::Sent => Self::Sent,
            MessageState::Bounced => Self::Bounced,
            MessageState::Failed => Self::Failed,
            MessageState::InDoubt => Self::InDoubt,
            MessageState::Paused => Self::Paused,
            MessageState::Canceled => Self::Canceled,
        }
    }

    /// The states that it is made of.
    #[must_use]
    pub const fn states(self) -> &'static [MessageState] {
        match self {
            Self::Waiting => &[MessageState::Queued, MessageState::Leased],
            Self::Sending => &[MessageState::Sending],
            Self::Sent => &[MessageState::Sent],
            Self::Bounced => &[MessageState::Bounced],
            Self::Failed => &[MessageState::Failed],
            Self::InDoubt => &[MessageState::InDoubt],
            Self::Paused => &[MessageState::Paused],
            Self::Canceled => &[MessageState::Canceled],
        }
    }

    /// The stable word, in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Bounced => "bounced",
            Self::Failed => "failed",
            Self::InDoubt => "in-doubt",
            Self::Paused => "paused",
            Self::Canceled => "canceled",
        }
    }

    /// The group of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.key() == key)
    }

    /// In words.
    #[must_use]
    pub fn words(self, texts: &Texts) -> String {
        texts.get(&format!("letters-state-{}", self.key()))
    }

    /// The badge. `stuck`: it waits for something that somebody has to do.
    pub(super) fn badge(self, stuck: bool, texts: &Texts) -> AnyView {
        let mood = match self {
            Self::Sent => Mood::Good,
            Self::Failed | Self::Bounced => Mood::Bad,
            Self::InDoubt => Mood::Open,
            Self::Waiting if stuck => Mood::Open,
            Self::Waiting | Self::Sending | Self::Paused | Self::Canceled => Mood::Plain,
        };
        label(mood, self.words(texts))
    }
}

/// How many messages are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts(pub [u64; Group::ALL.len()]);

impl Counts {
    /// How many are there.
    #[must_use]
    pub const fn get(&self, group: Group) -> u64 {
        self.0[group as usize]
    }

    /// All together.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Those that are still on their way: waiting, being sent, paused.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.get(Group::Waiting) + self.get(Group::Sending) + self.get(Group::Paused)
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (place, more) in self.0.iter_mut().zip(other.0) {
            *place += more;
        }
        self
    }
}

/// How fast a provider lets letters out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// So many an hour.
    Hour(u32),
    /// So many a minute.
    Minute(u32),
    /// One in so many seconds.
    Seconds(u32),
    /// So many in 24 hours.
    Day(u32),
}

impl Rate {
    pub(in crate::pages) fn words(self, who: &str, texts: &Texts) -> String {
        let (key, number) = match self {
            Self::Hour(number) => ("letters-rate-hour", number),
            Self::Minute(number) => ("letters-rate-minute", number),
            Self::Seconds(number) => ("letters-rate-seconds", number),
            Self::Day(number) => ("letters-rate-day", number),
        };
        texts.with(key, &[("who", who), ("n", &number.to_string())])
    }
}

/// Why a message waits, and until when. Times are in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// For its turn, which comes soon.
    Turn,
    /// For a time that its sender chose.
    Planned(String),
    /// It was tried, and is tried again then.
    Again {
        /// Why it did not go out.
        why: Option<Cause>,
        /// When it is tried again.
        when: String,
    },
    /// The account has sent as much as it may for now.
    Pace {
        /// Who says so; none: the portal's server.
        who: Option<String>,
        /// How much it may.
        rate: Option<Rate>,
        /// When the next one goes.
        when: String,
    },
    /// The account's server does not work just now; it is tried again by itself.
    Trouble {
        /// Why.
        why: Cause,
        /// When it is tried again.
        when: Option<String>,
    },
    /// The account does not work until somebody changes something.
    Held(Cause),
}

impl Waiting {
    /// Whether somebody has to do something.
    #[must_use]
    pub const fn is_stuck(&self) -> bool {
        matches!(self, Self::Held(_))
    }

    /// In words.
    #[must_use]
    pub fn words(&self, texts: &Texts) -> String {
        let then = |why: &Cause, key: &str, when: &str| {
            let when = texts.with(key, &[("when", when)]);
            format!("{} {when}", why.sentence(texts))
        };
        match self {
            Self::Turn => texts.get("letters-waits-turn"),
            Self::Planned(when) => texts.with("letters-waits-planned", &[("when", when)]),
            Self::Again { why: None, when } => texts.with("letters-waits-again", &[("when", when)]),
            Self::Again { why: Some(why), when }
            | Self::Trouble {
                why,
                when: Some(when),
            } => then(why, "letters-waits-again", when),
            Self::Pace { who, rate, when } => {
                let who = who.clone().unwrap_or_else(|| texts.get("preview-portals-server"));
                let rate = match rate {
                    Some(rate) => rate.words(&who, texts),
                    None => texts.with("letters-rate-unknown", &[("who", &who)]),
                };
                capitalised(format!(
                    "{rate} {}",
                    texts.with("letters-waits-next", &[("when", when)])
                ))
            }
            Self::Trouble { why, when: None } => why.sentence(texts),
            Self::Held(why) if why.server.is_none() => why.sentence(texts),
            Self::Held(why) => format!("{} {}", why.sentence(texts), texts.get("letters-waits-held")),
        }
    }
}
