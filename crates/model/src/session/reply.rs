//! What a server answered.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An enhanced status code (RFC 3463): class, subject, detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnhancedCode {
    /// 2 success, 4 for now, 5 for good.
    pub class: u8,
    /// What it is about: 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// The detail within the subject.
    pub detail: u16,
}

/// The text is not an enhanced status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an enhanced status code")]
pub struct InvalidEnhancedCode;

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl FromStr for EnhancedCode {
    type Err = InvalidEnhancedCode;

    fn from_str(text: &str) -> Result<Self, InvalidEnhancedCode> {
        let mut parts = text.split('.');
        let mut number = |longest: usize| {
            let part = parts.next()?;
            (!part.is_empty() && part.len() <= longest && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (class, subject, detail) = (number(1), number(3), number(3));
        match (class, subject, detail, parts.next()) {
            (Some(class @ (2 | 4 | 5)), Some(subject), Some(detail), None) => Ok(Self {
                class: u8::try_from(class).map_err(|_| InvalidEnhancedCode)?,
                subject,
                detail,
            }),
            _ => Err(InvalidEnhancedCode),
        }
    }
}

impl TryFrom<String> for EnhancedCode {
    type Error = InvalidEnhancedCode;

    fn try_from(text: String) -> Result<Self, InvalidEnhancedCode> {
        text.parse()
    }
}

impl From<EnhancedCode> for String {
    fn from(code: EnhancedCode) -> Self {
        code.to_string()
    }
}

/// A server's reply (RFC 5321, section 4.2), cut and cleaned for people: at most 200 printable characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The three digits.
    pub code: u16,
    /// The enhanced code, where the text starts with one (RFC 2034).
    pub enhanced: Option<EnhancedCode>,
    /// The text without the codes, lines joined by a space.
    pub text: String,
}

impl Reply {
    /// How much of a server's text is kept.
    pub const LONGEST_TEXT: usize = 200;

    /// A reply from its code and the lines behind it. The enhanced code is taken off each line that repeats it; what
    /// can not be printed becomes a dot; the text is cut.
    #[must_use]
    pub fn from_lines<'a>(code: u16, lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut enhanced = None;
        let mut text = String::new();
        for line in lines {
            let line = line.trim();
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = match first.parse::<EnhancedCode>() {
                Ok(found) => {
                    enhanced.get_or_insert(found);
                    rest.trim()
                }
                Err(_) => line,
            };
            if rest.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(
                rest.chars()
                    .map(|c| if crate::address::is_invisible(c) { '.' } else { c }),
            );
        }
        if let Some((end, _)) = text.char_indices().nth(Self::LONGEST_TEXT) {
            text.truncate(end);
            text.push('…');
        }
        Self { code, enhanced, text }
    }

    /// Whether the server said yes or "go on" (2yz, 3yz).
    #[must_use]
    pub const fn is_positive(&self) -> bool {
        matches!(self.code, 200..=399)
    }

    /// Whether the refusal is for now (4yz).
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self.code, 400..=499)
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        if !self.text.is_empty() {
            write!(f, " {}", self.text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{EnhancedCode, Reply};

    #[test]
    fn enhanced_codes_of_rfc_3463() {
        for good in ["2.0.0", "4.7.12", "5.7.139", "5.999.999"] {
            assert_eq!(good.parse::<EnhancedCode>().unwrap().to_string(), good);
        }
        for bad in [
            "", "5", "5.7", "5.7.8.9", "3.7.8", "5.7.1000", "5..8", "5.7.x", "+5.7.8", "55.7.8",
        ] {
            assert!(bad.parse::<EnhancedCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn lines_are_joined_and_their_codes_taken_off() {
        let reply = Reply::from_lines(
            534,
            [
                "5.7.9 Application-specific password required. For more information, go to",
                "5.7.9  https://example.org",
            ],
        );
        assert_eq!(reply.enhanced.unwrap().to_string(), "5.7.9");
        assert_eq!(
            reply.to_string(),
            "534 5.7.9 Application-specific password required. For more information, go to https://example.org"
        );
        assert_eq!(Reply::from_lines(250, ["OK"]).to_string(), "250 OK");
        assert_eq!(Reply::from_lines(250, [""]).to_string(), "250");
    }

    #[test]
    fn hostile_text_is_cut_and_loses_what_is_not_seen() {
        let reply = Reply::from_lines(550, ["a\u{1b}[31mb\u{202e}c\u{0}<script>"]);
        assert_eq!(reply.text, "a.[31mb.c.<script>");
        let long = Reply::from_lines(550, ["õ".repeat(5000).as_str()]);
        assert_eq!(long.text.chars().count(), Reply::LONGEST_TEXT + 1);
    }
}
