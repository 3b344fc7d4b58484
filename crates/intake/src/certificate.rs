//! Who the listener proves to be: a certificate chain and its key, which can be replaced while it runs.

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

/// A certificate chain with its private key.
pub struct Certificate(RwLock<Arc<CertifiedKey>>);

impl Certificate {
    /// Reads both from PEM, the server's own certificate first. They have to belong together.
    ///
    /// # Errors
    /// [`CertificateError`] says which of the two can not be used.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Arc<Self>, CertificateError> {
        Ok(Arc::new(Self(RwLock::new(Arc::new(certified(chain, key)?)))))
    }

    /// Takes others instead, for handshakes from now on; where they can not be used, everything stays as it was.
    ///
    /// # Errors
    /// As [`Certificate::from_pem`].
    pub fn replace(&self, chain: &[u8], key: &[u8]) -> Result<(), CertificateError> {
        let certified = Arc::new(certified(chain, key)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = certified;
        Ok(())
    }

    /// TLS 1.2 and 1.3 with it, without certificates of clients.
    pub(crate) fn server_config(self: &Arc<Self>) -> Result<Arc<ServerConfig>, rustls::Error> {
        let resolver = Resolver(Arc::clone(self));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(resolver));
        Ok(Arc::new(config))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Certificate")
    }
}

#[derive(Debug)]
struct Resolver(Arc<Certificate>);

impl ResolvesServerCert for Resolver {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(
            &self.0.0.read().unwrap_or_else(PoisonError::into_inner),
        ))
    }
}

fn certified(chain: &[u8], key: &[u8]) -> Result<CertifiedKey, CertificateError> {
    let chain = CertificateDer::pem_slice_iter(chain)
        .collect::<Result<Vec<_>, _>>()
        .map_err(CertificateError::Chain)?;
    if chain.is_empty() {
        return Err(CertificateError::Empty);
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(CertificateError::Key)?;
    CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(CertificateError::Pair)
}

/// Why a certificate can not be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The chain is no PEM.
    #[error("the certificate chain is no PEM: {0}")]
    Chain(pem::Error),
    /// There is no certificate in the chain.
    #[error("there is no certificate in the chain")]
    Empty,
    /// The key is no PEM, or of a form that is not known.
    #[error("the private key is no PEM: {0}")]
    Key(pem::Error),
    /// They do not belong together, or TLS can not use them.
    #[error("certificate and key: {0}")]
    Pair(rustls::Error),
}
