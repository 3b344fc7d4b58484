//! Certificate authorities in PEM form.

use super::{
    TrustError,
    certificate::{describe, is_authority},
    company::MOST_AUTHORITIES,
};
use model::session::Certificate;
use rustls::{
    RootCertStore,
    client::WebPkiServerVerifier,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::sync::Arc;

/// What may be among the authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accepts {
    /// Whatever the operator puts there, a server's own certificate too.
    Anything,
    /// Certificates that say of themselves that they are an authority's, and not too many.
    AuthoritiesOnly,
}

/// What an admin is shown of the authorities in a PEM text before they are trusted.
///
/// # Errors
/// As [`super::Trust::with_company`].
pub fn describe_authorities(pem: &[u8]) -> Result<Vec<Certificate>, TrustError> {
    let mut store = RootCertStore::empty();
    let list = add(&mut store, &[pem], Accepts::AuthoritiesOnly)?;
    let described = |(number, der): (usize, &CertificateDer<'_>)| {
        describe(der).ok_or(TrustError::Certificate(number + 1))
    };
    list.iter().enumerate().map(described).collect()
}

/// Puts the certificates of these texts among the authorities, and gives them back.
pub(super) fn add<P: AsRef<[u8]>>(
    store: &mut RootCertStore,
    pem_texts: &[P],
    accepts: Accepts,
) -> Result<Vec<CertificateDer<'static>>, TrustError> {
    let mut all = Vec::new();
    for pem in pem_texts {
        let mut found = 0;
        for certificate in CertificateDer::pem_slice_iter(pem.as_ref()) {
            found += 1;
            let certificate = certificate.map_err(|_| TrustError::Pem)?;
            if accepts == Accepts::AuthoritiesOnly {
                if all.len() == MOST_AUTHORITIES {
                    return Err(TrustError::TooMany);
                }
                if !is_authority(&certificate) {
                    return Err(TrustError::NotAuthority(found));
                }
            }
            store
                .add(certificate.clone())
                .map_err(|_| TrustError::Certificate(found))?;
            all.push(certificate);
        }
        if found == 0 {
            return Err(TrustError::Pem);
        }
    }
    Ok(all)
}

/// The usual verifier over these authorities.
pub(super) fn verifier(
    roots: &Arc<RootCertStore>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, TrustError> {
    WebPkiServerVerifier::builder_with_provider(Arc::clone(roots), Arc::clone(provider))
        .build()
        .map_err(|error| TrustError::Verifier(error.to_string()))
}
