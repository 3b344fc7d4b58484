//! Launch tokens: who comes in, and everything that lets nobody in.

use crate::support::{
    Answer, Program, Request, Setup, html,
    portal::{Portal, cookie, launch, post, post_into_frame},
};
use identity::signer::Signer;
use serde_json::{Value, json};
use store::{Action, AuditQuery, CompanyDirectory, Role, Store};

async fn program(portal: &Portal) -> Program {
    Setup::new().await.portals(&portal.config("")).start().await
}

async fn status(program: &Program, cookie: &str, path: &str) -> u16 {
    let request = Request::new("GET", path)
        .header("cookie", cookie)
        .header("sec-fetch-dest", "document");
    program.browser().send(&request).await.status
}

#[tokio::test]
async fn a_stranger_comes_in_with_his_company() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    let (browser, answer) = launch(&program, &portal.token(&program, &json!({}))).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.location(), "/en/settings");
    let set = answer.header("set-cookie").unwrap();
    assert!(
        set.starts_with("saatja=") && set.contains("HttpOnly; SameSite=Lax") && !set.contains("Domain"),
        "{set}"
    );
    let page = browser.get("/en/settings").await.expect(200).html();
    let bar = html::text(html::part(&page, "<header>", "</header>"));
    for word in ["Portaal naidis", "Kaja OÜ", "Mari Kask"] {
        assert!(bar.contains(word), "{bar}");
    }
    let store = program.people().store();
    let user = store
        .users_with_email(&"mari@kaja.ee".parse().unwrap())
        .await
        .unwrap();
    let [user] = &user[..] else { panic!("{user:?}") };
    assert_eq!(user.external_id.as_ref().unwrap().as_str(), "kasutaja-1");
    let entries = store
        .company(user.company)
        .audit(&AuditQuery::default(), 10)
        .await
        .unwrap();
    let actions: Vec<Action> = entries.iter().map(|entry| entry.entry.action).collect();
    assert_eq!(
        actions,
        [Action::SignedIn, Action::UserCreated, Action::CompanyCreated]
    );
}

#[tokio::test]
async fn names_and_roles_are_what_the_portal_says_now() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    let admin = json!({"role": "admin", "page": "audit"});
    let (first, answer) = launch(&program, &portal.token(&program, &admin)).await;
    assert_eq!(answer.location(), "/en/company/audit");
    let page = first.get("/en/settings").await.expect(200).html();
    assert!(
        page.contains("href=\"/en/company\""),
        "an admin sees the company's pages"
    );
    let changes = json!({"name": "Mari Tamm", "email": "mari.tamm@kaja.ee", "page": "audit", "lang": null});
    let (second, answer) = launch(&program, &portal.token(&program, &changes)).await;
    assert_eq!(
        answer.location(),
        "/en/settings",
        "an admin's page is not a user's"
    );
    for browser in [&first, &second] {
        let page = browser.get("/en/settings").await.expect(200).html();
        assert!(
            !page.contains("href=\"/en/company\""),
            "the role is gone from both sessions"
        );
        assert!(html::text(&page).contains("Mari Tamm"));
    }
    let users = program.people().store();
    let users = users
        .users_with_email(&"mari.tamm@kaja.ee".parse().unwrap())
        .await
        .unwrap();
    assert_eq!(users[0].role, Role::User);
}

#[tokio::test]
async fn the_page_is_of_a_closed_list() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    for (target, to) in [
        ("", "/en/company/users"),
        ("settings", "/en/settings"),
        ("webhooks", "/en/company/webhooks"),
    ] {
        let token = portal.token(&program, &json!({"role": "admin", "page": "users"}));
        let request = post(&[("token", &token), ("target", target)]);
        let answer = program.browser().send(&request).await.expect(303);
        assert_eq!(answer.location(), to, "{target}");
    }
    for target in [
        "//evil.example",
        "https://evil.example/",
        "/en/settings",
        "settings/../..",
        "Settings",
        "\\evil",
    ] {
        let token = portal.token(&program, &json!({}));
        let request = post(&[("token", &token), ("target", target)]);
        let answer = program.browser().send(&request).await.expect(403);
        assert!(answer.header("location").is_none(), "{target}");
    }
}

/// Everything that is refused is refused in the same words; only the log tells which it was.
struct Refusals {
    program: Program,
    page: Option<Vec<u8>>,
}

impl Refusals {
    async fn hold(&mut self, request: &Request, cause: &str) {
        let before = self.program.setup.log().len();
        let answer = self.program.browser().send(request).await;
        self.check(&answer, cause);
        let log = self.program.setup.log().split_off(before);
        assert!(log.contains(&format!("cause=\"{cause}\"")), "{cause}: {log}");
    }

    fn check(&mut self, answer: &Answer, cause: &str) {
        assert_eq!(answer.status, 403, "{cause}");
        assert!(answer.header("set-cookie").is_none(), "{cause}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let first = self.page.get_or_insert_with(|| answer.body.clone());
        assert_eq!(*first, answer.body, "{cause} is told otherwise");
    }

    async fn token(&mut self, token: &str, cause: &str) {
        self.hold(&post(&[("token", token)]), cause).await;
    }
}

#[tokio::test]
async fn tokens_that_let_nobody_in() {
    let (portal, other) = (Portal::new("naidis"), Portal::new("teine"));
    let config = format!("{}{}", portal.config(""), other.config(""));
    let program = Setup::new()
        .await
        .set("limits", "sign_ins_per_address = 1000")
        .portals(&config)
        .start()
        .await;
    let mut refused = Refusals { program, page: None };
    let now = portal.claims(&refused.program)["iat"].as_i64().unwrap();
    for (changes, cause) in [
        (
            json!({"iat": now - 90, "nbf": now - 90, "exp": now - 30}),
            "launch-expired",
        ),
        (json!({"exp": (now + 60).to_string()}), "launch-claim-invalid"),
        (json!({"exp": null}), "launch-claim-missing"),
        (json!({"exp": now + 3600}), "launch-life"),
        (json!({"nbf": now + 30}), "launch-not-yet-valid"),
        (json!({"aud": "https://other.example"}), "launch-audience"),
        (json!({"aud": null}), "launch-claim-missing"),
        (json!({"iss": "keegi"}), "launch-unknown-portal"),
        (json!({"iss": "portal"}), "launch-unknown-portal"),
        (json!({"jti": null}), "launch-claim-missing"),
        (json!({"sub": null}), "launch-claim-missing"),
        (json!({"role": "operator"}), "launch-claim-invalid"),
        (json!({"page": "//evil.example"}), "launch-claim-invalid"),
    ] {
        let token = portal.token(&refused.program, &changes);
        refused.token(&token, cause).await;
    }
    let claims = portal.claims(&refused.program).to_string();
    let sign = |header: Value| portal.signer.sign_raw(&header.to_string(), &claims).unwrap();
    let unsigned = sign(json!({"alg": "none", "kid": "k1"}));
    let unsigned = unsigned
        .rsplit_once('.')
        .map(|(head, _)| format!("{head}."))
        .unwrap();
    let stranger = Signer::generate_es256("k1").unwrap();
    for (token, cause) in [
        (unsigned, "token-algorithm"),
        (sign(json!({"alg": "none", "kid": "k1"})), "token-algorithm"),
        (sign(json!({"alg": "HS256", "kid": "k1"})), "token-algorithm"),
        (sign(json!({"alg": "RS256", "kid": "k1"})), "token-algorithm"),
        (sign(json!({"alg": "ES256"})), "launch-no-key-id"),
        (
            sign(json!({"alg": "ES256", "kid": "../../../../etc/passwd"})),
            "launch-unknown-key",
        ),
        (
            sign(json!({"alg": "ES256", "kid": "k1", "jku": "https://evil.example/jwks"})),
            "token-header-parameter",
        ),
        (
            stranger
                .sign_raw(r#"{"alg":"ES256","kid":"k1"}"#, &claims)
                .unwrap(),
            "token-signature",
        ),
        // The key of another portal, for a person of this one.
        (
            other
                .signer
                .sign_raw(r#"{"alg":"ES256","kid":"k1"}"#, &claims)
                .unwrap(),
            "token-signature",
        ),
        ("x".repeat(20_000), "token-too-long"),
        (String::new(), "token-malformed"),
    ] {
        refused.token(&token, cause).await;
    }
}

#[tokio::test]
async fn pages_that_may_not_send_anybody() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    let mut refused = Refusals { program, page: None };
    for origin in [
        "https://evil.example",
        "null",
        "https://portal.naidis.ee.evil.example",
        "http://portal.naidis.ee",
        "https://portal.naidis.ee:8443",
    ] {
        let token = portal.token(&refused.program, &json!({}));
        let request = post(&[("token", &token)]).header("origin", origin);
        refused.hold(&request, "launch-origin").await;
        // It was not used up by that.
        launch(&refused.program, &token).await.1.expect(303);
    }
    let token = portal.token(&refused.program, &json!({"embed": true}));
    let hidden = Request::new("POST", "/launch")
        .form(&[("token", &token)])
        .header("sec-fetch-dest", "iframe")
        .header("accept-language", "et");
    refused.page = None;
    refused.hold(&hidden, "launch-no-origin").await;
    let token = portal.token(&refused.program, &json!({}));
    refused
        .hold(&post_into_frame(&[("token", &token)]), "launch-not-embeddable")
        .await;
}

#[tokio::test]
async fn a_form_with_anything_else_is_none() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    let mut refused = Refusals { program, page: None };
    let token = portal.token(&refused.program, &json!({}));
    for fields in [
        &[("token", token.as_str()), ("role", "admin")][..],
        &[("token", &token), ("token", &token)],
        &[("jwt", &token)],
        &[],
    ] {
        refused.hold(&post(fields), "launch-form").await;
    }
    for method in ["GET", "HEAD", "PUT"] {
        let request = Request::new(method, &format!("/launch?token={token}"));
        let answer = refused.program.browser().send(&request).await;
        assert_eq!(answer.status, 404, "{method}");
        assert!(answer.header("set-cookie").is_none());
    }
    launch(&refused.program, &token).await.1.expect(303);
}

#[tokio::test]
async fn a_token_is_good_once_however_many_post_it() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    let token = portal.token(&program, &json!({}));
    let posts = (0..8).map(|_| {
        let (browser, request) = (program.browser(), post(&[("token", &token)]));
        tokio::spawn(async move { browser.send(&request).await.status })
    });
    let mut statuses = Vec::new();
    for post in posts.collect::<Vec<_>>() {
        statuses.push(post.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 403, 403, 403, 403, 403, 403, 403]);
    let mut refused = Refusals { program, page: None };
    refused.token(&token, "launch-used").await;
}

#[tokio::test]
async fn a_session_is_always_a_new_one() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    // What somebody put into the browser beforehand is not what its person is signed in by.
    let (_, planted) = launch(
        &program,
        &portal.token(&program, &json!({"sub": "ründaja", "email": "r@kaja.ee"})),
    )
    .await;
    let planted = cookie(&planted).unwrap();
    assert_eq!(status(&program, &planted, "/en/settings").await, 200);
    let request = post(&[("token", &portal.token(&program, &json!({})))]).header("cookie", &planted);
    let new = cookie(&program.browser().send(&request).await.expect(303)).unwrap();
    assert_ne!(new, planted);
    assert_eq!(status(&program, &new, "/en/settings").await, 200);
    assert_eq!(
        status(&program, &planted, "/en/settings").await,
        401,
        "it has ended"
    );
    let free = "saatja=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let request = post(&[("token", &portal.token(&program, &json!({})))]).header("cookie", free);
    let new = cookie(&program.browser().send(&request).await.expect(303)).unwrap();
    assert_ne!(new, free);
    assert_eq!(status(&program, free, "/en/settings").await, 401);
}

#[tokio::test]
async fn another_users_address_is_not_taken_over() {
    let portal = Portal::new("naidis");
    let program = program(&portal).await;
    launch(&program, &portal.token(&program, &json!({})))
        .await
        .1
        .expect(303);
    let mut refused = Refusals { program, page: None };
    let token = portal.token(&refused.program, &json!({"sub": "kasutaja-2"}));
    refused.token(&token, "email-taken").await;
}

#[tokio::test]
async fn tries_are_counted_by_address() {
    let portal = Portal::new("naidis");
    let setup = Setup::new()
        .await
        .set("limits", "sign_ins_per_address = 2")
        .set("server", "trusted_proxies = [\"127.0.0.1/32\"]")
        .portals(&portal.config(""));
    let program = setup.start().await;
    let from = |address: &str| post(&[("token", "x")]).header("x-forwarded-for", address);
    for _ in 0..2 {
        program.browser().send(&from("198.51.100.1")).await.expect(403);
    }
    let answer = program.browser().send(&from("198.51.100.1")).await.expect(429);
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=300).contains(&seconds), "{seconds}");
    // Whom a person says that he is, in front of what the proxy saw, does not count.
    let forged = from("203.0.113.5, 198.51.100.1");
    program.browser().send(&forged).await.expect(429);
    program.browser().send(&from("198.51.100.2")).await.expect(403);
}
