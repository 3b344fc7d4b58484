//! The subject: one line.

use crate::address::is_invisible;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A subject: one line of at most 250 characters, nothing invisible in it. It may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Subject(String);

/// Why a text is no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SubjectError {
    /// It holds a line break or another invisible character.
    #[error("an invisible character")]
    Invisible,
    /// Over 250 characters.
    #[error("over {} characters", Subject::LONGEST)]
    TooLong,
}

impl SubjectError {
    /// The stable key of the sentence that explains it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Invisible => "subject-invisible",
            Self::TooLong => "subject-too-long",
        }
    }
}

impl Subject {
    /// The most characters.
    pub const LONGEST: usize = 250;

    /// Takes a subject; spaces around it are left out.
    ///
    /// # Errors
    /// [`SubjectError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, SubjectError> {
        let text = text.trim();
        if text.chars().any(is_invisible) {
            return Err(SubjectError::Invisible);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(SubjectError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Subject {
    type Error = SubjectError;

    fn try_from(text: String) -> Result<Self, SubjectError> {
        Self::parse(&text)
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Subject, SubjectError};

    #[test]
    fn a_subject_is_one_visible_line() {
        assert_eq!(Subject::parse(" Arve 1 ").unwrap().as_str(), "Arve 1");
        assert_eq!(Subject::parse("").unwrap().as_str(), "");
        for bad in [
            "a\r\nBcc: x@y.ee",
            "a\nb",
            "a\u{0}",
            "a\u{2028}b",
            "a\u{202e}b",
            "a\u{85}b",
        ] {
            assert_eq!(Subject::parse(bad), Err(SubjectError::Invisible), "{bad:?}");
        }
        assert!(Subject::parse(&"õ".repeat(250)).is_ok());
        assert_eq!(Subject::parse(&"õ".repeat(251)), Err(SubjectError::TooLong));
    }
}
