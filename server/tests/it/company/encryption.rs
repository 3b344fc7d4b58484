//! Exceptions from the rules about encryption: asked about, confirmed, and felt by the next test letter.

use super::{admin, mistakes, went_to};
use crate::support::{
    Browser, Program, Setup, html,
    people::MARI,
    servers::{PASSWORD, Servers, Typed},
};
use model::session::Detail;
use store::{Action, Actor, Store as _, TestVerdict, Trusted};
use testkit::certificates::{Certificate, Certificates};

const HOST: &str = "mail.saatja.test";
const PAGE: &str = "/et/company/encryption";

/// A program that dials a server with a certificate in this state; Mari has saved the server.
async fn with(certificates: &Certificates, state: Certificate) -> (Program, Servers, Browser) {
    let identity = certificates.identity_for(state, &[HOST]);
    let servers = Servers::with(certificates, &[HOST], |config| {
        config.certificates = Some(identity.for_any_name().expect("a new certificate is good"));
    })
    .await;
    let setup = Setup::new().await.dial("mail.saatja.test:465", servers.tls());
    let program = setup.start().await;
    let mari = program.sign_in(MARI).await;
    mari.save_well(Typed::new("mari@saatja.test", HOST)).await;
    (program, servers, mari)
}

/// The cause at which a test stopped; none where it passed.
async fn cause(program: &Program, browser: &Browser) -> Option<String> {
    browser.test().await;
    let people = program.people();
    match people.latest_test(&people.mari).await.unwrap().verdict.unwrap() {
        TestVerdict::Passed { .. } => None,
        TestVerdict::Failed { cause, .. } => Some(cause),
        TestVerdict::Aborted => panic!("aborted"),
    }
}

/// The fingerprint of the key that the server showed in the latest test.
async fn key_shown(program: &Program) -> String {
    let people = program.people();
    let run = people.latest_test(&people.mari).await.unwrap();
    let key = run.reports.iter().find_map(|report| match &report.detail {
        Detail::Tls(tls) => tls.certificate.as_ref()?.spki_sha256,
        _ => None,
    });
    key.expect("the server showed a certificate").to_string()
}

async fn add(admin: &Browser, kind: &str, fields: &[(&str, &str)]) {
    let asked = [fields, &[("action", "preview")]].concat();
    let page = admin
        .post(&format!("{PAGE}/{kind}"), &asked)
        .await
        .expect(200)
        .html();
    // The page that asks posts everything again that was read.
    let confirmed: Vec<(String, String)> = fields
        .iter()
        .map(|(name, _)| {
            (
                (*name).to_owned(),
                html::value(&page, name).expect("a hidden field"),
            )
        })
        .chain([("action".to_owned(), "save".to_owned())])
        .collect();
    let confirmed: Vec<(&str, &str)> = confirmed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    went_to(
        admin.post(&format!("{PAGE}/{kind}"), &confirmed).await,
        "/encryption?said=exception-added",
    );
}

async fn exceptions(program: &Program) -> Vec<store::Exception> {
    let people = program.people();
    people
        .store()
        .company(people.kivi.company)
        .exceptions()
        .await
        .unwrap()
}

async fn remove_all(program: &Program, admin: &Browser) {
    for exception in exceptions(program).await {
        let path = format!("{PAGE}/{}/remove", exception.id);
        admin.get(&path).await.expect(200);
        let answer = admin.post(&path, &[("action", "save")]).await;
        went_to(answer, "/encryption?said=exception-removed");
        admin.get(&path).await.expect(404);
    }
}

#[tokio::test]
async fn the_companys_own_authority_is_believed_once_it_is_confirmed() {
    let certificates = Certificates::new();
    let (program, servers, mari) = with(&certificates, Certificate::Valid).await;
    assert_eq!(
        cause(&program, &mari).await.as_deref(),
        Some("certificate-unknown-issuer")
    );
    let kivi = admin(&program).await;
    let pem = certificates.ca_pem();
    add(&kivi, "authority", &[("pem", &pem.replace('\n', "\r\n"))]).await;
    let page = kivi.reads("/company/encryption").await;
    assert!(
        page.contains("Saatja test CA") && page.contains("Kivi Rahn"),
        "{page}"
    );
    let entry = program.audited(Action::ExceptionAdded).await.entry;
    assert_eq!(entry.subject, "Saatja test CA");
    assert_eq!(cause(&program, &mari).await, None);
    assert_eq!(servers.catcher.letters().len(), 1);
    // It is one company's; and the same one twice is one.
    let again = kivi.post(&format!("{PAGE}/authority"), &[("pem", pem)]).await;
    assert_eq!(mistakes(again), ["See väljaandja on juba lisatud."]);
    remove_all(&program, &kivi).await;
    program.audited(Action::ExceptionRemoved).await;
    assert_eq!(
        cause(&program, &mari).await.as_deref(),
        Some("certificate-unknown-issuer")
    );
}

#[tokio::test]
async fn a_pinned_key_is_the_only_one_that_counts() {
    let certificates = Certificates::new();
    let (program, servers, mari) = with(&certificates, Certificate::SelfSigned).await;
    assert_eq!(
        cause(&program, &mari).await.as_deref(),
        Some("certificate-self-signed")
    );
    let (kivi, key) = (admin(&program).await, key_shown(&program).await);
    let pin = |sha256: &str| {
        [("server", HOST), ("port", "465"), ("sha256", sha256)].map(|(n, v)| (n.to_owned(), v.to_owned()))
    };
    let other = "00ff".repeat(16);
    let pairs = pin(&other);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    add(&kivi, "pin", &pairs).await;
    assert!(
        cause(&program, &mari).await.is_some(),
        "with another key than the pinned one nothing is sent"
    );
    assert_eq!(servers.catcher.letters().len(), 0);
    let again = kivi.post(&format!("{PAGE}/pin"), &pairs).await;
    assert_eq!(mistakes(again).len(), 1, "it is never pinned anew by itself");
    remove_all(&program, &kivi).await;

    let spaced = key
        .to_uppercase()
        .as_bytes()
        .chunks(2)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(":");
    let pairs = pin(&spaced);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    add(&kivi, "pin", &pairs).await;
    let entry = program.audited(Action::ExceptionAdded).await.entry;
    assert_eq!(entry.after.unwrap()["spki_sha256"], key.as_str());
    assert_eq!(cause(&program, &mari).await, None);
    assert_eq!(servers.catcher.letters().len(), 1);
}

#[tokio::test]
async fn a_readable_password_goes_to_the_confirmed_server_alone() {
    let certificates = Certificates::new();
    let servers = Servers::with(&certificates, &[HOST], |config| config.auth_in_clear = true).await;
    let setup = Setup::new()
        .await
        .set("security", "plain_passwords = true")
        .dial("mail.saatja.test:587", servers.plain())
        .dial("other.saatja.test:587", servers.plain());
    let program = setup.start().await;
    let (kivi, mari) = (admin(&program).await, program.sign_in(MARI).await);
    let plain = |host: &str| {
        let typed = Typed::new("mari@saatja.test", host);
        typed.with("port", "587").with("security", "none")
    };
    mari.save(plain(HOST)).await.expect(422);
    let fields = [("server", HOST), ("port", "587")];
    let answer = kivi.post(&format!("{PAGE}/plain"), &fields).await;
    assert_eq!(
        html::value(&answer.html(), "server").as_deref(),
        Some(""),
        "the first form is the pin's"
    );
    assert_eq!(mistakes(answer), ["Märkige, et saate aru, mida see tähendab."]);
    let page = kivi
        .post(
            &format!("{PAGE}/plain"),
            &[&fields[..], &[("understood", "yes")]].concat(),
        )
        .await
        .expect(200)
        .html();
    assert!(page.contains("igaüks") && exceptions(&program).await.is_empty());
    add(
        &kivi,
        "plain",
        &[("server", HOST), ("port", "587"), ("understood", "yes")],
    )
    .await;
    mari.save_well(plain(HOST)).await;
    assert_eq!(cause(&program, &mari).await, None);
    assert_eq!(servers.catcher.letters().len(), 1);
    assert_eq!(servers.catcher.letters()[0].tls, None);
    mari.save(plain("other.saatja.test")).await.expect(422);
    // Taken away while the settings are as they were: the letter is not sent.
    remove_all(&program, &kivi).await;
    assert!(cause(&program, &mari).await.is_some());
    assert_eq!(servers.catcher.letters().len(), 1);
    assert!(!kivi.reads("/company/audit").await.contains(PASSWORD));
}

#[tokio::test]
async fn where_the_operator_forbids_it_nobody_can_allow_it() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    assert!(!kivi.get(PAGE).await.expect(200).html().contains("understood"));
    let fields = [
        ("server", HOST),
        ("port", "587"),
        ("understood", "yes"),
        ("action", "save"),
    ];
    kivi.post(&format!("{PAGE}/plain"), &fields).await.expect(404);
    assert!(exceptions(&program).await.is_empty());
}

#[tokio::test]
async fn what_can_not_be_read_is_named_and_kept() {
    let program = Setup::new()
        .await
        .set("security", "plain_passwords = true")
        .start()
        .await;
    let kivi = admin(&program).await;
    let certificates = Certificates::new();
    let server = certificates.identity(Certificate::Valid).chain_pem;
    let (server, _) = server.split_once("-----END CERTIFICATE-----").unwrap();
    let server = format!("{server}-----END CERTIFICATE-----\n");
    let twice = format!("{0}{0}", certificates.ca_pem());
    for (pem, words) in [
        ("", "ei saanud sertifikaati lugeda"),
        ("kuidas <b>?", "ei saanud sertifikaati lugeda"),
        (&twice, "mitu sertifikaati"),
        (&server, "See on serveri sertifikaat"),
    ] {
        for action in ["preview", "save"] {
            let answer = kivi
                .post(&format!("{PAGE}/authority"), &[("pem", pem), ("action", action)])
                .await;
            let page = answer.html();
            let kept = html::decoded(html::part(&page, "<textarea", "</textarea>"));
            assert!(kept.contains(pem.trim_end()), "{kept}");
            let said = mistakes(answer);
            assert!(said.len() == 1 && said[0].contains(words), "{said:?}");
        }
    }
    let key = certificates.identity(Certificate::Valid).key_pem;
    let answer = kivi
        .post(&format!("{PAGE}/authority"), &[("pem", &key), ("action", "save")])
        .await;
    assert!(
        !answer.html().contains(key.lines().nth(1).unwrap()),
        "a private key is not given back"
    );
    assert!(mistakes(answer)[0].contains("salajane võti"));

    let pin = |server: &'static str, port: &'static str, sha256: &'static str| {
        [
            ("server", server),
            ("port", port),
            ("sha256", sha256),
            ("action", "save"),
        ]
    };
    for (fields, wrong) in [
        (pin("127.0.0.1", "465", "x"), 2),
        (pin("localhost", "8080", "x"), 3),
        (pin("mail.naidis.ee", "465", "00ff"), 1),
        (pin("mail.naidis.ee", "0", ""), 2),
    ] {
        let answer = kivi.post(&format!("{PAGE}/pin"), &fields).await;
        assert_eq!(
            html::value(&answer.html(), "server").as_deref(),
            Some(fields[0].1)
        );
        assert_eq!(mistakes(answer).len(), wrong, "{fields:?}");
    }
    assert!(exceptions(&program).await.is_empty());
    assert!(program.audit(Action::ExceptionAdded).await.is_empty());
}

#[tokio::test]
async fn there_is_room_for_so_many() {
    let program = Setup::new().await.start().await;
    let (kivi, people) = (admin(&program).await, program.people());
    let company = people.store().company(people.kivi.company);
    for number in 0..100 {
        let trusted = Trusted::Pin {
            host: format!("m{number}.naidis.ee").parse().unwrap(),
            port: "465".parse().unwrap(),
            spki_sha256: "00ff".repeat(16),
        };
        company.add_exception(&trusted, &Actor::Operator).await.unwrap();
    }
    let fields = [
        ("server", "mail.naidis.ee"),
        ("port", "465"),
        ("sha256", &"ab".repeat(32)),
        ("action", "save"),
    ];
    let answer = kivi.post(&format!("{PAGE}/pin"), &fields).await;
    assert_eq!(
        mistakes(answer),
        ["Erandeid võib olla kuni 100. Eemaldage enne mõni."]
    );
}
