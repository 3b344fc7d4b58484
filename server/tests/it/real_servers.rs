//! Dovecot, Exim and Postfix, through the command and through the pages: the right stage and the right cause each time,
//! and letters that arrive byte for byte.

use crate::support::{
    Browser, Program, Setup, html,
    people::MARI,
    program::{mailbox, run},
    servers::Typed,
};
use model::Language;
use serde_json::Value;
use smtp::{TestLetter, compose};
use std::{collections::BTreeMap, net::SocketAddr, path::Path};
use store::TestVerdict;
use testkit::{
    catcher::{Catcher, Security},
    certificates::{Certificate, Certificates},
    dovecot::Dovecot,
    exim::Exim,
    mail_server::{Doors, Options, PASSWORD, USER, without_trace},
    postfix::Postfix,
    recorder::recorder,
    wait::PATIENCE,
};

/// A server's state, under the name that it is reached by: its certificate, and the ways of sign-in that it offers.
const STATES: [(&str, Certificate, &[&str]); 5] = [
    ("plain.saatja.test", Certificate::Valid, &["PLAIN"]),
    ("login.saatja.test", Certificate::Valid, &["LOGIN"]),
    ("expired.saatja.test", Certificate::Expired, &["PLAIN", "LOGIN"]),
    (
        "wrong-name.saatja.test",
        Certificate::WrongName,
        &["PLAIN", "LOGIN"],
    ),
    (
        "self-signed.saatja.test",
        Certificate::SelfSigned,
        &["PLAIN", "LOGIN"],
    ),
];

/// What has to come out: nothing, or stage and cause.
fn expected(certificate: Certificate, password: &str) -> Option<(&'static str, &'static str)> {
    match certificate {
        Certificate::Expired => Some(("tls", "certificate-expired")),
        Certificate::WrongName => Some(("tls", "certificate-wrong-name")),
        Certificate::SelfSigned => Some(("tls", "certificate-self-signed")),
        _ if password != PASSWORD => Some(("auth", "wrong-credentials")),
        _ => None,
    }
}

const DOORS: [(u16, &str); 2] = [(465, "tls"), (587, "starttls")];

fn door(doors: Doors, port: u16) -> SocketAddr {
    if port == 465 { doors.tls } else { doors.starttls }
}

/// Runs `saatja diagnose --json`: its exit code, its stages with their outcome, its verdict.
async fn diagnose(
    host: &str,
    (port, security): (u16, &str),
    to: SocketAddr,
    folder: &Path,
    password: &str,
) -> (Option<i32>, Vec<(String, String)>, Value) {
    let file = folder.join(password);
    std::fs::write(&file, password).unwrap();
    let (server, to, ca) = (format!("{host}:{port}"), to.to_string(), folder.join("ca.pem"));
    let words = [
        "diagnose",
        "--server",
        &server,
        "--security",
        security,
        "--from",
        USER,
        "--to",
        MARI,
        "--username",
        USER,
        "--password-file",
        file.to_str().unwrap(),
        "--ca",
        ca.to_str().unwrap(),
        "--allow-network",
        "127.0.0.0/8",
        "--connect-to",
        &to,
        "--json",
    ];
    let output = run(&words, &[]).await;
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect();
    let verdict = lines
        .pop()
        .unwrap_or_else(|| panic!("nothing was printed: {}", String::from_utf8_lossy(&output.stderr)));
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let stages = lines.iter().filter(|line| line["stage"].is_string());
    (
        output.status.code(),
        stages
            .map(|line| (word(line, "stage"), word(line, "outcome")))
            .collect(),
        verdict,
    )
}

/// The command names stage and cause, and ends with 0 only where the letter was accepted.
async fn command_says(
    host: &str,
    at: (u16, &str),
    doors: Doors,
    folder: &Path,
    password: &str,
    expected: Option<(&str, &str)>,
) {
    let (code, stages, verdict) = diagnose(host, at, door(doors, at.0), folder, password).await;
    let (last, before) = stages.split_last().expect("at least one stage");
    assert!(
        before.iter().all(|(_, outcome)| outcome == "passed"),
        "{host} {at:?}: {stages:?}"
    );
    match expected {
        None => {
            assert_eq!(verdict["verdict"], "accepted", "{host} {at:?}: {verdict}");
            assert_eq!(
                (code, last.0.as_str(), last.1.as_str()),
                (Some(0), "accepted", "passed")
            );
            assert_eq!(stages.len(), 11);
        }
        Some((stage, cause)) => {
            assert_eq!(
                (&verdict["stage"], &verdict["cause"]),
                (&stage.into(), &cause.into()),
                "{host} {at:?}: {verdict}"
            );
            assert_eq!(
                (code, last.0.as_str(), last.1.as_str()),
                (Some(1), stage, "failed")
            );
        }
    }
}

/// The page names them too: in what is stored, and in its picture of the stages.
async fn page_says(program: &Program, browser: &Browser, expected: Option<(&str, &str)>) -> String {
    let (path, page) = browser.test().await;
    let run = program
        .people()
        .latest_test(&program.people().mari)
        .await
        .expect("a test");
    let stages = html::stages(&page);
    match (expected, &run.verdict) {
        (None, Some(TestVerdict::Passed { .. })) => {
            assert!(stages.iter().all(|(class, _)| class == "ok"), "{stages:?}");
            // Signed in as the server's name says that it wants it, where it says so.
            let server = run.snapshot.server.destination.host.to_string();
            let mechanism = server.split('.').next().unwrap_or_default().to_uppercase();
            assert!(html::text(&page).contains(&mechanism), "{mechanism}");
        }
        (
            Some((stage, cause)),
            Some(TestVerdict::Failed {
                cause: found,
                stage: at,
            }),
        ) => {
            assert_eq!((at.key(), found.as_str()), (stage, cause));
            let name = texts::texts(Language::Et).get(&format!("stage-{stage}"));
            let bad: Vec<_> = stages.iter().filter(|(class, _)| class == "bad").collect();
            assert_eq!(bad, [&("bad".to_owned(), name)]);
            let text = texts::texts(Language::Et);
            let step = text
                .attribute(&format!("cause-{cause}"), "step1", &[])
                .unwrap_or_default();
            assert!(html::verdict(&page).contains(step.split(['{', '⟦']).next().unwrap_or_default()));
        }
        (_, verdict) => panic!("{path}: {verdict:?}, expected {expected:?}"),
    }
    path
}

/// The letter of a test, composed once more from what is stored of it.
async fn composed(program: &Program) -> (String, Vec<u8>) {
    let people = program.people();
    let run = people.latest_test(&people.mari).await.expect("a test");
    let (server, texts) = (&run.snapshot.server, texts::texts(Language::Et));
    let destination = &server.destination;
    let letter = compose(&TestLetter {
        reply_to: None,
        from: &server.sender,
        display_name: server.display_name.as_ref(),
        to: &mailbox(MARI),
        subject: &texts.get("letter-subject"),
        body: &texts.with(
            "letter-body",
            &[
                ("name", people.mari.name.as_str()),
                ("server", destination.host.as_str()),
                ("port", &destination.port.to_string()),
                (
                    "security",
                    &texts.get(&format!("security-{}", destination.security.key())),
                ),
                ("sender", server.sender.as_str()),
            ],
        ),
        date: run.created_at,
        id: &format!("test.{}", run.id),
    });
    (run.id.to_string(), letter.expect("a letter").as_bytes().to_vec())
}

/// Everything about one kind of server. `servers` are the states' doors.
async fn check(servers: &[(&str, Certificate, Doors)], certificates: &Certificates, recorder: &Catcher) {
    let folder = tempfile::tempdir().unwrap();
    let _ = certificates.write_ca(folder.path());
    let mut setup = Setup::new().await.trust(certificates);
    for (host, _, doors) in servers {
        for (port, _) in DOORS {
            setup = setup.dial(&format!("{host}:{port}"), door(*doors, port));
        }
    }
    let program = setup.start().await;
    let browser = program.sign_in(MARI).await;
    let (mut letters, mut accepted) = (BTreeMap::new(), 0);
    for (host, certificate, doors) in servers {
        for at in DOORS {
            for password in [PASSWORD, "wrong-horse"] {
                let expected = expected(*certificate, password);
                if *certificate != Certificate::Valid && password != PASSWORD {
                    continue;
                }
                command_says(host, at, *doors, folder.path(), password, expected).await;
                let typed = Typed::new(USER, host)
                    .with("password", password)
                    .with("display_name", "Mari Õunapuu");
                let typed = typed.with("port", &at.0.to_string()).with("security", at.1);
                browser.save_well(typed).await;
                page_says(&program, &browser, expected).await;
                if expected.is_none() {
                    let (id, letter) = composed(&program).await;
                    letters.insert(id, letter);
                    accepted += 2;
                }
            }
        }
    }
    let caught = recorder
        .wait_for_letters(accepted, PATIENCE)
        .await
        .expect("every accepted letter arrives");
    assert_eq!(caught.len(), accepted, "and no other");
    for letter in caught {
        assert_eq!(
            (letter.envelope_from.as_str(), letter.envelope_to.as_slice()),
            (USER, &[MARI.to_owned()][..])
        );
        let bytes = without_trace(&letter.bytes);
        let id = letters
            .keys()
            .find(|id| String::from_utf8_lossy(bytes).contains(id.as_str()))
            .cloned();
        if let Some(composed) = id.and_then(|id| letters.remove(&id)) {
            assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&composed));
            assert_eq!(bytes, composed);
        }
    }
    assert!(
        letters.is_empty(),
        "each letter of a page arrived: {:?}",
        letters.keys()
    );
}

macro_rules! real_server {
    ($name:ident, $server:ident) => {
        #[tokio::test]
        async fn $name() {
            let (certificates, recorder) = (Certificates::new(), recorder().await);
            let relay = recorder.address(Security::None).expect("a door");
            let (mut running, mut servers) = (Vec::new(), Vec::new());
            for (host, certificate, mechanisms) in STATES {
                let identity = certificates.identity_for(certificate, &[host]);
                let server = $server::start(Options::new(identity, relay).offering(mechanisms)).await;
                servers.push((host, certificate, server.doors()));
                running.push(server);
            }
            check(&servers, &certificates, &recorder).await;
        }
    };
}

real_server!(dovecot_is_understood, Dovecot);
real_server!(exim_is_understood, Exim);
real_server!(postfix_is_understood, Postfix);
