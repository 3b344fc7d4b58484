//! The form of the files in `data/`. An unknown key is an error.

use model::event::Cause;
use serde::Deserialize;

/// A file of `data/phrases` or `data/providers`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its rules.
    pub rule: Vec<RawRule>,
}

/// Words that tell a cause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// Unique.
    pub id: String,
    /// What they tell.
    pub cause: Cause,
    /// Whether the address is bad for good: by the cause, where nothing is said.
    pub hard: Option<Hard>,
    /// Which rule wins where several fit: the lower one.
    pub rank: u8,
    /// Groups of words in lower case; `…` stands for up to 60 bytes between two of them, `*` for the end of a word.
    #[serde(default)]
    pub said: Vec<String>,
    /// Ends of host names or mail domains: the rule is for them alone.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Status codes, one of which has to be there too.
    #[serde(default)]
    pub status: Vec<String>,
    /// Reply codes, one of which has to be there too.
    #[serde(default)]
    pub reply: Vec<u16>,
    /// The cause where nothing confirms it: neither a status code about the address (x.1.x), nor that the refusal came
    /// in reply to RCPT, where there is a reply at all. Filters use the same words. It is never hard.
    pub unconfirmed: Option<Cause>,
    /// Only where no reply code is said.
    #[serde(default)]
    pub no_reply: bool,
    /// Only where the refusal came at this point of the session.
    pub stage: Option<Stage>,
    /// It is known from outside the development set.
    #[serde(default)]
    pub general: bool,
    /// Where it is known from.
    pub source: String,
    /// When that was looked at: year, or year and month and day.
    pub date: String,
}

/// Whether the address is bad for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hard {
    /// No.
    Never,
    /// Yes.
    Always,
    /// Unless the codes are transient ones.
    WhenPermanent,
}

/// Where in the session the refusal came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// In the greeting, or in reply to EHLO.
    Hello,
    /// In reply to RCPT.
    Rcpt,
    /// In reply to MAIL.
    Mail,
    /// In reply to DATA, or to the letter's end.
    Data,
}

/// The file of kinds: `data/kinds.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindsFile {
    /// Its signs.
    pub sign: Vec<RawSign>,
}

/// Words that tell a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSign {
    /// What they tell.
    pub tells: super::table::Sign,
    /// Where they are looked for.
    pub in_subject: bool,
    /// As in a rule.
    pub said: Vec<String>,
    /// As in a rule.
    pub source: String,
    /// As in a rule.
    pub date: String,
}

/// The file of codes: `data/codes.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodesFile {
    /// Enhanced status codes.
    pub status: Vec<RawCode>,
    /// Reply codes.
    pub reply: Vec<RawCode>,
}

/// What a code tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCode {
    /// `x.1.1` for any class, `5.1.1`, or `550`.
    pub codes: Vec<String>,
    /// What they tell.
    pub cause: Cause,
    /// As in a rule.
    pub hard: Option<Hard>,
    /// As in a rule.
    pub rank: u8,
    /// As in a rule.
    pub source: String,
}
