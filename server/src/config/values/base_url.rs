//! The program's own address.

use model::Host;
use serde::Serialize;
use std::{fmt, str::FromStr};

/// The address under which browsers reach the program: scheme and host, no path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct BaseUrl(String);

/// The text is no base address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBaseUrl {
    /// Not of the form.
    #[error("must be like https://mail.example.org, without a path")]
    Form,
    /// Without encryption only this machine itself may be meant.
    #[error("must begin with https:// (http:// is only for 127.0.0.1 and localhost)")]
    Insecure,
}

impl BaseUrl {
    /// The address, without a slash behind it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host's name; none where it is an IP address or this machine's own name.
    #[must_use]
    pub fn host(&self) -> Option<Host> {
        let uri: http::Uri = self.0.parse().ok()?;
        Host::parse(uri.host()?).ok()
    }

    /// Whether browsers reach the program encrypted; cookies are made for it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        let text = text.trim_end_matches('/');
        let uri: http::Uri = text.parse().map_err(|_| InvalidBaseUrl::Form)?;
        let authority = uri.authority().ok_or(InvalidBaseUrl::Form)?;
        if uri.path() != "/" || uri.query().is_some() || authority.as_str().contains('@') {
            return Err(InvalidBaseUrl::Form);
        }
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if matches!(authority.host(), "127.0.0.1" | "localhost" | "[::1]") => {}
            Some("http") => return Err(InvalidBaseUrl::Insecure),
            _ => return Err(InvalidBaseUrl::Form),
        }
        Ok(Self(text.to_owned()))
    }
}
