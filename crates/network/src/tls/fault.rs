//! What a failed handshake means.

use super::{certificate::is_self_issued, company::PinMismatch};
use model::session::{CertificateFault, Fault};
use rustls::{AlertDescription, CertificateError, Error, OtherError, PeerIncompatible};
use std::io;

/// From the error, the first byte that the server sent, and the certificate that it showed.
pub(super) fn cause(error: &io::Error, first: Option<u8>, certificate: Option<&[u8]>) -> Fault {
    if first.is_some_and(|byte| !is_record(byte)) {
        return Fault::TlsAgainstPlain;
    }
    let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return Fault::Closed;
    };
    match error {
        Error::InvalidCertificate(CertificateError::Other(OtherError(other)))
            if other.is::<PinMismatch>() =>
        {
            Fault::PinMismatch
        }
        Error::InvalidCertificate(error) => Fault::Certificate(certificate_fault(error, certificate)),
        Error::NoCertificatesPresented => Fault::Certificate(CertificateFault::Unusable),
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => Fault::TlsTooOld,
        _ => Fault::TlsFailed,
    }
}

/// Whether a TLS record starts with this byte (RFC 8446, section 5.1).
pub(super) const fn is_record(byte: u8) -> bool {
    matches!(byte, 0x14..=0x17)
}

fn certificate_fault(error: &CertificateError, certificate: Option<&[u8]>) -> CertificateFault {
    use CertificateFault::{Expired, NotYetValid, Revoked, SelfSigned, UnknownIssuer, Unusable, WrongName};
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => NotYetValid,
        CertificateError::Revoked => Revoked,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => WrongName,
        _ if certificate.is_some_and(is_self_issued) => SelfSigned,
        // a signature that is not right: an authority of that name is known, with another key
        CertificateError::UnknownIssuer | CertificateError::BadSignature => UnknownIssuer,
        _ => Unusable,
    }
}
