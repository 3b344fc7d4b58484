//! `[relay]` and `[events]`.

use super::{super::values::Secret, secrets};
use model::{Host, Security, port::Port, settings::Destination};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The server that sends for users who have none of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// Its name: the certificate has to be made out to it.
    pub host: Host,
    /// Its port, whichever; users can not choose it.
    pub port: Port,
    /// The encryption: `tls` (implicit), `starttls` or `none`.
    pub security: Security,
    /// The user name; none where it asks for no sign-in.
    pub user_name: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// The file that holds the password, in its first line.
    pub password_file: Option<PathBuf>,
    /// Whether it may be inside the operator's own network.
    #[serde(default = "yes")]
    pub allow_inside: bool,
    /// The key that signs its letters (RFC 6376).
    pub dkim: Option<Dkim>,
}

/// A key that signs letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dkim {
    /// The domain that answers for the letters.
    pub domain: Host,
    /// The key's name in DNS: `<selector>._domainkey.<domain>`.
    pub selector: String,
    /// The file of the private key: PEM, RSA of 2048 bits or more, or Ed25519.
    pub key_file: PathBuf,
}

/// Where what comes back is received.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// The domain of the event mailboxes. Users may not name it as their server.
    pub domain: Option<Host>,
}

const fn yes() -> bool {
    true
}

impl Relay {
    /// Where letters are handed in.
    #[must_use]
    pub fn destination(&self) -> Destination {
        Destination {
            host: self.host.clone(),
            port: self.port,
            security: self.security,
            user_name: self.user_name.clone(),
        }
    }

    /// The password.
    ///
    /// # Errors
    /// A sentence where its file can not be read.
    pub fn password(&self) -> Result<Option<Secret>, String> {
        secrets::find(
            "relay.password",
            self.password.as_ref(),
            self.password_file.as_deref(),
        )
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let passwords = (self.password.is_some(), self.password_file.is_some());
        secrets::only_one("relay.password", passwords)?;
        let has_password = passwords.0 || passwords.1;
        if self.user_name.is_some() != has_password {
            return Err("relay.user_name and relay.password: both or neither".to_owned());
        }
        if has_password && self.security == Security::None {
            return Err("relay.security: with a password it is tls or starttls".to_owned());
        }
        if let Some(dkim) = &self.dkim {
            let plain = |label: &str| {
                (1..=63).contains(&label.len())
                    && label
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                    && !label.starts_with('-')
                    && !label.ends_with('-')
            };
            if dkim.selector.len() > 120 || !dkim.selector.split('.').all(plain) {
                return Err("relay.dkim.selector: letters, digits and hyphens".to_owned());
            }
        }
        Ok(())
    }
}
