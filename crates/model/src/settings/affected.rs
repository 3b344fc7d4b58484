//! What changes for a user when the settings below his own change.

use super::{
    Effective, SendingMode,
    effective::{Origin, Password},
};
use serde::{Deserialize, Serialize};

/// Something that will be different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// His letters can no longer go out: a password has to be entered.
    PasswordNeeded,
    /// Whose server sends.
    Mode,
    /// The server, its port or encryption.
    Server,
    /// With which user name, or whose password, is signed in.
    SignIn,
    /// The sender's address.
    Sender,
    /// The name before it.
    DisplayName,
    /// Who gets copies.
    Copies,
    /// How documents go out.
    Documents,
}

impl Change {
    /// All, the most telling first.
    pub const ALL: [Self; 8] = [
        Self::PasswordNeeded,
        Self::Mode,
        Self::Server,
        Self::SignIn,
        Self::Sender,
        Self::DisplayName,
        Self::Copies,
        Self::Documents,
    ];

    /// The stable word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::PasswordNeeded => "password-needed",
            Self::Mode => "mode",
            Self::Server => "server",
            Self::SignIn => "sign-in",
            Self::Sender => "sender",
            Self::DisplayName => "display-name",
            Self::Copies => "copies",
            Self::Documents => "documents",
        }
    }

    /// What differs, the most telling first. What only comes from elsewhere with the same value does not count; what
    /// an own server would be is left aside while another mode sends.
    #[must_use]
    pub fn between(before: &Effective, after: &Effective) -> Vec<Self> {
        let own_server =
            before.mode.value == SendingMode::OwnServer || after.mode.value == SendingMode::OwnServer;
        let lacks = |e: &Effective| {
            e.mode.value == SendingMode::OwnServer
                && matches!(e.password, Password::Missing | Password::NeededAgain)
        };
        let server = |e: &Effective| {
            (
                e.host.as_ref().map(|v| v.value.clone()),
                e.port.as_ref().map(|v| v.value),
                e.security.as_ref().map(|v| v.value),
            )
        };
        let whose = |e: &Effective| match e.password {
            Password::Set { origin, version } => Some((origin != Origin::Own, version)),
            _ => None,
        };
        Self::ALL
            .into_iter()
            .filter(|change| match change {
                Self::PasswordNeeded => lacks(after) && !lacks(before),
                Self::Mode => before.mode.value != after.mode.value,
                Self::Server => own_server && server(before) != server(after),
                Self::SignIn => {
                    own_server
                        && (before.user_name.value != after.user_name.value || whose(before) != whose(after))
                }
                Self::Sender => before.sender.value != after.sender.value,
                Self::DisplayName => before.display_name.value != after.display_name.value,
                Self::Copies => {
                    before.copy.value != after.copy.value || before.blind_copy.value != after.blind_copy.value
                }
                Self::Documents => {
                    before.documents.value != after.documents.value
                        || before.attachments.value != after.attachments.value
                        || before.edit.value != after.edit.value
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Change;
    use crate::{
        Host, Mailbox, Security,
        address::DisplayName,
        settings::{
            Destination, Effective, SendingMode,
            effective::{Account, Bases, Secret, Stored},
            layer::Layer,
        },
    };

    fn effective(own: &Stored, sender_user: Option<&Stored>) -> Effective {
        let account = Account {
            name: DisplayName::parse("Mari").unwrap(),
            email: Mailbox::parse("mari@naidis.ee").unwrap(),
        };
        let company = &Stored::default();
        Effective::of(&account, own, Bases { sender_user, company })
    }

    fn server(host: &str) -> Stored {
        let destination = Destination {
            host: Host::parse(host).unwrap(),
            port: "465".parse().unwrap(),
            security: Security::Tls,
            user_name: Some("info".to_owned()),
        };
        Stored {
            layer: Layer {
                mode: Some(SendingMode::OwnServer),
                host: Some(destination.host.clone()),
                port: Some(destination.port),
                security: Some(destination.security),
                user_name: Some("info".parse().unwrap()),
                ..Layer::default()
            },
            secret: Some(Secret {
                destination,
                version: 1,
            }),
        }
    }

    #[test]
    fn a_new_sender_user_brings_his_server() {
        let nothing = Stored::default();
        let (before, after) = (
            effective(&nothing, None),
            effective(&nothing, Some(&server("a.example.com"))),
        );
        assert_eq!(
            Change::between(&before, &after),
            [Change::Mode, Change::Server, Change::SignIn]
        );
        assert_eq!(Change::between(&after, &after), []);
    }

    #[test]
    fn who_has_his_own_password_has_to_enter_it_again() {
        let (first, second) = (server("a.example.com"), server("b.example.com"));
        let mut own = Stored::default();
        own.layer.user_name = Some("mari".parse().unwrap());
        own.secret = effective(&own, Some(&first))
            .destination()
            .map(|destination| Secret {
                destination,
                version: 1,
            });
        let changes = Change::between(&effective(&own, Some(&first)), &effective(&own, Some(&second)));
        assert_eq!(changes, [Change::PasswordNeeded, Change::Server, Change::SignIn]);
    }

    #[test]
    fn a_server_that_does_not_send_does_not_count() {
        let mut own = Stored::default();
        own.layer.mode = Some(SendingMode::Portal);
        let (first, second) = (server("a.example.com"), server("b.example.com"));
        assert_eq!(
            Change::between(&effective(&own, Some(&first)), &effective(&own, Some(&second))),
            []
        );
    }
}
