//! Effective settings: own over the sender user's over the company's, field by field, each with its origin.
//!
//! There is exactly one step from a user to the sender user and none further (the sender user himself has only the
//! company below him), so that a cycle can not be written down.

use super::{
    Destination, OwnServer, SendingMode,
    layer::{Copies, Documents, Layer, UserName},
};
use crate::{
    address::{DisplayName, Mailbox},
    host::Host,
    port::{Port, Security},
};
use serde::{Deserialize, Serialize};

/// Where a value comes from, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The user has set it himself.
    Own,
    /// From the sender user.
    SenderUser,
    /// From the company's defaults.
    Company,
    /// From the user's card in the portal: his name, his address.
    Account,
    /// Nobody has set it.
    Default,
}

impl Origin {
    /// The stable word, as in forms and data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::SenderUser => "sender-user",
            Self::Company => "company",
            Self::Account => "account",
            Self::Default => "default",
        }
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Valued<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// The user as the portal knows him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// His name.
    pub name: DisplayName,
    /// His address.
    pub email: Mailbox,
}

/// What is known of a stored password without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The only place where it may be sent.
    pub destination: Destination,
    /// Grows with each change of it.
    pub version: u64,
}

/// What one owner (a user, or the company) has stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stored {
    /// What is set.
    pub layer: Layer,
    /// The password that was entered there.
    pub secret: Option<Secret>,
}

/// Whose password serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Password {
    /// The server wants no sign-in.
    NotNeeded,
    /// There is one that was entered for exactly this destination.
    Set {
        /// Whose: own, the sender user's, or the company's.
        origin: Origin,
        /// Its version there.
        version: u64,
    },
    /// There is one, but it was entered for another destination.
    NeededAgain,
    /// There is none.
    Missing,
}

/// A user's settings as they count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective {
    /// Whose server sends.
    pub mode: Valued<SendingMode>,
    /// The sender's address.
    pub sender: Valued<Mailbox>,
    /// The name before it.
    pub display_name: Valued<DisplayName>,
    /// Who gets a copy.
    pub copy: Valued<Copies>,
    /// Who gets a blind copy.
    pub blind_copy: Valued<Copies>,
    /// How documents go out.
    pub documents: Valued<Documents>,
    /// Whether their attachments go with them.
    pub attachments: Valued<bool>,
    /// Whether letters are edited before they are sent.
    pub edit: Valued<bool>,
    /// The server, where anybody has set one.
    pub host: Option<Valued<Host>>,
    /// The port.
    pub port: Option<Valued<Port>>,
    /// The encryption.
    pub security: Option<Valued<Security>>,
    /// The user name; nobody has set one: no sign-in.
    pub user_name: Valued<UserName>,
    /// Whose password serves.
    pub password: Password,
}

/// The layers below the account's own, nearest first.
#[derive(Debug, Clone, Copy)]
pub struct Bases<'a> {
    /// The sender user's; none for the sender user himself, and where no user is it.
    pub sender_user: Option<&'a Stored>,
    /// The company's.
    pub company: &'a Stored,
}

struct Layers<'a>([(Origin, Option<&'a Stored>); 3]);

impl Layers<'_> {
    fn first<T: Clone>(&self, field: impl Fn(&Layer) -> &Option<T>) -> Option<Valued<T>> {
        self.0.iter().find_map(|(origin, stored)| {
            let value = field(&stored.as_ref()?.layer).clone()?;
            Some(Valued {
                value,
                origin: *origin,
            })
        })
    }

    fn or<T: Clone>(&self, origin: Origin, value: T, field: impl Fn(&Layer) -> &Option<T>) -> Valued<T> {
        self.first(field).unwrap_or(Valued { value, origin })
    }

    /// The nearest password that was entered for this destination and that no nearer layer leads elsewhere. A layer
    /// that sets any part of the destination does not use a password from below it, be the value the same.
    fn password(&self, destination: Option<&Destination>) -> Password {
        let mut entered = false;
        for (origin, stored) in self.0 {
            let Some(stored) = stored else { continue };
            if let Some(secret) = &stored.secret {
                entered = true;
                if destination == Some(&secret.destination) {
                    return Password::Set {
                        origin,
                        version: secret.version,
                    };
                }
            }
            if stored.layer.sets_destination() {
                break;
            }
        }
        if entered {
            Password::NeededAgain
        } else {
            Password::Missing
        }
    }
}

impl Effective {
    /// What counts for an account: its own settings over the bases.
    #[must_use]
    pub fn of(account: &Account, own: &Stored, bases: Bases<'_>) -> Self {
        let layers = Layers([
            (Origin::Own, Some(own)),
            (Origin::SenderUser, bases.sender_user),
            (Origin::Company, Some(bases.company)),
        ]);
        let mut effective = Self {
            mode: layers.or(Origin::Default, SendingMode::default(), |l| &l.mode),
            sender: layers.or(Origin::Account, account.email.clone(), |l| &l.sender),
            display_name: layers.or(Origin::Account, account.name.clone(), |l| &l.display_name),
            copy: layers.or(Origin::Default, Copies::default(), |l| &l.copy),
            blind_copy: layers.or(Origin::Default, Copies::default(), |l| &l.blind_copy),
            documents: layers.or(Origin::Default, Documents::default(), |l| &l.documents),
            attachments: layers.or(Origin::Default, true, |l| &l.attachments),
            edit: layers.or(Origin::Default, false, |l| &l.edit),
            host: layers.first(|l| &l.host),
            port: layers.first(|l| &l.port),
            security: layers.first(|l| &l.security),
            user_name: layers.or(Origin::Default, UserName::NoSignIn, |l| &l.user_name),
            password: Password::NotNeeded,
        };
        if effective.user_name.value != UserName::NoSignIn {
            effective.password = layers.password(effective.destination().as_ref());
        }
        effective
    }

    /// Where letters are handed in, once server, port and encryption are known.
    #[must_use]
    pub fn destination(&self) -> Option<Destination> {
        Some(Destination {
            host: self.host.as_ref()?.value.clone(),
            port: self.port.as_ref()?.value,
            security: self.security.as_ref()?.value,
            user_name: self.user_name.value.name().map(str::to_owned),
        })
    }

    /// The server that is dialled in own-server mode, once it is known.
    #[must_use]
    pub fn own_server(&self) -> Option<OwnServer> {
        Some(OwnServer {
            destination: self.destination()?,
            sender: self.sender.value.clone(),
            display_name: Some(self.display_name.value.clone()),
        })
    }

    /// Whether own-server mode lacks nothing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.destination().is_some() && matches!(self.password, Password::NotNeeded | Password::Set { .. })
    }
}

#[cfg(test)]
mod tests;
