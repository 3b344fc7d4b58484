//! What was done since the program began: for the operator's monitoring.

use model::event::{Kind, Source};
use std::sync::atomic::{AtomicU64, Ordering};

/// What else became of a mail, or of a reply that was to be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It had been here before.
    Replayed,
    /// It was kept, and names a letter of ours by what was not signed here.
    Forged,
    /// It is from a user's mailbox and about no letter of his company: nothing of it was kept.
    NotOurs,
    /// Refused: the company gets too many that prove nothing.
    Limited,
    /// Refused for now: it could not be kept.
    Later,
    /// It was kept without what it says: enough was kept for the day.
    WithoutText,
    /// A reply went on its way to its reader.
    PassedOn,
    /// A reply was not passed on: there is nobody, or no way.
    NotPassedOn,
    /// A reply could not be passed on now.
    PassOnLater,
}

impl Outcome {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Replayed,
        Self::Forged,
        Self::NotOurs,
        Self::Limited,
        Self::Later,
        Self::WithoutText,
        Self::PassedOn,
        Self::NotPassedOn,
        Self::PassOnLater,
    ];

    /// The stable word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Replayed => "replayed",
            Self::Forged => "forged",
            Self::NotOurs => "not-ours",
            Self::Limited => "limited",
            Self::Later => "later",
            Self::WithoutText => "without-text",
            Self::PassedOn => "passed-on",
            Self::NotPassedOn => "not-passed-on",
            Self::PassOnLater => "pass-on-later",
        }
    }
}

/// Counters.
#[derive(Debug, Default)]
pub struct Metrics {
    kept: [[AtomicU64; Kind::ALL.len()]; Source::ALL.len()],
    outcomes: [AtomicU64; Outcome::ALL.len()],
}

/// The counters at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Snapshot {
    kept: [[u64; Kind::ALL.len()]; Source::ALL.len()],
    outcomes: [u64; Outcome::ALL.len()],
}

impl Metrics {
    /// The counters now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let now = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Snapshot {
            kept: self.kept.each_ref().map(|kinds| kinds.each_ref().map(now)),
            outcomes: self.outcomes.each_ref().map(now),
        }
    }

    pub(crate) fn kept(&self, source: Source, kind: Kind) {
        self.kept[source as usize][kind as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count(&self, outcome: Outcome) {
        self.outcomes[outcome as usize].fetch_add(1, Ordering::Relaxed);
    }
}

impl Snapshot {
    /// Mails that were kept, by the way they came and by what they are.
    pub fn mails(&self) -> impl Iterator<Item = (Source, Kind, u64)> {
        Source::ALL.iter().flat_map(move |source| {
            let kinds = &self.kept[*source as usize];
            Kind::ALL
                .iter()
                .map(move |kind| (*source, *kind, kinds[*kind as usize]))
        })
    }

    /// How often something else happened.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize]
    }
}
