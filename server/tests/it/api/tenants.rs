//! Another company's ids, on every route that the description names.

use super::client::{Client, portal, text};
use crate::support::Setup;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Everything that a company has, by the name of its parameter.
async fn everything_of(owner: &Client, name: &str) -> HashMap<&'static str, String> {
    let company = owner.company(name).await;
    let user = owner.user(&company, "mari").await;
    let server = json!({ "mode": "own-server", "host": "smtp.naidis.ee", "port": 465, "security": "tls", "user_name": "" });
    owner.save(&user, &server).await;
    let test = owner
        .send(&owner.request("POST", &format!("{user}/tests")))
        .await
        .expect(202)
        .json();
    let key = owner
        .post(&format!("{company}/api-keys"), &json!({ "name": "A" }))
        .await
        .expect(201)
        .json();
    let hook = json!({ "url": "https://portal.example.org/" });
    let hook = owner
        .post(&format!("{company}/webhooks"), &hook)
        .await
        .expect(201)
        .json();
    let hook = text(&hook["id"]).to_owned();
    let path = format!("{company}/webhooks/{hook}/test");
    let message = owner.send(&owner.request("POST", &path)).await.expect(202).json();
    let made = owner
        .letter(&user, "letter", &super::client::letter("juri@naidis.ee"))
        .await
        .expect(201)
        .json();
    let letter = text(&made["messages"][0]["id"]).to_owned();
    let sent = owner
        .get(&format!("{company}/messages/{letter}"))
        .await
        .expect(200);
    let batch = owner
        .batch(&user, "batch", super::client::lines(2))
        .await
        .expect(201)
        .json();
    let draft = owner
        .post(&format!("{user}/drafts"), &json!({ "text": name }))
        .await
        .expect(201)
        .json();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    HashMap::from([
        ("company_id", last(&company)),
        ("user_id", last(&user)),
        ("test_id", text(&test["id"]).to_owned()),
        ("key_id", text(&key["id"]).to_owned()),
        ("webhook_id", hook),
        ("webhook_message_id", text(&message["id"]).to_owned()),
        ("message_id", letter),
        ("account_id", text(&sent.json()["account_id"]).to_owned()),
        ("batch_id", text(&batch["batch_id"]).to_owned()),
        ("draft_id", text(&draft["id"]).to_owned()),
        ("sha256", "ab".repeat(32)),
        ("token", text(&key["token"]).to_owned()),
    ])
}

fn fill(path: &str, ids: &HashMap<&'static str, String>) -> String {
    ids.iter().fold(path.to_owned(), |path, (name, id)| {
        path.replace(&format!("{{{name}}}"), id)
    })
}

/// A body that the operation takes: its schema's own example.
fn example(description: &Value, operation: &Value) -> Option<Value> {
    let schema = operation.pointer("/requestBody/content/application~1json/schema/$ref")?;
    let schema = description.pointer(text(schema).trim_start_matches('#'))?;
    Some(schema["example"].clone())
}

#[tokio::test]
async fn what_is_another_companys_is_not_there_on_any_route() {
    let setup = Setup::new()
        .await
        .set("limits", "api_requests_per_key = 1000000")
        .set("delivery", "enabled = false")
        .portals("[[portals]]\nid = \"esimene\"\nname = \"Esimene\"\n[[portals]]\nid = \"teine\"\nname = \"Teine\"");
    let program = setup.start().await;
    let first = portal(&program, &["--portal", "esimene"]).await;
    let second = portal(&program, &["--portal", "teine"]).await;
    let own = everything_of(&first, "Oma OÜ").await;
    let neighbour = everything_of(&first, "Naabri OÜ").await;
    let stranger = everything_of(&second, "Võõras OÜ").await;
    let company_key = Client::new(&program, &own["token"]);
    let description = first.get("/openapi.json").await.expect(200).json();

    let mut tried = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        if !path.contains("_id}") {
            continue;
        }
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase();
            let body = example(&description, operation);
            let ask = async |who: &Client, path: &str| {
                let request = who
                    .request(&method, path)
                    .header("if-match", "*")
                    .header("idempotency-key", "tenants");
                let answer = match &body {
                    Some(body) => who.send(&super::client::with_json(request, body)).await,
                    None => who.send(&request).await,
                };
                // An answer to HEAD has no body that could say more.
                if method == "HEAD" {
                    answer.expect(404);
                } else {
                    answer.problem(404, "not-found");
                }
            };
            // All of it another's: of another portal, and of another company of the same portal.
            if path.contains("{company_id}") {
                ask(&first, &fill(path, &stranger)).await;
                ask(&second, &fill(path, &own)).await;
                ask(&company_key, &fill(path, &neighbour)).await;
                tried += 3;
            } else {
                // A company's key is not among the portal's own.
                ask(&first, &fill(path, &own)).await;
                ask(&second, &fill(path, &own)).await;
                tried += 2;
            }
            // One id of it another's, the others one's own.
            for name in [
                "user_id",
                "test_id",
                "key_id",
                "webhook_id",
                "webhook_message_id",
                "message_id",
                "account_id",
                "batch_id",
                "draft_id",
            ] {
                if !(path.contains("{company_id}") && path.contains(&format!("{{{name}}}"))) {
                    continue;
                }
                for other in [&neighbour, &stranger] {
                    let mut mixed = own.clone();
                    mixed.insert(name, other[name].clone());
                    for who in [&first, &company_key] {
                        ask(who, &fill(path, &mixed)).await;
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 150, "{tried}");
    // Nothing of the others was touched.
    for (who, ids) in [(&first, &own), (&first, &neighbour), (&second, &stranger)] {
        for path in [
            "/companies/{company_id}",
            "/companies/{company_id}/users/{user_id}",
            "/companies/{company_id}/users/{user_id}/tests/{test_id}",
            "/companies/{company_id}/webhooks/{webhook_id}",
            "/companies/{company_id}/users/{user_id}/drafts/{draft_id}",
        ] {
            who.get(&fill(path, ids)).await.expect(200);
        }
        let settings = who
            .get(&fill("/companies/{company_id}/users/{user_id}/settings", ids))
            .await
            .json();
        assert_eq!(settings["version"], 1);
        let message = who
            .get(&fill("/companies/{company_id}/messages/{message_id}", ids))
            .await;
        assert_eq!(message.expect(200).json()["state"], "queued");
        let batch = who
            .get(&fill("/companies/{company_id}/batches/{batch_id}", ids))
            .await;
        assert_eq!(batch.expect(200).json()["state"], "waiting");
    }
    company_key
        .get(&fill("/companies/{company_id}", &own))
        .await
        .expect(200);
}
