use super::client::{start, text};
use crate::support::Setup;
use serde_json::json;

#[tokio::test]
async fn a_company_is_created_found_changed_and_deleted() {
    let (_program, portal) = start(Setup::new().await).await;
    let made = portal
        .post(
            "/companies",
            &json!({ "name": " Uus OÜ ", "external_id": "c-17" }),
        )
        .await
        .expect(201);
    let company = made.json();
    let path = format!("/companies/{}", text(&company["id"]));
    assert_eq!(made.location(), format!("/api/v1{path}"));
    assert_eq!(
        (&company["name"], &company["event_name"]),
        (&json!("Uus OÜ"), &json!("uus-ou"))
    );
    portal
        .post("/companies", &json!({ "name": "Teine", "external_id": "c-17" }))
        .await
        .problem(409, "external-id-taken");

    let read = portal.get(&path).await.expect(200);
    assert_eq!((read.json(), read.etag()), (company.clone(), made.etag()));
    let known = portal.request("GET", &path).header("if-none-match", &read.etag());
    let unchanged = portal.send(&known).await.expect(304);
    assert!(unchanged.body.is_empty());

    let found = portal.get("/companies?external_id=c-17").await.expect(200).json();
    assert_eq!(found["items"], json!([company]));
    let none = portal.get("/companies?external_id=c-18").await.expect(200).json();
    assert_eq!(none["items"], json!([]));

    let change = json!({ "name": "Uus AS", "retention": { "tests_days": 30 }, "mass_mailing": true });
    portal
        .json("PATCH", &path, &change)
        .await
        .problem(428, "version-needed");
    let changed = portal
        .tagged("PATCH", &path, &read.etag(), &change)
        .await
        .expect(200);
    let now = changed.json();
    assert_eq!(
        (&now["name"], &now["mass_mailing"]),
        (&json!("Uus AS"), &json!(true))
    );
    assert_eq!(now["retention"], json!({ "tests_days": 30, "audit_days": null }));
    let late = portal
        .tagged("PATCH", &path, &read.etag(), &json!({ "name": "X" }))
        .await;
    assert_eq!(late.etag(), changed.etag());
    late.problem(412, "version-changed");
    portal
        .tagged("PATCH", &path, "*", &json!({ "event_name": "naidis-ou" }))
        .await
        .problem(409, "event-name-taken");

    portal.delete(&path).await.expect(204);
    portal.get(&path).await.problem(404, "not-found");
    portal.delete(&path).await.problem(404, "not-found");
}

#[tokio::test]
async fn a_list_comes_page_by_page() {
    let (_program, portal) = start(Setup::new().await).await;
    for number in 0..5 {
        portal.company(&format!("Firma {number}")).await;
    }
    let mut names = Vec::new();
    let mut query = "?limit=3".to_owned();
    loop {
        let page = portal.get(&format!("/companies{query}")).await.expect(200);
        let body = page.json();
        let items = body["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        names.extend(items.iter().map(|item| text(&item["name"]).to_owned()));
        let Some(next) = body["next"].as_str() else {
            assert_eq!(page.header("link"), None);
            break;
        };
        query = format!("?limit=3&after={next}");
        assert_eq!(page.header("link"), Some(&*format!("<{query}>; rel=\"next\"")));
    }
    let expected = [
        "Näidis OÜ",
        "Teine OÜ",
        "Firma 0",
        "Firma 1",
        "Firma 2",
        "Firma 3",
        "Firma 4",
    ];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn what_was_done_is_in_the_audit_log_with_the_keys_name() {
    let (_program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let user = portal.user(&company, "jyri").await;
    portal.save(&user, &json!({ "documents": "html" })).await;
    let log = portal.get(&format!("{company}/audit")).await.expect(200).json();
    let actions: Vec<&str> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(&entry["action"]))
        .collect();
    assert_eq!(actions, ["settings.saved", "user.created", "company.created"]);
    for entry in log["items"].as_array().unwrap() {
        assert_eq!(
            (&entry["actor"]["kind"], &entry["actor"]["name"]),
            (&json!("api-key"), &json!("Tests"))
        );
    }
    assert_eq!(log["items"][0]["after"]["documents"], "html");

    let count = async |query: &str| {
        let path = format!("{company}/audit?{query}");
        let page = portal.get(&path).await.expect(200).json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!(count("action=user.created").await, 1);
    assert_eq!(count("action=user.created,company.created").await, 2);
    assert_eq!(count("subject=JYRI").await, 2);
    assert_eq!(count("since=2100-01-01T00:00:00Z").await, 0);
    assert_eq!(
        count("until=2100-01-01T00:00:00Z&since=0001-01-01T00:00:00Z").await,
        3
    );
    assert_eq!(count("limit=2").await, 2);
    for bad in [
        "action=nothing",
        "user_id=x",
        "since=yesterday",
        "subject=%00",
        "limit=0",
        "limit=101",
        "color=red",
    ] {
        let problem = portal
            .get(&format!("{company}/audit?{bad}"))
            .await
            .problem(400, "invalid-parameter");
        let name = bad.split('=').next().unwrap();
        assert_eq!(problem["errors"][0]["parameter"], name, "{problem}");
    }
}
