//! The tables, read once.

use super::{
    codes::by_cause,
    matcher::{Match, Matcher},
    schema::{File, Hard, KindsFile, RawRule, Stage},
};
use model::event::Cause;
use serde::{Deserialize, de::DeserializeOwned};
use std::sync::LazyLock;

const FILES: &[&str] = &[
    include_str!("../../data/phrases/no-such-address.toml"),
    include_str!("../../data/phrases/no-such-domain.toml"),
    include_str!("../../data/phrases/mailbox-full.toml"),
    include_str!("../../data/phrases/inactive.toml"),
    include_str!("../../data/phrases/refused-sender.toml"),
    include_str!("../../data/phrases/refused-content.toml"),
    include_str!("../../data/phrases/refused-policy.toml"),
    include_str!("../../data/phrases/temporary.toml"),
    include_str!("../../data/phrases/unknown.toml"),
    include_str!("../../data/providers.toml"),
];

/// A rule of the tables.
#[derive(Debug)]
pub struct Cue {
    /// Its id.
    pub id: &'static str,
    /// What it tells.
    pub cause: Cause,
    /// Whether the address is bad for good.
    pub hard: Hard,
    /// The lower, the surer.
    pub rank: u8,
    /// Ends of host names that it is for; empty for all.
    pub hosts: Vec<String>,
    /// Status codes, one of which has to be there.
    pub status: Vec<String>,
    /// Reply codes, one of which has to be there.
    pub reply: Vec<u16>,
    /// The cause where nothing confirms it.
    pub unconfirmed: Option<Cause>,
    /// No reply code may be there.
    pub no_reply: bool,
    /// Where the refusal has to come.
    pub stage: Option<Stage>,
    /// It is known from outside the development set.
    pub general: bool,
    /// Where it is known from, and when that was looked at.
    pub source: (String, String),
    /// It has words; else its codes are enough.
    pub has_words: bool,
}

/// All rules about causes.
#[derive(Debug)]
pub struct Causes {
    /// The rules.
    pub cues: Vec<Cue>,
    /// For each phrase: its rule, and which of the rule's it is.
    phrases: Vec<(usize, usize)>,
    matcher: Matcher,
}

/// The rules about causes.
pub static CAUSES: LazyLock<Causes> = LazyLock::new(|| {
    let rules = FILES.iter().flat_map(|file| read::<File>(file).rule).collect();
    Causes::of(rules)
});

/// The rules about causes.
pub fn causes() -> &'static Causes {
    &CAUSES
}

impl Causes {
    fn of(rules: Vec<RawRule>) -> Self {
        let (mut cues, mut phrases, mut said) = (Vec::new(), Vec::new(), Vec::new());
        for raw in rules {
            phrases.extend((0..raw.said.len()).map(|at| (cues.len(), at)));
            cues.push(Cue {
                id: raw.id.leak(),
                cause: raw.cause,
                hard: raw.hard.unwrap_or_else(|| by_cause(raw.cause)),
                rank: raw.rank,
                hosts: raw.hosts,
                status: raw.status,
                reply: raw.reply,
                unconfirmed: raw.unconfirmed,
                no_reply: raw.no_reply,
                stage: raw.stage,
                general: raw.general,
                source: (raw.source, raw.date),
                has_words: !raw.said.is_empty(),
            });
            said.extend(raw.said);
        }
        let matcher = Matcher::new(said.iter().map(String::as_str)).expect("a few thousand phrases fit");
        Self {
            cues,
            phrases,
            matcher,
        }
    }

    /// The rules whose words are in the text: rule, which phrase, where.
    pub fn find(&self, text: &str) -> Vec<(&Cue, usize, Match)> {
        let found = self.matcher.find(text);
        found
            .into_iter()
            .map(|hit| {
                let (cue, at) = self.phrases[hit.phrase];
                (&self.cues[cue], at, hit)
            })
            .collect()
    }
}

/// What words tell about the kind of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// A letter was not delivered.
    Failure,
    /// It was not delivered yet.
    Delay,
    /// It was delivered.
    Delivered,
    /// Somebody is away, or a machine answers.
    Automatic,
    /// Somebody complained.
    Complaint,
}

/// All signs of kinds.
#[derive(Debug)]
pub struct Kinds {
    subject: (Matcher, Vec<Sign>),
    text: (Matcher, Vec<Sign>),
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let file: KindsFile = read(include_str!("../../data/kinds.toml"));
    let part = |subject: bool| {
        let (mut said, mut signs) = (Vec::new(), Vec::new());
        debug_assert!(
            file.sign
                .iter()
                .all(|sign| !sign.source.is_empty() && !sign.date.is_empty())
        );
        for sign in file.sign.iter().filter(|sign| sign.in_subject == subject) {
            said.extend(sign.said.iter().map(String::as_str));
            signs.extend(sign.said.iter().map(|_| sign.tells));
        }
        (Matcher::new(said).expect("a few hundred phrases fit"), signs)
    };
    Kinds {
        subject: part(true),
        text: part(false),
    }
});

/// The signs of kinds.
pub fn kinds() -> &'static Kinds {
    &KINDS
}

impl Kinds {
    /// What a subject (normalised) tells.
    pub fn in_subject(&self, text: &str) -> Vec<(Sign, Match)> {
        signs(&self.subject, text)
    }

    /// What a text (normalised) tells.
    pub fn in_text(&self, text: &str) -> Vec<(Sign, Match)> {
        signs(&self.text, text)
    }
}

fn signs((matcher, signs): &(Matcher, Vec<Sign>), text: &str) -> Vec<(Sign, Match)> {
    matcher
        .find(text)
        .into_iter()
        .map(|hit| (signs[hit.phrase], hit))
        .collect()
}

/// A table that is part of the program.
pub fn read<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the tables are tested")
}

#[cfg(test)]
mod tests;
