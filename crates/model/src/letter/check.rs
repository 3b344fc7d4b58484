//! Whether a letter can be sent as it was handed over or typed: all that is wrong with it at once.
//!
//! The API and the compose page use the same function, so that both refuse the same.

mod addresses;
mod content;

use super::{Addressee, Attachment, Content, Limits, Subject};
use crate::address::Mailbox;

/// A letter as somebody handed it over. Nothing of it was looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawLetter {
    /// Everybody in `To`.
    pub to: Vec<RawAddressee>,
    /// Everybody in `Cc`: addresses.
    pub copy: Vec<String>,
    /// Who gets a blind copy: addresses.
    pub blind_copy: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// The files.
    pub attachments: Vec<RawAttachment>,
}

/// Somebody in `To`, as handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawAddressee {
    /// His name; an empty one is none.
    pub name: Option<String>,
    /// His address.
    pub address: String,
}

/// A file, as handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawAttachment {
    /// Its name.
    pub name: String,
    /// Its media type; one of which nothing is known where it is empty.
    pub media_type: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// How many bytes: as many as there are, which the caller knows.
    pub size: u64,
}

/// A letter that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedLetter {
    /// Everybody in `To`; at least one.
    pub to: Vec<Addressee>,
    /// Everybody in `Cc` who is not in `To`.
    pub copy: Vec<Mailbox>,
    /// Who gets a blind copy and is neither in `To` nor in `Cc`.
    pub blind_copy: Vec<Mailbox>,
    /// The subject.
    pub subject: Subject,
    /// What it says.
    pub content: Content,
}

/// Something that is wrong with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterProblem {
    /// Where: `subject`, `to[2].address`, `attachments[0].name`.
    pub field: String,
    /// The stable key of the sentence that explains it: `letter-problem-<key>`. One of [`KEYS`].
    pub key: &'static str,
    /// The words that are set into it.
    pub args: Vec<(&'static str, String)>,
}

/// Every key that a problem may have.
pub const KEYS: &[&str] = &[
    "no-recipient",
    "too-many-recipients",
    "address-missing",
    "address-at",
    "address-local",
    "address-domain",
    "address-too-long",
    "display-name-too-long",
    "display-name-invisible",
    "subject-invisible",
    "subject-too-long",
    "empty",
    "control-character",
    "text-too-long",
    "too-many-attachments",
    "attachment-name",
    "attachment-media-type",
    "attachment-hash",
    "attachment-too-large",
    "too-large",
];

/// The most problems of one letter that are told.
pub const MOST_PROBLEMS: usize = 100;

/// What was found so far.
#[derive(Default)]
struct Problems(Vec<LetterProblem>);

impl Problems {
    fn add(&mut self, field: impl Into<String>, key: &'static str, args: &[(&'static str, String)]) {
        debug_assert!(KEYS.contains(&key), "{key}");
        if self.0.len() < MOST_PROBLEMS {
            self.0.push(LetterProblem {
                field: field.into(),
                key,
                args: args.to_vec(),
            });
        }
    }
}

/// Checks a letter. The same address twice is no mistake: it gets the letter once, where it stands first.
///
/// # Errors
/// All that is wrong with it, at most [`MOST_PROBLEMS`].
pub fn check(raw: &RawLetter, limits: &Limits) -> Result<CheckedLetter, Vec<LetterProblem>> {
    let mut problems = Problems::default();
    let recipients = addresses::check(raw, limits, &mut problems);
    let subject = Subject::parse(&raw.subject).map_err(|error| {
        let args = [("limit", Subject::LONGEST.to_string())];
        problems.add("subject", error.key(), &args);
    });
    let content = content::check(raw, limits, &mut problems);
    match (subject, problems.0) {
        (Ok(subject), problems) if problems.is_empty() => Ok(CheckedLetter {
            to: recipients.to,
            copy: recipients.copy,
            blind_copy: recipients.blind_copy,
            subject,
            content,
        }),
        (_, problems) => Err(problems),
    }
}

/// Checks files alone, as those of a letter: for one that is still being written.
///
/// # Errors
/// All that is wrong with them, at most [`MOST_PROBLEMS`].
pub fn check_attachments(
    raw: &[RawAttachment],
    limits: &Limits,
) -> Result<Vec<Attachment>, Vec<LetterProblem>> {
    let mut problems = Problems::default();
    let content = Content {
        attachments: content::attachments(raw, limits, &mut problems),
        ..Content::default()
    };
    content::check_size(&content, limits, &mut problems);
    match problems.0 {
        problems if problems.is_empty() => Ok(content.attachments),
        problems => Err(problems),
    }
}

#[cfg(test)]
mod tests;
