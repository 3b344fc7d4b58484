//! Each behaviour, as a client sees it.

use std::time::Duration;

use catcher::{Behaviour, Catcher, Security, Stage};
use testkit::certificates::{Certificates, HOST};
use testkit::client::Client;
use testkit::recorder::submission_server;
use tokio::time::timeout;

const USER: &str = "mari@saatja.test";
const PASSWORD: &str = "correct horse";

/// A server with this behaviour and a client that has said EHLO inside of TLS.
async fn pair(behaviour: Behaviour) -> (Catcher, Client) {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    catcher.set_behaviour(behaviour);
    assert_eq!(catcher.behaviour(), behaviour);
    let door = catcher.address(Security::Tls).expect("a TLS door");
    let mut client = Client::connect_tls(door, HOST, certificates.ca_pem())
        .await
        .expect("a good certificate");
    client.reply().await;
    client.command("EHLO client.test").await;
    (catcher, client)
}

/// Goes through a whole letter and tells at which stage it was refused, and how.
async fn refused(client: &mut Client) -> Option<(Stage, String)> {
    let steps = [
        (Stage::Mail, "MAIL FROM:<info@saatja.test>", "2"),
        (Stage::Rcpt, "RCPT TO:<jaan@example.test>", "2"),
        (Stage::Dot, "DATA", "3"),
        (Stage::Dot, "Hi\r\n.", "2"),
    ];
    let reply = client.sign_in(USER, PASSWORD).await;
    if !reply.starts_with('2') {
        return Some((Stage::Auth, reply));
    }
    for (stage, command, expected) in steps {
        let reply = client.command(command).await;
        if !reply.starts_with(expected) {
            return Some((stage, reply));
        }
    }
    None
}

#[tokio::test]
async fn each_refusal_is_spoken_at_its_stage_word_for_word() {
    for behaviour in Behaviour::ALL {
        let Some(refusal) = behaviour.refusal() else {
            continue;
        };
        let (catcher, mut client) = pair(behaviour).await;
        let words = refusal
            .reply
            .replace("{sender}", "info@saatja.test")
            .replace("{recipient}", "jaan@example.test")
            .replace("{user}", USER);
        assert_eq!(
            refused(&mut client).await,
            Some((refusal.stage, words)),
            "{behaviour}"
        );
        assert!(catcher.letters().is_empty(), "{behaviour}");
    }
}

#[tokio::test]
async fn the_refusals_that_matter_read_as_their_providers_write_them() {
    for (behaviour, start) in [
        (
            Behaviour::GmailAppPasswordRequired,
            "534-5.7.9 Application-specific password required.",
        ),
        (
            Behaviour::GmailBadCredentials,
            "535-5.7.8 Username and Password not accepted.",
        ),
        (
            Behaviour::GmailDailyQuota,
            "550-5.4.5 Daily user sending limit exceeded.",
        ),
        (
            Behaviour::MicrosoftTenantDisabled,
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. \
             Visit https://aka.ms/smtp_auth_disabled for more information.",
        ),
        (
            Behaviour::MicrosoftNotAuthenticated,
            "530 5.7.57 Client not authenticated to send mail.",
        ),
        (
            Behaviour::MicrosoftSenderNotAllowed,
            "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        ),
        (
            Behaviour::MicrosoftTooManyConnections,
            "432 4.3.2 Concurrent connections limit exceeded.",
        ),
        (Behaviour::ZoneBlocked, "550 SMTP ACCESS DENIED"),
        (
            Behaviour::MailEeSenderMismatch,
            "553 5.7.1 <info@saatja.test>: Sender address rejected: not owned by user mari@saatja.test",
        ),
    ] {
        let (_catcher, mut client) = pair(behaviour).await;
        let (_, reply) = refused(&mut client).await.expect("a refusal");
        assert!(reply.starts_with(start), "{behaviour}: {reply}");
    }
}

#[tokio::test]
async fn accepting_takes_the_letter() {
    let (catcher, mut client) = pair(Behaviour::Accept).await;
    assert_eq!(refused(&mut client).await, None);
    assert_eq!(catcher.letters().len(), 1);
}

#[tokio::test]
async fn behaviour_changes_within_a_session() {
    let (catcher, mut client) = pair(Behaviour::GmailBadCredentials).await;
    assert!(client.sign_in(USER, PASSWORD).await.starts_with("535-5.7.8"));
    catcher.set_behaviour(Behaviour::Accept);
    assert_eq!(refused(&mut client).await, None);
    catcher.set_behaviour(Behaviour::Greylisted);
    let reply = client
        .deliver("info@saatja.test", "jaan@example.test", b"Hi\r\n")
        .await;
    assert!(reply.starts_with("450 4.7.1 <jaan@example.test>"), "{reply}");
}

#[tokio::test]
async fn without_starttls_a_client_that_falls_back_shows_itself() {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    catcher.set_behaviour(Behaviour::NoStartTls);
    let mut client = Client::connect(catcher.address(Security::StartTls).expect("a door")).await;
    client.reply().await;
    let offer = client.command("EHLO client.test").await;
    assert!(
        !offer.contains("STARTTLS") && offer.contains("AUTH PLAIN LOGIN"),
        "{offer}"
    );
    assert!(client.command("STARTTLS").await.starts_with("502 "));
    assert_eq!(refused(&mut client).await, None);
    assert_eq!(catcher.letters()[0].tls, None);
}

#[tokio::test]
async fn without_auth_mail_is_taken_from_anybody() {
    let (catcher, mut client) = pair(Behaviour::NoAuth).await;
    assert!(!client.command("EHLO client.test").await.contains("AUTH"));
    assert!(client.sign_in(USER, PASSWORD).await.starts_with("502 "));
    assert!(
        client
            .deliver("info@saatja.test", "jaan@example.test", b"Hi\r\n")
            .await
            .starts_with("250 ")
    );
    assert_eq!(catcher.letters()[0].user_name, None);
}

#[tokio::test]
async fn silent_takes_connections_and_says_nothing() {
    let certificates = Certificates::new();
    let catcher = submission_server(&certificates, USER, PASSWORD).await;
    catcher.set_behaviour(Behaviour::Silent);
    for door in catcher.addresses() {
        let mut client = Client::connect(door.address).await;
        client.send("EHLO client.test\r\n").await;
        assert!(
            timeout(Duration::from_millis(100), client.line()).await.is_err(),
            "{door:?}"
        );
    }
}

#[tokio::test]
async fn dropping_after_the_dot_keeps_the_letter_and_says_nothing() {
    let (catcher, mut client) = pair(Behaviour::DropAfterData).await;
    assert_eq!(refused(&mut client).await, Some((Stage::Dot, String::new())));
    assert_eq!(catcher.letters().len(), 1);
}
