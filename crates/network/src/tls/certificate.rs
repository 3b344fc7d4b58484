//! A server's certificate in words. It is a stranger's text until it was verified: cut, and cleaned of what
//! is not seen.

use jiff::{Timestamp, tz::Offset};
use model::{
    address::is_invisible,
    session::{Certificate, KeyHash},
};
use sha2::{Digest, Sha256};
use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer, X509Certificate},
    time::ASN1Time,
    x509::{SubjectPublicKeyInfo, X509Name},
};

/// How many names are told.
const MOST_NAMES: usize = 10;
/// How many characters of a name are told.
const LONGEST: usize = 100;

/// Describes a certificate; none where it can not even be read.
pub(super) fn describe(der: &[u8]) -> Option<Certificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let names = names(&certificate);
    let subject = common_name(certificate.subject())
        .or_else(|| names.first().cloned())
        .unwrap_or_else(|| clean(&certificate.subject().to_string()));
    Some(Certificate {
        subject,
        issuer: issuer(certificate.issuer()),
        names,
        not_before: day(certificate.validity().not_before),
        not_after: day(certificate.validity().not_after),
        spki_sha256: Some(hash_of(certificate.public_key())),
    })
}

/// Whether the certificate names itself as its issuer.
pub(super) fn is_self_issued(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, c)| c.subject().as_raw() == c.issuer().as_raw())
}

/// Whether the certificate says that its key may sign others (RFC 5280, section 4.2.1.9).
pub(super) fn is_authority(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, c)| c.is_ca())
}

/// What the certificate's key is recognised by; none where it can not be read.
pub(super) fn key_of(der: &[u8]) -> Option<KeyHash> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(hash_of(certificate.public_key()))
}

fn hash_of(key: &SubjectPublicKeyInfo<'_>) -> KeyHash {
    let hash: [u8; 32] = Sha256::digest(key.raw).into();
    hash.into()
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let dns = extension
        .value
        .general_names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some(clean(name)),
            _ => None,
        });
    dns.take(MOST_NAMES).collect()
}

fn common_name(name: &X509Name<'_>) -> Option<String> {
    let text = name.iter_common_name().next()?.as_str().ok()?;
    Some(clean(text)).filter(|text| !text.is_empty())
}

/// `Let's Encrypt, R11`: the organisation and the name within it.
fn issuer(name: &X509Name<'_>) -> String {
    let organisation = name
        .iter_organization()
        .next()
        .and_then(|o| o.as_str().ok())
        .map(clean);
    match (organisation, common_name(name)) {
        (Some(organisation), Some(common)) => format!("{organisation}, {common}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => clean(&name.to_string()),
    }
}

/// The day in UTC, ISO 8601.
fn day(time: ASN1Time) -> String {
    Timestamp::from_second(time.timestamp())
        .map(|t| Offset::UTC.to_datetime(t).date().to_string())
        .unwrap_or_default()
}

fn clean(text: &str) -> String {
    text.trim()
        .chars()
        .take(LONGEST)
        .map(|c| if is_invisible(c) { '.' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
