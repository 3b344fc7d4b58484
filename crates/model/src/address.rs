//! E-mail addresses and the names that stand before them.

use crate::host::{Host, HostError};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The longest local part (RFC 5321, section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// The longest path, less its angle brackets (RFC 5321, section 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;
/// The longest display name that is taken: what mail programs still show.
const LONGEST_NAME: usize = 120;

/// An e-mail address `local@domain`: a dot-atom before the @ (no quotes, no comments), a full host name after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mailbox {
    text: String,
    at: usize,
    domain: Host,
}

/// Why a text is not an address that letters are sent from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum MailboxError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// No @, or more than one.
    #[error("not one @")]
    At,
    /// The part before the @ has a character it can not have, or starts with a hyphen.
    #[error("the part before the @")]
    Local,
    /// The part after the @ is not a host name.
    #[error("the part after the @: {0}")]
    Domain(HostError),
    /// Over 254 bytes, or over 64 before the @.
    #[error("too long")]
    TooLong,
}

impl MailboxError {
    /// The stable key of the sentence that explains it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "address-missing",
            Self::At => "address-at",
            Self::Local => "address-local",
            Self::Domain(_) => "address-domain",
            Self::TooLong => "address-too-long",
        }
    }
}

impl Mailbox {
    /// The whole address; the domain in lower case, the local part as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the @.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    /// The part after the @.
    #[must_use]
    pub const fn domain(&self) -> &Host {
        &self.domain
    }

    /// Whether every character is ASCII, so that no SMTPUTF8 is needed (RFC 6531).
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.text.is_ascii()
    }

    /// Whether both name one mailbox for a person: the case of letters does not count.
    #[must_use]
    pub fn is_same_as(&self, other: &str) -> bool {
        // In the browser ASCII letters have to do: the tables of all others are too large for it.
        if cfg!(feature = "idna") {
            self.text.to_lowercase() == other.trim().to_lowercase()
        } else {
            self.text.eq_ignore_ascii_case(other.trim())
        }
    }

    /// Parses one address, without a name or brackets.
    ///
    /// # Errors
    /// [`MailboxError`] says which rule the text broke.
    pub fn parse(text: &str) -> Result<Self, MailboxError> {
        let text = text.trim_matches([' ', '\t']);
        if text.is_empty() {
            return Err(MailboxError::Empty);
        }
        if text.len() > 4 * LONGEST_ADDRESS {
            return Err(MailboxError::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(MailboxError::At)?;
        if domain.contains('@') || local.is_empty() || domain.is_empty() {
            return Err(MailboxError::At);
        }
        if local.len() > LONGEST_LOCAL {
            return Err(MailboxError::TooLong);
        }
        if !is_dot_atom(local) {
            return Err(MailboxError::Local);
        }
        let domain = Host::parse(domain).map_err(MailboxError::Domain)?;
        let whole = format!("{local}@{domain}");
        if whole.len() > LONGEST_ADDRESS {
            return Err(MailboxError::TooLong);
        }
        Ok(Self {
            at: local.len(),
            text: whole,
            domain,
        })
    }
}

/// A dot-atom (RFC 5322, section 3.2.3; letters beyond ASCII by RFC 6532) that no program takes for an option.
fn is_dot_atom(local: &str) -> bool {
    // In the browser whatever may be a letter is let through; the server has the tables and decides.
    let letter = |c: char| {
        if cfg!(feature = "idna") {
            c.is_alphanumeric()
        } else {
            !is_invisible(c)
        }
    };
    let atom = |c: char| {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && letter(c))
    };
    !local.starts_with('-')
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(atom))
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Mailbox {
    type Err = MailboxError;

    fn from_str(text: &str) -> Result<Self, MailboxError> {
        Self::parse(text)
    }
}

impl Serialize for Mailbox {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Mailbox {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// The name before an address in `From`. Holds no control characters and nothing that turns the direction of writing,
/// so that a name can not forge a header line or show another address than the real one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct DisplayName(String);

/// Why a text is not a display name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DisplayNameError {
    /// Nothing but spaces.
    #[error("empty")]
    Empty,
    /// Over 120 characters.
    #[error("too long")]
    TooLong,
    /// A line break, another control character, or one that turns the direction of writing.
    #[error("an invisible character")]
    Invisible,
}

impl DisplayNameError {
    /// The stable key of the sentence that explains it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "display-name-missing",
            Self::TooLong => "display-name-too-long",
            Self::Invisible => "display-name-invisible",
        }
    }
}

impl DisplayName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses a name; spaces around it go.
    ///
    /// # Errors
    /// [`DisplayNameError`] says which rule the text broke.
    pub fn parse(text: &str) -> Result<Self, DisplayNameError> {
        let text = text.trim_matches([' ', '\t']);
        if text.is_empty() {
            return Err(DisplayNameError::Empty);
        }
        if text.chars().any(is_invisible) {
            return Err(DisplayNameError::Invisible);
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(DisplayNameError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Characters that are not seen but change what is: controls, line and paragraph separators, marks and overrides of
/// writing direction (Unicode UAX 9), zero-width ones that split words, the byte order mark.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl FromStr for DisplayName {
    type Err = DisplayNameError;

    fn from_str(text: &str) -> Result<Self, DisplayNameError> {
        Self::parse(text)
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DisplayName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{DisplayName, DisplayNameError, Mailbox, MailboxError};
    use crate::host::HostError;

    #[test]
    fn addresses_that_people_have() {
        for (typed, expected) in [
            ("mari@naidis.ee", "mari@naidis.ee"),
            (" Mari.Maasikas+arved@NAIDIS.EE ", "Mari.Maasikas+arved@naidis.ee"),
            ("o'neil@example.com", "o'neil@example.com"),
            ("jüri@example.com", "jüri@example.com"),
        ] {
            let mailbox = Mailbox::parse(typed).unwrap();
            assert_eq!(mailbox.as_str(), expected);
            assert_eq!(format!("{}@{}", mailbox.local(), mailbox.domain()), expected);
        }
        assert!(
            Mailbox::parse("Mari@naidis.ee")
                .unwrap()
                .is_same_as("mari@NAIDIS.ee ")
        );
    }

    #[test]
    fn addresses_that_break_a_rule_or_a_command() {
        for (typed, expected) in [
            ("", MailboxError::Empty),
            ("mari", MailboxError::At),
            ("@naidis.ee", MailboxError::At),
            ("mari@", MailboxError::At),
            ("a@b@c.ee", MailboxError::At),
            ("a..b@c.ee", MailboxError::Local),
            (".a@c.ee", MailboxError::Local),
            ("a.@c.ee", MailboxError::Local),
            ("-oQ@c.ee", MailboxError::Local),
            ("\"a b\"@c.ee", MailboxError::Local),
            ("a b@c.ee", MailboxError::Local),
            ("<a@c.ee", MailboxError::Local),
            ("a@c.ee>", MailboxError::Domain(HostError::Form)),
            ("a\r\nRCPT TO:<x@y.ee>@c.ee", MailboxError::At),
            ("a\n@c.ee", MailboxError::Local),
            ("a\0@c.ee", MailboxError::Local),
            ("a\u{85}@c.ee", MailboxError::Local),
            ("a\u{2028}@c.ee", MailboxError::Local),
            ("a\u{202e}b@c.ee", MailboxError::Local),
            ("a@[127.0.0.1]", MailboxError::Domain(HostError::IpAddress)),
            ("a@127.0.0.1", MailboxError::Domain(HostError::IpAddress)),
            ("a@localhost", MailboxError::Domain(HostError::Inside)),
            ("a@c.ee\r\n", MailboxError::Domain(HostError::Form)),
            ("a@c.ee,b@d.ee", MailboxError::At),
        ] {
            assert_eq!(Mailbox::parse(typed), Err(expected), "{typed:?}");
        }
        assert_eq!(
            Mailbox::parse(&format!("{}@c.ee", "a".repeat(65))),
            Err(MailboxError::TooLong)
        );
        let long = format!("{}@{}.ee", "a".repeat(60), ["b".repeat(60).as_str(); 4].join("."));
        assert_eq!(Mailbox::parse(&long), Err(MailboxError::TooLong));
    }

    #[test]
    fn names_keep_every_visible_character_and_nothing_else() {
        for good in ["Mari Maasikas", "Õun & Pojad OÜ", "\"Näidis\" <OÜ>", "株式会社"] {
            assert_eq!(DisplayName::parse(&format!(" {good} ")).unwrap().as_str(), good);
        }
        for bad in [
            "a\rb",
            "a\nb",
            "a\0b",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\tb",
            "\u{feff}a",
        ] {
            assert_eq!(
                DisplayName::parse(bad),
                Err(DisplayNameError::Invisible),
                "{bad:?}"
            );
        }
        assert_eq!(DisplayName::parse("  "), Err(DisplayNameError::Empty));
        assert_eq!(
            DisplayName::parse(&"a".repeat(121)),
            Err(DisplayNameError::TooLong)
        );
    }
}
