//! Where a request goes.

use http::uri::PathAndQuery;
use model::{Host, Port, host::HostError};
use std::{fmt, str::FromStr};
use url::Url;

/// The longest address in bytes: what every server takes.
const LONGEST: usize = 2048;

/// How it is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Encrypted.
    Https,
    /// In the clear.
    Http,
}

impl Scheme {
    const fn text(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Http => "http",
        }
    }

    const fn usual_port(self) -> u16 {
        match self {
            Self::Https => 443,
            Self::Http => 80,
        }
    }
}

/// An absolute address on the web whose host is a full public name: never an IP address in any form, no user name or
/// password, no fragment. Whether it may be dialled is the operator's to say ([`crate::WebPolicy`]).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebAddress {
    scheme: Scheme,
    host: Host,
    port: Port,
    path: PathAndQuery,
}

/// Why a text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AddressError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Over 2048 bytes.
    #[error("too long")]
    TooLong,
    /// It does not begin with `https://` (or `http://`).
    #[error("neither https nor http")]
    Scheme,
    /// A user name or a password stands before the host.
    #[error("holds a user name")]
    UserInfo,
    /// The port is no number from 1 to 65535.
    #[error("not a port")]
    Port,
    /// The host can not be dialled.
    #[error("host: {0}")]
    Host(HostError),
    /// Not the form of an address; a space, a control character, a backslash.
    #[error("not the form of an address")]
    Form,
}

impl AddressError {
    /// The stable key of the sentence that explains it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "url-missing",
            Self::TooLong => "url-too-long",
            Self::Scheme => "url-scheme",
            Self::UserInfo => "url-user-info",
            Self::Port => "url-port",
            Self::Host(HostError::IpAddress) => "url-host-is-ip",
            Self::Host(HostError::Inside | HostError::SingleLabel) => "url-host-inside",
            Self::Host(_) => "url-host",
            Self::Form => "url-form",
        }
    }
}

impl WebAddress {
    /// Reads an address as it was typed. What the WHATWG rules would silently mend (line breaks within, backslashes,
    /// missing slashes) is refused, so that nobody reads another host in it than we dial.
    ///
    /// # Errors
    /// [`AddressError`] tells apart what is wrong.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim_matches(' ');
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let is_odd = |c: char| c.is_whitespace() || c == '\\' || model::address::is_invisible(c);
        if text.contains(is_odd) {
            return Err(AddressError::Form);
        }
        let (scheme, rest) = text.split_once("://").ok_or(AddressError::Scheme)?;
        let scheme = [Scheme::Https, Scheme::Http]
            .into_iter()
            .find(|known| scheme.eq_ignore_ascii_case(known.text()))
            .ok_or(AddressError::Scheme)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() {
            return Err(AddressError::Form);
        }
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        let url = Url::parse(text).map_err(cause)?;
        Self::of_url(scheme, &url)
    }

    /// Where a redirect leads, from here (RFC 9110, section 10.2.2).
    ///
    /// # Errors
    /// As [`WebAddress::parse`].
    pub(crate) fn join(&self, location: &str) -> Result<Self, AddressError> {
        let here = Url::parse(&self.to_string()).map_err(cause)?;
        let there = here.join(location).map_err(cause)?;
        Self::parse(there.as_str())
    }

    fn of_url(scheme: Scheme, url: &Url) -> Result<Self, AddressError> {
        let host = match url.host() {
            Some(url::Host::Domain(name)) => Host::parse(name).map_err(AddressError::Host)?,
            Some(_) => return Err(AddressError::Host(HostError::IpAddress)),
            None => return Err(AddressError::Form),
        };
        let port = Port::new(url.port().unwrap_or(scheme.usual_port())).ok_or(AddressError::Port)?;
        let path = match url.query() {
            Some(query) => PathAndQuery::try_from(format!("{}?{query}", url.path())),
            None => PathAndQuery::try_from(url.path()),
        };
        Ok(Self {
            scheme,
            host,
            port,
            path: path.map_err(|_| AddressError::Form)?,
        })
    }

    /// How it is spoken to.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host.
    #[must_use]
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> Port {
        self.port
    }

    /// Path and query, as they stand in the request.
    #[must_use]
    pub const fn path(&self) -> &PathAndQuery {
        &self.path
    }

    /// Host, and port where it is not the scheme's usual one: the header Host (RFC 9110, section 7.2).
    pub(crate) fn authority(&self) -> String {
        if self.port.number() == self.scheme.usual_port() {
            self.host.to_string()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

fn cause(error: url::ParseError) -> AddressError {
    use url::ParseError;
    match error {
        ParseError::InvalidPort => AddressError::Port,
        ParseError::InvalidIpv4Address | ParseError::InvalidIpv6Address => {
            AddressError::Host(HostError::IpAddress)
        }
        ParseError::EmptyHost | ParseError::IdnaError | ParseError::InvalidDomainCharacter => {
            AddressError::Host(HostError::Form)
        }
        _ => AddressError::Form,
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme.text(), self.authority(), self.path)
    }
}

impl FromStr for WebAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
