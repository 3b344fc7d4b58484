//! A certificate chain with its key: who a server says it is.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::authority::self_signed;
use crate::{AuthorityError, Validity};

/// A certificate chain and its private key, in PEM (as the configuration files of mail servers want them).
#[derive(Clone)]
pub struct Identity {
    /// The server's certificate, then those above it.
    pub chain_pem: String,
    /// Its private key (PKCS #8).
    pub key_pem: String,
}

impl Identity {
    /// A server certificate for `names` that vouches for itself.
    ///
    /// # Errors
    /// [`AuthorityError::Certificate`] where a name is not ASCII.
    pub fn self_signed(names: &[&str], validity: Validity) -> Result<Self, AuthorityError> {
        self_signed(names, validity)
    }

    /// The same, as rustls wants it. The key is checked to belong to the certificate.
    ///
    /// # Errors
    /// [`AuthorityError::Pem`] or [`AuthorityError::Tls`] where one of the two is no such thing or they do not
    /// belong together.
    pub fn certified_key(&self) -> Result<CertifiedKey, AuthorityError> {
        let chain = CertificateDer::pem_slice_iter(self.chain_pem.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(AuthorityError::Pem)?;
        let key = PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes()).map_err(AuthorityError::Pem)?;
        Ok(CertifiedKey::from_der(chain, key, &ring::default_provider())?)
    }

    /// Answers every name with this one identity.
    ///
    /// # Errors
    /// As [`Identity::certified_key`].
    pub fn for_any_name(&self) -> Result<Arc<dyn ResolvesServerCert>, AuthorityError> {
        Ok(Arc::new(ForAnyName(Arc::new(self.certified_key()?))))
    }

    /// A server's whole TLS configuration with this identity: TLS 1.2 and 1.3, no client certificates.
    ///
    /// # Errors
    /// As [`Identity::certified_key`].
    pub fn server_config(&self) -> Result<Arc<ServerConfig>, AuthorityError> {
        Ok(server_config(self.for_any_name()?)?)
    }
}

/// A server's TLS configuration: TLS 1.2 and 1.3, no client certificates.
pub(crate) fn server_config(
    certificates: Arc<dyn ResolvesServerCert>,
) -> Result<Arc<ServerConfig>, rustls::Error> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    Ok(Arc::new(config))
}

#[derive(Debug)]
struct ForAnyName(Arc<CertifiedKey>);

impl ResolvesServerCert for ForAnyName {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}
