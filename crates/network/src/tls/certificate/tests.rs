use super::{describe, is_authority, key_of};
use rustls::pki_types::{CertificateDer, pem::PemObject};

/// Made with `openssl req -x509 -addext basicConstraints=critical,CA:FALSE`.
const FROM_OPENSSL: &[u8] = include_bytes!("../../../tests/openssl.pem");
/// `openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | sha256sum`
const ITS_KEY: &str = "c73dbe6b2da742bac01b0e8e0fe3345fd3878561891997c26f88be0ab712e5fd";

#[test]
fn a_certificate_as_openssl_describes_it() {
    let der = CertificateDer::from_pem_slice(FROM_OPENSSL).unwrap();
    let described = describe(&der).unwrap();
    assert_eq!(described.subject, "mail.naidis.ee");
    assert_eq!(described.issuer, "Näidis OÜ, mail.naidis.ee");
    assert_eq!(described.names, ["mail.naidis.ee"]);
    assert_eq!(described.not_after, "2126-10-29");
    assert_eq!(described.spki_sha256, ITS_KEY.parse().ok());
    assert_eq!(key_of(&der), described.spki_sha256);
    assert!(!is_authority(&der));
}

#[test]
fn what_can_not_be_read_has_no_key() {
    let der = CertificateDer::from_pem_slice(FROM_OPENSSL).unwrap();
    for damaged in [&[][..], &der[..100], b"-----BEGIN CERTIFICATE-----"] {
        assert!(describe(damaged).is_none() && key_of(damaged).is_none() && !is_authority(damaged));
    }
}
