//! Inside a portal's page: who may show what, and which session counts where.

use crate::support::{
    Answer, Browser, Program, Request, Setup, html,
    people::MARI,
    portal::{ORIGIN, Portal, cookie, launch, post, post_into_frame},
};
use serde_json::json;

/// A browser with the cookie of an embedded session.
async fn embedded(program: &Program, portal: &Portal) -> Browser {
    let token = portal.token(program, &json!({"embed": true}));
    let mut browser = program.browser();
    let answer = browser
        .send(&post_into_frame(&[("token", &token)]))
        .await
        .expect(303);
    browser.cookie = cookie(&answer);
    browser
}

/// A request that a browser makes for a page inside another one.
fn inside(browser: &Browser, method: &str, path: &str) -> Request {
    browser.own(method, path).header("sec-fetch-dest", "iframe")
}

fn outside(browser: &Browser, path: &str) -> Request {
    browser.own("GET", path).header("sec-fetch-dest", "document")
}

fn ancestors(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy").unwrap();
    policy.rsplit("frame-ancestors ").next().unwrap().to_owned()
}

fn check_closed(what: &str, answer: &Answer) {
    assert_eq!(ancestors(answer), "'none'", "{what}");
    assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{what}");
    assert_eq!(
        answer.header("cross-origin-opener-policy"),
        Some("same-origin"),
        "{what}"
    );
}

fn check_open(what: &str, answer: &Answer, origins: &str) {
    assert_eq!(ancestors(answer), origins, "{what}");
    assert_eq!(answer.header("x-frame-options"), None, "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), None, "{what}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
}

async fn two_portals() -> (Portal, Program) {
    let portal = Portal::new("naidis");
    let other = Portal::new("teine")
        .config("")
        .replace(ORIGIN, "https://teine.example");
    let config = format!("{}{other}", portal.config(""));
    (portal, Setup::new().await.portals(&config).start().await)
}

#[tokio::test]
async fn an_embedded_page_is_shown_by_its_portal_alone() {
    let (portal, program) = two_portals().await;
    let browser = embedded(&program, &portal).await;
    let answer = browser
        .send(&inside(&browser, "GET", "/en/settings"))
        .await
        .expect(200);
    check_open("settings", &answer, ORIGIN);
    let page = answer.html();
    assert!(page.contains(&format!("<meta name=\"saatja-embedded-in\" content=\"{ORIGIN}\"")));
    assert!(page.contains("/embed.js\""), "the page tells its height");
    assert!(
        !page.contains("<footer") && !page.contains("/en/sign-out"),
        "the portal's page has those"
    );
    let help = browser
        .send(&inside(&browser, "GET", "/en/help"))
        .await
        .expect(200);
    check_open("help", &help, ORIGIN);
    let missing = browser
        .send(&inside(&browser, "GET", "/en/nothing"))
        .await
        .expect(404);
    check_open("nothing", &missing, &format!("{ORIGIN} https://teine.example"));
}

#[tokio::test]
async fn everything_else_is_shown_by_nobody() {
    let (portal, program) = two_portals().await;
    let (window, answer) = launch(&program, &portal.token(&program, &json!({}))).await;
    check_closed("launch", &answer);
    let page = window.send(&outside(&window, "/en/settings")).await.expect(200);
    check_closed("settings", &page);
    let page = page.html();
    assert!(!page.contains("saatja-embedded-in") && !page.contains("embed.js"));
    let stranger = program.browser();
    for path in [
        "/en/settings",
        "/en/help",
        "/en/sign-in",
        "/",
        "/healthz",
        "/portals/naidis/logo",
    ] {
        check_closed(path, &stranger.send(&outside(&stranger, path)).await);
    }
    // Somebody else's page that shows ours gets what holds nobody's data, and browsers do not even show that.
    let framed = stranger
        .send(&inside(&stranger, "GET", "/en/help"))
        .await
        .expect(200);
    check_closed("help", &framed);
    let needed = stranger
        .send(&inside(&stranger, "GET", "/en/settings"))
        .await
        .expect(401);
    check_open(
        "sign-in needed",
        &needed,
        &format!("{ORIGIN} https://teine.example"),
    );
    let text = needed.html();
    assert!(
        !text.contains("Mari") && !text.contains("<form") && !text.contains("embed.js"),
        "{text}"
    );
    assert!(
        !text.contains("href=\"/en/sign-in\""),
        "the portal's page signs in, not this one"
    );
}

#[tokio::test]
async fn without_portals_nobody_shows_anything() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(MARI).await;
    for path in ["/et/settings", "/et/nothing", "/et/help"] {
        check_closed(path, &browser.send(&inside(&browser, "GET", path)).await);
    }
}

#[tokio::test]
async fn the_cookie_of_a_frame_is_sent_to_that_frame_alone() {
    let (portal, program) = two_portals().await;
    let token = portal.token(&program, &json!({"embed": true}));
    let answer = program
        .browser()
        .send(&post_into_frame(&[("token", &token)]))
        .await;
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with("saatja-embedded="), "{set}");
    assert!(
        set.ends_with("Path=/; Max-Age=43200; HttpOnly; SameSite=None; Secure; Partitioned"),
        "{set}"
    );
    // Over HTTPS both are bound to the host.
    let base = "base_url = \"https://mail.portal.example\"";
    let https = Setup::new().await.set("server", base).portals(&portal.config(""));
    let https = https.start().await;
    let changes = json!({"embed": true, "aud": "https://mail.portal.example"});
    for (request, name) in [
        (
            post_into_frame(&[("token", &portal.token(&https, &changes))]),
            "__Host-saatja-embedded=",
        ),
        (
            post(&[("token", &portal.token(&https, &changes))]),
            "__Host-saatja=",
        ),
    ] {
        let answer = https.browser().send(&request).await.expect(303);
        let set = answer.header("set-cookie").unwrap();
        assert!(
            set.starts_with(name) && set.contains("; Secure") && !set.contains("Domain"),
            "{set}"
        );
    }
}

#[tokio::test]
async fn a_session_counts_only_where_it_was_made_for() {
    let (portal, program) = two_portals().await;
    let frame = embedded(&program, &portal).await;
    let (window, _) = launch(&program, &portal.token(&program, &json!({}))).await;
    let swapped = |browser: &Browser, from: &str, to: &str| {
        let mut other = browser.clone();
        other.cookie = other.cookie.map(|cookie| cookie.replace(from, to));
        other
    };
    let frames_in_window = swapped(&frame, "saatja-embedded=", "saatja=");
    let windows_in_frame = swapped(&window, "saatja=", "saatja-embedded=");
    for (browser, path, status) in [
        (&frame, "inside", 200),
        (&frame, "outside", 401),
        (&window, "outside", 200),
        (&window, "inside", 401),
        (&frames_in_window, "inside", 401),
        (&frames_in_window, "outside", 401),
        (&windows_in_frame, "inside", 401),
        (&windows_in_frame, "outside", 401),
    ] {
        let request = match path {
            "inside" => inside(browser, "GET", "/en/settings"),
            _ => outside(browser, "/en/settings"),
        };
        let answer = browser.send(&request).await;
        assert_eq!(answer.status, status, "{:?} {path}", browser.cookie);
        // What a page asks for without saying where it stands.
        let api = browser.get("/live/recognise?lang=en&domain=gmail.com").await;
        let mixed = browser.cookie != frame.cookie && browser.cookie != window.cookie;
        assert_eq!(api.status, if mixed { 401 } else { 200 }, "{:?}", browser.cookie);
    }
}

#[tokio::test]
async fn settings_are_saved_and_the_person_signs_out_inside() {
    let (portal, program) = two_portals().await;
    let browser = embedded(&program, &portal).await;
    let page = browser
        .send(&inside(&browser, "GET", "/en/settings"))
        .await
        .html();
    let version = html::value(&page, "version").unwrap();
    let fields = [
        ("mode", "portal"),
        ("version", version.as_str()),
        ("action", "save"),
    ];
    let request = inside(&browser, "POST", "/en/settings").form(&fields);
    let answer = browser.send(&request).await;
    assert!(matches!(answer.status, 303 | 422), "{}", answer.status);
    check_open("saved", &answer, ORIGIN);
    // From another site it is refused before anything is looked at.
    let foreign = request
        .header("sec-fetch-site", "cross-site")
        .header("origin", ORIGIN);
    assert_eq!(browser.send(&foreign).await.status, 403);
    let gone = browser
        .send(&inside(&browser, "POST", "/en/sign-out"))
        .await
        .expect(200);
    assert!(
        gone.header("set-cookie")
            .unwrap()
            .starts_with("saatja-embedded=; Path=/; Max-Age=0;")
    );
    let after = browser.send(&inside(&browser, "GET", "/en/settings")).await;
    assert_eq!(after.status, 401);
}

#[tokio::test]
async fn a_portal_that_was_taken_out_lets_nobody_in() {
    let (portal, mut program) = two_portals().await;
    let frame = embedded(&program, &portal).await;
    let (window, _) = launch(&program, &portal.token(&program, &json!({}))).await;
    let link = program.link("mari@kaja.ee").await;
    let other = Portal::new("teine").config("");
    program.setup.set_portals(&other);
    program.crash_and_restart().await;
    assert_eq!(
        frame.send(&inside(&frame, "GET", "/en/settings")).await.status,
        401
    );
    assert_eq!(window.send(&outside(&window, "/en/settings")).await.status, 401);
    assert_eq!(program.browser().post(&link, &[]).await.status, 403);
    let token = portal.token(&program, &json!({}));
    program
        .browser()
        .send(&post(&[("token", &token)]))
        .await
        .expect(403);
    let log = program.setup.log();
    assert!(log.contains("the portal is not configured any more"), "{log}");
    assert!(program.run(&["check-config"]).await.status.success());
}
