//! What the tests of every real server have in common.

use std::path::Path;
use std::process::Command;

use catcher::Catcher;
use testkit::certificates::{Certificate, Certificates, HOST};
use testkit::client::Client;
use testkit::mail_server::{Doors, PASSWORD, USER, without_trace};
use testkit::wait::PATIENCE;

/// A letter with everything on which servers tend to lay hands: dots, blanks, tabs, 8-bit text, empty lines at its end.
pub const LETTER: &str = "From: <user@saatja.test>\r\n\
    To: <jaan@example.test>\r\n\
    Date: Sun, 22 Nov 2026 12:00:00 +0200\r\n\
    Message-ID: <1@saatja.test>\r\n\
    Subject: Arve =?utf-8?q?nr_5_=C3=B5?=\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: 8bit\r\n\
    \r\n\
    Tere, õnne!\r\n.\r\n..two\r\n \t blanks \t \r\n\r\n\r\n";

/// A client that has done STARTTLS, and one over implicit TLS, both after EHLO.
pub async fn clients(doors: Doors, certificates: &Certificates) -> [Client; 2] {
    let mut client = Client::connect(doors.starttls).await;
    client.reply().await;
    let offer = client.command("EHLO client.saatja.test").await;
    assert!(offer.contains("STARTTLS") && !offer.contains("AUTH"), "{offer}");
    let reply = client.command("STARTTLS").await;
    assert!(reply.starts_with("220 "), "{reply}");
    let starttls = client
        .start_tls(HOST, certificates.ca_pem())
        .await
        .expect("a good certificate");
    let mut tls = Client::connect_tls(doors.tls, HOST, certificates.ca_pem())
        .await
        .expect("a good certificate");
    tls.reply().await;
    let mut clients = [starttls, tls];
    for client in &mut clients {
        let offer = client.command("EHLO client.saatja.test").await;
        let auth = offer
            .lines()
            .find(|line| line.get(4..8) == Some("AUTH"))
            .expect("AUTH is offered");
        assert!(auth.contains("PLAIN") && auth.contains("LOGIN"), "{auth}");
    }
    clients
}

/// Signs in and sends the letter over both doors; asserts that it arrives byte for byte.
pub async fn delivers_byte_for_byte(doors: Doors, certificates: &Certificates, recorder: &Catcher) {
    for (at, mut client) in clients(doors, certificates).await.into_iter().enumerate() {
        let reply = client.sign_in(USER, "wrong").await;
        assert!(reply.starts_with("535"), "{reply}");
        let reply = client.sign_in(USER, PASSWORD).await;
        assert!(reply.starts_with("235"), "{reply}");
        let reply = client.deliver(USER, "jaan@example.test", LETTER.as_bytes()).await;
        assert!(reply.starts_with("250"), "{reply}");
        client.command("QUIT").await;
        let letters = recorder
            .wait_for_letters(at + 1, PATIENCE)
            .await
            .expect("the letter arrives");
        let letter = &letters[at];
        assert_eq!(String::from_utf8_lossy(without_trace(&letter.bytes)), LETTER);
        assert_eq!(letter.envelope_from, USER);
        assert_eq!(letter.envelope_to, ["jaan@example.test"]);
    }
}

/// Mail without a sign-in is refused.
pub async fn refuses_strangers(doors: Doors, certificates: &Certificates) {
    for mut client in clients(doors, certificates).await {
        let reply = client.deliver(USER, "jaan@example.test", LETTER.as_bytes()).await;
        assert!(reply.starts_with('5'), "{reply}");
    }
}

/// Runs `swaks`, a client by other hands, with these words after the server; gives its transcript.
pub async fn swaks(server: std::net::SocketAddr, words: &[&str]) -> String {
    let program = Path::new("/usr/bin/swaks");
    assert!(program.exists(), "swaks is missing: please run script/bootstrap");
    let mut command = Command::new(program);
    command.args([
        "--server",
        &server.to_string(),
        "--timeout",
        "20",
        "--helo",
        "client.saatja.test",
    ]);
    command
        .args(["--from", USER, "--to", "jaan@example.test"])
        .args(words);
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.expect("swaks does not panic").expect("swaks runs");
    let transcript = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{transcript}");
    transcript.into_owned()
}

/// Sends a letter with swaks over both doors with both mechanisms, the server's certificate checked.
pub async fn takes_mail_from_swaks(doors: Doors, certificates: &Certificates, recorder: &Catcher) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ca = certificates.write_ca(folder.path());
    let ca = ca.to_str().expect("a path in UTF-8");
    let mut sent = recorder.letters().len();
    for (door, way) in [(doors.starttls, "--tls"), (doors.tls, "--tls-on-connect")] {
        for mechanism in ["PLAIN", "LOGIN"] {
            let words = [way, "--tls-verify", "--tls-ca-path", ca, "--tls-sni", HOST];
            let sign_in = [
                "--auth",
                mechanism,
                "--auth-user",
                USER,
                "--auth-password",
                PASSWORD,
            ];
            swaks(door, &[&words[..], &sign_in].concat()).await;
            sent += 1;
            recorder
                .wait_for_letters(sent, PATIENCE)
                .await
                .expect("the letter arrives");
        }
    }
}

/// What a client thinks of this server's certificate.
pub async fn shows(door: std::net::SocketAddr, certificates: &Certificates, kind: Certificate) {
    let thought = match Client::connect_tls(door, HOST, certificates.ca_pem()).await {
        Ok(_) => "good".to_owned(),
        Err(error) => error.to_string(),
    };
    let expected = match kind {
        Certificate::Valid => "good",
        Certificate::Expired => "certificate expired",
        Certificate::NotYetValid => "certificate not valid yet",
        Certificate::WrongName => "certificate not valid for name",
        Certificate::SelfSigned | Certificate::UnknownAuthority => "UnknownIssuer",
    };
    assert!(thought.contains(expected), "{kind:?}: {thought}");
}
