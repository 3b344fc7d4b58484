//! The sending modes, through a real mail server as the operator's relay: what the recipient sees, what the envelope
//! says, who signs.

use crate::support::{
    Browser, Program, Setup, html,
    people::{KIVI, MARI},
    servers::{Servers, Typed},
};
use mail_parser::{HeaderValue, MessageParser};
use model::EventName;
use store::{Actor, CompanyChange, Store, TestVerdict};
use testkit::{
    catcher::{Catcher, Letter, Security},
    certificates::{Certificate, Certificates},
    dkim::{ED25519_KEY, RSA_KEY, record_of, verify},
    exim::Exim,
    mail_server::{Options, PASSWORD, USER},
    postfix::Postfix,
    recorder::recorder,
    wait::PATIENCE,
};

const RELAY: &str = "relay.saatja.test";
const DOMAIN: &str = "portal.saatja.test";
const EVENTS: &str = "event.saatja.test";

/// A program whose relay is this server, inside the operator's network.
async fn with_relay(setup: Setup, door: std::net::SocketAddr, key: &str) -> Program {
    let key_file = setup.folder().join("dkim.pem");
    std::fs::write(&key_file, key).unwrap();
    let setup = setup
        .dial(&format!("{RELAY}:465"), door)
        .set("relay", &format!("host = \"{RELAY}\""))
        .set("relay", "port = 465")
        .set("relay", "security = \"tls\"")
        .set("relay", &format!("user_name = \"{USER}\""))
        .set("relay", &format!("password = \"{PASSWORD}\""))
        .set("relay.dkim", &format!("domain = \"{DOMAIN}\""))
        .set("relay.dkim", "selector = \"saatja\"")
        .set("relay.dkim", &format!("key_file = \"{}\"", key_file.display()))
        .set("events", &format!("domain = \"{EVENTS}\""));
    let program = setup.start().await;
    let people = program.people();
    let change = CompanyChange {
        event_name: Some("naidis".parse::<EventName>().unwrap()),
        ..CompanyChange::default()
    };
    let company = people.store().company(people.mari.company);
    company.update_company(&change, &Actor::Operator).await.unwrap();
    program
}

async fn save(browser: &Browser, mode: &str) {
    let page = browser.get("/et/settings").await.expect(200).html();
    let version = html::value(&page, "version").expect("the form carries its version");
    let fields = [
        ("version", version.as_str()),
        ("mode", mode),
        ("address", "mari.arved@naidis.ee"),
        ("display_name", "Mari Õunapuu"),
        ("action", "save"),
    ];
    browser.post("/et/settings", &fields).await.expect(303);
}

/// Sends a test letter, which is taken; gives it as it arrived behind the relay, and the page.
async fn letter(program: &Program, browser: &Browser, recorder: &Catcher, count: usize) -> (Letter, String) {
    let (_, page) = browser.test().await;
    let people = program.people();
    let run = people.latest_test(&people.mari).await.expect("a test");
    assert!(matches!(run.verdict, Some(TestVerdict::Passed { .. })), "{run:?}");
    let letters = recorder.wait_for_letters(count, PATIENCE).await.unwrap();
    (Letter::clone(&letters[count - 1]), page)
}

/// Name and address in From, and the address in Reply-To.
fn seen(letter: &Letter) -> (String, String, Option<String>) {
    let parsed = MessageParser::default().parse(&letter.bytes).unwrap();
    let from = parsed.from().unwrap().first().unwrap();
    let reply_to = parsed.reply_to().and_then(|to| to.first()?.address());
    (
        from.name().unwrap_or_default().to_owned(),
        from.address().unwrap_or_default().to_owned(),
        reply_to.map(str::to_owned),
    )
}

fn signed_by_the_operator(letter: &Letter, key: &str) {
    let record = |name: &str| (name == format!("saatja._domainkey.{DOMAIN}")).then(|| record_of(key));
    let told = verify(&letter.bytes, record).unwrap_or_else(|why| {
        panic!("{why}: {}", String::from_utf8_lossy(&letter.bytes));
    });
    assert_eq!(told.domain, DOMAIN);
    assert!(told.fields.iter().filter(|field| *field == "from").count() > 1);
}

/// Nothing that a user can ask for tells which server the operator's relay is, or what was said with it.
async fn shows_no_relay(browser: &Browser, page: &str) {
    let settings = browser.get("/et/settings").await.expect(200).html();
    for shown in [page, &settings] {
        for secret in [RELAY, USER, PASSWORD, "127.0.0.1:", "EHLO", "MAIL FROM"] {
            assert!(!shown.contains(secret), "{secret}: {}", html::text(shown));
        }
    }
}

macro_rules! through {
    ($name:ident, $server:ident, $key:expr) => {
        #[tokio::test]
        async fn $name() {
            let (certificates, recorder) = (Certificates::new(), recorder().await);
            let identity = certificates.identity_for(Certificate::Valid, &[RELAY]);
            let behind = recorder.address(Security::None).expect("a door");
            let relay = $server::start(Options::new(identity, behind)).await;
            // Users may dial nothing in here; the relay is the operator's own.
            let setup = Setup::new().await.set("network", "allow = []");
            let setup = setup.trust(&certificates);
            let program = with_relay(setup, relay.doors().tls, $key).await;
            let browser = program.sign_in(MARI).await;

            // Nothing is saved yet: the portal's own way.
            let (first, page) = letter(&program, &browser, &recorder, 1).await;
            assert_eq!(first.envelope_from, MARI);
            assert_eq!(
                seen(&first),
                ("Mari Maasikas".to_owned(), MARI.to_owned(), None)
            );
            signed_by_the_operator(&first, $key);
            shows_no_relay(&browser, &page).await;

            save(&browser, "portal").await;
            let (portal, _) = letter(&program, &browser, &recorder, 2).await;
            let own = "mari.arved@naidis.ee".to_owned();
            assert_eq!(portal.envelope_from, own);
            assert_eq!(portal.envelope_to, [MARI]);
            assert_eq!(
                seen(&portal),
                ("Mari Õunapuu".to_owned(), own.clone(), None)
            );
            signed_by_the_operator(&portal, $key);

            save(&browser, "reply-to").await;
            let (reply_to, page) = letter(&program, &browser, &recorder, 3).await;
            let event = format!("naidis@{EVENTS}");
            assert_eq!(reply_to.envelope_from, event);
            assert_eq!(
                seen(&reply_to),
                ("Mari Õunapuu".to_owned(), event, Some(own))
            );
            signed_by_the_operator(&reply_to, $key);
            shows_no_relay(&browser, &page).await;

            // To a user the same server is an address inside, whatever its name.
            let typed = Typed::new(USER, RELAY).with("password", PASSWORD);
            browser.save_well(typed).await;
            browser.test().await;
            let people = program.people();
            let run = people.latest_test(&people.mari).await.expect("a test");
            assert!(
                matches!(run.verdict, Some(TestVerdict::Failed { .. })),
                "{run:?}"
            );
            assert_eq!(recorder.letters().len(), 3);
        }
    };
}

through!(letters_go_through_exim, Exim, RSA_KEY);
through!(letters_go_through_postfix, Postfix, ED25519_KEY);

#[tokio::test]
async fn an_own_server_signs_nothing_for_the_operator() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test"]).await;
    let setup = Setup::new().await.trust(&certificates);
    let setup = setup.dial("mail.saatja.test:465", servers.tls());
    let program = with_relay(setup, servers.tls(), RSA_KEY).await;
    let browser = program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let (sent, _) = letter(&program, &browser, &servers.catcher, 1).await;
    assert_eq!(sent.envelope_from, "mari@saatja.test");
    let parsed = MessageParser::default().parse(&sent.bytes).unwrap();
    let signature = parsed.header("DKIM-Signature");
    assert!(
        matches!(signature, None | Some(HeaderValue::Empty)),
        "{signature:?}"
    );
}

#[tokio::test]
async fn a_failing_relay_is_told_without_its_name() {
    let (certificates, recorder) = (Certificates::new(), recorder().await);
    // Its certificate is for another name.
    let identity = certificates.identity_for(Certificate::Valid, &["other.saatja.test"]);
    let behind = recorder.address(Security::None).expect("a door");
    let relay = Exim::start(Options::new(identity, behind)).await;
    let setup = Setup::new().await.trust(&certificates);
    let program = with_relay(setup, relay.doors().tls, ED25519_KEY).await;
    let browser = program.sign_in(KIVI).await;
    let (_, page) = browser.test().await;
    shows_no_relay(&browser, &page).await;
    assert!(!page.contains("other.saatja.test"), "{}", html::text(&page));
    assert!(recorder.letters().is_empty());
}
