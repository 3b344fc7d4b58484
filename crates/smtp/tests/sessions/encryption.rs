//! TLS as servers get it wrong: no sign-in, no letter, and the reason named.

use crate::support::{assert_nothing_was_given_away, courier, diagnose, port_of, target, verdict};
use model::{
    port::Security,
    session::{Detail, Stage},
};
use smtp::Trust;
use std::sync::Arc;
use testkit::{
    certificates::{Certificate, Certificates, HOST},
    hostile::{Conversation, HostileServer, Script, Step, Transport},
};

const BOTH: [(Security, Transport); 2] = [
    (Security::Tls, Transport::Tls),
    (Security::StartTls, Transport::StartTls),
];

#[tokio::test]
async fn certificates_that_can_not_be_trusted() {
    let certificates = Certificates::new();
    for (security, transport) in BOTH {
        for (state, expected) in [
            (Certificate::Valid, "accepted"),
            (Certificate::Expired, "tls: certificate-expired"),
            (Certificate::NotYetValid, "tls: certificate-not-yet-valid"),
            (Certificate::WrongName, "tls: certificate-wrong-name"),
            (Certificate::SelfSigned, "tls: certificate-self-signed"),
            (Certificate::UnknownAuthority, "tls: certificate-unknown-issuer"),
        ] {
            let identity = certificates.identity(state);
            let server = HostileServer::start(Conversation::over(transport, &identity).well()).await;
            let diagnosis = diagnose(&certificates, security, server.address()).await;
            assert_eq!(verdict(&diagnosis), expected, "{security} {state:?}");
            // what was shown is told, trusted or not
            let report = diagnosis.reports.iter().find(|r| r.stage == Stage::Tls).unwrap();
            let Detail::Tls(tls) = &report.detail else {
                panic!("{report:?}")
            };
            let shown = tls.certificate.as_ref().unwrap();
            let name = if state == Certificate::WrongName {
                "wrong.saatja.test"
            } else {
                HOST
            };
            assert_eq!(shown.names[0], name);
            if state != Certificate::Valid {
                assert_nothing_was_given_away(&server);
            }
        }
    }
}

#[tokio::test]
async fn without_the_operators_authority_the_same_server_is_unknown() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let server = HostileServer::start(Conversation::over(Transport::Tls, &identity).well()).await;
    let mut courier = courier(&certificates, &[(465, server.address())]);
    courier.trust = Arc::new(Trust::public().unwrap());
    let diagnosis = courier.diagnose(target(Security::Tls), None).await;
    assert_eq!(verdict(&diagnosis), "tls: certificate-unknown-issuer");
}

#[tokio::test]
async fn starttls_that_is_not_offered() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let conversation = Conversation::over(Transport::StartTls, &identity).without_starttls();
    let server = HostileServer::start(conversation.well()).await;
    let diagnosis = diagnose(&certificates, Security::StartTls, server.address()).await;
    assert_eq!(verdict(&diagnosis), "tls: starttls-missing");
    assert_nothing_was_given_away(&server);
}

#[tokio::test]
async fn bytes_injected_after_starttls() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    for injected in ["250-evil\r\n250 AUTH PLAIN\r\n", "2", "\0", "235 2.7.0 ok\r\n"] {
        let conversation = Conversation::over(Transport::StartTls, &identity).injecting(injected.as_bytes());
        let server = HostileServer::start(conversation.well()).await;
        let diagnosis = diagnose(&certificates, Security::StartTls, server.address()).await;
        assert_eq!(verdict(&diagnosis), "tls: starttls-injected", "{injected:?}");
        assert_nothing_was_given_away(&server);
        assert!(server.hearings()[0].inside_tls.is_empty());
    }
}

#[tokio::test]
async fn a_server_that_knows_only_old_tls() {
    let certificates = Certificates::new();
    let server = HostileServer::start(Script::old_tls()).await;
    let diagnosis = diagnose(&certificates, Security::Tls, server.address()).await;
    assert_eq!(verdict(&diagnosis), "tls: tls-too-old");
    assert_nothing_was_given_away(&server);

    // a ServerHello of TLS 1.1: version, random, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression
    let hello = [&[3, 2][..], &[7; 32], &[0, 0, 0x2f, 0]].concat();
    let length = u8::try_from(hello.len()).unwrap();
    let record = [&[0x16, 3, 2, 0, length + 4, 2, 0, 0, length][..], &hello].concat();
    let server = HostileServer::start(Script::new(vec![
        Step::ExpectBytes,
        Step::Send(record),
        Step::Silence,
    ]))
    .await;
    let diagnosis = diagnose(&certificates, Security::Tls, server.address()).await;
    assert_eq!(verdict(&diagnosis), "tls: tls-too-old");
}

#[tokio::test]
async fn the_wrong_encryption_for_the_port() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let plain_text_early = Script::plain_text_for_tls();
    // one that greets only after the client spoke
    let plain_text_late = Script::new(vec![Step::ExpectBytes, Step::reply("500 what?"), Step::Silence]);
    for (security, script, expected) in [
        (Security::Tls, plain_text_early, "tls: tls-against-plain"),
        (Security::Tls, plain_text_late, "tls: tls-against-plain"),
        (
            Security::StartTls,
            Script::tls_bytes_for_a_greeting(),
            "greeting: plain-against-tls",
        ),
        (
            Security::None,
            Script::tls_bytes_for_a_greeting(),
            "greeting: plain-against-tls",
        ),
        (
            Security::StartTls,
            Script::tls_for_plain_text(&identity),
            "greeting: silent-wants-tls",
        ),
        (
            Security::None,
            Script::tls_for_plain_text(&identity),
            "greeting: silent-wants-tls",
        ),
        (Security::Tls, Script::web_server(), "tls: tls-against-plain"),
        (
            Security::StartTls,
            Script::web_server(),
            "greeting: silent-server",
        ),
    ] {
        let server = HostileServer::start(script).await;
        let diagnosis = diagnose(&certificates, security, server.address()).await;
        assert_eq!(verdict(&diagnosis), expected, "{security}");
        assert_nothing_was_given_away(&server);
    }
}

#[tokio::test]
async fn port_465_that_is_silent_wants_tls_whatever_it_does_then() {
    let certificates = Certificates::new();
    let server = HostileServer::start(Script::new(vec![Step::Silence])).await;
    let mut courier = courier(&certificates, &[(465, server.address())]);
    courier.deadlines.greeting = std::time::Duration::from_millis(500);
    let mut wrong = target(Security::StartTls);
    wrong.destination.port = model::Port::SUBMISSIONS;
    assert_eq!(
        verdict(&courier.diagnose(wrong, None).await),
        "greeting: silent-wants-tls"
    );
}

#[tokio::test]
async fn tls_that_breaks_off() {
    let certificates = Certificates::new();
    for (script, expected) in [
        (vec![Step::ExpectBytes, Step::Close], "tls: closed"),
        (vec![Step::ExpectBytes, Step::Reset], "tls: closed"),
        (vec![Step::Close], "tls: closed"),
        (vec![Step::Silence], "tls: silent-server"),
        (
            vec![Step::ExpectBytes, Step::Send(vec![0x16, 3, 3]), Step::Silence],
            "tls: timeout",
        ),
        (
            vec![Step::ExpectBytes, Step::Send(vec![0x16; 4096]), Step::Silence],
            "tls: tls-failed",
        ),
        (
            vec![
                Step::ExpectBytes,
                Step::Send(vec![0x15, 3, 3, 0, 2, 2, 40]),
                Step::Silence,
            ],
            "tls: tls-failed",
        ),
        (
            vec![Step::ExpectBytes, Step::Send(vec![0; 64]), Step::Silence],
            "tls: tls-against-plain",
        ),
        (
            vec![Step::ExpectBytes, Step::Flood(vec![0x17, 3, 3, 0x40, 0])],
            "tls: tls-failed",
        ),
    ] {
        let server = HostileServer::start(Script::new(script.clone())).await;
        let mut courier = courier(&certificates, &[(port_of(Security::Tls), server.address())]);
        courier.deadlines.tls = std::time::Duration::from_millis(1500);
        assert_eq!(
            verdict(&courier.diagnose(target(Security::Tls), None).await),
            expected
        );
        assert_nothing_was_given_away(&server);
    }
}
