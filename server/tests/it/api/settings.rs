//! Settings: rules, versions, inheritance, and the password that comes back nowhere.

use super::client::{Client, start, text};
use crate::support::{
    Program, Setup,
    html::{self},
    people::MARI,
    servers::Typed,
};
use serde_json::{Value, json};

const SECRET: &str = "korrektne-hobune-7734";

fn gmail() -> Value {
    json!({
        "mode": "own-server", "host": "smtp.gmail.com", "port": 465, "security": "tls",
        "user_name": "mari@naidis.ee", "password": SECRET,
    })
}

fn mari(program: &Program) -> String {
    let user = &program.people().mari;
    format!("/companies/{}/users/{}", user.company, user.id)
}

/// With these fields; null takes one away.
fn with(mut body: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[tokio::test]
async fn of_two_who_save_at_once_one_is_told_and_nothing_is_lost() {
    let (program, portal) = start(Setup::new().await).await;
    let path = format!("{}/settings", mari(&program));
    let tag = portal.get(&path).await.expect(200).etag();
    portal
        .json("PUT", &path, &json!({}))
        .await
        .problem(428, "version-needed");
    for round in 0..5 {
        let tag = portal.get(&path).await.expect(200).etag();
        let names = [format!("Esimene {round}"), format!("Teine {round}")];
        let bodies = names.each_ref().map(|name| json!({ "display_name": name }));
        let [first, second] = bodies
            .each_ref()
            .map(|body| portal.tagged("PUT", &path, &tag, body));
        let (first, second) = tokio::join!(first, second);
        let saved = match (first.status, second.status) {
            (200, 412) => &names[0],
            (412, 200) => &names[1],
            other => panic!("{other:?}"),
        };
        let now = portal.get(&path).await.expect(200);
        assert_eq!(now.json()["display_name"], json!(saved));
        let refused = if first.status == 412 { first } else { second };
        assert_eq!(refused.etag(), now.etag());
        refused.problem(412, "version-changed");
    }
    let known = portal.get(&path).await.expect(200).etag();
    let request = portal
        .request("GET", &path)
        .header("if-none-match", &format!("W/{known}"));
    portal.send(&request).await.expect(304);
    for late in [&*tag, "\"99\"", "W/\"5\"", "5", ""] {
        portal
            .tagged("PUT", &path, late, &json!({}))
            .await
            .problem(412, "version-changed");
    }
}

#[tokio::test]
async fn the_rules_are_those_of_the_page() {
    let (program, portal) = start(Setup::new().await).await;
    let browser = program.sign_in(MARI).await;
    let path = format!("{}/settings/validate", mari(&program));
    let typed = || Typed::new(MARI, "smtp.gmail.com").with("password", SECRET);
    for (changes, form) in [
        (json!({}), typed()),
        (
            json!({ "security": "starttls" }),
            typed().with("security", "starttls"),
        ),
        (json!({ "port": 26 }), typed().with("port", "26")),
        (
            json!({ "host": "127.0.0.1" }),
            typed().with("server", "127.0.0.1"),
        ),
        (
            json!({ "host": "imap.gmail.com" }),
            typed().with("server", "imap.gmail.com"),
        ),
        (json!({ "sender": "mari" }), typed().with("address", "mari")),
        (json!({ "user_name": "mari" }), typed().with("user_name", "mari")),
        (
            json!({ "user_name": "ma\u{0}ri" }),
            typed().with("user_name", "ma\u{0}ri"),
        ),
        (json!({ "password": null }), typed().with("password", "")),
        (
            json!({ "port": 587, "security": "none" }),
            typed().with("port", "587").with("security", "none"),
        ),
        (json!({ "copy": ["arhiiv"] }), typed().with("copy", "arhiiv")),
        (
            json!({ "display_name": "a\u{202e}b" }),
            typed().with("display_name", "a\u{202e}b"),
        ),
        (json!({ "mode": "reply-to" }), typed().with("mode", "reply-to")),
    ] {
        let body = with(with(gmail(), &json!({ "sender": MARI })), &changes);
        let request = super::client::with_json(portal.request("POST", &path), &body);
        let request = request.header("accept-language", "et-EE, en;q=0.5");
        let answer = portal.send(&request).await.expect(200);
        assert_eq!(answer.header("content-language"), Some("et"));
        let answer = answer.json();
        let told: Vec<&Value> = answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == "error")
            .collect();
        assert_eq!(answer["valid"], told.is_empty(), "{answer}");
        if told.is_empty() {
            continue;
        }
        let page = browser.save(form).await.expect(422).html();
        let page = html::text(html::main_of(&page));
        for finding in told {
            assert!(
                page.contains(text(&finding["message"])),
                "{changes}: {finding}\n{page}"
            );
        }
    }
    let problem = portal
        .tagged(
            "PUT",
            &format!("{}/settings", mari(&program)),
            "*",
            &with(gmail(), &json!({ "security": "starttls" })),
        )
        .await
        .problem(422, "validation");
    let finding = &problem["findings"][0];
    assert_eq!(
        (
            &finding["key"],
            &finding["field"],
            &finding["pointer"],
            &finding["repair"]
        ),
        (
            &json!("port-465-wants-tls"),
            &json!("security"),
            &json!("/security"),
            &json!({ "security": "tls" })
        )
    );
    let now = portal
        .get(&format!("{}/settings", mari(&program)))
        .await
        .expect(200)
        .json();
    assert_eq!(now["version"], 0, "nothing was saved");
}

#[tokio::test]
async fn what_was_saved_can_be_sent_back_as_it_is() {
    let (program, portal) = start(Setup::new().await).await;
    let path = mari(&program);
    let all = with(
        gmail(),
        &json!({
            "sender": "mari@naidis.ee", "display_name": "Mari", "copy": ["a@naidis.ee", "b@naidis.ee"],
            "blind_copy": [], "documents": "none", "attachments": false, "edit": true,
        }),
    );
    portal.save(&path, &all).await;
    let mut now = portal.get(&format!("{path}/settings")).await.expect(200).json();
    for (name, value) in all.as_object().unwrap() {
        if name != "password" {
            assert_eq!(&now[name], value, "{name}");
        }
    }
    for own in ["password_set", "version", "updated_at"] {
        now.as_object_mut().unwrap().remove(own);
    }
    let again = portal.save(&path, &now).await;
    assert_eq!(again["password_set"], true, "what is missing is kept");
    // No sign-in is something to set; what is null is inherited.
    let saved = portal
        .save(
            &path,
            &with(now, &json!({ "user_name": "", "sender": null, "password": null })),
        )
        .await;
    assert_eq!(
        (&saved["user_name"], &saved["sender"], &saved["password_set"]),
        (&json!(""), &json!(null), &json!(false))
    );
}

#[tokio::test]
async fn a_server_that_does_not_send_now_is_kept_and_held_to_the_rules() {
    let (program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let user = portal.user(&company, "mari").await;
    portal.save(&user, &gmail()).await;
    let mut idle = gmail();
    idle.as_object_mut().unwrap().remove("password");
    // The company's defaults need no whole server, and name no mode: another one may send.
    let defaults = portal.save(&company, &json!({ "host": "smtp.zone.eu" })).await;
    assert_eq!(defaults["host"], "smtp.zone.eu");
    let path = format!("{company}/settings");
    let refused = portal
        .tagged("PUT", &path, "*", &json!({ "host": "10.0.0.1" }))
        .await;
    assert_eq!(
        refused.problem(422, "validation")["findings"][0]["key"],
        "server-is-ip"
    );
    let own = portal
        .save(&user, &with(idle, &json!({ "mode": "own-server" })))
        .await;
    assert_eq!(own["password_set"], true);
    drop(program);
}

#[tokio::test]
async fn each_field_says_where_it_comes_from() {
    let (_program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let (base, user) = (
        portal.user(&company, "kivi").await,
        portal.user(&company, "mari").await,
    );
    portal
        .save(
            &company,
            &json!({ "documents": "html", "copy": ["arhiiv@naidis.ee"] }),
        )
        .await;
    portal
        .save(
            &base,
            &with(
                gmail(),
                &json!({ "user_name": "kivi@naidis.ee", "display_name": "Näidis OÜ" }),
            ),
        )
        .await;
    let id = base.rsplit('/').next().unwrap();
    portal
        .tagged(
            "PUT",
            &format!("{company}/sender-user"),
            "*",
            &json!({ "user_id": id }),
        )
        .await
        .expect(200);
    portal.save(&user, &json!({ "edit": true, "copy": [] })).await;
    let effective = |path: &str| {
        let path = format!("{path}/settings/effective");
        let portal = portal.clone();
        async move { portal.get(&path).await.expect(200).json() }
    };
    let of = effective(&user).await;
    for (field, value, origin) in [
        ("mode", json!("own-server"), "sender-user"),
        ("host", json!("smtp.gmail.com"), "sender-user"),
        ("port", json!(465), "sender-user"),
        ("user_name", json!("kivi@naidis.ee"), "sender-user"),
        ("display_name", json!("Näidis OÜ"), "sender-user"),
        ("sender", json!("mari@naidis.ee"), "account"),
        ("documents", json!("html"), "company"),
        ("copy", json!([]), "own"),
        ("blind_copy", json!([]), "default"),
        ("edit", json!(true), "own"),
    ] {
        assert_eq!(of[field], json!({ "value": value, "origin": origin }), "{field}");
    }
    assert_eq!(of["password"], json!({ "state": "set", "origin": "sender-user" }));
    assert_eq!(
        (&of["sender_user_id"], &of["mass_mailing"]),
        (&json!(id), &json!("by-own-server"))
    );
    assert_eq!(of["outgoing"]["server"]["host"], "smtp.gmail.com");
    assert_eq!(effective(&base).await["sender_user_id"], json!(null));
    // Who sets a part of the destination himself can not use the inherited password.
    let own_name = json!({ "user_name": "mari@naidis.ee", "password": null });
    let refused = portal
        .tagged("PUT", &format!("{user}/settings"), "*", &own_name)
        .await;
    refused.problem(422, "validation");
}

#[tokio::test]
async fn a_password_comes_back_nowhere() {
    let (program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let user = portal.user(&company, "mari").await;
    let settings = format!("{user}/settings");
    let mut answers = vec![
        portal.tagged("PUT", &settings, "*", &gmail()).await.expect(200),
        portal
            .tagged("PUT", &settings, "*", &with(gmail(), &json!({ "port": 26 })))
            .await
            .expect(422),
        portal
            .tagged("PUT", &settings, "*", &with(gmail(), &json!({ "port": "26" })))
            .await
            .expect(422),
        portal
            .tagged(
                "PUT",
                &settings,
                "*",
                &with(gmail(), &json!({ "password": [SECRET] })),
            )
            .await
            .expect(422),
        portal
            .post(&format!("{settings}/validate"), &gmail())
            .await
            .expect(200),
    ];
    for path in ["", "/settings", "/settings/effective"] {
        answers.push(portal.get(&format!("{user}{path}")).await.expect(200));
    }
    answers.push(portal.get(&format!("{company}/audit")).await.expect(200));
    for answer in answers {
        assert!(!answer.everything().contains(SECRET), "{answer:?}");
    }
    assert!(!program.setup.log().contains(SECRET));
}

#[tokio::test]
async fn texts_that_say_nothing_are_refused() {
    let (program, portal) = start(Setup::new().await).await;
    let path = format!("{}/settings", mari(&program));
    check_blank(
        &portal,
        &path,
        &[
            ("host", json!("")),
            ("host", json!("  ")),
            ("sender", json!("")),
            ("display_name", json!(" ")),
            ("user_name", json!(" ")),
            ("password", json!("")),
            ("copy", json!([""])),
            (
                "copy",
                json!(["a@b.ee", "a@b.ee", "a@b.ee", "a@b.ee", "a@b.ee", "a@b.ee"]),
            ),
        ],
    )
    .await;
}

async fn check_blank(portal: &Client, path: &str, blanks: &[(&str, Value)]) {
    for (field, value) in blanks {
        let problem = portal
            .tagged("PUT", path, "*", &json!({ *field: value }))
            .await
            .problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], *field, "{value}");
    }
}
