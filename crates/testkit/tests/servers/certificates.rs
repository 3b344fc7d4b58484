//! Certificates in every state, as a client sees them.

use crate::common;
use catcher::{Config, Security};
use testkit::certificates::{Certificate, Certificates, write_identity};
use testkit::clock;
use testkit::recorder::{on_loopback, start};

#[tokio::test]
async fn each_is_what_it_says() {
    let certificates = Certificates::new();
    for kind in Certificate::ALL {
        let mut config = Config::new(clock::real());
        config.listeners = vec![on_loopback(Security::Tls)];
        config.certificates = Some(
            certificates
                .identity(kind)
                .for_any_name()
                .expect("key and chain match"),
        );
        let catcher = start(config).await;
        common::shows(catcher.addresses()[0].address, &certificates, kind).await;
    }
}

#[test]
fn files_hold_the_same() {
    let certificates = Certificates::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let identity = certificates.identity(Certificate::Valid);
    let (chain, key) = write_identity(&identity, folder.path());
    assert_eq!(
        std::fs::read_to_string(chain).expect("a file"),
        identity.chain_pem
    );
    assert_eq!(std::fs::read_to_string(key).expect("a file"), identity.key_pem);
    let ca = certificates.write_ca(folder.path());
    assert_eq!(
        std::fs::read_to_string(ca).expect("a file"),
        certificates.ca_pem()
    );
}
