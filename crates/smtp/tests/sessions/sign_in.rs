//! Which way of sign-in is chosen, and when none.

use crate::support::{PASSWORD, USER, courier, target, verdict};
use base64::{Engine, engine::general_purpose::STANDARD};
use model::{
    port::Security,
    session::{Detail, Stage},
};
use secrecy::SecretString;
use smtp::Diagnosis;
use testkit::{
    certificates::Certificates,
    hostile::{HostileServer, Script, Step},
};

/// A server in the clear that offers this and then plays these steps.
async fn offering(offer: &str, mut steps: Vec<Step>) -> (HostileServer, Diagnosis) {
    let mut script = vec![
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply(&format!("250-hi\r\n250 {offer}")),
    ];
    script.append(&mut steps);
    script.extend([Step::Expect("MAIL"), Step::reply("421 enough")]);
    let server = HostileServer::start(Script::new(script)).await;
    let courier = courier(&Certificates::new(), &[(587, server.address())]);
    let diagnosis = courier.diagnose(target(Security::None), None).await;
    (server, diagnosis)
}

fn mechanism(diagnosis: &Diagnosis) -> String {
    let report = diagnosis.reports.iter().find(|r| r.stage == Stage::Auth).unwrap();
    match &report.detail {
        Detail::Mechanism { name } => name.clone(),
        _ => format!("{:?}", report.result),
    }
}

#[tokio::test]
async fn plain_before_login_and_login_where_it_is_alone() {
    let blob = STANDARD.encode(format!("\0{USER}\0{PASSWORD}"));
    for (offer, expected) in [
        ("AUTH LOGIN PLAIN", "PLAIN"),
        ("AUTH=PLAIN", "PLAIN"),
        ("AUTH XOAUTH2 LOGIN", "LOGIN"),
        ("auth login", "LOGIN"),
    ] {
        let (server, diagnosis) = offering(offer, vec![Step::TakeSignIn, Step::reply("235 ok")]).await;
        assert_eq!(mechanism(&diagnosis), expected, "{offer}");
        assert_eq!(server.heard(&format!("AUTH PLAIN {blob}")), expected == "PLAIN");
        assert_eq!(server.heard(&STANDARD.encode(PASSWORD)), expected == "LOGIN");
    }
}

#[tokio::test]
async fn login_after_a_server_that_does_not_know_plain() {
    for refusal in [
        "504 5.5.4 Unrecognized authentication type",
        "500 what?",
        "501 no initial response",
        "502 no",
    ] {
        let steps = vec![
            Step::Expect("AUTH PLAIN"),
            Step::reply(refusal),
            Step::Expect("AUTH LOGIN"),
            Step::reply("334 VXNlcm5hbWU6"),
            Step::ExpectAny,
            Step::reply("334 UGFzc3dvcmQ6"),
            Step::ExpectAny,
            Step::reply("235 ok"),
        ];
        let (_, diagnosis) = offering("AUTH PLAIN LOGIN", steps).await;
        assert_eq!(mechanism(&diagnosis), "LOGIN", "{refusal}");
    }
}

#[tokio::test]
async fn a_refused_password_is_not_tried_again() {
    for refusal in [
        "535 5.7.8 no",
        "534-5.7.9 Application-specific password required\r\n534 5.7.9 x",
        "454 4.7.0 later",
        "530 5.7.57 no",
    ] {
        let steps = vec![Step::Expect("AUTH PLAIN"), Step::reply(refusal)];
        let (server, diagnosis) = offering("AUTH PLAIN LOGIN", steps).await;
        assert_eq!(verdict(&diagnosis), "auth: refused");
        assert!(!server.heard("AUTH LOGIN"));
    }
}

#[tokio::test]
async fn no_sign_in_that_is_spoken_here() {
    for (offer, expected) in [
        ("AUTH XOAUTH2 CRAM-MD5", "auth: auth-mechanism"),
        ("AUTH", "auth: auth-mechanism"),
        ("SIZE 1000", "auth: auth-missing"),
    ] {
        let (server, diagnosis) = offering(offer, Vec::new()).await;
        assert_eq!(verdict(&diagnosis), expected, "{offer}");
        assert!(!server.heard("AUTH") && !server.heard("MAIL"));
    }
}

#[tokio::test]
async fn a_server_that_overlooked_the_initial_response_is_told_again() {
    let steps = vec![
        Step::Expect("AUTH PLAIN"),
        Step::reply("334 "),
        Step::ExpectAny,
        Step::reply("235 ok"),
    ];
    let (_, diagnosis) = offering("AUTH PLAIN", steps).await;
    assert_eq!(mechanism(&diagnosis), "PLAIN");
}

#[tokio::test]
async fn questions_without_end_end() {
    for offer in ["AUTH PLAIN", "AUTH LOGIN"] {
        let steps = vec![
            Step::Expect("AUTH"),
            Step::Loop(vec![Step::reply("334 more"), Step::ExpectAny]),
        ];
        let (server, diagnosis) = offering(offer, steps).await;
        assert_eq!(verdict(&diagnosis), "auth: not-smtp");
        assert!(server.hearings()[0].lines().len() <= 5);
    }
}

#[tokio::test]
async fn a_long_password_does_not_stand_in_the_command_line() {
    let steps = vec![
        Step::Expect("AUTH PLAIN"),
        Step::reply("334 "),
        Step::ExpectAny,
        Step::reply("235 ok"),
        Step::Expect("MAIL"),
        Step::reply("421 enough"),
    ];
    let mut script = vec![
        Step::reply("220 hi"),
        Step::Expect("EHLO"),
        Step::reply("250-hi\r\n250 AUTH PLAIN"),
    ];
    script.extend(steps);
    let server = HostileServer::start(Script::new(script)).await;
    let courier = courier(&Certificates::new(), &[(587, server.address())]);
    let mut long = target(Security::None);
    long.password = Some(SecretString::from("x".repeat(1024)));
    assert_eq!(mechanism(&courier.diagnose(long, None).await), "PLAIN");
    assert!(server.hearings()[0].lines().contains(&"AUTH PLAIN".to_owned()));
}

#[tokio::test]
async fn never_in_the_clear_unless_it_was_asked_for_and_allowed() {
    let steps = vec![
        Step::Expect("EHLO"),
        Step::reply("250-hi\r\n250 AUTH PLAIN"),
        Step::Silence,
    ];
    let mut script = vec![Step::reply("220 hi")];
    script.extend(steps);
    let server = HostileServer::start(Script::new(script)).await;
    let courier = courier(&Certificates::new(), &[(587, server.address())]);
    let mut target = target(Security::None);
    target.plain_allowed = false;
    assert_eq!(
        verdict(&courier.diagnose(target, None).await),
        "policy: destination-refused"
    );
    assert!(server.hearings().is_empty());

    // also where somebody drives the session by himself
    let mut to = crate::support::destination(Security::None);
    to.user_name = None;
    let mut journal = smtp::Journal::default();
    let mut session = smtp::SmtpSession::open(&courier, &to, false, &mut journal)
        .await
        .unwrap();
    let password = SecretString::from(PASSWORD);
    let refused = session
        .sign_in(Some(USER), Some(&password), &mut journal)
        .await
        .unwrap_err();
    assert_eq!(refused.to_string(), "auth: destination-refused");
    assert!(!server.heard("AUTH"));
}

#[tokio::test]
async fn a_server_that_echoes_the_password_does_not_get_it_shown() {
    let blob = STANDARD.encode(format!("\0{USER}\0{PASSWORD}"));
    let echo = format!(
        "535 5.7.8 {PASSWORD} and {blob} and {} are wrong",
        STANDARD.encode(PASSWORD)
    );
    let steps = vec![Step::Expect("AUTH PLAIN"), Step::reply(&echo)];
    let (_, diagnosis) = offering("AUTH PLAIN", steps).await;
    let failure = diagnosis.result.as_ref().unwrap_err();
    assert_eq!(
        failure.fault.reply().unwrap().text,
        "*** and *** and *** are wrong"
    );
    let everything = format!("{diagnosis:?}");
    assert!(
        !everything.contains(PASSWORD) && !everything.contains(&blob),
        "{everything}"
    );
}
