//! API keys: made, rotated, ended; how often one may ask.

use super::client::{Client, portal, start, text};
use crate::support::Setup;
use serde_json::json;
use store::{Clock, SystemClock};
use testkit::wait::{PATIENCE, wait_until};

#[tokio::test]
async fn a_key_is_rotated_with_an_overlap_and_ends() {
    let (program, first) = start(Setup::new().await).await;
    let made = first
        .post("/api-keys", &json!({ "name": " Raamat " }))
        .await
        .expect(201)
        .json();
    assert_eq!(made["name"], "Raamat");
    let old = Client::new(&program, text(&made["token"]));
    old.get("/companies").await.expect(200);
    let list = first.get("/api-keys").await.expect(200);
    assert!(!list.html().contains(&old.token), "a token is shown once");
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 2);

    let rotate = format!("/api-keys/{}/rotate", text(&made["id"]));
    let new = first
        .post(&rotate, &json!({ "overlap_seconds": 3600 }))
        .await
        .expect(201)
        .json();
    let new = (
        Client::new(&program, text(&new["token"])),
        text(&new["id"]).to_owned(),
    );
    old.get("/companies").await.expect(200);
    new.0.get("/companies").await.expect(200);
    let rotate = format!("/api-keys/{}/rotate", new.1);
    let third = first
        .post(&rotate, &json!({ "overlap_seconds": 0 }))
        .await
        .expect(201)
        .json();
    new.0.get("/companies").await.problem(401, "key-not-valid");

    let third = (
        Client::new(&program, text(&third["token"])),
        text(&third["id"]).to_owned(),
    );
    first.delete(&format!("/api-keys/{}", third.1)).await.expect(204);
    third.0.get("/companies").await.problem(401, "key-not-valid");
    first
        .delete(&format!("/api-keys/{}", third.1))
        .await
        .problem(404, "not-found");
    for (field, bad) in [
        ("overlap_seconds", json!({ "overlap_seconds": 604_801 })),
        ("overlap_seconds", json!({ "overlap_seconds": -1 })),
        ("seconds", json!({ "seconds": 1 })),
    ] {
        let problem = first.post(&rotate, &bad).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], field);
    }
}

#[tokio::test]
async fn a_key_ends_when_it_was_said_to() {
    let (program, first) = start(Setup::new().await).await;
    let past = json!({ "name": "A", "expires_at": "2020-01-01T00:00:00Z" });
    first.post("/api-keys", &past).await.problem(422, "invalid");
    let soon = SystemClock.now() + jiff::SignedDuration::from_secs(2);
    let made = first
        .post("/api-keys", &json!({ "name": "A", "expires_at": soon }))
        .await
        .expect(201)
        .json();
    let short = Client::new(&program, text(&made["token"]));
    short.get("/companies").await.expect(200);
    wait_until("the key ends", PATIENCE, async || {
        short.get("/companies").await.status == 401
    })
    .await;
    short.get("/companies").await.problem(401, "key-not-valid");
}

#[tokio::test]
async fn a_companys_key_opens_its_company_alone() {
    let (program, first) = start(Setup::new().await).await;
    let (own, other) = (first.company("Uus OÜ").await, first.company("Vana OÜ").await);
    let made = first
        .post(&format!("{own}/api-keys"), &json!({ "name": "Firma" }))
        .await
        .expect(201)
        .json();
    let key = Client::new(&program, text(&made["token"]));
    key.get(&own).await.expect(200);
    key.get(&other).await.problem(404, "not-found");
    let list = key.get("/companies").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    for (method, path, body) in [
        ("POST", "/companies".to_owned(), json!({ "name": "A" })),
        ("GET", "/api-keys".to_owned(), json!({})),
        ("POST", "/api-keys".to_owned(), json!({ "name": "A" })),
        ("DELETE", own.clone(), json!({})),
    ] {
        key.json(method, &path, &body)
            .await
            .problem(403, "portal-key-needed");
    }
    for body in [json!({ "mass_mailing": true }), json!({ "external_id": "x" })] {
        key.tagged("PATCH", &own, "*", &body)
            .await
            .problem(403, "portal-key-needed");
    }
    key.tagged("PATCH", &own, "*", &json!({ "name": "Uus AS" }))
        .await
        .expect(200);
    // By the command line too.
    let id = other.rsplit('/').next().unwrap();
    let by_hand = portal(&program, &["--company", id]).await;
    by_hand.get(&other).await.expect(200);
    by_hand.get(&own).await.problem(404, "not-found");
}

#[tokio::test]
async fn the_operator_lists_and_revokes_keys_on_the_command_line() {
    let (program, first) = start(Setup::new().await).await;
    let list = program.run(&["api-key", "list"]).await;
    let list = String::from_utf8(list.stdout).unwrap();
    let id = list.split_whitespace().next().unwrap();
    assert!(
        list.contains(&first.token[first.token.len() - 4..]) && !list.contains(&first.token),
        "{list}"
    );
    assert!(program.run(&["api-key", "revoke", id]).await.status.success());
    first.get("/companies").await.problem(401, "key-not-valid");
    let unknown = program.run(&["api-key", "add", "A", "--portal", "nobody"]).await;
    assert!(!unknown.status.success());
    let company = "01890000-0000-7000-8000-000000000000";
    let unknown = program.run(&["api-key", "add", "A", "--company", company]).await;
    assert!(
        String::from_utf8_lossy(&unknown.stderr).contains("no company"),
        "{unknown:?}"
    );
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_go_on() {
    let program = Setup::new()
        .await
        .set("limits", "api_requests_per_key = 3")
        .start()
        .await;
    let (busy, idle) = (portal(&program, &[]).await, portal(&program, &[]).await);
    for _ in 0..3 {
        let answer = busy.get("/providers/gmail").await.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"key\";q=3;w=60"));
    }
    let refused = busy.get("/providers/gmail").await;
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&seconds), "{seconds}");
    assert_eq!(
        refused.header("ratelimit"),
        Some(&*format!("\"key\";r=0;t={seconds}"))
    );
    refused.problem(429, "too-many-requests");
    idle.get("/providers/gmail").await.expect(200);
}
