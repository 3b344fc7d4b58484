//! What is said to a good server, and what is reported of it.

use crate::support::{PASSWORD, USER, courier, diagnose, envelope, letter, target, verdict};
use model::{
    Mailbox,
    port::Security,
    session::{Detail, Outcome, Side, Stage},
};
use smtp::{Envelope, Event, Letter};
use testkit::{
    certificates::{Certificate, Certificates},
    hostile::{Conversation, HostileServer, Phase, Script, Step, Transport, Trick},
    recorder::submission_server,
    wait::PATIENCE,
};
use tokio::sync::mpsc::unbounded_channel;

fn catcher_security(security: Security) -> testkit::catcher::Security {
    match security {
        Security::None => testkit::catcher::Security::None,
        Security::StartTls => testkit::catcher::Security::StartTls,
        Security::Tls => testkit::catcher::Security::Tls,
    }
}

#[tokio::test]
async fn the_letter_arrives_as_it_was_composed() {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, PASSWORD).await;
    for (number, security) in [Security::Tls, Security::StartTls].into_iter().enumerate() {
        let door = server.address(catcher_security(security)).unwrap();
        let diagnosis = diagnose(&certificates, security, door).await;
        assert_eq!(verdict(&diagnosis), "accepted", "{diagnosis:#?}");
        let caught = server.wait_for_letters(number + 1, PATIENCE).await.unwrap();
        let caught = caught.last().unwrap();
        assert_eq!(caught.bytes, letter().as_bytes());
        assert_eq!(caught.envelope_from, envelope().from.as_str());
        assert_eq!(caught.envelope_to, [envelope().to.as_str()]);
        assert_eq!(caught.user_name.as_deref(), Some(USER));
        assert!(caught.tls.is_some());
    }
}

#[tokio::test]
async fn every_stage_is_told_as_it_ends() {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, PASSWORD).await;
    for security in [Security::Tls, Security::StartTls] {
        let door = server.address(catcher_security(security)).unwrap();
        let courier = courier(&certificates, &[(crate::support::port_of(security), door)]);
        let (sender, mut events) = unbounded_channel();
        let diagnosis = courier.diagnose(target(security), Some(sender)).await;
        let mut told = Vec::new();
        while let Some(event) = events.recv().await {
            let Event::Stage(report) = event else {
                panic!("another port")
            };
            assert_eq!(report.result, Outcome::Passed);
            told.push(report);
        }
        assert_eq!(told, diagnosis.reports);
        assert_eq!(
            told.iter().map(|r| r.stage).collect::<Vec<_>>(),
            Stage::order(security)
        );
        for report in told {
            match (report.stage, report.detail) {
                (Stage::Dns, Detail::Addresses { list }) => assert_eq!(list, ["127.0.0.1"]),
                (Stage::Connect, Detail::Peer { address }) => assert_eq!(address, door.to_string()),
                (Stage::Tls, Detail::Tls(tls)) => {
                    assert_eq!(tls.version.as_deref(), Some("TLS 1.3"));
                    assert_eq!(tls.cipher.as_deref(), Some("TLS_AES_256_GCM_SHA384"));
                    let certificate = tls.certificate.unwrap();
                    assert_eq!(certificate.names[0], testkit::certificates::HOST);
                    assert!(certificate.issuer.contains("Saatja test CA"), "{certificate:?}");
                    assert_eq!(
                        (certificate.not_before.len(), certificate.not_after.len()),
                        (10, 10)
                    );
                }
                (Stage::Ehlo, Detail::Extensions { list, .. }) => {
                    assert!(list.iter().any(|l| l.starts_with("AUTH")), "{list:?}");
                }
                (Stage::Auth, Detail::Mechanism { name }) => assert_eq!(name, "PLAIN"),
                (Stage::MailFrom | Stage::RcptTo | Stage::Accepted, Detail::Answer { text }) => {
                    assert!(text.starts_with("250"), "{text}");
                }
                (Stage::Policy | Stage::Greeting | Stage::Data, Detail::Nothing) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn the_transcript_has_neither_banner_nor_password() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let conversation = Conversation::over(Transport::StartTls, &identity).offering("X-INNER 10.0.0.7");
    let server = HostileServer::start(conversation.well()).await;
    let diagnosis = diagnose(&certificates, Security::StartTls, server.address()).await;
    assert_eq!(verdict(&diagnosis), "accepted");
    let line = |side: Side| if side == Side::Client { "C" } else { "S" };
    let talk: Vec<String> = diagnosis
        .transcript
        .iter()
        .map(|l| format!("{} {}", line(l.side), l.text))
        .collect();
    let size = letter().as_bytes().len();
    let expected = [
        "S 220 …",
        "C EHLO client.saatja.test",
        "S 250-…",
        "S 250-SIZE 35882577",
        "S 250-8BITMIME",
        "S 250-ENHANCEDSTATUSCODES",
        "S 250-…",
        "S 250 STARTTLS",
        "C STARTTLS",
        "S 220 2.0.0 Ready to start TLS",
        "C EHLO client.saatja.test",
        "S 250-…",
        "S 250-SIZE 35882577",
        "S 250-8BITMIME",
        "S 250-ENHANCEDSTATUSCODES",
        "S 250-X-INNER 10.0.0.7",
        "S 250 AUTH PLAIN LOGIN",
        "C AUTH PLAIN ***",
        "S 235 2.7.0 Authentication successful",
        &format!("C MAIL FROM:<{USER}> SIZE={size}"),
        "S 250 2.1.0 Ok",
        "C RCPT TO:<mari@naidis.ee>",
        "S 250 2.1.5 Ok",
        "C DATA",
        "S 354 End data with <CR><LF>.<CR><LF>",
        &format!("C ({size} bytes)"),
        "S 250 2.0.0 Ok: queued as HOSTILE",
    ];
    assert_eq!(talk, expected);
    assert!(server.hearings()[0].has("EHLO client.saatja.test"));
}

/// A server that takes MAIL, RCPT and DATA in one flight and answers them so.
async fn pipelining(replies: &str, last: &str) -> (HostileServer, smtp::Diagnosis) {
    let certificates = Certificates::new();
    let server = HostileServer::start(Script::new(vec![
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply("250-hi\r\n250 PIPELINING"),
        Step::Expect("MAIL"),
        Step::Expect("RCPT"),
        Step::Expect("DATA"),
        Step::Send(replies.replace('|', "\r\n").into_bytes()),
        Step::TakeLetter,
        Step::reply(last),
        Step::Expect("QUIT"),
        Step::Silence,
    ]))
    .await;
    let mut target = target(Security::None);
    target.destination.user_name = None;
    let diagnosis = courier(&certificates, &[(587, server.address())])
        .diagnose(target, None)
        .await;
    (server, diagnosis)
}

#[tokio::test]
async fn one_flight_where_pipelining_is_offered() {
    let (_, diagnosis) = pipelining("250 1|250 2|354 go|", "250 taken").await;
    assert_eq!(verdict(&diagnosis), "accepted");
    let auth = diagnosis.reports.iter().find(|r| r.stage == Stage::Auth).unwrap();
    assert_eq!(auth.result, Outcome::Skipped);
}

#[tokio::test]
async fn a_refused_recipient_gets_no_letter_though_the_server_asks_for_it() {
    for (replies, expected) in [
        ("250 1|550 5.1.1 no such user|354 go|", "rcpt-to: refused"),
        ("550 5.7.1 not you|250 2|354 go|", "mail-from: refused"),
        ("550 5.7.1 not you|503 first MAIL|354 go|", "mail-from: refused"),
    ] {
        let (server, diagnosis) = pipelining(replies, "554 no valid recipients").await;
        assert_eq!(verdict(&diagnosis), expected);
        let heard = testkit::wait::wait_until("the dot and QUIT were said", PATIENCE, async || {
            server.heard("QUIT")
        });
        heard.await;
        let lines = server.hearings()[0].lines();
        let data = lines.iter().position(|l| l == "DATA").unwrap();
        assert_eq!(lines[data + 1..], [".", "QUIT"], "{lines:?}");
    }
}

#[tokio::test]
async fn refusals_keep_their_codes() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let refused = "535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8 https://example.org";
    for (phase, stage) in [
        (Phase::Greeting, "greeting"),
        (Phase::Ehlo, "ehlo"),
        (Phase::StartTls, "tls"),
        (Phase::EhloInTls, "ehlo"),
        (Phase::Auth, "auth"),
        (Phase::Mail, "mail-from"),
        (Phase::Rcpt, "rcpt-to"),
        (Phase::Data, "data"),
        (Phase::Dot, "accepted"),
    ] {
        let script =
            Conversation::over(Transport::StartTls, &identity).turning(phase, Trick::Refusal(refused));
        let server = HostileServer::start(script).await;
        let diagnosis = diagnose(&certificates, Security::StartTls, server.address()).await;
        assert_eq!(verdict(&diagnosis), format!("{stage}: refused"));
        let failure = diagnosis.result.unwrap_err();
        assert_eq!(
            failure.fault.reply().unwrap().to_string(),
            "535 5.7.8 Username and Password not accepted. For more information, go to https://example.org"
        );
    }
}

#[tokio::test]
async fn helo_where_ehlo_is_not_known() {
    let certificates = Certificates::new();
    let server = HostileServer::start(Script::new(vec![
        Step::reply("220 old"),
        Step::Expect("EHLO"),
        Step::reply("502 what?"),
        Step::Expect("HELO client.saatja.test"),
        Step::reply("250 hello"),
        Step::Expect("MAIL"),
        Step::reply("250 ok"),
        Step::Expect("RCPT"),
        Step::reply("250 ok"),
        Step::Expect("DATA"),
        Step::reply("354 ok"),
        Step::TakeLetter,
        Step::reply("250 ok"),
    ]))
    .await;
    let courier = courier(&certificates, &[(587, server.address())]);
    let mut without_sign_in = target(Security::None);
    without_sign_in.destination.user_name = None;
    assert_eq!(
        verdict(&courier.diagnose(without_sign_in, None).await),
        "accepted"
    );
    assert_eq!(
        verdict(&courier.diagnose(target(Security::None), None).await),
        "auth: auth-missing"
    );
    assert_eq!(
        verdict(&courier.diagnose(target(Security::StartTls), None).await),
        "tls: starttls-missing"
    );
}

#[tokio::test]
async fn what_the_letter_needs_is_known_before_it_is_said() {
    let certificates = Certificates::new();
    let identity = certificates.identity(Certificate::Valid);
    let utf8 = Mailbox::parse("jüri@naidis.ee").unwrap();

    let server = HostileServer::start(Conversation::over(Transport::Tls, &identity).well()).await;
    let mut target_utf8 = target(Security::Tls);
    target_utf8.envelope = Envelope {
        from: utf8.clone(),
        to: utf8.clone(),
        id: None,
    };
    let diagnosis = courier(&certificates, &[(465, server.address())])
        .diagnose(target_utf8, None)
        .await;
    assert_eq!(verdict(&diagnosis), "mail-from: utf8-missing");
    assert!(!server.heard("MAIL"));

    let conversation = Conversation::over(Transport::Tls, &identity).offering("SMTPUTF8");
    let server = HostileServer::start(conversation.well()).await;
    let mut target_utf8 = target(Security::Tls);
    target_utf8.envelope = Envelope {
        from: utf8.clone(),
        to: utf8,
        id: None,
    };
    target_utf8.letter = Letter::new("Subject: õ\r\n\r\nõ\r\n".into()).unwrap();
    let diagnosis = courier(&certificates, &[(465, server.address())])
        .diagnose(target_utf8, None)
        .await;
    assert_eq!(verdict(&diagnosis), "accepted");
    assert!(server.heard("MAIL FROM:<jüri@naidis.ee> SIZE=19 BODY=8BITMIME SMTPUTF8"));

    let mut large = target(Security::Tls);
    large.letter = Letter::new(b"x\r\n".repeat(12_000_000)).unwrap();
    let diagnosis = courier(&certificates, &[(465, server.address())])
        .diagnose(large, None)
        .await;
    assert_eq!(verdict(&diagnosis), "mail-from: too-large");
}

#[tokio::test]
async fn a_large_letter_arrives_whole() {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, PASSWORD).await;
    let mut large = target(Security::Tls);
    large.letter =
        Letter::new([b"A: b\r\n\r\n".to_vec(), b"..line\r\n.\r\n".repeat(50_000)].concat()).unwrap();
    let expected = large.letter.clone();
    let door = server.address(testkit::catcher::Security::Tls).unwrap();
    let diagnosis = courier(&certificates, &[(465, door)]).diagnose(large, None).await;
    assert_eq!(verdict(&diagnosis), "accepted", "{diagnosis:#?}");
    let caught = server.wait_for_letters(1, PATIENCE).await.unwrap();
    assert!(caught[0].bytes == expected.as_bytes());
}

#[tokio::test]
async fn a_server_that_says_no_while_it_still_gets_the_letter() {
    let certificates = Certificates::new();
    let server = HostileServer::start(Script::new(vec![
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply("250 hi"),
        Step::Expect("MAIL"),
        Step::reply("250 ok"),
        Step::Expect("RCPT"),
        Step::reply("250 ok"),
        Step::Expect("DATA"),
        Step::reply("354 ok"),
        Step::ExpectAny,
        Step::reply("552 5.3.4 too big"),
        Step::Close,
    ]))
    .await;
    let mut large = target(Security::None);
    large.destination.user_name = None;
    large.letter = Letter::new(b"a line of a letter that is long\r\n".repeat(500_000)).unwrap();
    let diagnosis = courier(&certificates, &[(587, server.address())])
        .diagnose(large, None)
        .await;
    let verdict = verdict(&diagnosis);
    assert!(
        matches!(verdict.as_str(), "data: refused" | "data: closed"),
        "{verdict}"
    );
}

#[tokio::test]
async fn one_session_sends_several_letters() {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, PASSWORD).await;
    let door = server.address(testkit::catcher::Security::Tls).unwrap();
    let courier = courier(&certificates, &[(465, door)]);
    let mut journal = smtp::Journal::default();
    let to = crate::support::destination(Security::Tls);
    let mut session = smtp::SmtpSession::open(&courier, &to, false, &mut journal)
        .await
        .unwrap();
    let password = secrecy::SecretString::from(PASSWORD);
    session
        .sign_in(Some(USER), Some(&password), &mut journal)
        .await
        .unwrap();
    for _ in 0..3 {
        session.send(&envelope(), &letter(), &mut journal).await.unwrap();
    }
    session.quit();
    assert_eq!(server.wait_for_letters(3, PATIENCE).await.unwrap().len(), 3);
}
