//! A certificate authority of the demo's or a test's own.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::pki_types::pem;
use thiserror::Error;

use crate::Identity;

/// From when until when a certificate is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: Timestamp,
    /// The last second.
    pub not_after: Timestamp,
}

impl Validity {
    /// From an hour before `now`, for clocks that differ a little, until `days` after it.
    #[must_use]
    pub fn for_days(now: Timestamp, days: u32) -> Self {
        Self {
            not_before: shifted(now, SignedDuration::from_hours(-1)),
            not_after: shifted(now, SignedDuration::from_hours(24 * i64::from(days))),
        }
    }
}

fn shifted(time: Timestamp, by: SignedDuration) -> Timestamp {
    // Whoever reaches the year 9999 keeps the time he has.
    time.checked_add(by).unwrap_or(time)
}

/// A certificate authority: a name, a key, and its own certificate for clients to trust.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate_pem: String,
}

/// The authority's own certificate lasts ten years.
const AUTHORITY_DAYS: u32 = 3650;
const KEY_FILE: &str = "ca-key.pem";
const CERTIFICATE_FILE: &str = "ca.pem";

impl Authority {
    /// A new authority called `name`.
    ///
    /// # Errors
    /// [`AuthorityError::Certificate`] where the system gives no randomness.
    pub fn create(name: &str, now: Timestamp) -> Result<Self, AuthorityError> {
        let key = KeyPair::generate()?;
        let params = authority_params(name, Validity::for_days(now, AUTHORITY_DAYS));
        let certificate_pem = params.self_signed(&key)?.pem();
        Ok(Self {
            issuer: Issuer::new(params, key),
            certificate_pem,
        })
    }

    /// The authority kept in `folder` (`ca.pem`, and `ca-key.pem` with mode 600), or a new one, kept there.
    ///
    /// # Errors
    /// [`AuthorityError::Files`] where the folder cannot be used, [`AuthorityError::Certificate`] where what is in
    /// it is not an authority.
    pub fn load_or_create(folder: &Path, name: &str, now: Timestamp) -> Result<Self, AuthorityError> {
        let (key_path, certificate_path) = (folder.join(KEY_FILE), folder.join(CERTIFICATE_FILE));
        if key_path.exists() && certificate_path.exists() {
            let key = KeyPair::from_pem(&read(&key_path)?)?;
            let certificate_pem = read(&certificate_path)?;
            let issuer = Issuer::from_ca_cert_pem(&certificate_pem, key)?;
            return Ok(Self {
                issuer,
                certificate_pem,
            });
        }
        let authority = Self::create(name, now)?;
        fs::create_dir_all(folder).map_err(at(folder))?;
        // The key first: a stop in between leaves no certificate that has lost its key.
        write(&key_path, &authority.issuer.key().serialize_pem(), 0o600)?;
        write(&certificate_path, &authority.certificate_pem, 0o644)?;
        Ok(authority)
    }

    /// Its own certificate, for clients to trust.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// A server certificate with a new key for `names` (host names or IP addresses).
    ///
    /// # Errors
    /// [`AuthorityError::Certificate`] where a name is not ASCII.
    pub fn issue(&self, names: &[&str], validity: Validity) -> Result<Identity, AuthorityError> {
        let key = KeyPair::generate()?;
        let certificate = server_params(names, validity)?.signed_by(&key, &self.issuer)?;
        Ok(Identity {
            chain_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
        })
    }
}

/// A server certificate for `names` that vouches for itself.
pub(crate) fn self_signed(names: &[&str], validity: Validity) -> Result<Identity, AuthorityError> {
    let key = KeyPair::generate()?;
    let certificate = server_params(names, validity)?.self_signed(&key)?;
    Ok(Identity {
        chain_pem: certificate.pem(),
        key_pem: key.serialize_pem(),
    })
}

fn authority_params(name: &str, validity: Validity) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    last_for(&mut params, validity);
    named(params, name)
}

fn server_params(names: &[&str], validity: Validity) -> Result<CertificateParams, AuthorityError> {
    let mut params = CertificateParams::new(names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    last_for(&mut params, validity);
    Ok(named(params, names.first().copied().unwrap_or("nameless")))
}

fn named(mut params: CertificateParams, name: &str) -> CertificateParams {
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn last_for(params: &mut CertificateParams, validity: Validity) {
    let since_epoch =
        |time: Timestamp| Duration::from_secs(u64::try_from(time.as_second()).unwrap_or_default());
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    params.not_before = epoch + since_epoch(validity.not_before);
    params.not_after = epoch + since_epoch(validity.not_after);
}

fn read(path: &Path) -> Result<String, AuthorityError> {
    fs::read_to_string(path).map_err(at(path))
}

/// Writes the whole file or nothing of it, never readable by more than `mode` says.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), AuthorityError> {
    let unfinished = path.with_extension("unfinished");
    let save = || -> io::Result<()> {
        if unfinished.exists() {
            fs::remove_file(&unfinished)?;
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    };
    save().map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> AuthorityError {
    let path = path.to_owned();
    move |source| AuthorityError::Files { path, source }
}

/// Why there is no authority or no certificate.
#[derive(Debug, Error)]
pub enum AuthorityError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Files {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A certificate or key could not be made or understood.
    #[error("certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// Text that should be PEM is not.
    #[error("PEM: {0}")]
    Pem(pem::Error),
    /// A certificate and a key do not make a TLS server.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
}
