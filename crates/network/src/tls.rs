//! TLS 1.2 or newer, with certificates that somebody known vouches for, or with a key that the company pinned.

mod authorities;
mod certificate;
mod company;
mod fault;
mod handshake;
mod recorder;
mod tap;

pub use authorities::describe_authorities;
pub use company::{MOST_AUTHORITIES, Pin};
pub use handshake::{Encrypted, encrypt};

use authorities::Accepts;
use rustls::{
    ClientConfig, RootCertStore,
    client::{Resumption, WebPkiServerVerifier},
    crypto::CryptoProvider,
    time_provider::{DefaultTimeProvider, TimeProvider},
};
use std::sync::Arc;

/// Whom we believe: Mozilla's list of certificate authorities and the operator's own; for a company's connections also
/// what the company trusts ([`Trust::with_company`]). Cheap to clone.
#[derive(Debug, Clone)]
pub struct Trust {
    provider: Arc<CryptoProvider>,
    roots: Arc<RootCertStore>,
    verifier: Arc<WebPkiServerVerifier>,
    pins: Arc<[Pin]>,
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
    /// One of the certificates is a server's own. Its key can be pinned instead.
    #[error("certificate {0} is not an authority's")]
    NotAuthority(usize),
    /// More than [`MOST_AUTHORITIES`].
    #[error("more than {MOST_AUTHORITIES} certificates")]
    TooMany,
    /// The verifier could not be built.
    #[error("the certificate verifier could not be built: {0}")]
    Verifier(String),
}

impl TrustError {
    /// The stable key of the sentence that explains it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Pem => "authority-not-pem",
            Self::Certificate(_) => "authority-unusable",
            Self::NotAuthority(_) => "authority-is-server",
            Self::TooMany => "authority-too-many",
            Self::Verifier(_) => "authority-verifier",
        }
    }
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
        authorities::add(&mut roots, pem_texts, Accepts::Anything)?;
        let roots = Arc::new(roots);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        Ok(Self {
            verifier: authorities::verifier(&roots, &provider)?,
            provider,
            roots,
            pins: Arc::default(),
            clock: Arc::new(DefaultTimeProvider),
        })
    }

    /// A configuration for one connection, with the recorder that keeps what the server showed. Nothing is
    /// resumed: each session checks the certificate itself.
    fn config(&self, recorder: Arc<recorder::Recorder>) -> Result<ClientConfig, rustls::Error> {
        let mut config =
            ClientConfig::builder_with_details(Arc::clone(&self.provider), Arc::clone(&self.clock))
                .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
                // the recorder asks the usual verifier, or compares the key with the company's pins
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
