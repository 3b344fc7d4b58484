//! What a test was about, in 32 bytes.

use crate::encoding::Fields;
use model::settings::OwnServer;
use sha2::{Digest, Sha256};

/// Stands for exactly what was tested: destination, which password (not the password itself), sender. A verdict
/// counts only as long as the settings have the same fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of these settings with this version of their password.
    #[must_use]
    pub fn of(server: &OwnServer, secret_version: u64) -> Self {
        let fields = Fields::of("saatja fingerprint 1")
            .destination(&server.destination)
            .number(secret_version)
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
    use super::Fingerprint;
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
            plain_confirmed: false,
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
        let mut seen = vec![Fingerprint::of(&server(), 1), Fingerprint::of(&server(), 2)];
        for other in others {
            let fingerprint = Fingerprint::of(&other, 1);
            assert!(!seen.contains(&fingerprint), "{other:?}");
            seen.push(fingerprint);
        }
        assert_ne!(seen[0], seen[1]);
    }

    #[test]
    fn what_no_server_judges_does_not() {
        let mut named = server();
        named.display_name = Some(DisplayName::parse("Mari").unwrap());
        named.plain_confirmed = true;
        assert_eq!(Fingerprint::of(&named, 1), Fingerprint::of(&server(), 1));
    }
}
