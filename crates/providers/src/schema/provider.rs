//! One file a provider: `data/providers/<slug>.toml`.

use super::{
    confidence::Confidence,
    date::IsoDate,
    limits::Limits,
    server::{Server, WrongServer},
};
use model::{
    Host, Port, Security,
    provider::{PasswordKind, PasswordSignIn, SenderRule, UserNameForm, WrongHostWhy},
};
use serde::{Deserialize, Serialize};

/// The part of the list in which people look for a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Providers of Estonia.
    Estonian,
    /// Mailboxes of people and companies elsewhere.
    Mailbox,
    /// Services that only send.
    Relay,
}

/// A way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    /// The mailbox's own password.
    Password,
    /// A password made for one program.
    AppPassword,
    /// A key, token or password made on the service's page.
    ApiKey,
    /// Sign-in at the provider (OAuth 2, SASL XOAUTH2).
    #[serde(rename = "oauth2")]
    OAuth2,
    /// The address from which the connection comes.
    Network,
}

/// Whether a letter sent over SMTP appears among the mailbox's sent letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SentCopy {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Not known.
    Unknown,
}

/// A provider: what is known of it, from where, and how sure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The stable key, also the file's name and in the help page's address: `mail-ee`.
    pub slug: String,
    /// The name people know.
    pub name: String,
    /// What several entries of one provider have in common (its data centres, its paid and free service). Rules about
    /// replies can name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Where it stands in lists.
    pub group: Group,
    /// Its place within the group, smaller first; those without one follow by name.
    #[serde(default = "last", skip_serializing)]
    pub rank: u16,
    /// The domains whose addresses are its own.
    #[serde(default)]
    pub domains: Vec<Host>,
    /// Domains below which every domain is its own (`onmicrosoft.com`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subdomains_of: Vec<Host>,
    /// The names, and ends of names, of servers that receive mail for other domains that it hosts.
    #[serde(default)]
    pub mx: Vec<Host>,
    /// Its servers, best first.
    pub servers: Vec<Server>,
    /// Servers that some sources name and that are not proposed.
    #[serde(default)]
    pub alternatives: Vec<Server>,
    /// Where mailboxes are read over IMAP, where that is certain and a password does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// What it takes as user name.
    pub user_name: UserNameForm,
    /// What it takes as password.
    pub password: PasswordKind,
    /// The ways of sign-in that it has.
    pub sign_in: Vec<SignIn>,
    /// Whether a password works at all.
    pub password_sign_in: PasswordSignIn,
    /// Where a sign-in at the provider begins, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth2: Option<OAuth2>,
    /// Which senders it lets through.
    pub sender: SenderRule,
    /// Whether sent letters appear in the mailbox.
    pub sent_copy: SentCopy,
    /// How much it sends.
    #[serde(default)]
    pub limits: Limits,
    /// What worked once and does no more, or will not.
    #[serde(default)]
    pub ended: Vec<Ended>,
    /// Server names that are often typed and wrong.
    #[serde(default)]
    pub wrong_hosts: Vec<WrongServer>,
    /// The provider's own help page (https).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Who says so.
    pub sources: Vec<String>,
    /// How old the newest of the sources is.
    pub date: IsoDate,
    /// The day on which the sources were last looked at.
    pub checked: IsoDate,
    /// How sure the servers and the sign-in are.
    pub confidence: Confidence,
    /// What else there is to know, in English, for the documentation alone.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Where a sign-in at the provider begins (RFC 6749).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OAuth2 {
    /// The page at which a person agrees (https).
    pub authorize: String,
    /// The address at which the code becomes a token (https).
    pub token: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Who says so.
    pub source: String,
}

/// Where mailboxes are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The server's name.
    pub host: Host,
    /// The port.
    pub port: Port,
    /// The encryption that belongs to the port there: never none.
    pub security: Security,
    /// Who says so.
    pub source: String,
}

/// Something that ended, or will.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// What, in English.
    pub what: String,
    /// Since when.
    pub on: IsoDate,
    /// Who says so.
    pub source: String,
}

impl Provider {
    /// Whether a rule's word means this provider: its slug or its family.
    #[must_use]
    pub fn answers_to(&self, word: &str) -> bool {
        self.slug == word || self.family.as_deref() == Some(word)
    }

    /// Whether an address of this domain is the provider's own.
    #[must_use]
    pub fn has_domain(&self, domain: &Host) -> bool {
        self.domains.contains(domain)
            || self
                .subdomains_of
                .iter()
                .any(|parent| domain.is_within(parent.as_str()))
    }

    /// Whether the provider receives mail on this server.
    #[must_use]
    pub fn has_mx(&self, server: &Host) -> bool {
        self.mx.iter().any(|end| server.is_within(end.as_str()))
    }

    /// Whether this name is wrong wherever it is typed, not only for some of the provider's accounts.
    #[must_use]
    pub fn has_wrong_host(&self, server: &Host) -> bool {
        self.wrong_hosts
            .iter()
            .any(|wrong| wrong.why != WrongHostWhy::DataCentre && wrong.host == *server)
    }

    /// The proposed servers and the others, in order.
    pub fn all_servers(&self) -> impl Iterator<Item = &Server> {
        self.servers.iter().chain(&self.alternatives)
    }
}

/// After all that have a rank.
const fn last() -> u16 {
    u16::MAX
}
