//! Every cause there is, on a page, in both languages: no word is missing from any sentence.

use crate::support::{Program, Setup, html, people::MARI, program::mailbox};
use model::{
    DisplayName, Host, Language, Security, TestId,
    port::Port,
    session::{Certificate, Detail, Fault, Outcome, Reply, Stage, StageReport, TlsDetail},
    settings::{Destination, OwnServer, SendingMode},
};
use providers::{CAUSES, QUEUE_CAUSES};
use std::{collections::BTreeSet, time::Duration};
use store::{Actor, CompanyStore, Store, TestLimits, TestSnapshot, TestVerdict};

/// Causes that only arise in a session in which nobody signs in, or with a server that says nothing of itself, are told
/// of with what is known then.
const KNOWN: [bool; 2] = [true, false];

fn report(stage: Stage, result: Outcome, detail: Detail) -> StageReport {
    StageReport {
        stage,
        result,
        ms: 12,
        detail,
    }
}

/// The stages before the last one, with all that a server tells about itself, and then a refusal.
fn reports(stage: Stage, everything: bool) -> Vec<StageReport> {
    let certificate = Certificate {
        subject: "mail.saatja.test".to_owned(),
        issuer: "Näidis CA".to_owned(),
        names: vec!["mail.saatja.test".to_owned(), "saatja.test".to_owned()],
        not_before: "2025-01-02T00:00:00Z".to_owned(),
        not_after: "2025-03-04T00:00:00Z".to_owned(),
        spki_sha256: None,
    };
    let tls = TlsDetail {
        version: Some("TLS 1.3".to_owned()),
        cipher: Some("TLS13_AES_256_GCM_SHA384".to_owned()),
        certificate: Some(certificate),
    };
    let extensions = Detail::Extensions {
        list: vec!["SIZE 35882577".to_owned()],
        size: everything.then_some(35_882_577),
    };
    let reply = Reply::from_lines(550, ["5.7.1 No"]);
    let mut reports = Vec::new();
    for one in Stage::order(Security::Tls) {
        let detail = match one {
            Stage::Tls => Detail::Tls(tls.clone()),
            Stage::Ehlo => extensions.clone(),
            _ => Detail::Nothing,
        };
        if *one == stage {
            reports.push(report(stage, Outcome::Failed(Fault::Refused(reply)), detail));
            break;
        }
        reports.push(report(*one, Outcome::Passed, detail));
    }
    reports
}

/// More than these tests need.
const LIMITS: TestLimits = TestLimits {
    per_user: 1000,
    per_company: 1000,
    per_server: 1000,
};

/// Where a cause arises, as far as the page depends on it.
fn stage_of(cause: &str) -> Stage {
    match cause {
        "destination-refused" => Stage::Policy,
        _ if cause.starts_with("name-") => Stage::Dns,
        _ if cause.starts_with("connect-") || cause == "address-refused" => Stage::Connect,
        _ if cause.starts_with("silent-") => Stage::Greeting,
        _ if cause.contains("tls") || cause.starts_with("certificate-") => Stage::Tls,
        _ => Stage::Accepted,
    }
}

async fn stored(company: &dyn CompanyStore, program: &Program, cause: &str, everything: bool) -> TestId {
    let stage = stage_of(cause);
    let snapshot = TestSnapshot {
        mode: SendingMode::OwnServer,
        server: OwnServer {
            destination: Destination {
                host: Host::parse("mail.saatja.test").unwrap(),
                port: Port::new(465).unwrap(),
                security: Security::Tls,
                user_name: everything.then(|| "mari@saatja.test".to_owned()),
            },
            sender: mailbox("mari@saatja.test"),
            display_name: Some(DisplayName::parse("Mari").unwrap()),
        },
        reply_to: None,
        secret_version: 0,
        secret_owner: None,
        recipient: mailbox(MARI),
        provider: everything.then(|| "gmail".to_owned()),
        language: Language::Et,
    };
    let run = company
        .create_test(
            program.people().mari.id,
            &snapshot,
            LIMITS,
            Duration::from_mins(1),
            &Actor::Operator,
        )
        .await
        .unwrap();
    company
        .append_to_test(run.id, &reports(stage, everything), &[])
        .await
        .unwrap();
    let verdict = TestVerdict::Failed {
        cause: cause.to_owned(),
        stage,
    };
    company.finish_test(run.id, &verdict, &[]).await.unwrap();
    run.id
}

/// Signs that a word that should stand in a sentence does not.
fn holes(text: &str) -> Vec<&'static str> {
    let signs = [
        "⟦",
        "⟧",
        "{",
        "}",
        "$",
        " .",
        " ,",
        " :",
        " ;",
        " )",
        "( ",
        "()",
        "„“",
        "“”",
        "\"\"",
        "– .",
        "–.",
        ": .",
        ":.",
        "  ",
        "undefined",
        "null",
        "None",
        "Some(",
        " MB.",
        "&lt;",
        "&quot;",
        "&amp;",
    ];
    signs
        .into_iter()
        .filter(|sign| *sign != " MB." && text.contains(sign))
        .collect()
}

#[tokio::test]
async fn every_cause_has_a_whole_page_in_both_languages() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(MARI).await;
    let company = program.people().store().company(program.people().mari.company);
    let mut wrong = BTreeSet::new();
    for cause in CAUSES.iter().chain(QUEUE_CAUSES) {
        for everything in KNOWN {
            let id = stored(&*company, &program, cause, everything).await;
            for language in Language::ALL {
                let page = browser
                    .get(&format!("/{language}/tests/{id}"))
                    .await
                    .expect(200)
                    .html();
                let told = html::verdict(&page);
                let known = if everything { "all known" } else { "little known" };
                for hole in holes(&told) {
                    wrong.insert(format!("{cause} {language} ({known}): {hole:?} in {told}"));
                }
                for part in ["<p class=\"lead\"", "<div class=\"why"] {
                    let text = html::text(html::part(&page, part, "</"));
                    assert!(!text.is_empty(), "{cause} {language}: {part}");
                }
                let why = html::part(&page, "<div class=\"why", "<div class=\"actions\"");
                assert!(
                    why.matches("<h2").count() == 2,
                    "{cause} {language} has no meaning"
                );
                assert!(why.matches("<li").count() >= 1, "{cause} {language} has no step");
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.into_iter().collect::<Vec<_>>().join("\n\n")
    );
}

/// Two causes never read alike, but for those that must not be told apart.
#[test]
fn no_two_causes_read_alike() {
    let words: Vec<(&str, &str)> = [
        "provider", "server", "port", "user", "sender", "names", "until", "from", "issuer", "size", "egress",
    ]
    .map(|w| (w, w))
    .into();
    for language in Language::ALL {
        let texts = texts::texts(language);
        let mut seen: Vec<(String, &str)> = Vec::new();
        for cause in CAUSES
            .iter()
            .chain(QUEUE_CAUSES)
            .filter(|cause| **cause != "address-refused")
        {
            let key = format!("cause-{cause}");
            let told = format!(
                "{}{:?}{:?}",
                texts.with(&key, &words),
                texts.attribute(&key, "meaning", &words),
                texts.steps(&key, &words)
            );
            if let Some((_, other)) = seen.iter().find(|(there, _)| *there == told) {
                panic!("{language}: {cause} reads like {other}");
            }
            seen.push((told, cause));
        }
        let told = |cause: &str| {
            let key = format!("cause-{cause}");
            (
                texts.with(&key, &words),
                texts.attribute(&key, "meaning", &words),
                texts.steps(&key, &words),
            )
        };
        assert_eq!(told("address-refused"), told("connect-timeout"), "{language}");
    }
}
