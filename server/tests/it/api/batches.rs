use super::client::{accepting, letter, lines, text};
use crate::support::Setup;
use serde_json::{Value, json};
use testkit::wait::{PATIENCE, wait_until};

/// What is wrong, line by line.
fn told(problem: &Value) -> Vec<(u64, &str, &str)> {
    let problems = problem["problems"].as_array().unwrap().iter();
    problems
        .map(|one| {
            (
                one["line"].as_u64().unwrap(),
                text(&one["field"]),
                text(&one["problem"]),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_batch_is_accepted_whole_once_and_decided_about() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let made = portal.batch(&user, "jaanuar", lines(450)).await.expect(201);
    let id = text(&made.json()["batch_id"]).to_owned();
    let path = format!("{company}/batches/{id}");
    assert_eq!(made.location(), format!("/api/v1{path}"));
    let again = portal.batch(&user, "jaanuar", lines(450)).await.expect(200);
    assert_eq!(again.json(), made.json());
    portal
        .batch(&user, "jaanuar", lines(449))
        .await
        .problem(409, "idempotency-key-reused");
    let other_name = format!("{user}/batches?name=Kirjad&paused=true");
    portal
        .hand_over(&other_name, "jaanuar", "application/x-ndjson", lines(450))
        .await
        .problem(409, "idempotency-key-reused");

    let batch = portal.get(&path).await.expect(200).json();
    assert_eq!(
        (&batch["state"], &batch["name"]),
        (&json!("waiting"), &json!("Arved"))
    );
    assert_eq!(
        (&batch["counts"]["paused"], &batch["started_at"]),
        (&json!(450), &Value::Null)
    );
    let messages = format!("{company}/messages?batch_id={id}&limit=100");
    let page = portal.get(&messages).await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    let act = async |what: &str| {
        portal
            .send(&portal.request("POST", &format!("{path}/{what}")))
            .await
    };
    assert_eq!(act("start").await.expect(200).json()["messages"], 450);
    let batch = portal.get(&path).await.expect(200).json();
    assert_eq!(
        (&batch["state"], &batch["counts"]["waiting"]),
        (&json!("running"), &json!(450))
    );
    act("pause").await.expect(200);
    assert_eq!(portal.get(&path).await.json()["state"], "paused");
    let old = portal
        .request("POST", &format!("{path}/start"))
        .header("if-match", "\"1\"");
    portal.send(&old).await.problem(412, "version-changed");
    act("start").await.expect(200);
    act("cancel").await.expect(200);
    let batch = portal.get(&path).await.expect(200).json();
    assert_eq!(
        (&batch["state"], &batch["counts"]["canceled"]),
        (&json!("canceled"), &json!(450))
    );
    act("start").await.problem(409, "wrong-state");
    let all = portal.get(&format!("{company}/batches")).await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    let not_ready = portal.user(&company, "jyri").await;
    portal
        .batch(&not_ready, "new", lines(1))
        .await
        .problem(409, "not-ready");
    let nobody = format!("{company}/batches?user_id={id}");
    assert_eq!(portal.get(&nobody).await.expect(200).json()["items"], json!([]));
}

#[tokio::test]
async fn the_same_batch_twenty_times_at_once_is_one() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let tries = (0..20).map(|_| portal.batch(&user, "k", lines(250)));
    let answers = futures_util::future::join_all(tries).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        1,
        "{statuses:?}"
    );
    for answer in &answers {
        assert!([200, 201].contains(&answer.status), "{statuses:?}");
        assert_eq!(answer.json(), answers[0].json());
    }
    let all = portal.get(&format!("{company}/batches")).await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    assert_eq!(all["items"][0]["counts"]["paused"], 250);
}

#[tokio::test]
async fn one_bad_line_and_nothing_is_accepted() {
    let (_program, portal, company, user) = accepting(Setup::new().await).await;
    let mut all: Vec<String> = lines(450).lines().map(str::to_owned).collect();
    all[3] = letter("mari").to_string();
    all[250] = "{\"to\": [], \"text\": \"x\", \"from\": \"y\"}".to_owned();
    all[251] = "[]".to_owned();
    all[252] = "{".to_owned();
    all[449] = json!({ "to": [{ "address": "a@b.ee" }], "text": "x", "replaces": "019a5b1e-7c00-7000-8000-000000000001" })
        .to_string();
    all.insert(100, String::new());
    let problem = portal
        .batch(&user, "k", all.join("\r\n"))
        .await
        .problem(422, "letter-not-valid");
    assert_eq!(
        told(&problem),
        [
            (4, "to[0].address", "address-at"),
            (252, "from", "invalid"),
            (253, "", "invalid"),
            (254, "", "malformed"),
            (451, "replaces", "replaces"),
        ]
    );
    let messages = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    let batches = portal.get(&format!("{company}/batches")).await.expect(200).json();
    assert_eq!((&messages["items"], &batches["items"]), (&json!([]), &json!([])));
    // The key was not used up.
    portal.batch(&user, "k", lines(2)).await.expect(201);
    portal
        .batch(&user, "e", "\n \n")
        .await
        .problem(422, "batch-empty");
    let path = format!("{user}/batches");
    for query in [
        "",
        "?name=",
        "?name=%0A",
        "?name=a&paused=x",
        "?name=a&to=b",
        "?name=a&reference=a%20b",
    ] {
        portal
            .hand_over(&format!("{path}{query}"), "q", "application/x-ndjson", lines(1))
            .await
            .problem(400, "invalid-parameter");
    }
    portal
        .hand_over(&format!("{path}?name=a"), "q", "application/json", lines(1))
        .await
        .problem(415, "media-type");
}

#[tokio::test]
async fn a_million_lines_and_a_hundred_megabytes_are_refused_in_bounded_memory() {
    let setup = Setup::new().await.set("delivery", "batch_bytes = 60000000");
    let (program, portal, company, user) = accepting(setup).await;
    portal.batch(&user, "warm", lines(500)).await.expect(201);
    let before = program.most_memory();
    // The same short letter a million times.
    let line = "{\"to\":[{\"address\":\"a@b.ee\"}],\"text\":\"x\"}\n";
    let problem = portal.batch(&user, "k", line.repeat(1_000_000)).await;
    problem.problem(413, "too-many-letters");
    let problem = portal.batch(&user, "k", "{}\n".repeat(1_000_000)).await;
    let problem = problem.problem(422, "letter-not-valid");
    assert_eq!(problem["problems"].as_array().unwrap().len(), 20);
    assert_eq!(problem["problems"][0]["line"], 1);
    let large = "x".repeat(100_000_000);
    portal.batch(&user, "k", large).await.problem(413, "too-large");
    // One line that never ends, within what may be sent.
    let line = "x".repeat(59_000_000);
    let problem = portal
        .batch(&user, "k", line)
        .await
        .problem(422, "letter-not-valid");
    assert_eq!(told(&problem), [(1, "", "too-large")]);
    let grown = program.most_memory() - before;
    assert!(grown < 64_000_000, "{grown}");
    let batches = portal.get(&format!("{company}/batches")).await.expect(200).json();
    assert_eq!(batches["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn mass_mailing_has_to_be_open() {
    let certificates = testkit::certificates::Certificates::new();
    let setup = Setup::new().await.trust(&certificates);
    let setup = setup
        .set("relay", "host = \"relay.saatja.test\"")
        .set("relay", "port = 465")
        .set("relay", "security = \"tls\"");
    let (_program, portal, company, user) = accepting(setup).await;
    portal.save(&user, &json!({ "mode": "portal" })).await;
    portal
        .batch(&user, "k", lines(1))
        .await
        .problem(403, "mass-mailing-closed");
    let made = portal
        .letter(&user, "one", &letter("a@naidis.ee"))
        .await
        .expect(201)
        .json();
    let open = json!({ "mass_mailing": true });
    portal.tagged("PATCH", &company, "*", &open).await.expect(200);
    let batch = portal.batch(&user, "k", lines(1)).await.expect(201).json();
    // The operator's server is nobody's to look at.
    let batch = format!("{company}/batches/{}", text(&batch["batch_id"]));
    let message = format!("{company}/messages/{}", text(&made["messages"][0]["id"]));
    for path in [batch, message, format!("{company}/accounts")] {
        let answer = portal.get(&path).await.expect(200);
        assert!(!answer.everything().contains("relay.saatja.test"), "{path}");
    }
}

#[tokio::test]
async fn who_hangs_up_leaves_nothing_behind() {
    let (program, portal, company, user) = accepting(Setup::new().await).await;
    let body = lines(1000);
    let head = format!(
        "POST /api/v1{user}/batches?name=a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nidempotency-key: k\r\n\
         content-type: application/x-ndjson\r\ncontent-length: {}\r\n\r\n",
        portal.token,
        body.len() + 1
    );
    let staged = async || {
        let database = sqlx::SqlitePool::connect(&format!("sqlite:{}", program.setup.database().display()))
            .await
            .unwrap();
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM batches")
            .fetch_one(&database)
            .await
            .unwrap();
        database.close().await;
        count
    };
    {
        use tokio::io::AsyncWriteExt;
        #[expect(
            clippy::disallowed_methods,
            reason = "asks the program under test, on loopback"
        )]
        let mut connection = tokio::net::TcpStream::connect(program.address()).await.unwrap();
        connection.write_all(head.as_bytes()).await.unwrap();
        connection.write_all(body.as_bytes()).await.unwrap();
        wait_until("letters are staged", PATIENCE, async || staged().await == 1).await;
    }
    wait_until("they are dropped", PATIENCE, async || staged().await == 0).await;
    let batches = portal.get(&format!("{company}/batches")).await.expect(200).json();
    assert_eq!(batches["items"], json!([]));
    portal.batch(&user, "k", lines(1)).await.expect(201);
}
