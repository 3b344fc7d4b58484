//! Doors: socket files, addresses that are taken.

use crate::support::{KIVI, Running, config};
use intake::{Door, Intake, IntakeError, Peer, Protocol};
use std::os::unix::{fs::PermissionsExt, net::UnixListener};
use testkit::client::Client;

#[tokio::test]
async fn mail_comes_over_a_socket_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp");
    // What a program that died leaves.
    drop(UnixListener::bind(&path).unwrap());
    let intake = Running::start(|config| config.doors = vec![Door::file(&path)]).await;
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o666);
    let mut client = Client::connect_file(&path).await;
    assert_eq!(client.reply().await, "220 mx.saatja.test LMTP");
    let offered = client.command("LHLO mx").await;
    assert!(
        offered.contains("SIZE") && !offered.contains("STARTTLS"),
        "{offered}"
    );
    assert_eq!(client.deliver("", KIVI, b"x\r\n").await, "250 2.6.0 Kept");
    let mail = &intake.mails()[0];
    assert_eq!(mail.peer, Peer::SocketFile);
    assert!(mail.raw.starts_with(b"Received: from mx (localhost)\r\n"));
    drop(client);
    intake.ask_to_stop();
    intake.stopped().await;
    assert!(!path.exists(), "nothing is left behind");
}

#[tokio::test]
async fn what_somebody_else_uses_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let [used, file] = ["used", "file"].map(|name| folder.path().join(name));
    let _other = UnixListener::bind(&used).unwrap();
    std::fs::write(&file, "precious").unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let tcp = Door::tcp(Protocol::Smtp, taken.local_addr().unwrap());
    for door in [Door::file(&used), Door::file(&file), tcp] {
        let mut config = config();
        config.doors = vec![door.clone()];
        let failed = Intake::open(config).await.err();
        assert!(
            matches!(&failed, Some(IntakeError::Door { door: at, .. }) if *at == door),
            "{failed:?}"
        );
    }
    assert!(used.exists());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
}

#[tokio::test]
async fn a_domain_is_needed() {
    let mut config = config();
    config.domains.clear();
    assert!(matches!(
        Intake::open(config).await.err(),
        Some(IntakeError::NoDomain)
    ));
}
