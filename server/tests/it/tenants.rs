//! Who is signed in, and what is whose.

use crate::support::{
    Browser, Program, Request, Setup, html,
    people::{KIVI, MARI, TIINA},
    servers::{Servers, Typed},
};
use store::Store;
use testkit::certificates::Certificates;

async fn with_server() -> (Program, Servers) {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test"]).await;
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial("mail.saatja.test:465", servers.tls());
    (setup.start().await, servers)
}

#[tokio::test]
async fn a_test_is_seen_by_the_one_who_ran_it_alone() {
    let (program, _servers) = with_server().await;
    let mari = program.sign_in(MARI).await;
    mari.save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let (path, page) = mari.test().await;
    assert!(page.contains("mail.saatja.test"));
    let id = path.rsplit('/').next().unwrap().to_owned();
    let events = format!("/live/tests/{id}?lang=et");
    mari.get(&events).await.expect(200);
    let not_there = "/live/tests/01890000-0000-7000-8000-000000000000?lang=et";
    for other in [KIVI, TIINA] {
        let browser = program.sign_in(other).await;
        let refused = browser.get(&format!("/et{path}")).await.expect(404);
        browser.get(&format!("/en{path}?wait=yes")).await.expect(404);
        assert!(!refused.everything().contains("saatja.test"));
        // It looks like one that never was.
        let refused = browser.get(&events).await.expect(404);
        assert_eq!(refused.body, browser.get(not_there).await.expect(404).body);
        assert!(
            !browser
                .get("/et/settings")
                .await
                .expect(200)
                .html()
                .contains("mari@saatja.test")
        );
    }
    for id in ["", "1", "..", "%2e%2e", "01890000", &format!("{id}0"), &id[1..]] {
        assert_ne!(mari.get(&format!("/et/tests/{id}")).await.status, 500, "{id}");
        mari.get(&format!("/live/tests/{id}?lang=et")).await.expect(404);
    }
}

#[tokio::test]
async fn one_companys_settings_are_not_anothers() {
    let (program, servers) = with_server().await;
    let (mari, tiina) = (program.sign_in(MARI).await, program.sign_in(TIINA).await);
    mari.save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    // Nothing of hers can be tested by Tiina, who has saved nothing.
    let answer = tiina.post("/et/tests", &[]).await.expect(409);
    assert!(!answer.everything().contains("mari@saatja.test"));
    tiina
        .save_well(Typed::new("tiina@saatja.test", "mail.saatja.test"))
        .await;
    tiina.test().await;
    let letters = servers.catcher.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(
        letters[0].envelope_to,
        [TIINA],
        "a test letter goes to the signed-in user alone"
    );
    assert_eq!(
        html::value(&mari.get("/et/settings").await.html(), "address").as_deref(),
        Some("mari@saatja.test")
    );
    assert!(mari.get("/et/settings").await.html().contains("Näidis OÜ"));
    assert!(tiina.get("/et/settings").await.html().contains("Teine OÜ"));
}

const PRIVATE: [(&str, &str); 7] = [
    ("GET", "/et/settings"),
    ("POST", "/et/settings"),
    ("POST", "/et/tests"),
    ("GET", "/et/tests/01890000-0000-7000-8000-000000000000"),
    ("POST", "/et/sign-out"),
    ("GET", "/live/recognise?lang=et&domain=gmail.com"),
    ("GET", "/live/tests/01890000-0000-7000-8000-000000000000?lang=et"),
];

async fn refused_everywhere(browser: &Browser) {
    for (method, path) in PRIVATE {
        let answer = browser.send(&browser.own(method, path).form(&[])).await;
        assert_eq!(answer.status, 401, "{method} {path}");
        let kind = answer.header("content-type").unwrap();
        let expected = if path.starts_with("/live/") {
            "application/problem+json"
        } else {
            "text/html"
        };
        assert!(kind.starts_with(expected), "{path}: {kind}");
        assert!(answer.header("set-cookie").is_none());
    }
}

#[tokio::test]
async fn without_a_session_there_is_nothing_but_help() {
    let program = Setup::new().await.start().await;
    let mut browser = program.browser();
    refused_everywhere(&browser).await;
    for cookie in [
        "saatja=",
        "saatja=x",
        "saatja=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "other=1",
        ";;=;",
    ] {
        browser.cookie = Some(cookie.to_owned());
        refused_everywhere(&browser).await;
    }
    browser.get("/et/help").await.expect(200);
    browser.get("/en/help/gmail").await.expect(200);
    for path in ["/healthz", "/readyz"] {
        browser.get(path).await.expect(200);
    }
}

#[tokio::test]
async fn session_that_ended_lets_nobody_in() {
    let program = Setup::new().await.start().await;
    let people = program.people();
    let mut browser = program.browser();
    browser.cookie = Some(people.expired_session(people.mari.id).await);
    refused_everywhere(&browser).await;
    // Signing out ends it on the server, not in the browser alone.
    let browser = program.sign_in(MARI).await;
    let answer = browser.post("/et/sign-out", &[]).await.expect(200);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    refused_everywhere(&browser).await;
    // All of a user's at once, as when he is taken off.
    let (first, second) = (program.sign_in(MARI).await, program.sign_in(MARI).await);
    first.get("/et/settings").await.expect(200);
    let company = people.store().company(people.mari.company);
    assert!(company.delete_sessions_of(people.mari.id).await.unwrap() >= 2);
    refused_everywhere(&first).await;
    refused_everywhere(&second).await;
}

#[tokio::test]
async fn signing_in_begins_a_new_session_and_ends_the_old_one() {
    let program = Setup::new().await.start().await;
    // A token that somebody has planted is not taken over.
    let planted = "saatja=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let mut browser = program.browser();
    browser.cookie = Some(planted.to_owned());
    let link = program.link(MARI).await;
    let answer = browser.sign_in(&link).await.expect(303);
    let cookie = answer.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_ne!(browser.cookie.as_deref(), Some(planted));
    browser.get("/et/settings").await.expect(200);
    // Another sign-in from the same browser: another token, and the earlier one is dead.
    let before = browser.clone();
    let link = program.link(KIVI).await;
    browser.sign_in(&link).await.expect(303);
    assert_ne!(browser.cookie, before.cookie);
    refused_everywhere(&before).await;
    assert!(
        browser
            .get("/et/settings")
            .await
            .expect(200)
            .html()
            .contains("Kivi Rahn")
    );
}

#[tokio::test]
async fn link_works_once_for_its_time_and_for_those_who_press_the_button() {
    let program = Setup::new().await.start().await;
    let link = program.link(MARI).await;
    // Looking at it uses nothing up, neither by a mail scanner's GET nor by HEAD.
    for method in ["GET", "HEAD", "GET"] {
        let answer = program
            .browser()
            .send(&Request::new(method, &link))
            .await
            .expect(200);
        assert!(answer.header("set-cookie").is_none());
    }
    let (mut first, mut second) = (program.browser(), program.browser());
    let (one, other) = tokio::join!(first.sign_in(&link), second.sign_in(&link));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410], "of two at once one gets in");
    program.browser().sign_in(&link).await.expect(410);

    let people = program.people();
    let expired = people.expired_link(&people.mari).await;
    let answer = program.browser().sign_in(&expired).await.expect(410);
    assert!(answer.header("set-cookie").is_none());
    // Used, expired, unknown, of the wrong shape: told alike.
    let told = answer.body;
    for bad in [
        link,
        "/et/sign-in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        "/et/sign-in/x".to_owned(),
    ] {
        assert_eq!(
            program.browser().sign_in(&bad).await.expect(410).body,
            told,
            "{bad}"
        );
    }
    // A session's token is no link.
    let browser = program.sign_in(MARI).await;
    let token = browser
        .cookie
        .as_deref()
        .unwrap()
        .split_once('=')
        .unwrap()
        .1
        .to_owned();
    program
        .browser()
        .sign_in(&format!("/et/sign-in/{token}"))
        .await
        .expect(410);
    let output = program.run(&["sign-in-link", "nobody@naidis.ee"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
}

/// What is stored of a person counts at once, not at his next sign-in.
#[tokio::test]
async fn changes_of_a_user_count_at_the_next_request() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(MARI).await;
    let database = format!("sqlite://{}", program.setup.database().display());
    let pool = sqlx::SqlitePool::connect(&database).await.unwrap();
    sqlx::query("UPDATE users SET name = 'Mari Murakas', role = 'admin' WHERE email_key = 'mari@naidis.ee'")
        .execute(&pool)
        .await
        .unwrap();
    assert!(
        browser
            .get("/et/settings")
            .await
            .expect(200)
            .html()
            .contains("Mari Murakas")
    );
    sqlx::query("DELETE FROM users WHERE email_key = 'mari@naidis.ee'")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    refused_everywhere(&browser).await;
}
