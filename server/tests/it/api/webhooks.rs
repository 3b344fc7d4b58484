use super::client::{start, text};
use crate::support::Setup;
use serde_json::json;

#[tokio::test]
async fn a_webhook_is_added_changed_tried_and_removed() {
    let (_program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let all = format!("{company}/webhooks");
    let url = "https://portal.example.org/hooks";
    let made = portal
        .post(&all, &json!({ "url": url, "events": ["settings.saved"] }))
        .await
        .expect(201);
    let hook = made.json();
    let secret = text(&hook["secret"]).to_owned();
    assert!(secret.starts_with("whsec_"));
    let path = format!("{all}/{}", text(&hook["id"]));
    assert_eq!(made.location(), format!("/api/v1{path}"));
    assert_eq!(
        (&hook["enabled"], &hook["events"]),
        (&json!(true), &json!(["settings.saved"]))
    );
    for answer in [
        portal.get(&path).await.expect(200),
        portal.get(&all).await.expect(200),
    ] {
        assert!(!answer.everything().contains(&secret));
    }

    let change = json!({ "url": format!("{url}/2"), "enabled": false });
    portal
        .json("PUT", &path, &change)
        .await
        .problem(428, "version-needed");
    let changed = portal
        .tagged("PUT", &path, &made.etag(), &change)
        .await
        .expect(200);
    let body = changed.json();
    assert_eq!(
        (&body["events"], &body["disabled"]["why"]),
        (&json!([]), &json!("by-admin"))
    );
    portal
        .tagged("PUT", &path, &made.etag(), &change)
        .await
        .problem(412, "version-changed");

    let rotated = portal
        .post(&format!("{path}/rotate-secret"), &json!({}))
        .await
        .expect(201)
        .json();
    assert_ne!(text(&rotated["secret"]), secret);
    let written = portal
        .send(&portal.request("POST", &format!("{path}/test")))
        .await
        .expect(202)
        .json();
    let messages = portal
        .get(&format!("{path}/messages?limit=1"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&messages["items"][0]["id"], &messages["items"][0]["type"]),
        (&written["id"], &json!("webhook.test"))
    );
    let resend = format!("{path}/messages/{}/resend", text(&written["id"]));
    portal.send(&portal.request("POST", &resend)).await.expect(202);
    let resend = format!("{path}/messages/{}/resend", text(&hook["id"]));
    portal
        .send(&portal.request("POST", &resend))
        .await
        .problem(404, "not-found");

    portal.delete(&path).await.expect(204);
    portal.get(&path).await.problem(404, "not-found");
}

#[tokio::test]
async fn an_address_that_may_not_be_asked_is_refused() {
    let (program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let own = format!("https://{}/", program.address());
    for url in [
        "",
        "x",
        "ftp://a.example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://a/",
        "https://user@a.example.org/",
        "https://a.example.org:25/",
        "https://a.example.org\\@b.example.org/",
        &own,
    ] {
        let problem = portal
            .post(&format!("{company}/webhooks"), &json!({ "url": url }))
            .await
            .problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/url", "{url}");
    }
    let unknown = json!({ "url": "https://a.example.org/", "events": ["settings.read"] });
    let problem = portal
        .post(&format!("{company}/webhooks"), &unknown)
        .await
        .problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/events/0");
}
