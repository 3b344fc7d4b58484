//! Why a stage failed, as far as the connection itself can tell. What it means for a person is looked up in the
//! catalogue's rules by provider, stage and fault.

use super::reply::Reply;
use serde::{Deserialize, Serialize};

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateFault {
    /// Its time is over.
    Expired,
    /// Its time has not begun.
    NotYetValid,
    /// It is made out to another name.
    WrongName,
    /// It vouches for itself.
    SelfSigned,
    /// Nobody we trust vouches for it.
    UnknownIssuer,
    /// Taken back by its issuer.
    Revoked,
    /// Damaged, or of a kind that is not taken.
    Unusable,
}

/// Why a stage failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "fault", content = "of")]
pub enum Fault {
    /// The destination is refused before anything is looked up (port not open, name refused).
    DestinationRefused,
    /// The name leads to an address that users may not reach. People are told the same as for [`Fault::ConnectTimeout`].
    AddressRefused,
    /// There is no such name.
    NameNotFound,
    /// The name has no address.
    NameWithoutAddress,
    /// DNS did not answer in time, or answered with an error.
    NameLookupFailed,
    /// Nobody listens on the port.
    ConnectRefused,
    /// No answer at all.
    ConnectTimeout,
    /// The network says that there is no way.
    ConnectUnreachable,
    /// The connection came about and the server was silent.
    SilentServer,
    /// The server was silent, and the port is one where encryption comes first.
    SilentWantsTls,
    /// Encryption was begun, and the server spoke in the clear.
    TlsAgainstPlain,
    /// The server spoke TLS where it should have greeted in the clear.
    PlainAgainstTls,
    /// The server has nothing newer than TLS 1.1.
    TlsTooOld,
    /// Its certificate can not be trusted.
    Certificate(CertificateFault),
    /// Its key is not the one that the company pinned for this host and port.
    PinMismatch,
    /// Encryption failed in another way.
    TlsFailed,
    /// The server offers no STARTTLS.
    StartTlsMissing,
    /// More came in the clear after STARTTLS than its answer (an injection).
    StartTlsInjected,
    /// The server offers no sign-in (perhaps only after encryption).
    AuthMissing,
    /// The server offers sign-in, but no way that is spoken here.
    AuthMechanism,
    /// The address needs SMTPUTF8 (RFC 6531), which the server does not offer.
    Utf8Missing,
    /// The letter is larger than the server takes (RFC 1870).
    TooLarge,
    /// The server's answer, which was no.
    Refused(Reply),
    /// The server hung up.
    Closed,
    /// The server did not answer this command in time.
    Timeout,
    /// What came is not SMTP, or more than any server needs to say.
    NotSmtp,
    /// After the letter's last dot nothing clear came back: it may have been taken, or not.
    InDoubt,
}

impl Fault {
    /// The stable key, as in the catalogue's rules; `certificate-expired` and so on for certificates.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::DestinationRefused => "destination-refused",
            Self::AddressRefused => "address-refused",
            Self::NameNotFound => "name-not-found",
            Self::NameWithoutAddress => "name-without-address",
            Self::NameLookupFailed => "name-lookup-failed",
            Self::ConnectRefused => "connect-refused",
            Self::ConnectTimeout => "connect-timeout",
            Self::ConnectUnreachable => "connect-unreachable",
            Self::SilentServer => "silent-server",
            Self::SilentWantsTls => "silent-wants-tls",
            Self::TlsAgainstPlain => "tls-against-plain",
            Self::PlainAgainstTls => "plain-against-tls",
            Self::TlsTooOld => "tls-too-old",
            Self::Certificate(CertificateFault::Expired) => "certificate-expired",
            Self::Certificate(CertificateFault::NotYetValid) => "certificate-not-yet-valid",
            Self::Certificate(CertificateFault::WrongName) => "certificate-wrong-name",
            Self::Certificate(CertificateFault::SelfSigned) => "certificate-self-signed",
            Self::Certificate(CertificateFault::UnknownIssuer) => "certificate-unknown-issuer",
            Self::Certificate(CertificateFault::Revoked) => "certificate-revoked",
            Self::Certificate(CertificateFault::Unusable) => "certificate-unusable",
            Self::PinMismatch => "tls-pin-mismatch",
            Self::TlsFailed => "tls-failed",
            Self::StartTlsMissing => "starttls-missing",
            Self::StartTlsInjected => "starttls-injected",
            Self::AuthMissing => "auth-missing",
            Self::AuthMechanism => "auth-mechanism",
            Self::Utf8Missing => "utf8-missing",
            Self::TooLarge => "too-large",
            Self::Refused(_) => "refused",
            Self::Closed => "closed",
            Self::Timeout => "timeout",
            Self::NotSmtp => "not-smtp",
            Self::InDoubt => "in-doubt",
        }
    }

    /// The server's reply, where it is one.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Refused(reply) => Some(reply),
            _ => None,
        }
    }
}
