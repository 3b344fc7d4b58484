//! Signing in through an `OpenID` provider on loopback.

use crate::support::{Answer, Browser, Program, Request, Setup, http, portal::Portal};
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{Action, AuditQuery, Clock, CompanyDirectory, Store, SystemClock};
use testkit::{
    clock,
    issuer::{Client, Issuer},
};

async fn world() -> (Issuer, Program) {
    let issuer = Issuer::start(clock::real()).await;
    issuer.set_person(json!({
        "sub": "kasutaja-9", "name": "Jaan Tamm", "email": "jaan@tamm.ee", "email_verified": true,
        "company": "firma-9", "company_name": "Tamm OÜ", "role": ["user", "admin"], "locale": "en",
    }));
    let oidc = format!(
        "[portals.oidc]\nissuer = \"{}\"\nclient_id = \"saatja\"\nclient_secret = \"geheim\"",
        issuer.url()
    );
    let setup = Setup::new().await.set("sessions", "fresh_minutes = 5");
    let program = setup.portals(&Portal::new("naidis").config(&oidc)).start().await;
    issuer.register(Client {
        id: "saatja".to_owned(),
        secret: Some("geheim".to_owned()),
        redirect_uri: format!("http://{}/oidc/callback", program.address()),
    });
    (issuer, program)
}

/// A cookie that an answer sets.
fn cookie(answer: &Answer) -> Option<String> {
    let mut set = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let values = set.find_map(|(_, value)| value.split(';').next().filter(|pair| !pair.ends_with('=')));
    values.map(str::to_owned)
}

/// To the provider: the cookie that waits, and where the browser was sent.
async fn begin(program: &Program, path: &str) -> (String, String) {
    let answer = program.browser().get(path).await.expect(303);
    let waiting = cookie(&answer).unwrap();
    (waiting, answer.location().to_owned())
}

/// At the provider: the path with which it sends the browser back.
async fn at_provider(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let request = Request::new("GET", &format!("/{path}")).header("host", host);
    let answer = http::ask(host.parse().unwrap(), &request).await;
    let back = answer.location().to_owned();
    back[back.find("/oidc/callback").unwrap()..].to_owned()
}

/// Back here, as browsers come from another site.
async fn back(program: &Program, path: &str, cookies: &str) -> Answer {
    let request = Request::new("GET", path)
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-dest", "document")
        .header("accept-language", "en")
        .header("cookie", cookies);
    program.browser().send(&request).await
}

async fn settings(program: &Program, cookie: &str) -> u16 {
    let mut browser: Browser = program.browser();
    browser.cookie = Some(cookie.to_owned());
    browser.get("/en/settings").await.status
}

/// What the audit log says of the latest sign-in.
async fn written(program: &Program) -> Value {
    let store = program.people().store();
    let user = store
        .users_with_email(&"jaan@tamm.ee".parse().unwrap())
        .await
        .unwrap()
        .remove(0);
    let query = AuditQuery {
        actions: vec![Action::SignedIn],
        ..AuditQuery::default()
    };
    let mut entries = store.company(user.company).audit(&query, 1).await.unwrap();
    entries.remove(0).entry.after.unwrap()
}

#[tokio::test]
async fn the_provider_says_who_comes() {
    let (_issuer, program) = world().await;
    let (waiting, to) = begin(&program, "/oidc/naidis?page=audit").await;
    assert!(waiting.starts_with("saatja-oidc="));
    assert!(
        to.contains("code_challenge_method=S256") && !to.contains("prompt"),
        "{to}"
    );
    let path = at_provider(&to).await;
    let answer = back(&program, &path, &waiting).await.expect(303);
    assert_eq!(answer.location(), "/en/company/audit");
    let taken = answer
        .headers
        .iter()
        .any(|(_, value)| value.starts_with("saatja-oidc=; Path=/; Max-Age=0;"));
    assert!(taken, "{:?}", answer.headers);
    let session = cookie(&answer).unwrap();
    assert!(session.starts_with("saatja="), "{session}");
    assert_eq!(settings(&program, &session).await, 200);
    assert_eq!(
        written(&program).await,
        json!({"way": "oidc", "embedded_in": null, "fresh": true})
    );
    // The same answer once more, with and without what waited.
    for cookies in [waiting.as_str(), ""] {
        let again = back(&program, &path, cookies).await.expect(403);
        assert!(cookie(&again).is_none());
    }
}

#[tokio::test]
async fn who_did_not_prove_anything_just_now_is_not_fresh() {
    let (issuer, program) = world().await;
    issuer.change_claims(|mut claims| {
        let long_ago = SystemClock.now() - SignedDuration::from_mins(6);
        claims["auth_time"] = json!(long_ago.as_second());
        claims
    });
    let (waiting, to) = begin(&program, "/oidc/naidis").await;
    let answer = back(&program, &at_provider(&to).await, &waiting)
        .await
        .expect(303);
    assert_eq!(settings(&program, &cookie(&answer).unwrap()).await, 200);
    assert_eq!(written(&program).await["fresh"], json!(false));
    // Asked to prove it anew, the provider has to say that he did.
    let (waiting, to) = begin(&program, "/oidc/naidis?fresh=1").await;
    assert!(to.contains("prompt=login") && to.contains("max_age=0"), "{to}");
    let answer = back(&program, &at_provider(&to).await, &waiting)
        .await
        .expect(403);
    assert!(cookie(&answer).is_none());
    assert!(program.setup.log().contains("cause=\"oidc-not-fresh\""));
}

#[tokio::test]
async fn answers_that_let_nobody_in() {
    let (issuer, program) = world().await;
    let (mine, to) = begin(&program, "/oidc/naidis").await;
    let good = at_provider(&to).await;
    let (other, _) = begin(&program, "/oidc/naidis").await;
    let state = good
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    let foreign = good.replace("127.0.0.1", "127.0.0.2");
    let mut page = None;
    for (path, cookies, cause) in [
        // Somebody else's answer, slipped to this browser; and to one that asked nothing.
        (good.clone(), other.as_str(), "oidc-state"),
        (good.clone(), "", "oidc-nothing-begun"),
        (
            good.clone(),
            "saatja-oidc=eyJhIjoxfQ.settings",
            "oidc-nothing-begun",
        ),
        (foreign, &mine, "oidc-response-issuer"),
        (
            format!("/oidc/callback?error=access_denied&state={state}"),
            &mine,
            "oidc-response-issuer",
        ),
        ("/oidc/callback".to_owned(), &mine, "oidc-state"),
    ] {
        let before = program.setup.log().len();
        let answer = back(&program, &path, cookies).await.expect(403);
        assert!(cookie(&answer).is_none(), "{cause}");
        let log = program.setup.log().split_off(before);
        assert!(log.contains(&format!("cause=\"{cause}\"")), "{cause}: {log}");
        let first = page.get_or_insert_with(|| answer.body.clone());
        assert_eq!(*first, answer.body, "{cause} is told otherwise");
    }
    back(&program, &good, &mine).await.expect(303);
    // What an unverified address, or none, would be worth.
    issuer.change_claims(|mut claims| {
        claims["email_verified"] = json!(false);
        claims
    });
    let (waiting, to) = begin(&program, "/oidc/naidis").await;
    back(&program, &at_provider(&to).await, &waiting)
        .await
        .expect(403);
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let (_issuer, program) = world().await;
    for path in [
        "/oidc/naidis?page=//evil.example",
        "/oidc/naidis?page=https://evil.example",
        "/oidc/none",
        "/oidc/..%2fnaidis",
    ] {
        let answer = program.browser().get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    let (waiting, to) = begin(&program, "/oidc/naidis?next=//evil.example").await;
    let path = format!("{}&next=//evil.example", at_provider(&to).await);
    let forged = waiting.replace(".settings", ".//evil.example");
    let answer = back(&program, &path, &forged).await.expect(303);
    assert_eq!(answer.location(), "/en/settings");
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_no_mistake_of_ours() {
    let (issuer, program) = world().await;
    drop(issuer);
    let answer = program.browser().get("/oidc/naidis").await;
    assert_eq!(answer.status, 403);
    assert!(program.setup.log().contains("cause=\"oidc-no-answer\""));
}
