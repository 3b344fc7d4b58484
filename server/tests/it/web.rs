//! What every route owes to the browser: no writing for strangers, no writing by looking, headers, no way elsewhere.

use crate::support::{Answer, Browser, Program, Request, Setup, html, people::MARI, servers::Typed};

/// A demo, which has all routes. Its users are made at its start.
async fn demo() -> (Program, [testkit::ports::FreePort; 2]) {
    let ports = [testkit::ports::free_port(), testkit::ports::free_port()];
    let setup = Setup::new()
        .await
        .set("demo", "enabled = true")
        .set("demo", &format!("tls = \"{}\"", ports[0].address()))
        .set("demo", &format!("starttls = \"{}\"", ports[1].address()))
        .dial("mail.saatja.test:465", ports[0].address());
    let authority = setup.folder().join("authority/ca.pem");
    let setup = setup.set("network", &format!("extra_ca = [\"{}\"]", authority.display()));
    (setup.start_with(None).await, ports)
}

fn typed() -> Typed {
    Typed::new("mari@saatja.test", "mail.saatja.test")
}

async fn version(browser: &Browser) -> String {
    html::value(&browser.get("/et/settings").await.expect(200).html(), "version").expect("a version")
}

/// How many letters the demo's mail server has caught.
async fn letters(browser: &Browser) -> usize {
    let page = browser.get("/et/demo/letters").await.expect(200).html();
    page.matches("Message-ID:").count()
}

#[tokio::test]
async fn other_sites_can_write_nothing() {
    let (program, _ports) = demo().await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed()).await;
    browser.test().await;
    assert_eq!(letters(&browser).await, 1);
    let link = program.link(MARI).await;
    let save = typed().with("version", "1").with("mode", "portal");
    let (save, behaviour) = (save.fields(), [("behaviour", "no-auth")]);
    let routes: [(&str, &[(&str, &str)]); 6] = [
        ("/et/settings", &save),
        ("/et/tests", &[]),
        (&link, &[]),
        ("/et/demo/behaviour", &behaviour),
        ("/et/demo/clear", &[]),
        ("/et/sign-out", &[]),
    ];
    for (path, fields) in routes {
        let post = || {
            let request = Request::new("POST", path)
                .form(fields)
                .header("cookie", browser.cookie.as_deref().unwrap());
            request.header("accept-language", "et")
        };
        let foreign = [
            post().header("origin", "https://evil.example"),
            post().header("origin", "null"),
            post()
                .header("origin", &format!("https://{}", program.address()))
                .header("sec-fetch-site", "cross-site"),
            post().header("origin", "http://127.0.0.1:1"),
            post().header("sec-fetch-site", "cross-site"),
            post().header("sec-fetch-site", "same-site"),
            post()
                .header("sec-fetch-site", "cross-site")
                .header("origin", &format!("http://{}", program.address())),
        ];
        for request in foreign {
            let answer = browser.send(&request).await;
            assert_eq!(answer.status, 403, "{request:?}");
            assert!(answer.header("content-type").unwrap().starts_with("text/html"));
            assert!(answer.header("set-cookie").is_none());
        }
    }
    assert_eq!(
        version(&browser).await,
        "1",
        "nothing was saved, nobody was signed out"
    );
    assert_eq!(letters(&browser).await, 1, "no letter was sent, none thrown away");
    assert!(
        browser
            .get("/et/demo/letters")
            .await
            .html()
            .contains("value=\"accept\" selected")
    );
    program.browser().sign_in(&link).await.expect(303);
}

#[tokio::test]
async fn looking_writes_nothing() {
    let (program, _ports) = demo().await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed()).await;
    browser.test().await;
    let query = typed().with("version", "1").with("mode", "portal");
    let query = query
        .fields()
        .iter()
        .map(|(n, v)| format!("{n}={v}"))
        .collect::<Vec<_>>()
        .join("&");
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"] {
        for path in [
            "/et/tests",
            "/et/sign-out",
            "/et/demo/clear",
            "/et/demo/behaviour?behaviour=no-auth",
        ] {
            let answer = browser.send(&browser.own(method, path)).await;
            assert_eq!(answer.status, 404, "{method} {path}");
        }
        let answer = browser
            .send(&browser.own(method, &format!("/et/settings?{query}")))
            .await;
        assert_eq!(
            answer.status,
            if ["GET", "HEAD"].contains(&method) {
                200
            } else {
                404
            },
            "{method}"
        );
    }
    assert_eq!(version(&browser).await, "1");
    assert_eq!(letters(&browser).await, 1);
    assert!(
        browser
            .get("/et/demo/letters")
            .await
            .html()
            .contains("value=\"accept\" selected")
    );
}

#[tokio::test]
async fn host_header_has_no_say() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(MARI).await;
    for path in ["/", "/et", "/et/settings", "/et/help", "/et/none", "/healthz"] {
        for name in ["host", "x-forwarded-host", "x-forwarded-for", "forwarded"] {
            let answer = browser
                .send(&browser.own("GET", path).header(name, "evil.example"))
                .await;
            assert!(!answer.everything().contains("evil.example"), "{path} {name}");
        }
    }
    let request = browser
        .own("POST", "/et/settings")
        .form(&typed().fields())
        .header("x-forwarded-host", "evil.example");
    let answer = browser.send(&request).await.expect(303);
    assert_eq!(answer.location(), "/et/settings?said=saved");
    let base = Setup::new()
        .await
        .set("server", "base_url = \"https://mail.portal.example\"")
        .start()
        .await;
    let output = base.run(&["sign-in-link", MARI]).await;
    let link = String::from_utf8(output.stdout).unwrap();
    assert!(
        link.starts_with("https://mail.portal.example/et/sign-in/"),
        "{link}"
    );
    // Over HTTPS the cookie is bound to the host.
    let path = link.trim().strip_prefix("https://mail.portal.example").unwrap();
    let answer = base.browser().sign_in(path).await.expect(303);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("__Host-saatja=") && cookie.ends_with("; Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(MARI).await;
    for path in [
        "//evil.example",
        "//evil.example/",
        "/%2f%2fevil.example",
        "/\\evil.example",
        "/%5cevil.example",
        "/et//evil.example",
        "/?next=https://evil.example",
        "/et/settings?next=//evil.example",
        "/et/settings?said=//evil.example",
        "/evil.example",
        "/https:%2f%2fevil.example",
        "/..%2f..%2fetc%2fpasswd",
        "/et/help/..%2f..%2fetc%2fpasswd",
        "/et/sign-in/x?next=//evil.example",
        "/et/help/%00",
        "/favicon.ico",
        "/robots.txt",
        "/xx/settings",
        "/xx",
    ] {
        let answer = browser.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        if let Some(location) = answer.header("location") {
            assert_eq!(location, "/et/settings", "{path}");
            assert!(path.starts_with("/?"), "{path} is no page and leads nowhere");
        }
    }
    for (tag, path) in [
        ("et", "/et/settings"),
        ("en-GB,en;q=0.9", "/en/settings"),
        ("fr", "/et/settings"),
        ("", "/et/settings"),
    ] {
        let answer = browser
            .send(&browser.own("GET", "/").header("accept-language", tag))
            .await
            .expect(303);
        assert_eq!(answer.location(), path, "{tag}");
    }
}

fn check_headers(path: &str, answer: &Answer) {
    let policy = answer
        .header("content-security-policy")
        .unwrap_or_else(|| panic!("{path} has no policy"));
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{path}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{path}: {policy}"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{path}");
    }
    assert!(answer.header("permissions-policy").is_some(), "{path}");
    assert!(
        answer.header("server").is_none() && answer.header("x-powered-by").is_none(),
        "{path}"
    );
}

/// An answer of every kind that there is.
async fn every_answer(program: &Program) -> Vec<(&'static str, Answer)> {
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed()).await;
    let (test, _) = browser.test().await;
    let id = test.rsplit('/').next().unwrap();
    let events = format!("/live/tests/{id}?lang=et");
    let large = "x".repeat(100_000);
    vec![
        ("/", browser.get("/").await.expect(303)),
        ("settings", browser.get("/et/settings").await.expect(200)),
        ("test", browser.get(&format!("/et{test}")).await.expect(200)),
        ("help", browser.get("/et/help").await.expect(200)),
        ("guide", browser.get("/et/help/gmail").await.expect(200)),
        (
            "article",
            browser.get("/en/help/ports-and-encryption").await.expect(200),
        ),
        ("letters", browser.get("/et/demo/letters").await.expect(200)),
        (
            "recognise",
            browser
                .get("/live/recognise?lang=et&domain=gmail.com")
                .await
                .expect(200),
        ),
        ("events", browser.get(&events).await.expect(200)),
        ("healthz", browser.get("/healthz").await.expect(200)),
        ("readyz", browser.get("/readyz").await.expect(200)),
        ("nothing", browser.get("/et/nothing").await.expect(404)),
        ("no such api", browser.get("/api/v1/nothing").await.expect(401)),
        ("no asset", browser.get("/assets/0/main.css").await.expect(404)),
        (
            "bad request",
            browser
                .get("/live/recognise?lang=xx&domain=gmail.com")
                .await
                .expect(400),
        ),
        ("link", browser.get(&program.link(MARI).await).await.expect(200)),
        ("no link", browser.get("/et/sign-in/x").await.expect(410)),
        (
            "stranger",
            program.browser().get("/et/settings").await.expect(401),
        ),
        ("stranger's api", program.browser().get(&events).await.expect(401)),
        (
            "refused",
            browser.save(typed().with("port", "x")).await.expect(422),
        ),
        (
            "conflict",
            browser.post("/et/settings", &typed().fields()).await.expect(409),
        ),
        (
            "large",
            browser.save(typed().with("server", &large)).await.expect(413),
        ),
        (
            "unreadable",
            browser
                .post("/et/settings", &[("role", "admin")])
                .await
                .expect(400),
        ),
        (
            "foreign",
            browser
                .send(
                    &browser
                        .own("POST", "/et/tests")
                        .header("sec-fetch-site", "cross-site"),
                )
                .await
                .expect(403),
        ),
        ("saved", browser.save(typed()).await.expect(303)),
        ("signed out", browser.post("/et/sign-out", &[]).await.expect(200)),
    ]
}

/// Somebody who looks for the first time finds the pages filled.
#[tokio::test]
async fn the_demo_has_letters_and_mass_mailings_of_each_kind() {
    let (program, _ports) = demo().await;
    let browser = program.sign_in(MARI).await;
    for language in ["et", "en"] {
        let batches = browser
            .get(&format!("/{language}/batches"))
            .await
            .expect(200)
            .html();
        let link = format!("/{language}/batches/");
        let ids: Vec<&str> = batches
            .split(&format!("href=\"{link}"))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(ids.len(), 2, "{batches}");
        for (id, shown) in ids
            .iter()
            .zip([["6", "Holiday opening hours"], ["20", "Arved, september"]])
        {
            let page = browser.get(&format!("{link}{id}")).await.expect(200).html();
            let words = html::text(html::main_of(&page));
            assert!(shown.iter().all(|shown| words.contains(shown)), "{words}");
        }
        for state in ["sent", "failed", "in-doubt", "waiting", "canceled"] {
            let page = browser.get(&format!("/{language}/letters?state={state}")).await;
            let rows = page.expect(200).html().matches("<tr").count();
            assert!(rows > 1, "{language} {state}");
        }
    }
    // Nothing of it left.
    assert_eq!(letters(&browser).await, 0);
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_only_assets_are_kept() {
    let (program, _ports) = demo().await;
    let answers = every_answer(&program).await;
    for (name, answer) in &answers {
        check_headers(name, answer);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{name}");
        let kind = answer.header("content-type").unwrap_or_default();
        if kind.starts_with("text/html") {
            let page = answer.html();
            assert!(
                !page.contains(" style=\"") && !page.contains(" onclick"),
                "{name}"
            );
            // Every script is a file with its digest; nothing stands inline.
            for script in page.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap_or_default();
                assert!(
                    tag.contains("src=\"/assets/") && tag.contains("integrity=\"sha384-"),
                    "{name}: {tag}"
                );
            }
        }
    }
    for name in ["help", "guide", "article"] {
        let page = &answers.iter().find(|(there, _)| *there == name).unwrap().1;
        assert!(
            !page.html().contains("<script") && !page.html().contains("wasm"),
            "{name} ships no script"
        );
    }
}

#[tokio::test]
async fn assets_are_kept_for_good_and_as_small_as_the_browser_takes_them() {
    let program = Setup::new().await.start().await;
    let browser = program.sign_in(MARI).await;
    let page = browser.get("/et/settings").await.html();
    for name in ["start.js", "frontend.js", "frontend_bg.wasm", "main.css"] {
        let url = page
            .split('"')
            .find(|text| text.starts_with("/assets/") && text.ends_with(name))
            .unwrap();
        for (accepts, coding, word) in [
            (None, None, "plain"),
            (Some("gzip, deflate, br, zstd"), Some("br"), "brotli"),
            (Some("gzip"), Some("gzip"), "gzip"),
        ] {
            let request = Request::new("GET", url);
            let request = accepts.map_or(request.clone(), |accepts| {
                request.header("accept-encoding", accepts)
            });
            let answer = browser.send(&request).await.expect(200);
            assert_eq!(String::from_utf8_lossy(&answer.body), format!("{word} {name}"));
            assert_eq!(answer.header("content-encoding"), coding);
            assert_eq!(
                answer.header("cache-control"),
                Some("public, max-age=31536000, immutable")
            );
            assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
            check_headers(name, &answer);
        }
        assert_eq!(
            browser.send(&Request::new("HEAD", url)).await.expect(200).body,
            b""
        );
        // Another digest is another file, and names lead nowhere else.
        for other in [
            url.replace("/assets/", "/assets/0"),
            url.replace(name, "..%2f..%2fsaatja.toml"),
            url.replace(name, "x.js"),
        ] {
            browser.get(&other).await.expect(404);
        }
    }
}
