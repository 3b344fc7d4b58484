//! The settings page: what is shown, what is taken, what is refused and how.

use model::Host;
use serde_json::Value;
use store::{Actor, Store, Trusted};
use testkit::dns::{Answer as DnsAnswer, Zones};

use crate::support::{
    Program, Setup, html,
    people::MARI,
    servers::{PASSWORD, Typed},
};

const SERVER: &str = "mail.saatja.test";

async fn program() -> Program {
    Setup::new().await.start().await
}

fn typed() -> Typed {
    Typed::new("mari@saatja.test", SERVER)
}

/// The sentences of the error summary.
fn summary(page: &str) -> String {
    html::text(html::part(page, "id=\"error-summary\"", "</div>").trim_start_matches(|c| c != '>'))
}

#[tokio::test]
async fn new_user_finds_his_own_address_in_the_form() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let page = browser.get("/et/settings").await.expect(200).html();
    assert_eq!(html::value(&page, "address").as_deref(), Some(MARI));
    assert_eq!(
        html::value(&page, "display_name").as_deref(),
        Some("Mari Maasikas")
    );
    assert_eq!(html::value(&page, "version").as_deref(), Some("0"));
    assert_eq!(html::value(&page, "mode").as_deref(), Some("own-server"));
    assert!(
        !page.contains("id=\"error-summary\""),
        "nothing was done wrong yet"
    );
    assert!(
        !page.contains("action=\"/et/tests\""),
        "there is nothing to test yet"
    );
}

#[tokio::test]
async fn good_settings_are_saved_and_shown_again_without_the_password() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let answer = browser
        .save(typed().with("display_name", "Mari & Pojad \"OÜ\""))
        .await
        .expect(303);
    assert_eq!(answer.location(), "/et/settings?said=saved");
    for path in [answer.location(), "/en/settings"] {
        let answer = browser.get(path).await.expect(200);
        assert!(!answer.everything().contains(PASSWORD));
        let page = answer.html();
        for (field, value) in [
            ("address", "mari@saatja.test"),
            ("display_name", "Mari & Pojad \"OÜ\""),
            ("server", SERVER),
            ("port", "465"),
            ("security", "tls"),
            ("user_name", "mari@saatja.test"),
            ("version", "1"),
        ] {
            assert_eq!(html::value(&page, field).as_deref(), Some(value), "{field}");
        }
        assert_eq!(html::value(&page, "password"), None);
        assert!(page.contains("action=\"/et/tests\"") || page.contains("action=\"/en/tests\""));
    }
}

#[tokio::test]
async fn bad_settings_come_back_as_typed_with_a_summary_and_nothing_is_saved() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let bad = typed()
        .with("address", "mari@@saatja.test")
        .with("port", "4x5")
        .with("server", "mail");
    let answer = browser.save(bad.with("security", "tls")).await.expect(422);
    assert!(!answer.everything().contains(PASSWORD));
    let page = answer.html();
    for (field, value) in [
        ("address", "mari@@saatja.test"),
        ("port", "4x5"),
        ("server", "mail"),
        ("security", "tls"),
    ] {
        assert_eq!(html::value(&page, field).as_deref(), Some(value), "{field}");
    }
    let head = html::part(&page, "<title>", "</title>");
    assert!(head.contains("Viga"), "{head}");
    let list = html::part(&page, "id=\"error-summary\"", "</div>");
    for field in ["address", "server", "port"] {
        assert!(list.contains(&format!("href=\"#{field}\"")), "{field}: {list}");
        assert!(page.contains(&format!("id=\"{field}\"")), "{field}");
    }
    let page = browser.get("/et/settings").await.html();
    assert_eq!(html::value(&page, "version").as_deref(), Some("0"));
}

/// A refused form names its reason even where the reason lies in the password, which does not come back.
#[tokio::test]
async fn what_is_wrong_with_the_password_is_said() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let cases = [
        (typed().with("password", ""), "#password"),
        (typed().with("password", "a\u{7}b"), "#password"),
        (typed().with("password", &"x".repeat(2000)), "#password"),
        (typed().with("user_name", ""), "#user-name"),
    ];
    let mut said = Vec::new();
    for (typed, field) in cases {
        let page = browser.save(typed).await.expect(422).html();
        let list = html::part(&page, "id=\"error-summary\"", "</div>");
        assert!(list.contains(&format!("href=\"{field}\"")), "{field}: {list}");
        assert!(!said.contains(&summary(&page)), "{said:?} {}", summary(&page));
        said.push(summary(&page));
    }
}

#[tokio::test]
async fn repair_button_changes_the_form_and_saves_nothing() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let wrong = typed().with("security", "starttls");
    let page = browser.save(wrong.clone()).await.expect(422).html();
    let repair = page
        .split("name=\"repair\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let repair = repair.expect("a repair is offered");
    assert_eq!(repair, "port-465-wants-tls");
    let answer = browser.save(wrong.with("repair", repair)).await.expect(200);
    assert!(!answer.everything().contains(PASSWORD));
    let page = answer.html();
    assert_eq!(html::value(&page, "security").as_deref(), Some("tls"));
    assert_eq!(html::value(&page, "address").as_deref(), Some("mari@saatja.test"));
    assert_eq!(html::value(&page, "version").as_deref(), Some("0"));
    assert!(
        page.contains("id=\"notice\""),
        "the password has to be typed again, and that is said"
    );
}

#[tokio::test]
async fn find_button_fills_the_server_in_and_saves_nothing() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let empty = typed()
        .with("server", "")
        .with("port", "")
        .with("user_name", "")
        .without("security");
    let page = browser
        .save(
            empty
                .clone()
                .with("address", "mari@gmail.com")
                .with("action", "find"),
        )
        .await
        .expect(200)
        .html();
    for (field, value) in [
        ("server", "smtp.gmail.com"),
        ("port", "465"),
        ("security", "tls"),
        ("user_name", "mari@gmail.com"),
    ] {
        assert_eq!(html::value(&page, field).as_deref(), Some(value), "{field}");
    }
    assert!(!page.contains(PASSWORD));
    // Of an unknown domain nothing is filled in, and that is said.
    let page = browser
        .save(empty.with("address", "mari@saatja.test").with("action", "find"))
        .await
        .expect(200)
        .html();
    assert_eq!(html::value(&page, "server").as_deref(), Some(""));
    assert!(!html::text(html::part(&page, "id=\"found\"", "</p>")).is_empty());
    assert_eq!(
        html::value(&browser.get("/et/settings").await.html(), "version").as_deref(),
        Some("0")
    );
}

#[tokio::test]
async fn server_that_was_not_typed_is_filled_in_and_shown_before_anything_is_sent_there() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let typed = Typed::new("mari@gmail.com", "")
        .with("port", "")
        .with("user_name", "")
        .without("security");
    let typed = typed
        .with("password", "abcd efgh ijkl mnop")
        .with("action", "test");
    let answer = browser.save(typed).await.expect(303);
    assert_eq!(answer.location(), "/et/settings?said=saved-filled");
    let page = browser.get(answer.location()).await.html();
    assert_eq!(html::value(&page, "server").as_deref(), Some("smtp.gmail.com"));
    assert!(html::text(html::part(&page, "id=\"notice\"", "</p>")).contains("smtp.gmail.com"));
    assert!(
        program
            .people()
            .latest_test(&program.people().mari)
            .await
            .is_none(),
        "no test was run"
    );
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_other() {
    let program = with_relay(false).await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed()).await;
    let stale = typed().with("version", "0").with("display_name", "Teine aken");
    for typed in [stale.clone(), stale.clone().with("mode", "portal")] {
        let answer = browser.post("/et/settings", &typed.fields()).await.expect(409);
        assert!(!answer.everything().contains(PASSWORD));
        let page = answer.html();
        assert!(page.contains("id=\"notice\""));
        assert_eq!(
            html::value(&page, "version").as_deref(),
            Some("1"),
            "the next save knows what it overwrites"
        );
        if typed.fields().contains(&("mode", "own-server")) {
            assert_eq!(
                html::value(&page, "display_name").as_deref(),
                Some("Teine aken"),
                "nothing typed is lost"
            );
        }
    }
    let page = browser.get("/et/settings").await.html();
    assert_eq!(
        html::value(&page, "display_name").as_deref(),
        Some("Mari Maasikas"),
        "left empty, the name on her card counts"
    );
    assert_eq!(html::value(&page, "version").as_deref(), Some("1"));
}

/// A program whose operator has a server that sends for all, and perhaps an event domain.
async fn with_relay(events: bool) -> Program {
    let mut setup = Setup::new().await;
    for line in [
        "host = \"relay.saatja.test\"",
        "port = 587",
        "security = \"starttls\"",
    ] {
        setup = setup.set("relay", line);
    }
    if events {
        setup = setup.set("events", "domain = \"event.saatja.test\"");
    }
    setup.start().await
}

#[tokio::test]
async fn portal_mode_is_saved_and_keeps_the_own_server_for_later() {
    let program = with_relay(false).await;
    let browser = program.sign_in(MARI).await;
    browser.save_well(typed()).await;
    let answer = browser
        .save(typed().with("mode", "portal").with("password", ""))
        .await
        .expect(303);
    assert_eq!(answer.location(), "/et/settings?said=mode-saved");
    let page = browser.get("/et/settings").await.html();
    assert_eq!(html::value(&page, "mode").as_deref(), Some("portal"));
    assert_eq!(html::value(&page, "server").as_deref(), Some(SERVER));
    browser.save_well(typed().with("password", "")).await;
    assert_eq!(
        html::value(&browser.get("/et/settings").await.html(), "mode").as_deref(),
        Some("own-server")
    );
}

#[tokio::test]
async fn a_mode_is_open_where_the_operator_has_set_it_up() {
    let save = |mode: &'static str| typed().with("mode", mode).with("password", "");
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    for mode in ["portal", "reply-to"] {
        let page = browser.save(save(mode)).await.expect(422).html();
        assert!(page.contains("id=\"error-summary\""), "{mode}");
    }
    let program = with_relay(false).await;
    let browser = program.sign_in(MARI).await;
    browser.save(save("reply-to")).await.expect(422);
    let program = with_relay(true).await;
    let browser = program.sign_in(MARI).await;
    browser.save(save("reply-to")).await.expect(303);
    let page = browser.get("/et/settings").await.html();
    assert_eq!(html::value(&page, "mode").as_deref(), Some("reply-to"));
    assert!(page.contains("naidis-ou@event.saatja.test"));
    browser.save(save("smtp")).await.expect(422);
}

#[tokio::test]
async fn fields_that_the_form_does_not_have_are_refused() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let other = program.people().tiina.company.to_string();
    for (name, value) in [
        ("company", other.as_str()),
        ("company_id", &other),
        ("user", "1"),
        ("user_id", "1"),
        ("role", "admin"),
        ("verified", "true"),
        ("verification", "passed"),
        ("password_set", "true"),
        ("secret_version", "9"),
        ("plain_allowed", "yes"),
        ("recipient", "all@example.org"),
        ("", "nameless"),
    ] {
        browser.save(typed().with(name, value)).await.expect(400);
    }
    for (name, value) in [
        ("version", "one"),
        ("version", "-1"),
        ("version", "1.5"),
        ("version", ""),
    ] {
        browser
            .post("/et/settings", &typed().with(name, value).fields())
            .await
            .expect(400);
    }
    let page = browser
        .save(typed().with("mode", "root"))
        .await
        .expect(422)
        .html();
    assert!(!summary(&page).is_empty());
    // A field twice, none at all, and no form.
    let mut twice = typed()
        .fields()
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect::<Vec<_>>();
    twice.push(("server".to_owned(), "evil.saatja.test".to_owned()));
    let twice: Vec<(&str, &str)> = twice.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post("/et/settings", &twice).await.expect(400);
    browser.post("/et/settings", &[]).await.expect(400);
    let json = browser
        .own("POST", "/et/settings")
        .raw_form(b"{\"mode\":\"portal\"}".to_vec());
    browser
        .send(&json.clone().header("content-type", "application/json"))
        .await
        .expect(400);
    browser.send(&json).await.expect(400);
    browser
        .send(
            &browser
                .own("POST", "/et/settings")
                .raw_form(b"mode=%ff%fe&version=0".to_vec()),
        )
        .await
        .expect(422);
    assert_eq!(
        html::value(&browser.get("/et/settings").await.html(), "version").as_deref(),
        Some("0")
    );
}

#[tokio::test]
async fn form_of_a_hundred_kilobytes_is_too_large() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let answer = browser
        .save(typed().with("display_name", &"x".repeat(100_000)))
        .await
        .expect(413);
    assert!(
        answer
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
    );
    assert_eq!(
        html::value(&browser.get("/et/settings").await.html(), "version").as_deref(),
        Some("0")
    );
}

/// What could end a line, a field or a header, or turn the direction of writing.
#[tokio::test]
async fn characters_that_nobody_sees_are_refused_in_every_field() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let fields = [
        "address",
        "display_name",
        "password",
        "server",
        "port",
        "security",
        "user_name",
    ];
    for field in fields {
        for bad in [
            "\r\n", "\n", "\r", "\0", "\u{85}", "\u{2028}", "\u{2029}", "\u{202e}", "\u{2066}", "\u{7f}",
        ] {
            let good = typed().with("display_name", "Mari");
            let before = good
                .fields()
                .iter()
                .find(|(name, _)| *name == field)
                .map(|(_, value)| (*value).to_owned());
            let before = before.unwrap_or_default();
            let (left, right) = before.split_at(2);
            // A password may hold what other alphabets need; only control characters can do harm in it.
            if field == "password" && ["\u{2028}", "\u{2029}", "\u{202e}", "\u{2066}"].contains(&bad) {
                continue;
            }
            let answer = browser
                .save(good.with(field, &format!("{left}{bad}{right}")))
                .await;
            assert_eq!(answer.status, 422, "{field} {bad:?}");
            assert!(answer.html().contains("id=\"error-summary\""), "{field} {bad:?}");
        }
    }
    for address in [
        "-oQ@saatja.test",
        "a@[127.0.0.1]",
        "\"a b\"@saatja.test",
        "a@b@saatja.test",
        "<a@saatja.test>",
    ] {
        browser.save(typed().with("address", address)).await.expect(422);
    }
    for server in [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "[::1]",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "localhost",
        "mail.local",
        "mail.internal",
        "mail.home.arpa",
        "a.onion",
        "mail",
        "user:pass@mail.saatja.test",
        "fe80::1%eth0",
        "169.254.169.254",
        "mail.saatja.test?x",
        "http://mail.saatja.test@evil.test",
    ] {
        let answer = browser.save(typed().with("server", server)).await;
        assert_eq!(answer.status, 422, "{server}");
    }
    for port in ["0", "22", "80", "2525", "65536", "-1", "465 587", "４６５"] {
        let answer = browser.save(typed().with("port", port)).await;
        assert_eq!(answer.status, 422, "{port}");
    }
    assert_eq!(
        html::value(&browser.get("/et/settings").await.html(), "version").as_deref(),
        Some("0")
    );
}

#[tokio::test]
async fn password_without_encryption_needs_the_operator_and_an_admin() {
    let open = typed().with("port", "587").with("security", "none");
    let confirmed = |port: &str| Trusted::PlainPassword {
        host: Host::parse(SERVER).unwrap(),
        port: port.parse().unwrap(),
    };
    for (operator, port, status) in [(false, "587", 422), (true, "25", 422), (true, "587", 303)] {
        let setup = Setup::new().await;
        let program = setup
            .set("security", &format!("plain_passwords = {operator}"))
            .start()
            .await;
        let browser = program.sign_in(MARI).await;
        browser.save(open.clone()).await.expect(422);
        let people = program.people();
        let company = people.store().company(people.mari.company);
        company
            .add_exception(&confirmed(port), &Actor::Operator)
            .await
            .unwrap();
        let answer = browser.save(open.clone()).await;
        assert_eq!(answer.status, status, "{operator} {port}");
    }
}

/// What a person typed comes back as text, whatever it looks like.
#[tokio::test]
async fn what_is_typed_is_never_markup() {
    let program = program().await;
    let browser = program.sign_in(MARI).await;
    let nasty = "\"><script>alert(1)</script>&amp;'";
    let mut bad = typed();
    for field in [
        "address",
        "display_name",
        "server",
        "port",
        "security",
        "user_name",
    ] {
        bad = bad.with(field, nasty);
    }
    let page = browser.save(bad).await.expect(422).html();
    assert!(
        !page.contains("<script>alert") && !page.contains("\"><script>"),
        "{page}"
    );
    assert_eq!(html::value(&page, "server").as_deref(), Some(nasty));
    let page = browser
        .get("/et/settings?said=%3Cscript%3Ealert(1)%3C/script%3E")
        .await
        .html();
    assert!(!page.contains("<script>alert"));
}

/// Whose mail a domain's MX takes tells whose server sends it.
#[tokio::test]
async fn provider_is_found_by_the_mail_exchanger_of_a_domain() {
    let zones = Zones::new()
        .mx("kliendid.ee", &[(10, "aspmx.l.google.com")])
        .mx("oma.ee", &[(10, "mx.oma.ee")])
        .always("katki.ee", DnsAnswer::ServFail);
    let program = Setup::with_names(zones).await.start().await;
    let browser = program.sign_in(MARI).await;
    let found = |domain| {
        let path = format!("/live/recognise?lang=en&domain={domain}");
        let browser = &browser;
        async move { browser.get(&path).await.expect(200).json() }
    };
    let google = found("kliendid.ee").await;
    assert_eq!(google["provider"]["slug"], "google-workspace");
    assert!(
        google["words"]
            .as_str()
            .is_some_and(|words| words.contains("kliendid.ee"))
    );
    for (domain, undecided) in [("oma.ee", false), ("pole.ee", false), ("katki.ee", true)] {
        let found = found(domain).await;
        assert_eq!(
            (&found["provider"], &found["undecided"]),
            (&Value::Null, &undecided.into()),
            "{domain}"
        );
        assert!(
            found["words"].as_str().is_some_and(|words| !words.is_empty()),
            "{domain}"
        );
    }
    // Without script the button does the same, and so does saving with the server left empty.
    let empty = Typed::new("mari@kliendid.ee", "")
        .with("port", "")
        .with("user_name", "")
        .without("security")
        .with("password", "abcd efgh ijkl mnop");
    let page = browser
        .save(empty.clone().with("action", "find"))
        .await
        .expect(200)
        .html();
    assert_eq!(html::value(&page, "server").as_deref(), Some("smtp.gmail.com"));
    assert_eq!(
        html::value(&page, "user_name").as_deref(),
        Some("mari@kliendid.ee")
    );
    let answer = browser.save(empty).await.expect(303);
    assert_eq!(answer.location(), "/et/settings?said=saved-filled");
}
