//! One layer of settings: what one user, or the company, has set; all the rest is inherited.

use super::{
    SendingMode,
    effective::{Effective, Origin, Valued},
};
use crate::{
    address::{DisplayName, Mailbox, MailboxError},
    host::Host,
    port::{Port, Security},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The longest user name that is taken (RFC 4616 allows 255 octets).
const LONGEST_USER_NAME: usize = 255;
/// The most addresses of one copy field.
const MOST_COPIES: usize = 5;

/// What one user or the company has set. A field that is none is inherited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Layer {
    /// Whose server sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<SendingMode>,
    /// The server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Host>,
    /// The port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<Port>,
    /// The encryption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
    /// The user name, or that there is no sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<UserName>,
    /// The sender's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Mailbox>,
    /// The name before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<DisplayName>,
    /// Who gets a copy of each letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<Copies>,
    /// Who gets a blind copy of each letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blind_copy: Option<Copies>,
    /// How documents go out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Documents>,
    /// Whether the documents' own attachments go with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<bool>,
    /// Whether a letter is shown to be edited before it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<bool>,
}

impl Layer {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same with server, port, encryption and user name as another layer sets them.
    #[must_use]
    pub fn with_destination_of(self, other: &Self) -> Self {
        Self {
            host: other.host.clone(),
            port: other.port,
            security: other.security,
            user_name: other.user_name.clone(),
            ..self
        }
    }

    /// The same without what a person only left as it was offered to him: values that are his account's, or nobody's,
    /// anyway. So they follow his account, and what is set below him later.
    #[must_use]
    pub fn without_defaults(mut self, inherited: &Effective) -> Self {
        fn drop<T: PartialEq>(own: &mut Option<T>, inherited: &Valued<T>) {
            let by_itself = matches!(inherited.origin, Origin::Account | Origin::Default);
            if by_itself && own.as_ref() == Some(&inherited.value) {
                *own = None;
            }
        }
        drop(&mut self.mode, &inherited.mode);
        drop(&mut self.sender, &inherited.sender);
        drop(&mut self.display_name, &inherited.display_name);
        self
    }

    /// Whether anything is set of what a password is bound to.
    #[must_use]
    pub const fn sets_destination(&self) -> bool {
        self.host.is_some() || self.port.is_some() || self.security.is_some() || self.user_name.is_some()
    }
}

/// How a document goes out with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Documents {
    /// As a PDF file.
    #[default]
    Pdf,
    /// As an HTML file.
    Html,
    /// Not at all: the letter's text alone.
    None,
}

impl Documents {
    /// All, in the order in which a person is offered them.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Html, Self::None];

    /// The word in forms and data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::None => "none",
        }
    }
}

/// The text is none of the ways in which documents go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("documents go out as one of pdf, html, none")]
pub struct InvalidDocuments;

impl FromStr for Documents {
    type Err = InvalidDocuments;

    fn from_str(text: &str) -> Result<Self, InvalidDocuments> {
        Self::ALL
            .into_iter()
            .find(|documents| documents.key() == text)
            .ok_or(InvalidDocuments)
    }
}

/// A user name, or that the server wants no sign-in. In data the latter is the empty text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum UserName {
    /// The server wants no sign-in.
    #[default]
    NoSignIn,
    /// This user name.
    Named(String),
}

/// The text can not be a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a user name is at most 255 bytes long, without control characters")]
pub struct InvalidUserName;

impl UserName {
    /// The user name, if there is a sign-in.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::NoSignIn => None,
            Self::Named(name) => Some(name),
        }
    }
}

impl FromStr for UserName {
    type Err = InvalidUserName;

    /// Control characters could end a command or a field of AUTH PLAIN (RFC 4616).
    fn from_str(text: &str) -> Result<Self, InvalidUserName> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::NoSignIn);
        }
        if text.len() > LONGEST_USER_NAME || text.chars().any(crate::address::is_invisible) {
            return Err(InvalidUserName);
        }
        Ok(Self::Named(text.to_owned()))
    }
}

impl TryFrom<String> for UserName {
    type Error = InvalidUserName;

    fn try_from(text: String) -> Result<Self, InvalidUserName> {
        text.parse()
    }
}

impl From<UserName> for String {
    fn from(name: UserName) -> Self {
        match name {
            UserName::NoSignIn => Self::new(),
            UserName::Named(name) => name,
        }
    }
}

/// Addresses that get a copy: none, or at most five, each once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Mailbox>", into = "Vec<Mailbox>")]
pub struct Copies(Vec<Mailbox>);

/// Why a text is no list of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CopiesError {
    /// One of them is no address.
    #[error("{text:?} is no address")]
    Address {
        /// What was written there.
        text: String,
        /// Why it is none.
        source: MailboxError,
    },
    /// More than five.
    #[error("more than {MOST_COPIES} addresses")]
    TooMany,
}

impl Copies {
    /// Addresses divided by commas, semicolons or spaces. The same one twice counts once.
    ///
    /// # Errors
    /// One of them is no address, or there are more than five.
    pub fn parse(text: &str) -> Result<Self, CopiesError> {
        let mut copies = Vec::new();
        let words = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
        for word in words.filter(|word| !word.is_empty()) {
            let mailbox = Mailbox::parse(word).map_err(|source| CopiesError::Address {
                text: word.to_owned(),
                source,
            })?;
            copies.push(mailbox);
        }
        Self::try_from(copies)
    }

    /// The addresses, in the order in which they were given.
    #[must_use]
    pub fn addresses(&self) -> &[Mailbox] {
        &self.0
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<Mailbox>> for Copies {
    type Error = CopiesError;

    fn try_from(mailboxes: Vec<Mailbox>) -> Result<Self, CopiesError> {
        let mut copies: Vec<Mailbox> = Vec::new();
        for mailbox in mailboxes {
            if !copies.iter().any(|known| known.is_same_as(mailbox.as_str())) {
                copies.push(mailbox);
            }
        }
        if copies.len() > MOST_COPIES {
            return Err(CopiesError::TooMany);
        }
        Ok(Self(copies))
    }
}

impl From<Copies> for Vec<Mailbox> {
    fn from(copies: Copies) -> Self {
        copies.0
    }
}

impl fmt::Display for Copies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mailbox) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            mailbox.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Copies, CopiesError, Layer, UserName};

    #[test]
    fn copies_are_addresses_each_once() {
        let copies = Copies::parse("arved@naidis.ee; mari@naidis.ee,ARVED@naidis.ee ").unwrap();
        assert_eq!(copies.to_string(), "arved@naidis.ee, mari@naidis.ee");
        assert!(Copies::parse(" ; ").unwrap().is_empty());
        assert!(matches!(
            Copies::parse("arved@naidis.ee, mari"),
            Err(CopiesError::Address { text, .. }) if text == "mari"
        ));
        let six = "a@b.ee c@b.ee d@b.ee e@b.ee f@b.ee g@b.ee";
        assert_eq!(Copies::parse(six), Err(CopiesError::TooMany));
    }

    #[test]
    fn no_sign_in_is_something_to_set() {
        assert_eq!(" ".parse(), Ok(UserName::NoSignIn));
        assert_eq!("mari".parse(), Ok(UserName::Named("mari".to_owned())));
        assert!("ma\0ri".parse::<UserName>().is_err());
        let layer = Layer {
            user_name: Some(UserName::NoSignIn),
            ..Layer::default()
        };
        assert!(!layer.is_empty() && layer.sets_destination());
    }
}
