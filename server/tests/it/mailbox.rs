//! A user's own mailbox: allowed after a look into it, looked through by the program, ended; on a real Dovecot.

use crate::{
    sending::letter,
    support::{
        Browser, Program, Setup, html,
        people::{KIVI, MARI},
        servers::Typed,
    },
};
use store::{Actor, CompanyStore, EventQuery, Store, UserMailbox};
use testkit::{
    certificates::{Certificate, Certificates, HOST},
    imap::Imap,
    mail_server::{PASSWORD, USER},
    wait::{PATIENCE, wait_until},
};

const PATH: &str = "/en/settings/mailbox";

/// About the letter with this Message-ID.
fn report(message_id: &str) -> String {
    format!("{REPORT}{message_id}\n--b--\n")
}

const REPORT: &str = "From: MAILER-DAEMON@mx.example.org\nTo: user@saatja.test\n\
    Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
    --b\nContent-Type: text/plain\n\nIt did not arrive.\n\
    --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n\
    Final-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\n\n\
    --b\nContent-Type: text/rfc822-headers\n\nSubject: Arve\nMessage-ID: ";

struct Bench {
    program: Program,
    browser: Browser,
    server: Imap,
}

impl Bench {
    /// Mari, whose letters go out through her own server.
    async fn start(certificate: Certificate) -> Self {
        let certificates = Certificates::new();
        let server = Imap::start(&certificates.identity(certificate)).await;
        let program = Setup::new()
            .await
            .trust(&certificates)
            .set("delivery", "enabled = false")
            .dial(&format!("{HOST}:993"), server.doors().tls)
            .dial(&format!("{HOST}:143"), server.doors().starttls)
            .start()
            .await;
        let browser = program.sign_in(MARI).await;
        browser.save(Typed::new(USER, HOST)).await.expect(303);
        Self {
            program,
            browser,
            server,
        }
    }

    fn mari(&self) -> Box<dyn CompanyStore> {
        let people = self.program.people();
        people.store().company(people.mari.company)
    }

    async fn stored(&self) -> Option<UserMailbox> {
        self.mari().mailbox(self.program.people().mari.id).await.unwrap()
    }
}

fn form(password: &str) -> Vec<(&'static str, String)> {
    [
        ("server", HOST),
        ("port", "993"),
        ("security", "tls"),
        ("user_name", USER),
        ("password", password),
        ("action", "allow"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

async fn post(browser: &Browser, fields: &[(&'static str, String)]) -> crate::support::Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post(PATH, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn is_allowed_looked_through_and_ended() {
    let bench = Bench::start(Certificate::Valid).await;
    let settings = bench.browser.get("/en/settings").await.expect(200).html();
    assert!(settings.contains(&format!("href=\"{PATH}\"")), "the way there");
    let page = bench.browser.get(PATH).await.expect(200).html();
    assert_eq!(html::value(&page, "user_name").as_deref(), Some(USER));
    assert_eq!(html::value(&page, "port").as_deref(), Some("993"));
    assert!(!page.contains("value=\"stop\"") && !page.contains("error-summary"));

    let mari = &bench.program.people().mari;
    let accepted = bench
        .mari()
        .accept(&[letter(mari, "gone@example.org")], None, None, &Actor::Operator)
        .await
        .unwrap();
    let ours = report(&format!("<{}@saatja.test>", accepted.letters[0].id));
    bench.server.receive("", &ours).await;
    // About a letter that Mari sent with another program: her own affair.
    bench.server.receive("", &report("<kiri@example.org>")).await;
    bench
        .server
        .receive(
            "jyri@example.org",
            "From: jyri@example.org\nSubject: private\n\nSecret.\n",
        )
        .await;
    let answer = post(&bench.browser, &form(PASSWORD)).await.expect(303);
    assert_eq!(answer.location(), format!("{PATH}?said=allowed"));
    wait_until("the report is found", PATIENCE, async || {
        bench.stored().await.is_some_and(|mailbox| mailbox.found == 1)
    })
    .await;
    wait_until("the look has ended", PATIENCE, async || {
        bench
            .stored()
            .await
            .is_some_and(|mailbox| mailbox.looked_at.is_some())
    })
    .await;
    let page = bench.browser.get(PATH).await.expect(200);
    let words = html::text(html::main_of(&page.html()));
    assert!(words.contains("One report found"), "{words}");
    assert!(words.contains(&format!("{USER} at {HOST}")), "{words}");
    assert_eq!(bench.server.flags(), ["", "", "a"], "nothing counts as read");
    let events = bench.mari().events(&EventQuery::default(), 10).await.unwrap();
    assert_eq!(events.len(), 1, "of her own letter nothing is kept: {events:?}");

    let answer = post(&bench.browser, &[("action", "stop".to_owned())])
        .await
        .expect(303);
    assert_eq!(answer.location(), format!("{PATH}?said=stopped"));
    assert_eq!(bench.stored().await, None);
    // nowhere, and to nobody else
    let database = std::fs::read(bench.program.setup.database()).unwrap();
    let has = |bytes: &[u8]| {
        bytes
            .windows(PASSWORD.len())
            .any(|part| part == PASSWORD.as_bytes())
    };
    assert!(!has(&database) && !page.everything().contains(PASSWORD));
    assert!(!bench.program.setup.log().contains(PASSWORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stops_the_check_is_told_and_nothing_is_kept() {
    let bench = Bench::start(Certificate::Valid).await;
    let answer = post(&bench.browser, &form("wrong-horse")).await.expect(422);
    assert!(!answer.everything().contains("wrong-horse"));
    let page = answer.html();
    assert!(page.contains("<title>Error: "), "{page}");
    let words = html::text(html::main_of(&page));
    assert!(words.contains("did not let user@saatja.test in"), "{words}");
    assert!(
        words.contains("What to do") && words.contains("Authentication failed"),
        "{words}"
    );
    assert_eq!(
        html::value(&page, "server").as_deref(),
        Some(HOST),
        "what was typed stays"
    );

    let mut other = form(PASSWORD);
    other[1].1 = "465".to_owned();
    other[4].1.clear();
    let page = post(&bench.browser, &other).await.expect(422).html();
    assert!(page.contains("href=\"#port\"") && page.contains("href=\"#password\""));
    let mut unknown = form(PASSWORD);
    unknown.push(("company", "x".to_owned()));
    post(&bench.browser, &unknown).await.expect(400);
    let mut starttls = form(PASSWORD);
    (starttls[1].1, starttls[2].1) = ("143".to_owned(), "tls".to_owned());
    let page = post(&bench.browser, &starttls).await.expect(422).html();
    assert!(html::text(&page).contains("993 goes with SSL/TLS"), "{page}");
    assert_eq!(bench.stored().await, None);
    starttls[2].1 = "starttls".to_owned();
    post(&bench.browser, &starttls).await.expect(303);
    assert_eq!(bench.stored().await.unwrap().destination.port.number(), 143);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_proves_nothing_gets_no_password() {
    let bench = Bench::start(Certificate::WrongName).await;
    let page = post(&bench.browser, &form(PASSWORD)).await.expect(422).html();
    assert!(html::text(&page).contains("could not prove that it is the right one"));
    assert!(!bench.server.logs().contains(USER), "{}", bench.server.logs());
    assert_eq!(bench.stored().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn is_where_it_belongs_alone() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(KIVI).await;
    // nobody is signed in
    crate::support::http::ask(
        program.setup.address(),
        &crate::support::Request::new("GET", PATH),
    )
    .await
    .expect(401);
    let page = browser.get(PATH).await.expect(200).html();
    assert!(!page.contains("id=\"error-summary\""));
    let closed = Setup::new()
        .await
        .set("mailboxes", "enabled = false")
        .start()
        .await;
    let browser = closed.sign_in(MARI).await;
    browser.get(PATH).await.expect(404);
    let settings = browser.get("/en/settings").await.expect(200).html();
    assert!(!settings.contains(PATH));
}
