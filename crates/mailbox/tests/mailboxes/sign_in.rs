//! Ways in, and who is not let in.

use crate::support::{Bench, client, destination, password, sign_in};
use mailbox::{Deadlines, Fault, Login};
use model::{
    port::{Port, Security},
    session::{self, CertificateFault},
};
use secrecy::SecretString;
use testkit::{
    certificates::Certificate,
    imap::Imap,
    mail_server::{PASSWORD, USER},
};

#[tokio::test(flavor = "multi_thread")]
async fn by_implicit_tls_and_by_starttls() {
    let bench = Bench::start().await;
    sign_in(&bench.client, Security::Tls).await.unwrap();
    let starttls = client(
        &bench.certificates,
        bench.server.doors().starttls,
        Deadlines::polling(),
    );
    sign_in(&starttls, Security::StartTls).await.unwrap();
    // the wrong one for the port
    let fault = sign_in(&starttls, Security::Tls).await.unwrap_err();
    assert_eq!(fault, Fault::Way(session::Fault::TlsAgainstPlain));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_token() {
    let bench = Bench::start().await;
    let token = |token: String| Login::Token(SecretString::from(token));
    let mut session = bench.client.open(&destination(Security::Tls)).await.unwrap();
    session.sign_in(USER, &token(Imap::token(USER))).await.unwrap();
    session.examine().await.unwrap();
    let mut session = bench.client.open(&destination(Security::Tls)).await.unwrap();
    let fault = session
        .sign_in(USER, &token(Imap::token("other@saatja.test")))
        .await;
    assert!(matches!(fault, Err(Fault::SignInRefused(_))), "{fault:?}");
    assert!(fault.unwrap_err().holds());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_a_fault_that_holds() {
    let bench = Bench::start().await;
    let mut session = bench.client.open(&destination(Security::Tls)).await.unwrap();
    let fault = session
        .sign_in(USER, &password("wrong \"horse\\ õ"))
        .await
        .unwrap_err();
    assert_eq!(fault.key(), "imap-sign-in-refused");
    assert!(fault.holds());
    assert!(
        fault.said().unwrap().contains("Authentication failed"),
        "{fault:?}"
    );
    for unfit in ["", "a\r\nb", "a\0b"] {
        let mut session = bench.client.open(&destination(Security::Tls)).await.unwrap();
        let fault = session.sign_in(USER, &password(unfit)).await.unwrap_err();
        assert_eq!(fault, Fault::SignInUnfit, "{unfit:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_that_prove_nothing_get_no_password() {
    for (certificate, expected) in [
        (Certificate::Expired, CertificateFault::Expired),
        (Certificate::WrongName, CertificateFault::WrongName),
        (Certificate::SelfSigned, CertificateFault::SelfSigned),
        (Certificate::UnknownAuthority, CertificateFault::UnknownIssuer),
    ] {
        let bench = Bench::with(certificate).await;
        let fault = sign_in(&bench.client, Security::Tls).await.unwrap_err();
        assert_eq!(fault, Fault::Way(session::Fault::Certificate(expected)));
        assert!(!bench.server.logs().contains(USER), "{}", bench.server.logs());
    }
}

#[tokio::test]
async fn nothing_is_dialled_without_encryption_or_at_other_ports() {
    let certificates = testkit::certificates::Certificates::new();
    let nowhere = client(
        &certificates,
        "127.0.0.1:9".parse().unwrap(),
        crate::support::short(),
    );
    let mut other_port = destination(Security::Tls);
    other_port.port = Port::SUBMISSIONS;
    for refused in [destination(Security::None), other_port] {
        let fault = nowhere.open(&refused).await.unwrap_err();
        assert_eq!(fault, Fault::Way(session::Fault::DestinationRefused));
        assert!(fault.holds());
    }
    let fault = sign_in(&nowhere, Security::Tls).await.unwrap_err();
    assert_eq!(fault, Fault::Way(session::Fault::ConnectRefused));
    assert!(!fault.holds());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_in_no_log_and_no_fault() {
    let bench = Bench::start().await;
    let mut session = bench.client.open(&destination(Security::Tls)).await.unwrap();
    let shown = format!("{session:?} {:?}", password(PASSWORD));
    session.sign_in(USER, &password(PASSWORD)).await.unwrap();
    assert!(!shown.contains(PASSWORD) && !format!("{session:?}").contains(PASSWORD));
}
