//! What a letter says, before anybody sends it: types that can hold only what can be sent.

mod attachment;
pub mod check;
mod head;
mod limits;
mod subject;

pub use attachment::{
    Attachment, BlobHash, FileName, FileNameError, InvalidBlobHash, InvalidMediaType, MediaType,
};
pub use head::{Addressee, LetterHead};
pub use limits::Limits;
pub use subject::{Subject, SubjectError};

use serde::{Deserialize, Serialize};

/// A whole letter as it was accepted. Together with its id and the time of its acceptance it gives the same bytes at
/// each attempt: `Message-ID`, `Date` and the MIME boundaries are made of those.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Who it is from and to, fixed when it was accepted.
    pub head: LetterHead,
    /// The subject.
    pub subject: Subject,
    /// What it says.
    pub content: Content,
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    /// As plain text; none where there is HTML alone (a text is made of it then).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// As HTML; none where there is text alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The files that go with it, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Whether the program wrote it by itself: it says so, and no machine answers it (RFC 3834, section 5).
    #[serde(default, skip_serializing_if = "is_not")]
    pub automatic: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_not(flag: &bool) -> bool {
    !*flag
}

impl Content {
    /// The size of the letter in bytes, about: texts as they are, files as base64.
    #[must_use]
    pub fn size(&self) -> u64 {
        let text = |text: &Option<String>| text.as_ref().map_or(0, |text| text.len() as u64);
        let files: u64 = self
            .attachments
            .iter()
            .map(|file| file.size.div_ceil(3) * 4)
            .sum();
        // A line break behind each 76 characters of base64.
        text(&self.text) + text(&self.html) + files + files / 38 + 1024
    }
}
