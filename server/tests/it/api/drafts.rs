use super::client::{accepting, portal as key, text};
use crate::support::Setup;
use serde_json::json;

const PORTAL: &str =
    "[[portals]]\nid = \"naidis\"\nname = \"Näidis\"\norigins = [\"https://portal.naidis.ee\"]";

#[tokio::test]
async fn a_draft_is_begun_saved_and_deleted() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let drafts = format!("{user}/drafts");
    let content = json!({
        "to": "mari@naidis.ee, jüri", "subject": "Arve 17", "text": "Tere!", "html": "<p>Tere!</p>",
        "attachments": [{ "name": "arve.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjcK" }],
        "reference": "arve-17",
    });
    let made = portal.post(&drafts, &content).await.expect(201);
    let draft = made.json();
    let id = text(&draft["id"]);
    let path = format!("{drafts}/{id}");
    assert_eq!(made.location(), format!("/api/v1{path}"));
    assert!(
        text(&draft["edit_url"]).ends_with(&format!("/et/compose/{id}")),
        "{draft}"
    );
    assert_eq!(
        (&draft["to"], &draft["attachments"][0]["size"]),
        (&content["to"], &json!(9))
    );
    assert_eq!(portal.get(&path).await.expect(200).json(), draft);
    let all = portal.get(&drafts).await.expect(200).json();
    let mut listed = all["items"][0].clone();
    let size = listed["size"].take().as_u64().unwrap();
    assert!((100..1000).contains(&size), "{size}");
    assert_eq!(
        all["items"].as_array().map(Vec::len),
        Some(1),
        "what is written in it is not listed: {all}"
    );
    let expected = json!({
        "id": draft["id"], "edit_url": draft["edit_url"], "to": "mari@naidis.ee, jüri", "recipients": 1,
        "subject": "Arve 17", "attachments": 1, "size": null, "reference": "arve-17", "version": 1,
        "created_at": draft["created_at"], "updated_at": draft["updated_at"],
    });
    assert_eq!(listed, expected);

    let change = json!({ "to": "juri@naidis.ee", "text": "Tere hommikust!" });
    portal
        .json("PUT", &path, &change)
        .await
        .problem(428, "version-needed");
    let saved = portal
        .tagged("PUT", &path, &made.etag(), &change)
        .await
        .expect(200);
    let body = saved.json();
    assert_eq!(
        (&body["subject"], &body["attachments"], &body["html"]),
        (&json!(""), &json!([]), &json!(null))
    );
    assert_eq!(body["reference"], "arve-17");
    portal
        .tagged("PUT", &path, &made.etag(), &change)
        .await
        .problem(412, "version-changed");
    let problem = portal
        .tagged("PUT", &path, "*", &json!({ "reference": "other" }))
        .await
        .problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "reference");

    let other = portal.user(&company, "juri").await;
    portal
        .get(&format!("{other}/drafts/{id}"))
        .await
        .problem(404, "not-found");
    portal
        .delete(&format!("{other}/drafts/{id}"))
        .await
        .problem(404, "not-found");
    portal.delete(&path).await.expect(204);
    portal.get(&path).await.problem(404, "not-found");
}

#[tokio::test]
async fn what_a_draft_can_not_hold_is_told() {
    let (_program, portal, _company, user) = accepting(Setup::new().await).await;
    let drafts = format!("{user}/drafts");
    let files = json!({ "attachments": [
        { "name": "a/b", "content": "AAAA" }, { "name": "b", "hash": "ab".repeat(32) },
    ] });
    let problem = portal
        .post(&drafts, &files)
        .await
        .problem(422, "letter-not-valid");
    assert_eq!(problem["problems"][0]["field"], "attachments[0].name");
    assert_eq!(problem["problems"][1]["field"], "attachments[1].hash");
    for (body, field) in [
        (json!({ "text": "a\u{0}" }), "text"),
        (json!({ "to": "x".repeat(20_001) }), "to"),
        (json!({ "from": "x@naidis.ee" }), "from"),
        (json!({ "to": ["mari@naidis.ee"] }), "to"),
        (json!({ "return_to": "https://portal.naidis.ee/" }), "return_to"),
    ] {
        let problem = portal.post(&drafts, &body).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    for _ in 0..100 {
        portal.post(&drafts, &json!({})).await.expect(201);
    }
    portal
        .post(&drafts, &json!({}))
        .await
        .problem(409, "too-many-drafts");
}

#[tokio::test]
async fn drafts_of_a_user_are_not_too_large_together() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 10000")
        .set("delivery", "draft_bytes = 20000");
    let (_program, portal, company, user) = accepting(setup).await;
    let drafts = format!("{user}/drafts");
    let of = |length: usize| json!({ "text": "x".repeat(length) });
    let made = portal.post(&drafts, &of(9000)).await.expect(201);
    let file = base64(&[0; 6000]);
    let with_file = json!({ "attachments": [{ "name": "a", "content": file }] });
    portal.post(&drafts, &with_file).await.expect(201);
    let problem = portal.post(&drafts, &of(5000)).await.problem(409, "drafts-full");
    assert!(text(&problem["detail"]).contains("20000"), "{problem}");
    let path = made.location().trim_start_matches("/api/v1").to_owned();
    portal.tagged("PUT", &path, "*", &of(9500)).await.expect(200);
    portal.post(&drafts, &of(3900)).await.expect(201);
    portal
        .tagged("PUT", &path, "*", &of(9990))
        .await
        .problem(409, "drafts-full");
    portal.tagged("PUT", &path, "*", &of(100)).await.expect(200);
    portal.post(&drafts, &of(5000)).await.expect(201);
    // Another user has his own.
    let other = portal.user(&company, "juri").await;
    portal
        .post(&format!("{other}/drafts"), &of(9000))
        .await
        .expect(201);
}

fn base64(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)
}

#[tokio::test]
async fn a_person_goes_back_to_the_portal_alone() {
    let setup = Setup::new()
        .await
        .portals(PORTAL)
        .set("limits", "api_requests_per_key = 1000000");
    let program = setup.start_with(None).await;
    let portal = key(&program, &["--portal", "naidis"]).await;
    let company = portal.company("Uus OÜ").await;
    let drafts = format!("{}/drafts", portal.user(&company, "mari").await);
    let back = "https://portal.naidis.ee/arved/17?a=b";
    let made = portal
        .post(&drafts, &json!({ "return_to": back }))
        .await
        .expect(201)
        .json();
    assert_eq!(made["return_to"], back);
    for bad in [
        "",
        "/arved",
        "//portal.naidis.ee/",
        "http://portal.naidis.ee/",
        "https://portal.naidis.ee.evil.ee/",
        "https://portal.naidis.ee@evil.ee/",
        "https://mari@portal.naidis.ee/",
        "https://portal.naidis.ee:444/",
        "javascript:alert(1)",
        "https://evil.ee/?https://portal.naidis.ee",
    ] {
        let problem = portal
            .post(&drafts, &json!({ "return_to": bad }))
            .await
            .problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "return_to", "{bad}");
    }
}
