//! How often: tests, look-ups, sign-ins. Whoever reaches a limit is told so and loses nothing.

use crate::support::{
    Program, Request, Setup, html,
    people::{KIVI, MARI, TIINA},
    servers::{Servers, Typed},
};
use testkit::certificates::Certificates;

async fn program(limit: &str) -> (Program, Servers) {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test", "other.saatja.test"]).await;
    let setup = Setup::new().await.trust(&certificates).set("limits", limit);
    let setup = setup
        .dial("mail.saatja.test:465", servers.tls())
        .dial("other.saatja.test:465", servers.tls());
    (setup.start().await, servers)
}

fn typed(server: &str) -> Typed {
    Typed::new("mari@saatja.test", server)
}

#[tokio::test]
async fn a_users_tests_within_an_hour() {
    let (program, servers) = program("tests_per_user = 2").await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed("mail.saatja.test")).await;
    browser.test().await;
    browser.test().await;
    let refused = browser.post("/et/tests", &[]).await.expect(429);
    assert_eq!(refused.header("retry-after"), Some("600"));
    let page = refused.html();
    assert!(
        html::text(html::part(&page, "id=\"notice\"", "</p>")).contains('2'),
        "how many there were is said"
    );
    assert_eq!(
        html::value(&page, "server").as_deref(),
        Some("mail.saatja.test"),
        "the settings are there as before"
    );
    // What was typed is saved all the same, also where the letter is not sent.
    let change = typed("other.saatja.test").with("action", "test");
    browser.save(change).await.expect(429);
    let page = browser.get("/et/settings").await.html();
    assert_eq!(html::value(&page, "server").as_deref(), Some("other.saatja.test"));
    assert_eq!(servers.catcher.letters().len(), 2);
    // A colleague has his own count.
    let kivi = program.sign_in(KIVI).await;
    kivi.save_well(typed("mail.saatja.test")).await;
    kivi.test().await;
}

#[tokio::test]
async fn a_companys_tests_within_an_hour() {
    let (program, servers) = program("tests_per_company = 1").await;
    let (mari, kivi, tiina) = (
        program.sign_in(MARI).await,
        program.sign_in(KIVI).await,
        program.sign_in(TIINA).await,
    );
    for browser in [&mari, &kivi, &tiina] {
        browser.save_well(typed("mail.saatja.test")).await;
    }
    mari.test().await;
    kivi.post("/et/tests", &[]).await.expect(429);
    tiina.test().await;
    assert_eq!(servers.catcher.letters().len(), 2);
}

#[tokio::test]
async fn tests_of_one_server_within_an_hour_whoevers() {
    let (program, servers) = program("tests_per_server = 1").await;
    let (mari, tiina) = (program.sign_in(MARI).await, program.sign_in(TIINA).await);
    mari.save_well(typed("mail.saatja.test")).await;
    tiina.save_well(typed("mail.saatja.test")).await;
    mari.test().await;
    let refused = tiina.post("/et/tests", &[]).await.expect(429);
    assert!(
        !refused.html().contains("mari@saatja.test") || html::value(&refused.html(), "address").is_some()
    );
    tiina.save_well(typed("other.saatja.test")).await;
    tiina.test().await;
    assert_eq!(servers.catcher.letters().len(), 2);
}

#[tokio::test]
async fn look_ups_within_a_minute() {
    let program = Setup::new()
        .await
        .set("limits", "look_ups_per_user = 2")
        .start()
        .await;
    let browser = program.sign_in(MARI).await;
    let path = "/live/recognise?lang=en&domain=gmail.com";
    for _ in 0..2 {
        let found = browser.get(path).await.expect(200).json();
        assert_eq!(found["provider"]["slug"], "gmail");
    }
    let answer = browser.get(path).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (429, Some("application/problem+json"))
    );
    // Two a minute: in half of one there is room again.
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&seconds), "{seconds}");
    let problem = answer.json();
    assert_eq!(
        (&problem["type"], &problem["status"]),
        (&"urn:saatja:problem:too-many".into(), &429.into())
    );
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    program.sign_in(KIVI).await.get(path).await.expect(200);
    // What can not be read is a problem too, and is told as one.
    for bad in [
        "",
        "?lang=en",
        "?domain=gmail.com",
        "?lang=en&domain=",
        "?lang=en&domain=127.0.0.1",
        "?lang=en&domain=a&x=1",
    ] {
        let answer = browser.get(&format!("/live/recognise{bad}")).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/problem+json")),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn keys_that_are_none_from_one_address() {
    let program = Setup::new()
        .await
        .set("limits", "failed_keys_per_address = 3")
        .start()
        .await;
    let good = program.run(&["api-key", "add", "Tests"]).await;
    let good = String::from_utf8(good.stdout).unwrap().trim().to_owned();
    let ask = async |key: &str| {
        let request =
            Request::new("GET", "/api/v1/companies").header("authorization", &format!("Bearer {key}"));
        program.browser().send(&request).await
    };
    // Whether it looks like one or not.
    let mut other = good.clone();
    other.replace_range(good.len() - 1.., if good.ends_with('A') { "B" } else { "A" });
    for key in ["x", "saatja_x", &other] {
        ask(key).await.expect(401);
    }
    let answer = ask(&other).await.expect(429);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    // Three a minute: in a third of one there is room again.
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&seconds), "{seconds}");
    let problem = answer.json();
    assert_eq!(problem["type"], "urn:saatja:problem:too-many-requests");
    // A good key goes on working there, and who has none at all is told what is missing.
    ask(&good).await.expect(200);
    program.browser().get("/api/v1/companies").await.expect(401);
}

#[tokio::test]
async fn sign_ins_from_one_address() {
    let program = Setup::new()
        .await
        .set("limits", "sign_ins_per_address = 2")
        .start()
        .await;
    let link = program.link(MARI).await;
    for _ in 0..2 {
        program
            .browser()
            .sign_in("/et/sign-in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            .await
            .expect(410);
    }
    // A good link is not used up by the refusal.
    let answer = program.browser().sign_in(&link).await.expect(429);
    assert!(answer.header("set-cookie").is_none());
    assert!(
        answer
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
    );
}
