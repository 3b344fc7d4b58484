//! Many letters over one session: what each one's end leaves behind for the next.

use crate::support::{PASSWORD, USER, courier, destination, envelope, letter};
use model::{
    Mailbox,
    port::Security,
    session::{Fault, Stage},
};
use secrecy::SecretString;
use smtp::{Deadlines, Envelope, Journal, SendFailure, SmtpSession, Unsent};
use std::{future::ready, time::Duration};
use testkit::{
    certificates::Certificates,
    hostile::{HostileServer, Script, Step},
    recorder::submission_server,
    wait::{PATIENCE, wait_until},
};

/// Greeting and EHLO, then these steps.
fn script(pipelining: bool, steps: Vec<Step>) -> Script {
    let offers = if pipelining {
        "250-hi\r\n250 PIPELINING"
    } else {
        "250 hi"
    };
    let begin = [Step::reply("220 hi"), Step::Expect("EHLO"), Step::reply(offers)];
    Script::new(begin.into_iter().chain(steps).collect())
}

/// A flight of these commands, answered all at once.
fn flight(commands: &[&'static str], answers: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = commands.iter().copied().map(Step::Expect).collect();
    steps.push(Step::Send(answers.replace('|', "\r\n").into_bytes()));
    steps
}

const GOOD: [&str; 3] = ["MAIL", "RCPT", "DATA"];

fn taken() -> Vec<Step> {
    vec![Step::TakeLetter, Step::reply("250 2.0.0 taken")]
}

pub async fn open(server: &HostileServer, journal: &mut Journal) -> SmtpSession {
    let courier = courier(&Certificates::new(), &[(587, server.address())]);
    let mut to = destination(Security::None);
    to.user_name = None;
    SmtpSession::open(&courier, &to, true, journal).await.unwrap()
}

/// Sends as many letters as there are verdicts; each is `stage: fault`, or `sent`, and ` over` behind it where the
/// session can not be used after it.
async fn verdicts(script: Script, letters: usize) -> (Vec<String>, HostileServer) {
    let server = HostileServer::start(script).await;
    let mut journal = Journal::silent();
    let mut session = open(&server, &mut journal).await;
    let mut verdicts = Vec::new();
    for _ in 0..letters {
        let sent = session
            .send_once_allowed(&envelope(), &letter(), ready(true), &mut journal)
            .await;
        let verdict = match sent {
            Ok(reply) => {
                assert_eq!(reply.code, 250);
                "sent".to_owned()
            }
            Err(failure) => {
                assert!(failure.begun);
                let kind = match failure.why {
                    Unsent::Refused(_) => "",
                    Unsent::SessionLost(_) => " lost",
                    Unsent::InDoubt | Unsent::Unfit(_) | Unsent::Withheld => " other",
                };
                format!("{failure}{kind}")
            }
        };
        let over = if session.is_usable() { "" } else { ", over" };
        verdicts.push(format!("{verdict}{over}"));
    }
    let sent = verdicts
        .iter()
        .filter(|verdict| verdict.starts_with("sent"))
        .count();
    assert_eq!(usize::try_from(session.sent()).unwrap(), sent);
    (verdicts, server)
}

#[tokio::test]
async fn a_refused_recipient_is_reset_in_the_next_flight() {
    let steps = [
        flight(&GOOD, "250 1|550 5.1.1 nobody|503 5.5.1 no valid recipients|"),
        // all four have to come before anything is answered
        flight(&["RSET", "MAIL", "RCPT", "DATA"], "250 reset|250 1|250 2|354 go|"),
        taken(),
        flight(&GOOD, "250 1|250 2|451 4.3.0 later|"),
        flight(&["RSET", "MAIL", "RCPT", "DATA"], "250 reset|250 1|250 2|354 go|"),
        taken(),
        flight(&GOOD, "250 1|250 2|354 go|"),
        taken(),
    ];
    let (verdicts, server) = verdicts(script(true, steps.concat()), 5).await;
    assert_eq!(
        verdicts,
        ["rcpt-to: refused", "sent", "data: refused", "sent", "sent"]
    );
    assert_eq!(server.hearings()[0].surprise, None);
}

#[tokio::test]
async fn a_refusal_that_ends_the_transaction_is_not_reset() {
    let steps = [
        flight(
            &GOOD,
            "550 5.7.1 not you|503 5.5.1 MAIL first|503 5.5.1 MAIL first|",
        ),
        flight(&GOOD, "250 1|550 5.1.1 nobody|354 go|"),
        vec![Step::Expect("."), Step::reply("554 5.5.1 no valid recipients")],
        flight(&GOOD, "250 1|250 2|354 go|"),
        vec![Step::TakeLetter, Step::reply("552 5.2.2 full")],
        flight(&GOOD, "250 1|250 2|354 go|"),
        taken(),
    ];
    let (verdicts, server) = verdicts(script(true, steps.concat()), 4).await;
    assert_eq!(
        verdicts,
        [
            "mail-from: refused",
            "rcpt-to: refused",
            "accepted: refused",
            "sent"
        ]
    );
    assert_eq!(server.hearings()[0].surprise, None);
}

#[tokio::test]
async fn one_after_the_other_without_pipelining() {
    let step = |command, answer| vec![Step::Expect(command), Step::reply(answer)];
    let steps = [
        step("MAIL", "250 1"),
        step("RCPT", "450 4.2.1 later"),
        step("RSET", "250 reset"),
        step("MAIL", "553 5.1.8 no"),
        step("MAIL", "250 1"),
        step("RCPT", "250 2"),
        step("DATA", "554 5.7.1 no"),
        step("RSET", "250 reset"),
        step("MAIL", "250 1"),
        step("RCPT", "250 2"),
        step("DATA", "354 go"),
        taken(),
    ];
    let (verdicts, server) = verdicts(script(false, steps.concat()), 4).await;
    assert_eq!(
        verdicts,
        ["rcpt-to: refused", "mail-from: refused", "data: refused", "sent"]
    );
    assert_eq!(server.hearings()[0].surprise, None);
}

#[tokio::test]
async fn after_421_nothing_more_is_said() {
    let letter = |answers| flight(&GOOD, answers);
    let good = || [letter("250 1|250 2|354 go|"), taken()].concat();
    let refused = || letter("250 1|550 5.1.1 nobody|503 5.5.1 no|");
    let reset = |answers| flight(&["RSET", "MAIL", "RCPT", "DATA"], answers);
    for (steps, expected) in [
        (
            letter("421 4.7.0 closing|"),
            vec!["mail-from: refused lost, over"],
        ),
        (
            letter("250 1|421 4.7.0 closing|"),
            vec!["rcpt-to: refused lost, over"],
        ),
        (
            letter("250 1|250 2|421 4.7.0 closing|"),
            vec!["data: refused lost, over"],
        ),
        (
            [good(), vec![Step::reply("421 4.4.2 idle")]].concat(),
            vec!["sent", "mail-from: refused lost, over"],
        ),
        (
            [refused(), reset("421 4.7.0 closing|")].concat(),
            vec!["rcpt-to: refused", "mail-from: refused lost, over"],
        ),
        // what is refused with RSET is no letter
        (
            [
                refused(),
                reset("502 5.5.1 what?|503 5.5.1 nested MAIL|250 2|503 5.5.1 no|"),
            ]
            .concat(),
            vec!["rcpt-to: refused", "mail-from: refused lost, over"],
        ),
        // a refusal of the letter stays one, though the session ends with it
        (
            letter("250 1|550 5.1.1 nobody|421 4.7.0 too many|"),
            vec!["rcpt-to: refused, over"],
        ),
        (
            [
                letter("250 1|250 2|354 go|"),
                vec![Step::TakeLetter, Step::reply("421 4.3.2 closing")],
            ]
            .concat(),
            vec!["accepted: refused, over"],
        ),
        (
            [good(), good()].concat(),
            vec!["sent", "sent", "mail-from: closed lost, over"],
        ),
        // said before it was asked
        (
            [
                letter("250 1|250 2|354 go|"),
                vec![
                    Step::TakeLetter,
                    Step::reply("250 2.0.0 taken\r\n250 2.1.0 already"),
                ],
            ]
            .concat(),
            vec!["sent", "mail-from: not-smtp lost, over"],
        ),
    ] {
        let mut steps = steps;
        steps.push(Step::Close);
        let mut expected: Vec<&str> = expected;
        expected.push("mail-from: closed lost, over");
        let (verdicts, server) = verdicts(script(true, steps), expected.len()).await;
        assert_eq!(verdicts, expected);
        // in one connection, which is closed
        server.wait_for_ends(1, PATIENCE).await;
        assert_eq!(server.hearings().len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_went_away_is_seen_before_a_letter_is_begun() {
    for last in [
        Step::Close,
        Step::Reset,
        Step::reply("421 4.4.2 idle for too long"),
    ] {
        let steps = [flight(&GOOD, "250 1|250 2|354 go|"), taken(), vec![last]].concat();
        let server = HostileServer::start(script(true, steps)).await;
        let mut journal = Journal::silent();
        let mut session = open(&server, &mut journal).await;
        assert!(session.is_still_there().await);
        session.send(&envelope(), &letter(), &mut journal).await.unwrap();
        wait_until("the session is over", PATIENCE, async || {
            !session.is_still_there().await
        })
        .await;
        assert!(!session.is_usable());
        assert_eq!((session.begun(), session.sent()), (1, 1));
    }
}

#[tokio::test]
async fn what_a_server_can_not_take_harms_nobody() {
    let steps = [flight(&GOOD, "250 1|250 2|354 go|"), taken()].concat();
    let server = HostileServer::start(script(true, steps)).await;
    let mut journal = Journal::silent();
    let mut session = open(&server, &mut journal).await;
    let foreign = Envelope {
        to: Mailbox::parse("jüri@naidis.ee").unwrap(),
        ..envelope()
    };
    let failure = session
        .send_once_allowed(&foreign, &letter(), ready(true), &mut journal)
        .await
        .unwrap_err();
    let expected = SendFailure {
        stage: Stage::MailFrom,
        why: Unsent::Unfit(Fault::Utf8Missing),
        begun: true,
    };
    assert_eq!(failure, expected);
    session.send(&envelope(), &letter(), &mut journal).await.unwrap();
}

#[tokio::test]
async fn a_silent_journal_keeps_nothing_but_secrets_out() {
    let certificates = Certificates::new();
    let server = submission_server(&certificates, USER, PASSWORD).await;
    let door = server.address(testkit::catcher::Security::Tls).unwrap();
    let courier = courier(&certificates, &[(465, door)]);
    let mut journal = Journal::silent();
    let to = destination(Security::Tls);
    let mut session = SmtpSession::open(&courier, &to, false, &mut journal)
        .await
        .unwrap();
    let password = SecretString::from(PASSWORD);
    session
        .sign_in(Some(USER), Some(&password), &mut journal)
        .await
        .unwrap();
    for _ in 0..20 {
        session.send(&envelope(), &letter(), &mut journal).await.unwrap();
    }
    assert_eq!((session.begun(), session.sent()), (20, 20));
    session.quit();
    let (reports, transcript) = journal.into_parts();
    assert!(
        reports.is_empty() && transcript.is_empty(),
        "{reports:?} {transcript:?}"
    );
    let caught = server.wait_for_letters(20, PATIENCE).await.unwrap();
    assert!(caught.iter().all(|one| one.bytes == letter().as_bytes()));

    let echo = format!("550 5.7.1 {PASSWORD} is wrong");
    let steps = vec![
        Step::TakeSignIn,
        Step::reply("235 ok"),
        Step::Expect("MAIL"),
        Step::reply(&echo),
    ];
    let script = Script::new(
        [
            vec![
                Step::reply("220 hi"),
                Step::Expect("EHLO"),
                Step::reply("250-hi\r\n250 AUTH PLAIN"),
            ],
            steps,
        ]
        .concat(),
    );
    let server = HostileServer::start(script).await;
    let mut journal = Journal::silent();
    let mut session = open(&server, &mut journal).await;
    session
        .sign_in(Some(USER), Some(&password), &mut journal)
        .await
        .unwrap();
    let failure = session
        .send(&envelope(), &letter(), &mut journal)
        .await
        .unwrap_err();
    assert_eq!(failure.fault.reply().unwrap().text, "*** is wrong");
}

#[tokio::test]
async fn a_server_that_is_slow_to_open_holds_nobody_for_long() {
    // each answer comes within its own limit
    let server = HostileServer::start(Script::new(vec![
        Step::Drip(b"220 hi\r\n".to_vec(), Duration::from_millis(100)),
        Step::Expect("EHLO"),
        Step::Silence,
    ]))
    .await;
    let mut courier = courier(&Certificates::new(), &[(587, server.address())]);
    courier.deadlines.opening = Duration::from_millis(1500);
    let mut to = destination(Security::None);
    to.user_name = None;
    let begun = std::time::Instant::now();
    let failure = SmtpSession::open(&courier, &to, true, &mut Journal::silent())
        .await
        .unwrap_err();
    assert_eq!(failure.to_string(), "ehlo: timeout");
    assert!(begun.elapsed() < courier.deadlines.command);
    assert!(Deadlines::delivery().opening <= Duration::from_mins(2));
    assert!(Deadlines::delivery().accepted >= Duration::from_mins(10));
}
