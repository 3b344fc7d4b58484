//! What the settings form needs to know of a mail provider. The catalogue itself (crate `providers`) stays on the server.

use crate::{
    host::Host,
    port::{Port, Security},
};
use serde::{Deserialize, Serialize};

/// One way to reach a server: name, port, encryption.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Endpoint {
    /// The server's name.
    pub host: Host,
    /// The port.
    pub port: Port,
    /// The encryption that belongs to the port there.
    pub security: Security,
}

/// What a provider's servers take as user name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserNameForm {
    /// The whole e-mail address.
    Address,
    /// The part before the @.
    LocalPart,
    /// The same word for everybody: `apikey`.
    Literal(String),
    /// Made by the provider and shown on its page.
    Issued,
}

/// The kind of password that a provider's servers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordKind {
    /// The password with which a person reads his mail.
    Mailbox,
    /// One made for a single program; the mailbox's own is refused.
    AppPassword,
    /// The mailbox's own, or one made for a program where two-step sign-in is on.
    MailboxOrApp,
    /// A key or token made on the provider's page.
    ApiKey,
    /// None: the network decides who may send.
    NoPassword,
}

/// Whether a provider still lets programs sign in with a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordSignIn {
    /// Yes.
    Works,
    /// Not since that day (ISO 8601 in the catalogue, as it is read in a hint): only a sign-in at the provider (OAuth 2) works.
    Ended(String),
    /// From that day on (the same) only where an administrator allows it.
    OffByDefaultFrom(String),
}

/// Which sender addresses a provider lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SenderRule {
    /// Only the user name itself.
    EqualsUserName,
    /// The account's address or one of its aliases.
    AccountOrAlias,
    /// Any other is replaced by the account's own.
    RewrittenToAccount,
    /// Any address of the company's domain.
    AnyOfDomain,
    /// Addresses or domains that were proved to the provider.
    Verified,
    /// Not known.
    Unknown,
}

/// How a provider was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// The address's domain is the provider's own.
    Domain,
    /// The domain's mail is received by the provider (MX record).
    Mx,
    /// The server's name is the provider's.
    Server,
}

/// A provider, as far as the settings form must know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderHint {
    /// The stable key, also in the help page's address: `gmail`.
    pub slug: String,
    /// The name people know: `Gmail`.
    pub name: String,
    /// How it was found.
    pub found_by: FoundBy,
    /// Its servers, best first.
    pub servers: Vec<Endpoint>,
    /// What it takes as user name.
    pub user_name: UserNameForm,
    /// What it takes as password.
    pub password: PasswordKind,
    /// Whether a password works at all.
    pub password_sign_in: PasswordSignIn,
    /// Which senders it lets through.
    pub sender: SenderRule,
    /// Names that are often typed and wrong, with the right one where it is known: misprints, other data centres.
    pub wrong_hosts: Vec<WrongHost>,
    /// Whether more than one source says so: else a person is asked to check what was filled in.
    pub confirmed: bool,
}

/// A server name that looks like a provider's and does not work for this address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongHost {
    /// The name that was typed.
    pub host: Host,
    /// Why it is wrong.
    pub why: WrongHostWhy,
    /// What to use in its place.
    pub instead: Option<Host>,
}

/// Why a server name is wrong for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrongHostWhy {
    /// A printed mistake; somebody else could own that name and receive the password.
    Misprint,
    /// The account lives in another data centre of the same provider.
    DataCentre,
    /// It receives or reads mail, it does not send it.
    NotForSending,
}

/// What was found about an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recognition {
    /// The domain that was looked at.
    pub domain: String,
    /// The provider, where one was found.
    pub provider: Option<ProviderHint>,
    /// The look-up in DNS did not come to an end: nothing is known, not even that there is nothing.
    pub undecided: bool,
}

impl ProviderHint {
    /// The user name that belongs to an address, where it follows from it.
    #[must_use]
    pub fn user_name_for(&self, address: &crate::Mailbox) -> Option<String> {
        match &self.user_name {
            UserNameForm::Address => Some(address.as_str().to_owned()),
            UserNameForm::LocalPart => Some(address.local().to_owned()),
            UserNameForm::Literal(word) => Some(word.clone()),
            UserNameForm::Issued => None,
        }
    }

    /// The provider's own encryption for a port of one of its servers.
    #[must_use]
    pub fn endpoint(&self, host: &Host, port: Port) -> Option<&Endpoint> {
        self.servers.iter().find(|e| e.host == *host && e.port == port)
    }
}
