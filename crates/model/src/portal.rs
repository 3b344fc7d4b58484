//! The portal that companies belong to, and the names by which it knows them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A portal's name in the operator's configuration: small letters, digits and hyphens, at most 40.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PortalId(String);

/// The text is no portal's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a portal's name is 1 to 40 small letters, digits and hyphens, and begins with a letter")]
pub struct InvalidPortalId;

impl PortalId {
    /// The portal of an installation that names none.
    pub const LONE: &'static str = "portal";
    const LONGEST: usize = 40;

    /// The portal of an installation that names none.
    #[must_use]
    pub fn lone() -> Self {
        Self(Self::LONE.to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PortalId {
    type Err = InvalidPortalId;

    fn from_str(text: &str) -> Result<Self, InvalidPortalId> {
        let good = text.len() <= Self::LONGEST
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        good.then(|| Self(text.to_owned())).ok_or(InvalidPortalId)
    }
}

impl fmt::Display for PortalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The portal's own name for a company or a user: any printable text without spaces, at most 120 bytes. It is
/// compared byte by byte.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExternalId(String);

/// The text can not be a portal's own name for anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an external id is 1 to 120 bytes of printable text without spaces")]
pub struct InvalidExternalId;

impl ExternalId {
    const LONGEST: usize = 120;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ExternalId {
    type Err = InvalidExternalId;

    fn from_str(text: &str) -> Result<Self, InvalidExternalId> {
        let good = (1..=Self::LONGEST).contains(&text.len())
            && !text
                .chars()
                .any(|c| c.is_whitespace() || crate::address::is_invisible(c));
        good.then(|| Self(text.to_owned())).ok_or(InvalidExternalId)
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a company's event mailbox, before the `@` of the event domain: 1 to 40 small letters, digits and single
/// hyphens inside.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventName(String);

/// The text can not name an event mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event mailbox's name is 1 to 40 small letters, digits and single hyphens inside")]
pub struct InvalidEventName;

impl EventName {
    const LONGEST: usize = 40;
    /// Names that mail servers and people know as somebody else's (RFC 2142).
    const RESERVED: [&'static str; 9] = [
        "abuse",
        "admin",
        "hostmaster",
        "mailer-daemon",
        "noreply",
        "postmaster",
        "root",
        "security",
        "webmaster",
    ];

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name made of a company's: `Näidis OÜ` becomes `naidis-ou`.
    #[must_use]
    pub fn suggest(company: &crate::DisplayName) -> Self {
        let mut name = String::new();
        for c in company.as_str().chars().flat_map(char::to_lowercase) {
            match plain(c) {
                Some(letters) => name.push_str(letters),
                None if c.is_ascii_alphanumeric() => name.push(c),
                None if !name.is_empty() && !name.ends_with('-') => name.push('-'),
                None => {}
            }
        }
        name.truncate(Self::LONGEST);
        match name.trim_matches('-') {
            "" => Self("company".to_owned()),
            name => name.parse().unwrap_or_else(|_| Self(name.to_owned()).numbered(1)),
        }
    }

    /// The same with a number behind it, where the plain one is taken.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let number = format!("-{number}");
        let mut name = self.0.clone();
        name.truncate(Self::LONGEST - number.len());
        Self(format!("{}{number}", name.trim_end_matches('-')))
    }
}

/// The plain letters for one with marks, as far as the languages around the Baltic Sea have them.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'ā' | 'å' | 'ą' | 'á' | 'à' => "a",
        'č' | 'ć' | 'ç' => "c",
        'ē' | 'ė' | 'ę' | 'é' | 'è' => "e",
        'ģ' => "g",
        'ī' | 'į' | 'í' => "i",
        'ķ' => "k",
        'ļ' | 'ł' => "l",
        'ņ' | 'ń' | 'ñ' => "n",
        'ö' | 'õ' | 'ø' | 'ó' => "o",
        'š' | 'ś' => "s",
        'ß' => "ss",
        'ü' | 'ū' | 'ų' | 'ú' => "u",
        'ž' | 'ź' | 'ż' => "z",
        'æ' => "ae",
        _ => return None,
    })
}

impl FromStr for EventName {
    type Err = InvalidEventName;

    fn from_str(text: &str) -> Result<Self, InvalidEventName> {
        let good = (1..=Self::LONGEST).contains(&text.len())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--")
            && !Self::RESERVED.contains(&text);
        good.then(|| Self(text.to_owned())).ok_or(InvalidEventName)
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! through_text {
    ($($name:ident: $error:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    )+};
}

through_text!(PortalId: InvalidPortalId, ExternalId: InvalidExternalId, EventName: InvalidEventName);

#[cfg(test)]
mod tests {
    use super::{EventName, ExternalId, PortalId};
    use crate::DisplayName;

    #[test]
    fn a_portals_name_is_small_and_plain() {
        assert!("naidis-2".parse::<PortalId>().is_ok() && PortalId::LONE.parse::<PortalId>().is_ok());
        for bad in [
            "",
            "2naidis",
            "-a",
            "Naidis",
            "a b",
            "a/b",
            "näidis",
            &"a".repeat(41),
        ] {
            assert!(bad.parse::<PortalId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_external_id_is_any_word() {
        for good in ["17", "firma:äri/1", "a@b", &"x".repeat(120)] {
            assert!(good.parse::<ExternalId>().is_ok(), "{good}");
        }
        for bad in ["", "a b", "a\u{0}", "a\u{200b}b", "\n", &"x".repeat(121)] {
            assert!(bad.parse::<ExternalId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_event_mailbox_is_named_after_the_company() {
        for (company, expected) in [
            ("Näidis OÜ", "naidis-ou"),
            ("A & B, Pärnu – Õlu", "a-b-parnu-olu"),
            ("Postmaster", "postmaster-1"),
            ("ООО", "company"),
            ("Šķūņu Žurka SIA", "skunu-zurka-sia"),
        ] {
            let name = EventName::suggest(&DisplayName::parse(company).unwrap());
            assert_eq!(name.as_str(), expected);
            assert!(name.as_str().parse::<EventName>().is_ok());
        }
        let long = EventName::suggest(&DisplayName::parse(&"a".repeat(60)).unwrap());
        assert_eq!(long.as_str().len(), 40);
        assert_eq!(long.numbered(17).as_str(), format!("{}-17", "a".repeat(37)));
        for bad in ["", "-a", "a-", "a--b", "A", "a.b", "a@b", "root"] {
            assert!(bad.parse::<EventName>().is_err(), "{bad}");
        }
    }
}
