//! What nobody should send.

use super::client::{start, with_json};
use crate::support::{Setup, people::MARI};
use serde_json::json;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table")]
async fn what_can_not_be_read_is_told_apart() {
    let (_program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let users = format!("{company}/users");
    let good = r#"{"name": "Jüri", "email": "jyri@naidis.ee"}"#;
    for (body, status, kind, pointer) in [
        ("", 400, "malformed", None),
        ("{", 400, "malformed", None),
        ("\u{feff}{}", 400, "malformed", None),
        (r#"{"name": "\ud800"}"#, 400, "malformed", None),
        (r#"{"name": "A", "email": "a@b.ee"} {}"#, 400, "malformed", None),
        ("[]", 422, "invalid", Some("")),
        ("null", 422, "invalid", Some("")),
        (r#"["a", "a@b.ee"]"#, 422, "invalid", Some("")),
        ("{}", 422, "invalid", Some("/name")),
        (r#"{"name": "A"}"#, 422, "invalid", Some("/email")),
        (r#"{"name": 7, "email": "a@b.ee"}"#, 422, "invalid", Some("/name")),
        (
            r#"{"name": " ", "email": "a@b.ee"}"#,
            422,
            "invalid",
            Some("/name"),
        ),
        (
            r#"{"name": "a\u0000b", "email": "a@b.ee"}"#,
            422,
            "invalid",
            Some("/name"),
        ),
        (
            r#"{"name": "A", "email": "a@b.ee\r\nRCPT TO:<x@y.ee>"}"#,
            422,
            "invalid",
            Some("/email"),
        ),
        (
            r#"{"name": "A", "email": "a@127.0.0.1"}"#,
            422,
            "invalid",
            Some("/email"),
        ),
        (
            r#"{"name": "A", "email": "a@b.ee", "role": "root"}"#,
            422,
            "invalid",
            Some("/role"),
        ),
        (
            r#"{"name": "A", "email": "a@b.ee", "company": "x"}"#,
            422,
            "invalid",
            Some("/company"),
        ),
        (
            r#"{"name": "A", "email": "a@b.ee", "id": "x"}"#,
            422,
            "invalid",
            Some("/id"),
        ),
        (
            r#"{"name": "A", "name": "B", "email": "a@b.ee"}"#,
            422,
            "invalid",
            Some("/name"),
        ),
    ] {
        let request = with_json(portal.request("POST", &users), &json!({})).raw_form(body.into());
        let request = request.header("content-type", "application/json; charset=utf-8");
        let problem = portal.send(&request).await.problem(status, kind);
        assert_eq!(
            problem["errors"][0]["pointer"].as_str(),
            pointer,
            "{body}: {problem}"
        );
    }
    for media in [
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/jsonp",
        "",
    ] {
        let request = portal
            .request("POST", &users)
            .raw_form(good.into())
            .header("content-type", media);
        portal.send(&request).await.problem(415, "media-type");
    }
    let large = format!(r#"{{"name": "{}", "email": "a@b.ee"}}"#, "x".repeat(70_000));
    let request = portal
        .request("POST", &users)
        .raw_form(large.into())
        .header("content-type", "application/json");
    portal.send(&request).await.problem(413, "too-large");
    let count = portal.get(&users).await.expect(200).json();
    assert_eq!(count["items"], json!([]), "nothing came of any of it");
    let nested = json!({ "retention": { "tests_days": 0 } });
    let problem = portal
        .tagged("PATCH", &company, "*", &nested)
        .await
        .problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/retention/tests_days");
    for retention in [json!([30, 30]), json!({ "days": 30 }), json!(null)] {
        let body = json!({ "retention": retention });
        let problem = portal
            .tagged("PATCH", &company, "*", &body)
            .await
            .problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "retention", "{problem}");
    }
}

#[tokio::test]
async fn addresses_and_methods_that_there_are_not() {
    let (program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    for path in [
        "/",
        "/nothing",
        "/companies/",
        "/companies/1",
        "/companies/%00",
        "/companies/%ff",
        "/providers/nobody",
        "/companies/urn:uuid:01890000-0000-7000-8000-000000000000",
        "/companies/01890000000070008000000000000000",
    ] {
        portal.get(path).await.problem(404, "not-found");
    }
    for (method, path, allow) in [
        ("PUT", "/companies".to_owned(), "GET,HEAD,POST"),
        ("POST", company.clone(), "GET,HEAD,PATCH,DELETE"),
        ("TRACE", format!("{company}/settings"), "GET,HEAD,PUT"),
    ] {
        let answer = portal.send(&portal.request(method, &path)).await;
        let mut there: Vec<&str> = answer.header("allow").unwrap_or_default().split(',').collect();
        let mut expected: Vec<&str> = allow.split(',').collect();
        there.sort_unstable();
        expected.sort_unstable();
        assert_eq!(there, expected, "{method} {path}");
        answer.problem(405, "method-not-allowed");
    }
    // A browser's cookie opens nothing here, and who is not known learns nothing of what there is.
    let browser = program.sign_in(MARI).await;
    for path in ["/companies", "/providers", "/nothing", &company] {
        let answer = browser.get(&format!("/api/v1{path}")).await;
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        answer.problem(401, "key-missing");
    }
    for bad in [
        "saatja_",
        "Bearer x",
        "Basic YTpi",
        "bearer saatja_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let request = portal.request("GET", "/companies").header("authorization", bad);
        portal.send(&request).await.expect(401);
    }
    let description = program.browser().get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(description.header("content-type"), Some("application/json"));
}
