//! One report a stage, in the order in which they happen.

use super::{fault::Fault, key_hash::KeyHash};
use crate::port::{Port, Security};
use serde::{Deserialize, Serialize};

/// A stage of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Is the destination allowed?
    Policy,
    /// Which addresses does the name have?
    Dns,
    /// Does the port answer?
    Connect,
    /// Does a mail server greet?
    Greeting,
    /// Is the connection encrypted, and to whom?
    Tls,
    /// What does the server offer?
    Ehlo,
    /// Does it take user name and password?
    Auth,
    /// Does it take the sender?
    MailFrom,
    /// Does it take the recipient?
    RcptTo,
    /// Does it take the letter?
    Data,
    /// Did it say so after the last dot (250)?
    Accepted,
}

impl Stage {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Tls => "tls",
            Self::Ehlo => "ehlo",
            Self::Auth => "auth",
            Self::MailFrom => "mail-from",
            Self::RcptTo => "rcpt-to",
            Self::Data => "data",
            Self::Accepted => "accepted",
        }
    }

    /// All stages in the order in which they happen with this encryption. Encryption comes before the greeting where
    /// it is implicit, and not at all where there is none.
    #[must_use]
    pub const fn order(security: Security) -> &'static [Self] {
        use Stage::{Accepted, Auth, Connect, Data, Dns, Ehlo, Greeting, MailFrom, Policy, RcptTo, Tls};
        match security {
            Security::Tls => &[
                Policy, Dns, Connect, Tls, Greeting, Ehlo, Auth, MailFrom, RcptTo, Data, Accepted,
            ],
            Security::StartTls => &[
                Policy, Dns, Connect, Greeting, Tls, Ehlo, Auth, MailFrom, RcptTo, Data, Accepted,
            ],
            Security::None => &[
                Policy, Dns, Connect, Greeting, Ehlo, Auth, MailFrom, RcptTo, Data, Accepted,
            ],
        }
    }
}

/// How a stage ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome", content = "because")]
pub enum Outcome {
    /// As it should.
    Passed,
    /// Not asked for: sign-in without a user name.
    Skipped,
    /// The test ends here.
    Failed(Fault),
}

/// A server's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The name it is made out to.
    pub subject: String,
    /// Who vouches for it.
    pub issuer: String,
    /// The first names it is valid for, at most ten.
    pub names: Vec<String>,
    /// Its first day, ISO 8601.
    pub not_before: String,
    /// Its last day, ISO 8601.
    pub not_after: String,
    /// What its key is recognised by. None in reports from before it was told.
    #[serde(default)]
    pub spki_sha256: Option<KeyHash>,
}

/// What encryption came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsDetail {
    /// `TLS 1.2`, `TLS 1.3`; none where it failed before that was agreed.
    pub version: Option<String>,
    /// The cipher suite's IANA name.
    pub cipher: Option<String>,
    /// The server's certificate, also where it was not trusted.
    pub certificate: Option<Certificate>,
}

/// What a stage found out, beside how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Detail {
    /// Nothing more.
    #[default]
    Nothing,
    /// The name's addresses.
    Addresses {
        /// IP addresses, in the order in which they are tried.
        list: Vec<String>,
    },
    /// The address that answered.
    Peer {
        /// IP address and port.
        address: String,
    },
    /// The encryption.
    Tls(TlsDetail),
    /// What EHLO offered.
    Extensions {
        /// The keywords, with their parameters, as offered.
        list: Vec<String>,
        /// The largest letter in bytes, where SIZE says one.
        size: Option<u64>,
    },
    /// The way of sign-in that was used: `PLAIN`, `LOGIN`.
    Mechanism {
        /// Its SASL name.
        name: String,
    },
    /// The server's positive answer.
    Answer {
        /// Code and text, cleaned and cut.
        text: String,
    },
}

/// What one stage reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageReport {
    /// Which stage.
    pub stage: Stage,
    /// How it ended.
    pub result: Outcome,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// What it found out.
    pub detail: Detail,
}

impl StageReport {
    /// The fault that ended the test at this stage.
    #[must_use]
    pub const fn fault(&self) -> Option<&Fault> {
        match &self.result {
            Outcome::Failed(fault) => Some(fault),
            Outcome::Passed | Outcome::Skipped => None,
        }
    }
}

/// Another submission port of the same host, tried without a password when the wanted one did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherPort {
    /// The port.
    pub port: Port,
    /// The encryption with which it was tried.
    pub security: Security,
    /// Whether a mail server greeted there.
    pub answers: bool,
}

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// We did.
    Client,
    /// The server did.
    Server,
}

/// A line of the talk, without secrets: what follows AUTH is replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptLine {
    /// Who.
    pub side: Side,
    /// What, cleaned and cut.
    pub text: String,
}
