use super::client::{accepting, letter, text};
use crate::support::Setup;
use serde_json::{Value, json};

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one letter from its acceptance to every way of finding it"
)]
async fn a_letter_is_accepted_once_and_found() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let content = json!({
        "to": [{ "name": "Jüri Juurikas", "address": "juri@naidis.ee" }, { "address": "JURI@naidis.ee" }],
        "copy": ["arhiiv@naidis.ee"], "blind_copy": ["salaja@naidis.ee"], "subject": "Arve 17",
        "text": "Tere!", "html": "<p>Tere!</p>", "reference": "arve-17",
        "attachments": [{ "name": "arve.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjcK" }],
    });
    let made = portal.letter(&user, "arve-17", &content).await.expect(201).json();
    let to: Vec<&str> = made["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["recipient"]))
        .collect();
    assert_eq!(to, ["juri@naidis.ee", "arhiiv@naidis.ee", "salaja@naidis.ee"]);
    let again = portal.letter(&user, "arve-17", &content).await.expect(200).json();
    assert_eq!(again, made);

    let all = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(all["items"].as_array().unwrap().len(), 3);
    assert!(
        all["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["state"] == "queued")
    );
    let path = format!("{company}/messages/{}", text(&made["messages"][0]["id"]));
    let answer = portal.get(&path).await.expect(200);
    let one = answer.json();
    assert_eq!(
        (&one["recipient"], &one["role"]),
        (&json!("juri@naidis.ee"), &json!("to"))
    );
    assert_eq!(one["letter"]["copy"], json!(["arhiiv@naidis.ee"]));
    assert_eq!(
        one["letter"]["to"],
        json!([{ "name": "Jüri Juurikas", "address": "juri@naidis.ee" }])
    );
    assert_eq!(one["letter"]["attachments"][0]["size"], 9);
    assert_eq!(one["server"]["host"], "smtp.naidis.ee");
    assert_eq!(one["others"].as_array().unwrap().len(), 2);
    assert!(!text(&one["letter"]["text"]).contains("salaja"));
    assert_eq!(one["history"], json!([]));
    let known = portal
        .request("GET", &path)
        .header("if-none-match", &answer.etag());
    portal.send(&known).await.expect(304);

    for (query, count) in [
        ("search=arve-17", 3),
        ("search=JURI", 1),
        ("search=Arve", 3),
        ("state=queued,sent", 3),
        ("state=sent", 0),
        (&format!("letter_id={}", text(&made["letter_id"])), 3),
        (&format!("user_id={}", text(&one["user_id"])), 3),
        (&format!("user_id={}", text(&one["id"])), 0),
        ("from=2020-01-01T00:00:00Z&until=2021-01-01T00:00:00Z", 0),
        ("limit=2&order=oldest", 2),
    ] {
        let found = portal
            .get(&format!("{company}/messages?{query}"))
            .await
            .expect(200)
            .json();
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}");
    }
    let page = portal
        .get(&format!("{company}/messages?limit=2"))
        .await
        .expect(200)
        .json();
    let rest = format!("{company}/messages?limit=2&after={}", text(&page["next"]));
    let rest = portal.get(&rest).await.expect(200).json();
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );
    for query in [
        "state=gone",
        "state=",
        "search=",
        "order=x",
        "limit=0",
        "user_id=x",
        "what=1",
        "from=now",
    ] {
        portal
            .get(&format!("{company}/messages?{query}"))
            .await
            .problem(400, "invalid-parameter");
    }
    let days = portal
        .get(&format!("{company}/messages/days?days=2"))
        .await
        .expect(200)
        .json();
    assert_eq!(days["items"].as_array().unwrap().len(), 2);
    assert_eq!(days["items"][1]["counts"]["waiting"], 3);
}

#[tokio::test]
async fn the_same_key_is_the_same_letter() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    portal
        .letter(&user, "k", &letter("a@naidis.ee"))
        .await
        .expect(201);
    portal
        .letter(&user, "k", &letter("b@naidis.ee"))
        .await
        .problem(409, "idempotency-key-reused");
    // Another user's letter is another one.
    let other = portal.sender(&company, "jyri").await;
    portal
        .letter(&other, "k", &letter("a@naidis.ee"))
        .await
        .problem(409, "idempotency-key-reused");
    portal
        .batch(&user, "k", format!("{}\n", letter("a@naidis.ee")))
        .await
        .problem(409, "idempotency-key-reused");
    // Another company's key is its own.
    let neighbour = portal.company("Naaber OÜ").await;
    let neighbour = portal.sender(&neighbour, "mari").await;
    portal
        .letter(&neighbour, "k", &letter("b@naidis.ee"))
        .await
        .expect(201);
    // What was accepted stays so, whatever the settings are now.
    portal.save(&user, &json!({})).await;
    portal
        .letter(&user, "k", &letter("a@naidis.ee"))
        .await
        .expect(200);
    portal
        .letter(&user, "new", &letter("a@naidis.ee"))
        .await
        .problem(409, "not-ready");
    for key in ["", "a b", &"x".repeat(201)] {
        portal
            .letter(&user, key, &letter("a@naidis.ee"))
            .await
            .problem(400, "idempotency-key-needed");
    }
    portal
        .post(&format!("{user}/messages"), &letter("a@naidis.ee"))
        .await
        .problem(400, "idempotency-key-needed");
    let all = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_letter_twenty_times_at_once_is_one() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let content = letter("a@naidis.ee");
    let tries = (0..20).map(|_| portal.letter(&user, "k", &content));
    let answers = futures_util::future::join_all(tries).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(
        made,
        1,
        "{:?}",
        answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
    for answer in &answers {
        assert!([200, 201].contains(&answer.status));
        assert_eq!(answer.json(), answers[0].json());
    }
    let all = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn all_that_is_wrong_is_told_with_its_field_and_in_the_language() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let wrong = json!({
        "to": [{ "address": "mari" }, { "name": "a\nb", "address": "a@naidis.ee" }], "copy": ["a@127.0.0.1"],
        "subject": "a\r\nBcc: x@y.ee", "text": "a\u{0}", "reference": "a b", "send_at": "tomorrow",
        "deadline": "2020-01-01T00:00:00Z", "replaces": "x",
        "attachments": [
            { "name": "a/b", "content": "????" },
            { "name": "a", "hash": "ab", "content": "" },
            { "name": "b", "hash": "ab".repeat(32) },
        ],
    });
    let problem = portal
        .letter(&user, "k", &wrong)
        .await
        .problem(422, "letter-not-valid");
    let mut told: Vec<(&str, &str)> = problem["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["field"]), text(&one["problem"])))
        .collect();
    told.sort_unstable();
    let expected = [
        ("attachments[0].content", "attachment-content"),
        ("attachments[1]", "attachment-either"),
        ("attachments[2].hash", "attachment-missing"),
        ("copy[0]", "address-domain"),
        ("deadline", "deadline-too-early"),
        ("reference", "reference"),
        ("replaces", "replaces"),
        ("send_at", "time"),
        ("subject", "subject-invisible"),
        ("text", "control-character"),
        ("to[0].address", "address-at"),
        ("to[1].name", "display-name-invisible"),
    ];
    assert_eq!(told, expected);
    let one = json!({ "to": [], "text": "Tere!" });
    let path = format!("{user}/messages");
    let request = super::client::with_json(portal.request("POST", &path), &one)
        .header("idempotency-key", "k")
        .header("accept-language", "et");
    let answer = portal.send(&request).await;
    assert_eq!(answer.header("content-language"), Some("et"));
    let problem = answer.problem(422, "letter-not-valid");
    assert!(
        text(&problem["problems"][0]["detail"]).contains("väljal"),
        "{problem}"
    );

    for (body, field) in [
        (json!({}), "to"),
        (json!({ "to": [["Mari", "mari@naidis.ee"]], "text": "x" }), "to"),
        (json!({ "to": "mari@naidis.ee" }), "to"),
        (json!({ "to": [], "from": "x@y.ee" }), "from"),
        (json!({ "to": [], "subject": null }), "subject"),
        (json!({ "to": [{ "address": "a@b.ee", "id": 1 }] }), "to"),
        (
            json!({ "to": [], "attachments": [{ "name": "a", "path": "/etc/passwd" }] }),
            "attachments",
        ),
    ] {
        let problem = portal.letter(&user, "k", &body).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    portal
        .hand_over(&path, "k", "application/json", "{")
        .await
        .problem(400, "malformed");
    portal
        .hand_over(&path, "k", "text/plain", letter("a@b.ee").to_string())
        .await
        .problem(415, "media-type");
    let all = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(all["items"], json!([]), "nothing came of any of it");
}

#[tokio::test]
async fn copies_of_the_settings_go_along_once() {
    let (_program, portal, _company, user) = accepting(Setup::new().await).await;
    let settings = json!({
        "mode": "own-server", "host": "smtp.naidis.ee", "port": 465, "security": "tls", "user_name": "",
        "copy": ["arhiiv@naidis.ee", "juri@naidis.ee"], "blind_copy": ["vaikne@naidis.ee"],
    });
    portal.save(&user, &settings).await;
    let made = portal
        .letter(&user, "k", &letter("Juri@naidis.ee"))
        .await
        .expect(201)
        .json();
    let to: Vec<&str> = made["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["recipient"]))
        .collect();
    assert_eq!(to, ["Juri@naidis.ee", "arhiiv@naidis.ee", "vaikne@naidis.ee"]);
    let company = user.split("/users").next().unwrap();
    let path = format!("{company}/messages/{}", text(&made["messages"][0]["id"]));
    let one = portal.get(&path).await.expect(200).json();
    assert_eq!(one["letter"]["copy"], json!(["arhiiv@naidis.ee"]));
    assert!(
        !one["letter"].to_string().contains("vaikne"),
        "a blind copy stands in no letter"
    );
}

#[tokio::test]
async fn a_message_is_canceled_mended_and_sent_again() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let content = json!({
        "to": [{ "name": "Jüri", "address": "jyri@naidis.ee" }, { "address": "mari@naidis.ee" }],
        "copy": ["arhiiv@naidis.ee"], "subject": "Arve", "text": "Tere!", "reference": "arve-1",
    });
    let made = portal.letter(&user, "k", &content).await.expect(201).json();
    let path = format!("{company}/messages/{}", text(&made["messages"][0]["id"]));
    let act = async |what: &str| {
        portal
            .send(&portal.request("POST", &format!("{path}/{what}")))
            .await
    };
    act("resend").await.problem(409, "wrong-state");
    let settle = portal
        .post(&format!("{path}/settle"), &json!({ "as": "sent" }))
        .await;
    settle.problem(409, "wrong-state");
    let mend = json!({ "to": "juri@naidis.ee" });
    portal
        .post(&format!("{path}/mend"), &mend)
        .await
        .problem(409, "wrong-state");
    let cancel = portal
        .request("POST", &format!("{path}/cancel"))
        .header("if-match", "\"999\"");
    portal.send(&cancel).await.problem(412, "version-changed");
    act("cancel").await.expect(204);
    act("cancel").await.problem(409, "wrong-state");
    assert_eq!(portal.get(&path).await.json()["state"], "canceled");

    let mended = portal
        .post(&format!("{path}/mend"), &mend)
        .await
        .expect(201)
        .json();
    assert_eq!(
        mended["messages"].as_array().unwrap().len(),
        1,
        "the others do not get it again"
    );
    let again = portal
        .post(&format!("{path}/mend"), &mend)
        .await
        .expect(200)
        .json();
    assert_eq!(again, mended);
    portal
        .post(&format!("{path}/mend"), &json!({ "to": "other@naidis.ee" }))
        .await
        .problem(409, "wrong-state");
    // The new one goes in its place.
    act("resend").await.problem(409, "wrong-state");
    let new = format!("{company}/messages/{}", text(&mended["messages"][0]["id"]));
    let one = portal.get(&new).await.expect(200).json();
    let old = portal.get(&path).await.expect(200).json();
    assert_eq!((&one["replaces"], &old["replaced_by"]), (&old["id"], &one["id"]));
    assert_eq!(
        one["letter"]["to"],
        json!([{ "name": "Jüri", "address": "juri@naidis.ee" }, { "name": null, "address": "mari@naidis.ee" }])
    );
    assert_eq!(
        (&one["reference"], &one["others"]),
        (&json!("arve-1"), &json!([]))
    );

    let path = format!("{company}/messages/{}", text(&made["messages"][1]["id"]));
    portal
        .send(&portal.request("POST", &format!("{path}/cancel")))
        .await
        .expect(204);
    portal
        .send(&portal.request("POST", &format!("{path}/resend")))
        .await
        .expect(204);
    assert_eq!(portal.get(&path).await.json()["state"], "queued");
    for body in [
        json!({}),
        json!({ "as": "lost" }),
        json!({ "as": "sent", "by": "me" }),
    ] {
        portal
            .post(&format!("{path}/settle"), &body)
            .await
            .problem(422, "invalid");
    }
}

#[tokio::test]
async fn a_letter_takes_the_place_of_what_did_not_go_out_alone_and_once() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let old = portal
        .letter(&user, "old", &letter("a@naidis.ee"))
        .await
        .expect(201)
        .json();
    let old = text(&old["messages"][0]["id"]);
    let instead = async |of: &str, key: &str| {
        let mut letter = letter("b@naidis.ee");
        letter["replaces"] = json!(of);
        portal.letter(&user, key, &letter).await
    };
    let refused = async |of: &str, key: &str| {
        let problem = instead(of, key).await.problem(409, "wrong-state");
        assert_eq!(problem["errors"][0]["field"], "replaces", "{problem}");
        assert_eq!(problem["errors"][0]["pointer"], "/replaces", "{problem}");
    };
    refused("019a5b1e-7c00-7000-8000-000000000001", "nobody").await;
    refused(old, "waits").await;
    let cancel = portal.request("POST", &format!("{company}/messages/{old}/cancel"));
    portal.send(&cancel).await.expect(204);
    let new = instead(old, "new").await.expect(201).json();
    let again = instead(old, "new").await.expect(200).json();
    assert_eq!(again, new, "the same again");
    refused(old, "twice").await;
    let all = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_body_larger_than_any_letter_is_refused_in_bounded_memory() {
    let (program, portal, _company, user) = accepting(Setup::new().await).await;
    let before = program.most_memory();
    let body = format!("{{\"to\": [], \"text\": \"{}\"}}", "x".repeat(100_000_000));
    let path = format!("{user}/messages");
    portal
        .hand_over(&path, "k", "application/json", body)
        .await
        .problem(413, "too-large");
    let grown = program.most_memory() - before;
    assert!(grown < 20_000_000, "{grown}");
    // Files within a letter count, too.
    let file = json!({ "name": "a", "content": "A".repeat(26_000_000) });
    let large = json!({ "to": [{ "address": "a@naidis.ee" }], "attachments": [file] });
    let problem = portal
        .letter(&user, "k", &large)
        .await
        .problem(422, "letter-not-valid");
    assert_eq!(
        problem["problems"][0]["problem"], "attachment-too-large",
        "{problem}"
    );
}

#[tokio::test]
async fn an_account_with_letters_is_listed() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    portal
        .letter(&user, "k", &letter("a@naidis.ee"))
        .await
        .expect(201);
    let accounts = portal
        .get(&format!("{company}/accounts"))
        .await
        .expect(200)
        .json();
    let account = &accounts["items"][0];
    assert_eq!(
        (&account["waiting"], &account["server"]["host"]),
        (&json!(1), &json!("smtp.naidis.ee"))
    );
    let retry = format!("{company}/accounts/{}/retry", text(&account["id"]));
    portal.send(&portal.request("POST", &retry)).await.expect(204);
    let other = portal.company("Naaber OÜ").await;
    let retry = format!("{other}/accounts/{}/retry", text(&account["id"]));
    portal
        .send(&portal.request("POST", &retry))
        .await
        .problem(404, "not-found");
}
