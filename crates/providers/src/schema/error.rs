//! What can be wrong with a data file.

use std::fmt;

/// A data file that is not right: which, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/{file}: {problem}")]
pub struct DataError {
    /// The file, below `data/`.
    pub file: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, an unknown or missing field, or a value that is not of its type.
    #[error("{0}")]
    Form(String),
    /// The slug is not the file's name.
    #[error("slug \"{0}\" is not the file's name")]
    Slug(String),
    /// A list that must hold something is empty, or a text is blank.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A web address that does not begin with https.
    #[error("{0} is not an https address")]
    NotHttps(String),
    /// A date that has to name a day.
    #[error("{0} does not name a day")]
    NotADay(String),
    /// Something that belongs to one provider alone is claimed by two.
    #[error("{what} also belongs to {other}")]
    Claimed {
        /// The domain, server suffix or name.
        what: String,
        /// The provider that has it already.
        other: String,
    },
    /// A host has implicit TLS, and it does not come first (RFC 8314, section 3).
    #[error("implicit TLS of {0} does not come first")]
    Preference(String),
    /// The port and its encryption do not belong together.
    #[error("port {0} goes with another encryption")]
    PortSecurity(u16),
    /// A name is proposed and said to be wrong.
    #[error("{0} is both a server and a wrong name")]
    WrongAndRight(String),
    /// Two fields that contradict each other.
    #[error("{0}")]
    Contradiction(&'static str),
    /// A word that nothing else knows: a cause, a step, a provider, a fault.
    #[error("{kind} \"{word}\" is unknown")]
    Unknown {
        /// What kind of word.
        kind: &'static str,
        /// The word.
        word: String,
    },
    /// A problem with one rule of a file.
    #[error("rule {number} ({cause}): {problem}")]
    Rule {
        /// Its place in the file, from 1.
        number: usize,
        /// Its cause.
        cause: String,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
    /// A rule that can never be reached, because an earlier one takes all it could take.
    #[error("never reached: {earlier} takes everything first")]
    Shadowed {
        /// File, place and cause of the earlier rule.
        earlier: String,
    },
    /// No rule without conditions for a fault, so that some fault would go unexplained.
    #[error("no general rule for fault \"{0}\"")]
    Unexplained(&'static str),
}

impl Problem {
    /// The problem, in this file.
    pub(super) fn within(self, file: impl fmt::Display) -> DataError {
        DataError {
            file: file.to_string(),
            problem: self,
        }
    }
}
