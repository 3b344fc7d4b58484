//! What a test was about, in 32 bytes.

use crate::{
    encoding::Fields,
    verification::{SecretOwner, SecretRef},
};
use model::settings::OwnServer;
use sha2::{Digest, Sha256};

/// Stands for exactly what was tested: destination, which password (not the password itself), sender. A verdict
/// counts only as long as the settings have the same fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of these settings with this password.
    #[must_use]
    pub fn of(server: &OwnServer, secret: Option<&SecretRef>) -> Self {
        let owner = match secret.map(|secret| secret.owner) {
            None => "none".to_owned(),
            Some(SecretOwner::Company) => "company".to_owned(),
            Some(SecretOwner::User(user)) => user.to_string(),
        };
        let fields = Fields::of("saatja fingerprint 2")
            .destination(&server.destination)
            .text(&owner)
            .number(secret.map_or(0, |secret| secret.version))
            .text(server.sender.as_str());
        Self(Sha256::digest(fields.into_bytes()).into())
    }

    /// The bytes, for storage.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, SecretOwner, SecretRef};
    use model::settings::OwnServer;
    use model::{DisplayName, Host, Mailbox, Security, settings::Destination};

    fn server() -> OwnServer {
        OwnServer {
            destination: Destination {
                host: Host::parse("smtp.example.com").unwrap(),
                port: "465".parse().unwrap(),
                security: Security::Tls,
                user_name: Some("mari".to_owned()),
            },
            sender: Mailbox::parse("mari@example.com").unwrap(),
            display_name: None,
        }
    }

    fn secret(version: u64) -> SecretRef {
        SecretRef {
            owner: SecretOwner::Company,
            version,
        }
    }

    #[test]
    fn each_thing_that_a_test_is_about_changes_it() {
        let mut others: [OwnServer; 6] = std::array::from_fn(|_| server());
        others[0].destination.host = Host::parse("smtp.example.org").unwrap();
        others[1].destination.port = "587".parse().unwrap();
        others[2].destination.security = Security::StartTls;
        others[3].destination.user_name = Some("jüri".to_owned());
        others[4].destination.user_name = None;
        others[5].sender = Mailbox::parse("jyri@example.com").unwrap();
        let user = SecretRef {
            owner: SecretOwner::User("019a5b1e-7c00-7000-8000-000000000001".parse().unwrap()),
            version: 1,
        };
        let mut seen = vec![
            Fingerprint::of(&server(), Some(&secret(1))),
            Fingerprint::of(&server(), None),
        ];
        for other in [secret(2), user] {
            let fingerprint = Fingerprint::of(&server(), Some(&other));
            assert!(!seen.contains(&fingerprint), "{other:?}");
            seen.push(fingerprint);
        }
        for other in others {
            let fingerprint = Fingerprint::of(&other, Some(&secret(1)));
            assert!(!seen.contains(&fingerprint), "{other:?}");
            seen.push(fingerprint);
        }
    }

    #[test]
    fn what_no_server_judges_does_not() {
        let mut named = server();
        named.display_name = Some(DisplayName::parse("Mari").unwrap());
        let secret = secret(1);
        assert_eq!(
            Fingerprint::of(&named, Some(&secret)),
            Fingerprint::of(&server(), Some(&secret))
        );
    }
}
