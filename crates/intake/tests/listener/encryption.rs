//! STARTTLS.

use crate::support::{KIVI, Running, certificate};
use intake::{Certificate, CertificateError, Protocol};
use testkit::{
    certificates::{self, Certificates, HOST},
    client::Client,
};

#[tokio::test]
async fn mail_comes_encrypted() {
    let certificates = Certificates::new();
    let intake = Running::start(|config| config.certificate = Some(certificate(&certificates))).await;
    let mut client = intake.client().await;
    assert!(client.command("EHLO client.test").await.contains("STARTTLS"));
    assert!(client.command("STARTTLS").await.starts_with("220 "));
    let mut client = client
        .start_tls(HOST, certificates.ca_pem())
        .await
        .expect("a good certificate");
    assert!(
        client.command("MAIL FROM:<>").await.starts_with("503 "),
        "what was said before is forgotten"
    );
    let offered = client.command("EHLO client.test").await;
    assert!(!offered.contains("STARTTLS"), "{offered}");
    assert_eq!(client.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
    let mail = &intake.mails()[0];
    assert!(mail.tls && String::from_utf8_lossy(&mail.raw).contains(" with ESMTPS;"));
    assert_eq!(intake.counted().encrypted, 1);
}

#[tokio::test]
async fn what_is_injected_in_clear_is_not_obeyed() {
    let certificates = Certificates::new();
    let intake = Running::start(|config| config.certificate = Some(certificate(&certificates))).await;
    let mut client = intake.client().await;
    client
        .send(format!(
            "STARTTLS\r\nEHLO thief.test\r\nMAIL FROM:<>\r\nRCPT TO:<{KIVI}>\r\n"
        ))
        .await;
    assert!(client.reply().await.starts_with("220 "));
    let mut client = client
        .start_tls(HOST, certificates.ca_pem())
        .await
        .expect("a handshake");
    assert!(
        client
            .command("DATA")
            .await
            .starts_with("503 5.5.1 MAIL comes first")
    );
    assert!(
        client
            .command("MAIL FROM:<>")
            .await
            .starts_with("503 5.5.1 A greeting comes first")
    );
}

#[tokio::test]
async fn the_certificate_can_be_replaced_while_it_runs() {
    let (old, new) = (Certificates::new(), Certificates::new());
    let certificate = certificate(&old);
    let intake = Running::start(|config| config.certificate = Some(certificate.clone())).await;
    let address = intake.address(Protocol::Smtp);
    let handshake = async |ca: &str| {
        let mut client = Client::connect(address).await;
        client.reply().await;
        assert!(client.command("STARTTLS").await.starts_with("220 "));
        client.start_tls(HOST, ca).await.is_ok()
    };
    assert!(handshake(old.ca_pem()).await && !handshake(new.ca_pem()).await);
    let identity = new.identity(certificates::Certificate::Valid);
    let other = old.identity(certificates::Certificate::Valid);
    let mixed = certificate.replace(identity.chain_pem.as_bytes(), other.key_pem.as_bytes());
    assert!(matches!(mixed, Err(CertificateError::Pair(_))), "{mixed:?}");
    assert!(handshake(old.ca_pem()).await, "a bad one changes nothing");
    certificate
        .replace(identity.chain_pem.as_bytes(), identity.key_pem.as_bytes())
        .expect("a pair");
    assert!(handshake(new.ca_pem()).await && !handshake(old.ca_pem()).await);
}

#[test]
fn what_is_no_certificate_is_named() {
    let certificates = Certificates::new();
    let good = certificates.identity(certificates::Certificate::Valid);
    let read = |chain: &str, key: &str| Certificate::from_pem(chain.as_bytes(), key.as_bytes()).err();
    assert!(matches!(read("", &good.key_pem), Some(CertificateError::Empty)));
    assert!(matches!(
        read(&good.chain_pem, ""),
        Some(CertificateError::Key(_))
    ));
    assert!(read(&good.chain_pem, &good.key_pem).is_none());
}

#[tokio::test]
async fn without_a_certificate_it_is_not_offered() {
    let intake = Running::start(|_| {}).await;
    let mut client = intake.client().await;
    assert!(!client.command("EHLO client.test").await.contains("STARTTLS"));
    assert!(client.command("STARTTLS").await.starts_with("502 "));
}

#[tokio::test]
async fn a_handshake_that_fails_ends_the_connection_alone() {
    let certificates = Certificates::new();
    let intake = Running::start(|config| {
        config.certificate = Some(certificate(&certificates));
        config.limits.handshake = std::time::Duration::from_millis(100);
    })
    .await;
    let mut nonsense = intake.client().await;
    let mut silent = intake.client().await;
    for client in [&mut nonsense, &mut silent] {
        assert!(client.command("STARTTLS").await.starts_with("220 "));
    }
    nonsense.send(b"MAIL FROM:<>\r\n".repeat(10)).await;
    nonsense.rest().await;
    silent.rest().await;
    intake.connected(0).await;
    let mut client = intake.client().await;
    assert_eq!(client.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
}
