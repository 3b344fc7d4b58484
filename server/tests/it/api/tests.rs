//! Test letters over the API: started, followed, read.

use super::client::{Client, start, text};
use crate::support::{
    Request, Setup, Stream,
    servers::{PASSWORD, Servers},
};
use serde_json::{Value, json};
use testkit::certificates::Certificates;

const HOST: &str = "smtp.naidis.ee";

/// The events of a stream up to its end: id, kind, data.
async fn events(mut stream: Stream) -> Vec<(String, String, Value)> {
    assert_eq!(stream.status, 200);
    let mut text = String::new();
    while let Some(piece) = stream.piece().await {
        text.push_str(&String::from_utf8(piece).unwrap());
    }
    text.split("\n\n")
        .filter(|event| event.contains("data: "))
        .map(|event| {
            let line = |name: &str| {
                let line = event.lines().find_map(|line| line.strip_prefix(name));
                line.unwrap_or_else(|| panic!("{name}: {event}"))
                    .trim()
                    .to_owned()
            };
            (
                line("id:"),
                line("event:"),
                serde_json::from_str(&line("data:")).unwrap(),
            )
        })
        .collect()
}

async fn ready(portal: &Client) -> String {
    let company = portal.company("Uus OÜ").await;
    let user = portal.user(&company, "mari").await;
    let server = json!({
        "mode": "own-server", "host": HOST, "port": 465, "security": "tls", "user_name": "mari@naidis.ee",
        "password": PASSWORD,
    });
    portal.save(&user, &server).await;
    user
}

fn without_prefix(location: &str) -> &str {
    location.strip_prefix("/api/v1").unwrap()
}

#[tokio::test]
async fn a_test_is_started_followed_and_read() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &[HOST]).await;
    let setup = Setup::new()
        .await
        .dial(&format!("{HOST}:465"), servers.tls())
        .trust(&certificates);
    let (_program, portal) = start(setup).await;
    let user = ready(&portal).await;

    let started = portal
        .send(&portal.request("POST", &format!("{user}/tests")))
        .await
        .expect(202);
    let path = without_prefix(started.location()).to_owned();
    let stream = |last: Option<&str>| {
        let request = portal.request("GET", &format!("{path}/events"));
        match last {
            Some(id) => request.header("last-event-id", id),
            None => request,
        }
    };
    let all = events(portal.stream(&stream(None)).await).await;
    let kinds: Vec<&str> = all.iter().map(|(_, kind, _)| &**kind).collect();
    assert_eq!(
        kinds.iter().filter(|kind| **kind == "stage").count(),
        11,
        "{kinds:?}"
    );
    let (last, kind, verdict) = all.last().unwrap();
    assert_eq!((&**kind, &verdict["verdict"]), ("verdict", &json!("passed")));

    // Who was cut off in the middle gets the rest, and no event twice.
    let (seen, rest) = all.split_at(4);
    let again = events(portal.stream(&stream(Some(&seen[3].0))).await).await;
    assert_eq!(again, rest);
    let over: Request = stream(Some(last));
    portal.send(&over).await.expect(204);

    let test = portal.get(&path).await.expect(200).json();
    let stages: Vec<&Value> = test["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| &stage["stage"])
        .collect();
    let followed: Vec<&Value> = all[..11].iter().map(|(_, _, data)| &data["stage"]).collect();
    assert_eq!(stages, followed);
    assert_eq!(test["verdict"], *verdict);
    assert_eq!(
        (&test["server"]["host"], &test["recipient"]),
        (&json!(HOST), &json!("mari@naidis.ee"))
    );
    assert_eq!(servers.catcher.letters().len(), 1);
    let effective = portal
        .get(&format!("{user}/settings/effective"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &effective["verification"]["state"],
            text(&effective["verification"]["test_id"])
        ),
        (&json!("verified"), text(&test["id"]))
    );
}

#[tokio::test]
async fn a_refusal_is_told_with_its_cause() {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &[HOST]).await;
    let setup = Setup::new().await.dial(&format!("{HOST}:465"), servers.tls());
    let (_program, portal) = start(setup).await;
    let user = ready(&portal).await;
    let started = portal
        .send(&portal.request("POST", &format!("{user}/tests")))
        .await
        .expect(202);
    let path = without_prefix(started.location()).to_owned();
    let all = events(
        portal
            .stream(&portal.request("GET", &format!("{path}/events")))
            .await,
    )
    .await;
    let (_, _, verdict) = all.last().unwrap();
    assert_eq!(
        (&verdict["verdict"], &verdict["stage"]),
        (&json!("failed"), &json!("tls"))
    );
    let failed = all
        .iter()
        .find(|(_, _, data)| data["outcome"] == "failed")
        .unwrap();
    assert_eq!(failed.2["fault"]["key"], "certificate-unknown-issuer");
    assert!(servers.catcher.letters().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_without_settings_or_too_often() {
    let setup = Setup::new().await.set("limits", "tests_per_user = 1");
    let (_program, portal) = start(setup).await;
    let company = portal.company("Uus OÜ").await;
    let user = portal.user(&company, "jyri").await;
    let path = format!("{user}/tests");
    portal
        .send(&portal.request("POST", &path))
        .await
        .problem(409, "not-ready");
    let ready = ready(&portal).await;
    let path = format!("{ready}/tests");
    portal.send(&portal.request("POST", &path)).await.expect(202);
    let refused = portal.send(&portal.request("POST", &path)).await;
    assert_eq!(refused.header("retry-after"), Some("600"));
    refused.problem(429, "too-many-tests");
}
