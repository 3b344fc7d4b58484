use super::client::{start, text};
use crate::support::Setup;
use serde_json::json;

#[tokio::test]
async fn who_is_affected_is_said_beforehand_and_comes_true() {
    let (_program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let base = portal.user(&company, "kivi").await;
    let others = [
        portal.user(&company, "anna").await,
        portal.user(&company, "mari").await,
    ];
    let server = json!({
        "mode": "own-server", "host": "smtp.gmail.com", "port": 465, "security": "tls",
        "user_name": "kivi@naidis.ee", "password": "korrektne-hobune",
    });
    portal.save(&base, &server).await;
    portal.save(&others[1], &json!({ "mode": "own-server", "host": "smtp.zone.eu", "port": 465, "security": "tls", "user_name": "" })).await;
    let id = base.rsplit('/').next().unwrap();
    let path = format!("{company}/sender-user");
    let choice = json!({ "user_id": id });

    let preview = portal
        .post(&format!("{path}/preview"), &choice)
        .await
        .expect(200)
        .json();
    assert_eq!((&preview["users"], &preview["affected"]), (&json!(3), &json!(1)));
    assert_eq!(
        (
            &preview["changes"]["server"],
            &preview["changes"]["password-needed"]
        ),
        (&json!(1), &json!(0))
    );
    let first = &preview["first"][0];
    assert_eq!(
        (&first["name"], &first["changes"]),
        (&json!("anna"), &json!(["mode", "server", "sign-in"]))
    );
    assert_eq!(
        portal.get(&path).await.expect(200).json(),
        json!({ "sender_user": null }),
        "nothing was changed"
    );

    let tag = portal.get(&path).await.etag();
    assert_eq!(tag, portal.get(&company).await.etag(), "it is the company's");
    portal
        .json("PUT", &path, &choice)
        .await
        .problem(428, "version-needed");
    let set = portal.tagged("PUT", &path, &tag, &choice).await.expect(200);
    assert_eq!(text(&set.json()["sender_user"]["id"]), id);
    portal
        .tagged("PUT", &path, &tag, &choice)
        .await
        .problem(412, "version-changed");
    let effective = portal
        .get(&format!("{}/settings/effective", others[0]))
        .await
        .expect(200)
        .json();
    assert_eq!(
        effective["host"],
        json!({ "value": "smtp.gmail.com", "origin": "sender-user" })
    );
    let back = portal
        .post(&format!("{path}/preview"), &json!({ "user_id": null }))
        .await
        .expect(200)
        .json();
    assert_eq!(back["affected"], 1);
}

#[tokio::test]
async fn it_is_a_user_of_the_company_or_nobody() {
    let (program, portal) = start(Setup::new().await).await;
    let company = portal.company("Uus OÜ").await;
    let stranger = program.people().mari.id.to_string();
    for path in [
        format!("{company}/sender-user"),
        format!("{company}/sender-user/preview"),
    ] {
        let method = if path.ends_with("preview") { "POST" } else { "PUT" };
        for (body, field) in [
            (json!({ "user_id": stranger }), "user_id"),
            (json!({}), "user_id"),
            (json!({ "user_id": "x" }), "user_id"),
            (json!({ "user_id": null, "role": "admin" }), "role"),
        ] {
            let problem = portal
                .tagged(method, &path, "*", &body)
                .await
                .problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field, "{body}");
        }
    }
}
