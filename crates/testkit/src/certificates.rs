//! Certificates in every state that a client has to tell apart.

use std::fs;
use std::path::{Path, PathBuf};

use catcher::{Authority, Identity, Validity};
use jiff::{SignedDuration, Timestamp};

use crate::clock;

/// The name that tests give their servers unless they have a reason for another.
pub const HOST: &str = "mail.saatja.test";

/// What is to be thought of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certificate {
    /// Issued by the trusted authority, for the right name, for now.
    Valid,
    /// It ran out yesterday.
    Expired,
    /// It begins tomorrow.
    NotYetValid,
    /// It is for `wrong.saatja.test`.
    WrongName,
    /// It vouches for itself.
    SelfSigned,
    /// Issued by an authority that nobody trusts.
    UnknownAuthority,
}

impl Certificate {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Valid,
        Self::Expired,
        Self::NotYetValid,
        Self::WrongName,
        Self::SelfSigned,
        Self::UnknownAuthority,
    ];
}

/// An authority to be trusted and one not to be, and certificates by them.
pub struct Certificates {
    trusted: Authority,
    stranger: Authority,
    now: Timestamp,
}

impl Default for Certificates {
    fn default() -> Self {
        Self::new()
    }
}

impl Certificates {
    /// New authorities; certificates are seen from the real time.
    #[must_use]
    pub fn new() -> Self {
        let now = clock::now();
        let authority = |name| Authority::create(name, now).expect("an authority can be made");
        Self {
            trusted: authority("Saatja test CA"),
            stranger: authority("Unknown test CA"),
            now,
        }
    }

    /// The trusted authority's own certificate, in PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        self.trusted.certificate_pem()
    }

    /// The same in a file, for programs that want one.
    #[must_use]
    pub fn write_ca(&self, folder: &Path) -> PathBuf {
        let path = folder.join("ca.pem");
        fs::write(&path, self.ca_pem()).expect("the authority's certificate can be written");
        path
    }

    /// A certificate in this state for [`HOST`], `localhost` and 127.0.0.1.
    #[must_use]
    pub fn identity(&self, certificate: Certificate) -> Identity {
        self.identity_for(certificate, &[HOST, "localhost", "127.0.0.1"])
    }

    /// A certificate in this state for these names (which [`Certificate::WrongName`] leaves out).
    #[must_use]
    pub fn identity_for(&self, certificate: Certificate, names: &[&str]) -> Identity {
        let day = SignedDuration::from_hours(24);
        let now = Validity {
            not_before: self.now - day,
            not_after: self.now + day * 30,
        };
        let past = Validity {
            not_before: self.now - day * 30,
            not_after: self.now - day,
        };
        let future = Validity {
            not_before: self.now + day,
            not_after: self.now + day * 30,
        };
        let identity = match certificate {
            Certificate::Valid => self.trusted.issue(names, now),
            Certificate::Expired => self.trusted.issue(names, past),
            Certificate::NotYetValid => self.trusted.issue(names, future),
            Certificate::WrongName => self.trusted.issue(&["wrong.saatja.test"], now),
            Certificate::SelfSigned => Identity::self_signed(names, now),
            Certificate::UnknownAuthority => self.stranger.issue(names, now),
        };
        identity.expect("a certificate can be made")
    }
}

/// Writes a chain and its key (mode 600) into `folder`, as `cert.pem` and `key.pem`.
#[must_use]
pub fn write_identity(identity: &Identity, folder: &Path) -> (PathBuf, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let (chain, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    fs::write(&chain, &identity.chain_pem).expect("a certificate can be written");
    fs::write(&key, &identity.key_pem).expect("a key can be written");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("a key can be hidden");
    (chain, key)
}
