//! Sign-in with an OAuth token.

use crate::support::{USER, courier, destination};
use base64::{Engine, engine::general_purpose::STANDARD};
use model::{
    port::Security,
    session::{Detail, Fault, Stage},
};
use secrecy::SecretString;
use smtp::{Failure, Journal, SmtpSession, session::Credential};
use testkit::{
    certificates::Certificates,
    hostile::{HostileServer, Script, Step},
};

const TOKEN: &str = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==";

fn xoauth2(token: &str) -> String {
    STANDARD.encode(format!("user={USER}\x01auth=Bearer {token}\x01\x01"))
}

fn bearer(token: &str) -> String {
    STANDARD.encode(format!("n,a={USER},\x01auth=Bearer {token}\x01\x01"))
}

/// A server in the clear that offers this and then plays these steps.
async fn sign_in(
    offer: &str,
    token: &str,
    mut steps: Vec<Step>,
) -> (HostileServer, Result<(), Failure>, Journal) {
    let mut script = vec![
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply(&format!("250-hi\r\n250 {offer}")),
    ];
    script.append(&mut steps);
    script.push(Step::Silence);
    let server = HostileServer::start(Script::new(script)).await;
    let courier = courier(&Certificates::new(), &[(587, server.address())]);
    let mut journal = Journal::default();
    let to = destination(Security::None);
    let mut session = SmtpSession::open(&courier, &to, true, &mut journal)
        .await
        .unwrap();
    let credential = Credential::Token(SecretString::from(token));
    let result = session.sign_in_with(USER, &credential, &mut journal).await;
    (server, result, journal)
}

fn said(server: &HostileServer) -> Vec<String> {
    server.hearings()[0].lines().split_off(1)
}

fn assert_hidden(journal: &Journal) {
    let shown = format!("{journal:?}");
    for form in [
        TOKEN.to_owned(),
        xoauth2(TOKEN),
        bearer(TOKEN),
        STANDARD.encode(TOKEN),
    ] {
        assert!(!shown.contains(form.trim_end_matches('=')), "{shown}");
    }
}

#[tokio::test]
async fn the_token_stands_in_the_command() {
    for (offer, expected, name) in [
        (
            "AUTH PLAIN LOGIN XOAUTH2",
            format!("AUTH XOAUTH2 {}", xoauth2(TOKEN)),
            "XOAUTH2",
        ),
        (
            "AUTH OAUTHBEARER XOAUTH2",
            format!("AUTH XOAUTH2 {}", xoauth2(TOKEN)),
            "XOAUTH2",
        ),
        (
            "AUTH OAUTHBEARER",
            format!("AUTH OAUTHBEARER {}", bearer(TOKEN)),
            "OAUTHBEARER",
        ),
    ] {
        let steps = vec![Step::Expect("AUTH"), Step::reply("235 2.7.0 Accepted")];
        let (server, result, journal) = sign_in(offer, TOKEN, steps).await;
        assert_eq!(result, Ok(()), "{offer}");
        assert_eq!(said(&server), [expected]);
        let report = journal.reports().iter().find(|r| r.stage == Stage::Auth).unwrap();
        assert_eq!(
            report.detail,
            Detail::Mechanism {
                name: name.to_owned()
            }
        );
        assert_hidden(&journal);
    }
}

#[tokio::test]
async fn a_long_token_waits_for_the_question() {
    let token = "x".repeat(2000);
    let steps = vec![
        Step::Expect("AUTH XOAUTH2"),
        Step::reply("334 "),
        Step::ExpectAny,
        Step::reply("235 2.7.0 Accepted"),
    ];
    let (server, result, journal) = sign_in("AUTH XOAUTH2", &token, steps).await;
    assert_eq!(result, Ok(()));
    assert_eq!(said(&server), ["AUTH XOAUTH2".to_owned(), xoauth2(&token)]);
    assert!(!format!("{journal:?}").contains("xxxx"));
}

#[tokio::test]
async fn the_refusal_behind_the_question_is_told() {
    let status = r#"{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}"#;
    for (offer, noted) in [("AUTH XOAUTH2", ""), ("AUTH OAUTHBEARER", "AQ==")] {
        let steps = vec![
            Step::Expect("AUTH"),
            Step::reply(&format!("334 {}", STANDARD.encode(status))),
            Step::ExpectAny,
            Step::reply("535-5.7.8 Username and Password not accepted.\r\n535 5.7.8 https://a.example"),
        ];
        let (server, result, journal) = sign_in(offer, TOKEN, steps).await;
        assert_eq!(said(&server)[1..], [noted.to_owned()]);
        let failure = result.unwrap_err();
        assert_eq!(failure.stage, Stage::Auth);
        let reply = failure.fault.reply().unwrap();
        assert_eq!(
            reply.to_string(),
            format!("535 5.7.8 {status} Username and Password not accepted. https://a.example")
        );
        assert_hidden(&journal);
    }
}

#[tokio::test]
async fn a_question_that_says_the_token_back_or_is_nonsense_harms_nobody() {
    for (question, shown) in [
        (
            STANDARD.encode(format!("{{\"status\":\"400\",\"t\":\"{TOKEN}\"}}")),
            "{\"status\":\"400\",\"t\":\"***\"}",
        ),
        (xoauth2(TOKEN), "user=user@saatja.test.auth=Bearer ***.."),
        (STANDARD.encode("a\x1b[31m\r\nb\u{202e}c"), "a.[31m b.c"),
        ("not base64!".to_owned(), "not base64!"),
        (STANDARD.encode("x".repeat(500)), &format!("{}…", "x".repeat(90))),
    ] {
        let steps = vec![
            Step::Expect("AUTH"),
            Step::reply(&format!("334 {question}")),
            Step::ExpectAny,
            Step::reply("535 5.7.3 no"),
        ];
        let (_, result, journal) = sign_in("AUTH XOAUTH2", TOKEN, steps).await;
        let reply = result.unwrap_err().fault.reply().unwrap().to_string();
        assert_eq!(reply, format!("535 5.7.3 {shown} no"));
        assert_hidden(&journal);
    }
}

#[tokio::test]
async fn questions_without_end_and_tokens_that_are_none() {
    let steps = vec![
        Step::Expect("AUTH"),
        Step::Loop(vec![Step::reply("334 "), Step::ExpectAny]),
    ];
    let (server, result, _) = sign_in("AUTH XOAUTH2", TOKEN, steps).await;
    assert_eq!(result.unwrap_err().fault, Fault::NotSmtp);
    assert!(said(&server).len() <= 3);
    for token in ["a b", "a\x01auth=Bearer x", "a\r\nMAIL FROM:<>", "õ"] {
        let (server, result, _) = sign_in("AUTH XOAUTH2 OAUTHBEARER", token, Vec::new()).await;
        assert_eq!(result.unwrap_err().fault, Fault::AuthMechanism, "{token:?}");
        assert_eq!(said(&server), [""; 0]);
    }
}
