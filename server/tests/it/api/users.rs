use super::client::{start, text};
use crate::support::Setup;
use serde_json::json;

#[tokio::test]
async fn a_user_is_created_found_changed_and_deleted() {
    let (_program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let users = format!("{company}/users");
    let new = json!({ "name": "Jüri", "email": "Jyri@Naidis.EE", "external_id": "u-1", "role": "admin", "language": "en" });
    let made = portal.post(&users, &new).await.expect(201);
    let user = made.json();
    let path = format!("{users}/{}", text(&user["id"]));
    assert_eq!(made.location(), format!("/api/v1{path}"));
    assert_eq!(
        (&user["email"], &user["role"], &user["language"]),
        (&json!("Jyri@naidis.ee"), &json!("admin"), &json!("en"))
    );
    for (taken, kind) in [
        (json!({ "name": "A", "email": "JYRI@naidis.ee" }), "email-taken"),
        (
            json!({ "name": "A", "email": "a@naidis.ee", "external_id": "u-1" }),
            "external-id-taken",
        ),
    ] {
        portal.post(&users, &taken).await.problem(409, kind);
    }
    for (query, found) in [
        ("email=jyri%40NAIDIS.ee", true),
        ("external_id=u-1", true),
        ("external_id=u-1&email=jyri%40naidis.ee", true),
        ("external_id=u-1&email=other%40naidis.ee", false),
        ("email=other%40naidis.ee", false),
    ] {
        let page = portal.get(&format!("{users}?{query}")).await.expect(200).json();
        assert_eq!(
            page["items"],
            if found { json!([user]) } else { json!([]) },
            "{query}"
        );
    }
    let changed = portal
        .json("PATCH", &path, &json!({ "role": "user" }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&changed["role"], &changed["name"]),
        (&json!("user"), &json!("Jüri"))
    );

    let id = text(&user["id"]);
    let sender = format!("{company}/sender-user");
    portal
        .tagged("PUT", &sender, "*", &json!({ "user_id": id }))
        .await
        .expect(200);
    portal.delete(&path).await.problem(409, "is-sender-user");
    portal
        .tagged("PUT", &sender, "*", &json!({ "user_id": null }))
        .await
        .expect(200);
    portal.delete(&path).await.expect(204);
    portal.get(&path).await.problem(404, "not-found");
}
