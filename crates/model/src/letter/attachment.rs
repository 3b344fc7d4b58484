//! Files that go with a letter.

use crate::address::is_invisible;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A file that goes with a letter. Its bytes are kept once, however many letters it goes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What the recipient's program saves it as.
    pub name: FileName,
    /// What it is.
    pub media_type: MediaType,
    /// Which bytes.
    pub hash: BlobHash,
    /// How many bytes.
    pub size: u64,
}

/// The SHA-256 of a file's bytes; 64 small hexadecimal digits as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlobHash([u8; 32]);

/// The text is no SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 has 64 hexadecimal digits")]
pub struct InvalidBlobHash;

impl BlobHash {
    /// The hash, computed by the caller.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl FromStr for BlobHash {
    type Err = InvalidBlobHash;

    fn from_str(text: &str) -> Result<Self, InvalidBlobHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(InvalidBlobHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok());
            *byte = digit(pair[0]).ok_or(InvalidBlobHash)? << 4 | digit(pair[1]).ok_or(InvalidBlobHash)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for BlobHash {
    type Error = InvalidBlobHash;

    fn try_from(text: String) -> Result<Self, InvalidBlobHash> {
        text.parse()
    }
}

impl From<BlobHash> for String {
    fn from(hash: BlobHash) -> Self {
        hash.to_string()
    }
}

/// A file's name without a folder: 1 to 150 characters, none of them invisible, a slash or a backslash; not `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(String);

/// Why a text is no file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("a file's name has 1 to 150 visible characters and no slash")]
pub struct FileNameError;

impl FileName {
    /// The most characters.
    pub const LONGEST: usize = 150;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FileName {
    type Err = FileNameError;

    fn from_str(text: &str) -> Result<Self, FileNameError> {
        let text = text.trim();
        let good = !matches!(text, "" | "." | "..")
            && text.chars().count() <= Self::LONGEST
            && !text.chars().any(|c| is_invisible(c) || matches!(c, '/' | '\\'));
        good.then(|| Self(text.to_owned())).ok_or(FileNameError)
    }
}

impl TryFrom<String> for FileName {
    type Error = FileNameError;

    fn try_from(text: String) -> Result<Self, FileNameError> {
        text.parse()
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A media type without parameters, in small letters: `application/pdf` (RFC 6838, section 4.2). Neither `multipart` nor
/// `message`, which a mail program would take apart; but for [`MediaType::mail`], which the program itself attaches and
/// which is read where it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaType(String);

const MAIL: &str = "message/rfc822";

/// The text is no media type that a file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no media type of a file, as application/pdf")]
pub struct InvalidMediaType;

impl MediaType {
    /// The type of bytes of which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self("application/octet-stream".to_owned())
    }

    /// A whole mail (RFC 2046, section 5.2.1). No text that somebody hands over is read as it.
    #[must_use]
    pub fn mail() -> Self {
        Self(MAIL.to_owned())
    }

    /// Whether it is a whole mail.
    #[must_use]
    pub fn is_mail(&self) -> bool {
        self.0 == MAIL
    }

    /// The type.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MediaType {
    type Err = InvalidMediaType;

    fn from_str(text: &str) -> Result<Self, InvalidMediaType> {
        let text = text.to_ascii_lowercase();
        let good = |word: &str| {
            (1..=64).contains(&word.len())
                && word.starts_with(|c: char| c.is_ascii_alphanumeric())
                && word
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
        };
        match text.split_once('/') {
            Some((kind, sub)) if good(kind) && good(sub) && !matches!(kind, "multipart" | "message") => {
                Ok(Self(text))
            }
            _ => Err(InvalidMediaType),
        }
    }
}

/// As it was kept.
impl TryFrom<String> for MediaType {
    type Error = InvalidMediaType;

    fn try_from(text: String) -> Result<Self, InvalidMediaType> {
        if text == MAIL {
            Ok(Self(text))
        } else {
            text.parse()
        }
    }
}

impl From<MediaType> for String {
    fn from(media_type: MediaType) -> Self {
        media_type.0
    }
}

#[cfg(test)]
mod tests {
    use super::{BlobHash, FileName, MediaType};

    #[test]
    fn hashes_are_read_and_written() {
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(text.parse::<BlobHash>().unwrap().to_string(), text);
        assert_eq!(text.to_uppercase().parse::<BlobHash>().unwrap().to_string(), text);
        for bad in ["", "e3", &text[1..], &text.replace('e', "g"), &"é".repeat(32)] {
            assert!(bad.parse::<BlobHash>().is_err(), "{bad}");
        }
    }

    #[test]
    fn names_have_no_folder_and_no_line_break() {
        for good in [
            "arve.pdf",
            " Arve nr 1 (õ).pdf ",
            "=?utf-8?q?x?=.pdf",
            "\"a\".pdf",
        ] {
            assert_eq!(good.parse::<FileName>().unwrap().as_str(), good.trim());
        }
        for bad in [
            "",
            ".",
            "..",
            "a/b",
            "a\\b",
            "a\r\nX: y",
            "a\0",
            "a\u{202e}fdp.exe",
        ] {
            assert!(bad.parse::<FileName>().is_err(), "{bad:?}");
        }
        assert!("x".repeat(151).parse::<FileName>().is_err());
    }

    #[test]
    fn media_types_are_plain_and_no_containers() {
        assert_eq!(
            "Application/PDF".parse::<MediaType>().unwrap().as_str(),
            "application/pdf"
        );
        for bad in [
            "",
            "pdf",
            "a/b/c",
            "text/plain; charset=x",
            "multipart/mixed",
            "message/rfc822",
            "a/\r\nb",
            "/x",
        ] {
            assert!(bad.parse::<MediaType>().is_err(), "{bad:?}");
        }
        assert!(MediaType::mail().is_mail() && !MediaType::unknown().is_mail());
        assert_eq!(
            MediaType::try_from("message/rfc822".to_owned()),
            Ok(MediaType::mail())
        );
        assert!(MediaType::try_from("message/partial".to_owned()).is_err());
    }
}
