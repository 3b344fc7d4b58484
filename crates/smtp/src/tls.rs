//! TLS 1.2 or newer, with certificates that somebody known vouches for.

mod certificate;
mod fault;
mod handshake;
mod recorder;
mod tap;

pub use handshake::{Encrypted, encrypt};

use rustls::{
    ClientConfig, RootCertStore,
    client::{Resumption, WebPkiServerVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, pem::PemObject},
    time_provider::{DefaultTimeProvider, TimeProvider},
};
use std::sync::Arc;

/// Whom we believe: Mozilla's list of certificate authorities and the operator's own.
#[derive(Debug, Clone)]
pub struct Trust {
    provider: Arc<CryptoProvider>,
    verifier: Arc<WebPkiServerVerifier>,
    clock: Arc<dyn TimeProvider>,
}

/// Why a list of authorities can not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// The text is not PEM, or holds no certificate.
    #[error("no certificate in PEM form")]
    Pem,
    /// One of the certificates can not be an authority.
    #[error("certificate {0} can not be used as an authority")]
    Certificate(usize),
    /// The verifier could not be built.
    #[error("the certificate verifier could not be built: {0}")]
    Verifier(String),
}

impl Trust {
    /// Mozilla's list alone.
    ///
    /// # Errors
    /// [`TrustError::Verifier`], should the compiled-in list not fit the library.
    pub fn public() -> Result<Self, TrustError> {
        Self::with_roots(&[])
    }

    /// Mozilla's list and the authorities in these PEM texts, each of which may hold several.
    ///
    /// # Errors
    /// A text holds no certificate, or one that can not be an authority.
    pub fn with_roots(pem_texts: &[Vec<u8>]) -> Result<Self, TrustError> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        for pem in pem_texts {
            let mut found = 0;
            for certificate in CertificateDer::pem_slice_iter(pem) {
                found += 1;
                roots
                    .add(certificate.map_err(|_| TrustError::Pem)?)
                    .map_err(|_| TrustError::Certificate(found))?;
            }
            if found == 0 {
                return Err(TrustError::Pem);
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|error| TrustError::Verifier(error.to_string()))?;
        Ok(Self {
            provider,
            verifier,
            clock: Arc::new(DefaultTimeProvider),
        })
    }

    /// A configuration for one connection, with the recorder that keeps what the server showed. Nothing is
    /// resumed: each session checks the certificate itself.
    fn config(&self, recorder: Arc<recorder::Recorder>) -> Result<ClientConfig, rustls::Error> {
        let mut config =
            ClientConfig::builder_with_details(Arc::clone(&self.provider), Arc::clone(&self.clock))
                .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
                // the recorder asks the usual verifier and changes nothing of its answer
                .dangerous()
                .with_custom_certificate_verifier(recorder)
                .with_no_client_auth();
        config.resumption = Resumption::disabled();
        Ok(config)
    }

    /// The same with another clock for the certificates' dates.
    #[must_use]
    pub fn at(mut self, clock: Arc<dyn TimeProvider>) -> Self {
        self.clock = clock;
        self
    }
}
