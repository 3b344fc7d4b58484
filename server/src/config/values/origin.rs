//! Addresses of a portal's own pages.

use serde::Serialize;
use std::{fmt, str::FromStr};
use url::Url;

/// A web origin (RFC 6454): scheme, host and port, written as browsers write it. It stands in headers as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Origin(String);

/// The text is no address that browsers may be sent to or framed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// Not of the form.
    #[error("must be like https://portal.example.org, without a path")]
    Origin,
    /// Not of the form.
    #[error("must be a whole address, like https://portal.example.org/start")]
    Url,
    /// Without encryption only this machine itself may be meant.
    #[error("must begin with https:// (http:// is only for 127.0.0.1 and localhost)")]
    Insecure,
}

impl Origin {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let url = safe(text, InvalidAddress::Origin)?;
        if url.path() != "/" || url.query().is_some() {
            return Err(InvalidAddress::Origin);
        }
        Ok(Self(url.origin().ascii_serialization()))
    }
}

/// A whole address of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WebUrl(String);

impl WebUrl {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebUrl {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        safe(text, InvalidAddress::Url).map(|url| Self(url.into()))
    }
}

/// An address over `https`, or over `http` on this machine, whose host is made of plain characters alone: `url` lets
/// some through (`;`, `'`, `*`) that mean something in a header.
fn safe(text: &str, otherwise: InvalidAddress) -> Result<Url, InvalidAddress> {
    let url = Url::parse(text).map_err(|_| otherwise)?;
    let host = url.host_str().ok_or(otherwise)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']' | '_');
    if !host.chars().all(plain)
        || !url.username().is_empty()
        || url.password().is_some()
        || url.fragment().is_some()
    {
        return Err(otherwise);
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if matches!(host, "127.0.0.1" | "localhost" | "[::1]") => Ok(url),
        "http" => Err(InvalidAddress::Insecure),
        _ => Err(otherwise),
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, WebUrl};

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (text, expected) in [
            ("https://Portal.Näidis.ee/", "https://portal.xn--nidis-gra.ee"),
            ("https://portal.naidis.ee:443", "https://portal.naidis.ee"),
            ("https://portal.naidis.ee:8443", "https://portal.naidis.ee:8443"),
            ("http://localhost:3000", "http://localhost:3000"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().as_str(), expected);
        }
    }

    #[test]
    fn nothing_else_gets_into_a_header() {
        for bad in [
            "",
            "*",
            "null",
            "portal.naidis.ee",
            "http://portal.naidis.ee",
            "http://127.0.0.1.evil.example",
            "https://*.naidis.ee",
            "https://a;script-src *",
            "https://a;b.ee",
            "https://a,b.ee",
            "https://a'b.ee",
            "https://portal.naidis.ee/path",
            "https://portal.naidis.ee?a=b",
            "https://portal.naidis.ee#a",
            "https://user@portal.naidis.ee",
            "data:text/html,x",
            "javascript:alert(1)",
            "https://",
        ] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
        for bad in [
            "javascript:alert(1)",
            "//evil.example",
            "http://portal.naidis.ee/",
            "/start",
        ] {
            assert!(bad.parse::<WebUrl>().is_err(), "{bad}");
        }
        assert!("https://portal.naidis.ee/start?a=b".parse::<WebUrl>().is_ok());
    }
}
