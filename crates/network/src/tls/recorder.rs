//! Judges the certificate that a server shows, and keeps it, so that a refused one can be explained.

use super::{certificate::key_of, company::PinMismatch};
use model::session::KeyHash;
use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use std::sync::{Arc, OnceLock};

/// Asks the usual verifier, or compares keys where the company pinned one, and remembers the certificate in question.
#[derive(Debug)]
pub(super) struct Recorder {
    verifier: Arc<WebPkiServerVerifier>,
    pinned: Vec<KeyHash>,
    shown: OnceLock<CertificateDer<'static>>,
}

impl Recorder {
    /// With pinned keys the authorities are not asked.
    pub fn new(verifier: Arc<WebPkiServerVerifier>, pinned: Vec<KeyHash>) -> Self {
        Self {
            verifier,
            pinned,
            shown: OnceLock::new(),
        }
    }

    /// What the server showed, if it came so far.
    pub fn shown(&self) -> Option<&CertificateDer<'static>> {
        self.shown.get()
    }

    /// Who shows the pinned certificate and can not sign with its key has another key.
    fn not_its_key(&self, error: Error) -> Error {
        match error {
            Error::InvalidCertificate(CertificateError::BadSignature) if !self.pinned.is_empty() => {
                mismatch()
            }
            other => other,
        }
    }
}

fn mismatch() -> Error {
    CertificateError::Other(OtherError(Arc::new(PinMismatch))).into()
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.shown.get_or_init(|| end_entity.clone().into_owned());
        if self.pinned.is_empty() {
            return self.verifier.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            );
        }
        // that the server holds the key is proved by its signature, which is checked below as ever
        if key_of(end_entity).is_some_and(|key| self.pinned.contains(&key)) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(mismatch())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier
            .verify_tls12_signature(message, certificate, signature)
            .map_err(|error| self.not_its_key(error))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier
            .verify_tls13_signature(message, certificate, signature)
            .map_err(|error| self.not_its_key(error))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}
