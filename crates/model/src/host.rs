//! Host names of mail servers, as a person pastes them.

use crate::port::Port;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The longest host name (RFC 1035, section 2.3.4, without the root's dot).
const LONGEST: usize = 253;
/// The longest label (RFC 1035, section 2.3.4).
const LONGEST_LABEL: usize = 63;

/// Names that mean something only inside a house or a machine (RFC 6761, 6762, 7686, 8375; ICANN's `.internal`).
const INSIDE: &[&str] = &[
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "onion",
    "home.arpa",
    "localdomain",
];

/// A full host name, in lower case, without the root's dot. Never an IP address, a single label or a name that only
/// means something inside a network: those are what a forged request would aim at (docs/security.md).
///
/// With feature `idna` (the server) a name with other than ASCII letters becomes its A-label form; without it (the
/// browser) such letters stay as they were typed, and the server decides.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Host(String);

/// Why a text is not a host name that may be dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum HostError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// An e-mail address or `user@host`.
    #[error("holds an @")]
    UserInfo,
    /// An IP address, in any of its forms.
    #[error("an IP address")]
    IpAddress,
    /// One label only: `mail`.
    #[error("a single label")]
    SingleLabel,
    /// A name that only means something inside a network or machine.
    #[error("a name of an inner network")]
    Inside,
    /// Over 253 bytes, or a label over 63.
    #[error("too long")]
    TooLong,
    /// A character or an order of characters that no host name has.
    #[error("not the form of a host name")]
    Form,
}

impl HostError {
    /// The stable key of the sentence that explains it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "server-missing",
            Self::UserInfo => "server-is-address",
            Self::IpAddress => "server-is-ip",
            Self::SingleLabel => "server-single-label",
            Self::Inside => "server-inside",
            Self::TooLong => "server-too-long",
            Self::Form => "server-form",
        }
    }
}

/// What a person pasted into the server field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedServer<'a> {
    /// The part that should be a host name.
    pub host: &'a str,
    /// The port that was pasted with it: `smtp.gmail.com:465`.
    pub port: Option<Port>,
}

/// Takes a pasted server apart: spaces around, a scheme in front (`smtp://`, `ssl://`), a path behind, a port.
#[must_use]
pub fn split_pasted(text: &str) -> PastedServer<'_> {
    let mut rest = text.trim();
    if let Some((scheme, after)) = rest.split_once("://")
        && !scheme.is_empty()
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
    {
        rest = after;
    }
    if let Some((before, _)) = rest.split_once('/') {
        rest = before;
    }
    rest = rest.trim();
    if let Some((host, port)) = rest.rsplit_once(':')
        && !host.contains(':')
        && let Ok(port) = port.parse()
    {
        return PastedServer {
            host: host.trim(),
            port: Some(port),
        };
    }
    PastedServer {
        host: rest,
        port: None,
    }
}

impl Host {
    /// The name, in lower case, ASCII on the server.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this host is `domain` or below it.
    #[must_use]
    pub fn is_within(&self, domain: &str) -> bool {
        self.0 == domain
            || self
                .0
                .strip_suffix(domain)
                .is_some_and(|front| front.ends_with('.') && !domain.is_empty())
    }

    /// Parses a domain of an e-mail address or a server's name; see the type for what is refused.
    ///
    /// # Errors
    /// [`HostError`] says which rule the text broke.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim_matches([' ', '\t']);
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        if text.len() > 4 * LONGEST {
            return Err(HostError::TooLong);
        }
        if text.contains('@') {
            return Err(HostError::UserInfo);
        }
        if text.starts_with('[') || text.matches(':').count() > 1 {
            return Err(HostError::IpAddress);
        }
        let mut name = to_ascii(text)?;
        if name.ends_with('.') {
            name.pop();
        }
        check(&name)?;
        Ok(Self(name))
    }
}

#[cfg(feature = "idna")]
fn to_ascii(text: &str) -> Result<String, HostError> {
    if text.is_ascii() && !text.contains("xn--") && !text.contains("XN--") {
        return Ok(text.to_ascii_lowercase());
    }
    idna::domain_to_ascii_strict(text).map_err(|_| HostError::Form)
}

#[cfg(not(feature = "idna"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as with idna")]
fn to_ascii(text: &str) -> Result<String, HostError> {
    Ok(text.to_ascii_lowercase())
}

fn check(name: &str) -> Result<(), HostError> {
    if name.is_empty() {
        return Err(HostError::Form);
    }
    if name.len() > LONGEST {
        return Err(HostError::TooLong);
    }
    let mut labels = 0_usize;
    let mut last = "";
    for label in name.split('.') {
        if label.len() > LONGEST_LABEL {
            return Err(HostError::TooLong);
        }
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || allowed_beyond_ascii(c);
        if label.is_empty() || label.starts_with('-') || label.ends_with('-') || !label.chars().all(inner) {
            return Err(HostError::Form);
        }
        labels += 1;
        last = label;
    }
    if is_number(last) {
        return Err(HostError::IpAddress);
    }
    if INSIDE.iter().any(|suffix| {
        name.strip_suffix(suffix)
            .is_some_and(|f| f.is_empty() || f.ends_with('.'))
    }) {
        return Err(HostError::Inside);
    }
    if labels < 2 {
        return Err(HostError::SingleLabel);
    }
    Ok(())
}

/// Without the tables whatever may be a letter is let through: the server, which has them, decides.
fn allowed_beyond_ascii(c: char) -> bool {
    !cfg!(feature = "idna") && !c.is_ascii() && !crate::address::is_invisible(c)
}

/// A last label that programs read as a number makes the whole name an IPv4 address (WHATWG URL, "ends in a number"):
/// `127.1`, `0x7f000001`, `2130706433`.
fn is_number(label: &str) -> bool {
    label.bytes().all(|b| b.is_ascii_digit())
        || label
            .strip_prefix("0x")
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for Host {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
