//! A company's own authorities and pinned keys, over a connection in memory.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends")]

use model::{
    Host, Port,
    session::{CertificateFault, Fault, TlsDetail},
};
use network::{
    Pin, Trust, TrustError,
    tls::{MOST_AUTHORITIES, describe_authorities, encrypt},
};
use rustls::{
    ServerConfig, SupportedProtocolVersion,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
    version::{TLS12, TLS13},
};
use std::{sync::Arc, time::Duration};
use testkit::{
    catcher::{Authority, Identity, Validity},
    certificates::{Certificate, Certificates, HOST},
    clock,
};
use tokio::{io::duplex, time::Instant};
use tokio_rustls::TlsAcceptor;

/// A server's own certificate, made with `openssl req -x509 -addext basicConstraints=critical,CA:FALSE`.
const FROM_OPENSSL: &str = include_str!("openssl.pem");

/// Shows one certificate and signs with one key, whether they belong together or not.
#[derive(Debug)]
struct Shows(Arc<CertifiedKey>);

impl ResolvesServerCert for Shows {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

const BOTH: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];

/// A handshake with a server that shows the certificate of `shown` and has the key of `signing`.
async fn handshake(
    trust: &Trust,
    version: &'static SupportedProtocolVersion,
    shown: &Identity,
    signing: &Identity,
) -> Result<TlsDetail, (Fault, TlsDetail)> {
    let (shown, signing) = (shown.certified_key().unwrap(), signing.certified_key().unwrap());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Shows(Arc::new(CertifiedKey::new(
            shown.cert,
            signing.key,
        )))));
    let (ours, theirs) = duplex(64 * 1024);
    tokio::spawn(TlsAcceptor::from(Arc::new(config)).accept(theirs));
    let (host, by) = (
        Host::parse(HOST).unwrap(),
        Instant::now() + Duration::from_secs(10),
    );
    encrypt(ours, &host, Port::SUBMISSIONS, trust, by)
        .await
        .map(|(_, detail)| detail)
}

fn pin_on(detail: &TlsDetail) -> Pin {
    Pin {
        host: Host::parse(HOST).unwrap(),
        port: Port::SUBMISSIONS,
        spki_sha256: detail.certificate.as_ref().unwrap().spki_sha256.unwrap(),
    }
}

#[tokio::test]
async fn who_shows_the_pinned_certificate_without_its_key_is_found_out() {
    let certificates = Certificates::new();
    let public = Trust::public().unwrap();
    for version in BOTH {
        for state in [Certificate::SelfSigned, Certificate::Valid] {
            let (own, thief) = (certificates.identity(state), certificates.identity(state));
            let (fault, detail) = handshake(&public, version, &own, &own).await.unwrap_err();
            assert!(matches!(fault, Fault::Certificate(_)), "{fault:?}");
            let pinned = public.with_company(&[""; 0], &[pin_on(&detail)]).unwrap();
            let good = handshake(&pinned, version, &own, &own).await.unwrap();
            assert_eq!(
                good.version.unwrap()[4..],
                format!("{:?}", version.version)[4..].replace('_', ".")
            );
            let (fault, _) = handshake(&pinned, version, &own, &thief).await.unwrap_err();
            assert_eq!(fault, Fault::PinMismatch, "{version:?} {state:?}");
            let (fault, _) = handshake(&pinned, version, &thief, &thief).await.unwrap_err();
            assert_eq!(fault, Fault::PinMismatch, "{version:?} {state:?}");
        }
    }
}

#[tokio::test]
async fn authorities_of_a_company_stay_with_it() {
    let operators = Certificates::new();
    let base = Trust::with_roots(&[operators.ca_pem().as_bytes().to_vec()]).unwrap();
    let authority = Authority::create("Company CA", clock::now()).unwrap();
    let company = base.with_company(&[authority.certificate_pem()], &[]).unwrap();
    let operators = operators.identity(Certificate::Valid);
    let companys = authority
        .issue(&[HOST], Validity::for_days(clock::now(), 1))
        .unwrap();
    // the authority was made anew under its old name
    let namesake = Authority::create("Company CA", clock::now()).unwrap();
    let namesake = namesake
        .issue(&[HOST], Validity::for_days(clock::now(), 1))
        .unwrap();
    let unknown = Fault::Certificate(CertificateFault::UnknownIssuer);
    for (trust, identity, expected) in [
        (&base, &operators, None),
        (&company, &operators, None),
        (&base, &companys, Some(&unknown)),
        (&company, &companys, None),
        (&company, &namesake, Some(&unknown)),
    ] {
        let result = handshake(trust, &TLS13, identity, identity).await;
        assert_eq!(result.as_ref().err().map(|(fault, _)| fault), expected);
    }
}

#[test]
fn authorities_are_described_before_they_are_trusted() {
    let ca = Certificates::new();
    let described = describe_authorities(ca.ca_pem().as_bytes()).unwrap();
    assert_eq!(
        (described.len(), described[0].subject.as_str()),
        (1, "Saatja test CA")
    );
    assert_eq!(described[0].subject, described[0].issuer);
}

#[test]
fn what_is_not_taken_for_an_authority() {
    // the operator may do as he likes
    assert!(Trust::with_roots(&[FROM_OPENSSL.into()]).is_ok());
    let ca = Certificates::new();
    let many = ca.ca_pem().repeat(MOST_AUTHORITIES + 1);
    let leaf = ca.identity(Certificate::Valid).chain_pem;
    let second_is_a_leaf = format!("{}{FROM_OPENSSL}", ca.ca_pem());
    let damaged = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    let public = Trust::public().unwrap();
    for (pem, expected) in [
        ("", TrustError::Pem),
        ("not a certificate", TrustError::Pem),
        (
            "-----BEGIN CERTIFICATE-----\nö\n-----END CERTIFICATE-----\n",
            TrustError::Pem,
        ),
        (damaged, TrustError::NotAuthority(1)),
        (FROM_OPENSSL, TrustError::NotAuthority(1)),
        (&leaf, TrustError::NotAuthority(1)),
        (&second_is_a_leaf, TrustError::NotAuthority(2)),
        (&many, TrustError::TooMany),
    ] {
        assert_eq!(public.with_company(&[pem], &[]).unwrap_err(), expected, "{pem}");
        assert_eq!(
            describe_authorities(pem.as_bytes()).unwrap_err(),
            expected,
            "{pem}"
        );
    }
    let most = ca.ca_pem().repeat(MOST_AUTHORITIES);
    assert_eq!(
        describe_authorities(most.as_bytes()).unwrap().len(),
        MOST_AUTHORITIES
    );
}
