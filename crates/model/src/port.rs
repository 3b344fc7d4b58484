//! Ports of mail submission and how their connections are encrypted.

use serde::{Deserialize, Serialize};
use std::{fmt, num::NonZeroU16, str::FromStr};

/// A TCP port, 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Port(NonZeroU16);

/// The text is not a port number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a port is a whole number from 1 to 65535")]
pub struct InvalidPort;

impl Port {
    /// Relay between servers (RFC 5321); some providers take submissions on it too.
    pub const RELAY: Self = Self::known(25);
    /// Submission with implicit TLS (RFC 8314).
    pub const SUBMISSIONS: Self = Self::known(465);
    /// Submission with STARTTLS (RFC 6409).
    pub const SUBMISSION: Self = Self::known(587);
    /// Reading mail with implicit TLS (IMAP, RFC 8314).
    pub const IMAPS: Self = Self::known(993);
    /// Reading mail with STARTTLS (IMAP, RFC 9051).
    pub const IMAP: Self = Self::known(143);

    const fn known(number: u16) -> Self {
        match NonZeroU16::new(number) {
            Some(n) => Self(n),
            None => panic!("a known port is not zero"),
        }
    }

    /// The port of this number, none for zero.
    #[must_use]
    pub fn new(number: u16) -> Option<Self> {
        NonZeroU16::new(number).map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0.get()
    }

    /// The encryption that belongs to a well-known port.
    #[must_use]
    pub fn usual_security(self) -> Security {
        if self == Self::SUBMISSIONS {
            Security::Tls
        } else {
            Security::StartTls
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Port {
    type Err = InvalidPort;

    fn from_str(text: &str) -> Result<Self, InvalidPort> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidPort);
        }
        text.parse::<u16>().ok().and_then(Self::new).ok_or(InvalidPort)
    }
}

/// How the connection to the server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Not at all: letters and password travel readable.
    None,
    /// Starts in the clear and is encrypted before sign-in (RFC 3207).
    StartTls,
    /// Encrypted from the first byte (implicit TLS, RFC 8314).
    Tls,
}

/// The text names no kind of encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("security is one of none, starttls, tls")]
pub struct InvalidSecurity;

impl Security {
    /// All kinds, in the order in which a person is offered them.
    pub const ALL: [Self; 3] = [Self::None, Self::StartTls, Self::Tls];

    /// The word in forms, data and the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Tls => "tls",
        }
    }
}

impl fmt::Display for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Security {
    type Err = InvalidSecurity;

    fn from_str(text: &str) -> Result<Self, InvalidSecurity> {
        Self::ALL
            .into_iter()
            .find(|s| s.key() == text)
            .ok_or(InvalidSecurity)
    }
}

/// The ports that the operator lets users connect to: 25, 465 and 587, and what he added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpenPorts(Vec<Port>);

impl OpenPorts {
    /// The usual three and the operator's own.
    #[must_use]
    pub fn with(added: impl IntoIterator<Item = Port>) -> Self {
        let mut ports = vec![Port::RELAY, Port::SUBMISSIONS, Port::SUBMISSION];
        for port in added {
            if !ports.contains(&port) {
                ports.push(port);
            }
        }
        Self(ports)
    }

    /// These and no others: for what is no submission.
    #[must_use]
    pub fn only(ports: impl IntoIterator<Item = Port>) -> Self {
        Self(ports.into_iter().collect())
    }

    /// Whether users may connect to this port.
    #[must_use]
    pub fn contains(&self, port: Port) -> bool {
        self.0.contains(&port)
    }

    /// The ports in the order in which they are listed to people.
    pub fn iter(&self) -> impl Iterator<Item = Port> + '_ {
        self.0.iter().copied()
    }

    /// The ports as people read them: `25, 465, 587`.
    #[must_use]
    pub fn listed(&self) -> String {
        let mut text = String::new();
        for port in self.iter() {
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&port.to_string());
        }
        text
    }
}

impl Default for OpenPorts {
    fn default() -> Self {
        Self::with([])
    }
}

#[cfg(test)]
mod tests {
    use super::{OpenPorts, Port, Security};

    #[test]
    fn a_port_is_digits_between_1_and_65535() {
        for good in ["1", "25", " 465 ", "587", "65535"] {
            assert!(good.parse::<Port>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "0",
            "65536",
            "-1",
            "+25",
            "5 87",
            "0x19",
            "٤٦٥",
            "587/tcp",
            "99999999999",
        ] {
            assert!(bad.parse::<Port>().is_err(), "{bad}");
        }
    }

    #[test]
    fn security_reads_its_own_words_only() {
        for security in Security::ALL {
            assert_eq!(security.key().parse(), Ok(security));
        }
        assert!("SSL".parse::<Security>().is_err());
    }

    #[test]
    fn the_operator_adds_to_the_open_ports() {
        let open = OpenPorts::with([Port::new(2525).unwrap(), Port::RELAY]);
        assert_eq!(open.listed(), "25, 465, 587, 2525");
        assert!(open.contains(Port::new(2525).unwrap()));
        assert!(!OpenPorts::default().contains(Port::new(2525).unwrap()));
    }
}
