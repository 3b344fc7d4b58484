//! The demo's own authority: kept in files, trusted by a client, good for the names it was asked for.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use catcher::{Authority, AuthorityError, Config, IssuedOnDemand, Security};
use testkit::client::Client;
use testkit::clock;
use testkit::recorder::{on_loopback, start};

#[test]
fn authority_is_made_once_and_its_key_is_hidden() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("new/ca");
    let first = Authority::load_or_create(&path, "Demo CA", clock::now()).expect("an authority");
    let second = Authority::load_or_create(&path, "Demo CA", clock::now()).expect("the same authority");
    assert_eq!(first.certificate_pem(), second.certificate_pem());
    assert_eq!(
        fs::read_to_string(path.join("ca.pem")).expect("a file"),
        first.certificate_pem()
    );
    let mode = fs::metadata(path.join("ca-key.pem"))
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_dir(&path).expect("a folder").count(), 2);

    fs::write(path.join("ca-key.pem"), "nonsense").expect("a file of our own");
    let broken = Authority::load_or_create(&path, "Demo CA", clock::now());
    assert!(matches!(broken, Err(AuthorityError::Certificate(_))));
}

#[tokio::test]
async fn certificates_are_issued_for_listed_names_as_they_are_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let load = || Authority::load_or_create(folder.path(), "Demo CA", clock::now()).expect("an authority");
    drop(load());
    // From the files, as at the second start of a demo.
    let certificates = IssuedOnDemand::new(
        load(),
        &["smtp.gmail.test", "mail.ee.test", "127.0.0.1"],
        clock::real(),
    );
    let ca_pem = certificates.authority_pem().to_owned();
    let mut config = Config::new(clock::real());
    config.listeners = vec![on_loopback(Security::Tls)];
    config.certificates = Some(certificates);
    let catcher = start(config).await;
    let door = catcher.addresses()[0].address;
    for name in ["smtp.gmail.test", "mail.ee.test", "127.0.0.1"] {
        let mut client = Client::connect_tls(door, name, &ca_pem)
            .await
            .expect("a certificate for that name");
        assert!(client.reply().await.starts_with("220 "), "{name}");
    }
    assert!(
        Client::connect_tls(door, "smtp.office365.test", &ca_pem)
            .await
            .is_err()
    );
    let stranger = Authority::create("Other CA", clock::now()).expect("an authority");
    assert!(
        Client::connect_tls(door, "mail.ee.test", stranger.certificate_pem())
            .await
            .is_err()
    );
}
