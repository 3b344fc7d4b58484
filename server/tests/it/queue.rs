//! `saatja queue` beside a running program, and the numbers that it tells of itself.

use crate::{
    api::client::{Client, accepting, letter, start, text},
    support::{
        Program, Request, Setup, http,
        servers::{PASSWORD, Servers},
    },
};
use serde_json::{Value, json};
use std::process::Output;
use testkit::{
    catcher::Behaviour,
    certificates::Certificates,
    ports::free_port,
    wait::{PATIENCE, wait_until},
};

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The first words of each line.
fn ids(output: &Output) -> Vec<String> {
    let lines = printed(output);
    lines
        .lines()
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect()
}

async fn state(portal: &Client, company: &str, message: &str) -> String {
    let path = format!("{company}/messages/{message}");
    text(&portal.get(&path).await.expect(200).json()["state"]).to_owned()
}

#[tokio::test]
async fn an_account_is_listed_held_and_released() {
    let (program, portal, company, user) = accepting(Setup::new().await).await;
    assert_eq!(printed(&program.run(&["queue", "list"]).await), "");
    portal
        .letter(&user, "k", &letter("a@naidis.ee"))
        .await
        .expect(201);
    let listed = printed(&program.run(&["queue", "list"]).await);
    for words in [
        "smtp.naidis.ee:465",
        "1 waiting",
        company.rsplit('/').next().unwrap(),
    ] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    let account = listed.split(' ').next().unwrap().to_owned();
    assert!(program.run(&["queue", "hold", &account]).await.status.success());
    let listed = printed(&program.run(&["queue", "list"]).await);
    assert!(listed.contains("held-by-operator"), "{listed}");
    let accounts = portal
        .get(&format!("{company}/accounts"))
        .await
        .expect(200)
        .json();
    assert_eq!(accounts["items"][0]["held"]["cause"], "held-by-operator");
    let messages = portal
        .get(&format!("{company}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(messages["items"][0]["held"], "held-by-operator");
    // Nobody else ends that.
    let retry = format!("{company}/accounts/{account}/retry");
    portal.send(&portal.request("POST", &retry)).await.expect(409);
    assert!(
        program
            .run(&["queue", "release", &account])
            .await
            .status
            .success()
    );
    complaint(&program.run(&["queue", "release", &account]).await);
    // The company reads who did it; what had no effect is not there.
    let log = portal.get(&format!("{company}/audit")).await.expect(200).json();
    let done: Vec<(&str, &str)> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (text(&entry["action"]), text(&entry["actor"]["kind"])))
        .filter(|(action, _)| action.starts_with("account."))
        .collect();
    let expected = [("account.released", "operator"), ("account.held", "operator")];
    assert_eq!(done, expected, "{log}");
    let accounts = portal
        .get(&format!("{company}/accounts"))
        .await
        .expect(200)
        .json();
    assert_eq!(accounts["items"][0]["held"], json!(null));
    let nobody = "019a5b1e-7c00-7000-8000-000000000001";
    for words in [
        vec!["queue", "hold", nobody],
        vec!["queue", "release", nobody],
        vec!["queue", "settle", "--message", nobody, "--as", "sent"],
    ] {
        let said = complaint(&program.run(&words).await);
        assert!(said.contains(nobody), "{said}");
    }
    for words in [
        vec!["queue", "settle", "--as", "sent"],
        vec!["queue", "hold", "x"],
    ] {
        assert_eq!(program.run(&words).await.status.code(), Some(2), "{words:?}");
    }
}

/// The server's settings for one who signs in there by this name.
fn own_server(user_name: &str) -> Value {
    json!({
        "mode": "own-server", "host": "mail.saatja.test", "port": 465, "security": "tls", "user_name": user_name,
        "password": PASSWORD,
    })
}

/// A program whose letters are in doubt: the server takes them and hangs up.
async fn doubtful(setup: Setup) -> (Program, Servers, Client, String, String) {
    let certificates = Certificates::new();
    let servers = Servers::start(&certificates, &["mail.saatja.test"]).await;
    let setup = setup
        .trust(&certificates)
        .dial("mail.saatja.test:465", servers.tls());
    let (program, portal) = start(setup).await;
    let company = portal.company("Kirjad OÜ").await;
    let user = portal.user(&company, "mari").await;
    portal.save(&user, &own_server("mari")).await;
    servers.catcher.set_behaviour(Behaviour::DropAfterData);
    (program, servers, portal, company, user)
}

#[tokio::test]
async fn messages_in_doubt_are_settled() {
    let (program, servers, portal, company, _user) = doubtful(Setup::new().await).await;
    let mut messages = Vec::new();
    // Each through an account of its own: one whose server hung up waits a while.
    for n in 0..4 {
        let name = format!("user{n}");
        let user = portal.user(&company, &name).await;
        portal.save(&user, &own_server(&name)).await;
        let made = portal.letter(&user, &name, &letter("a@naidis.ee")).await;
        messages.push(text(&made.expect(201).json()["messages"][0]["id"]).to_owned());
    }
    wait_until("all are in doubt", PATIENCE, async || {
        ids(&program.run(&["queue", "list", "--in-doubt"]).await).len() == 4
    })
    .await;
    let listed = ids(&program.run(&["queue", "list", "--in-doubt"]).await);
    assert_eq!(listed, messages, "oldest first");
    let settle = async |words: &[&str]| program.run(&[&["queue", "settle"], words].concat()).await;
    let [sent, failed, resent, last] = &messages[..] else {
        panic!("four messages")
    };
    servers.catcher.set_behaviour(Behaviour::Accept);
    for (message, wanted, now) in [(sent, "sent", "sent"), (failed, "failed", "failed")] {
        let output = settle(&["--message", message, "--as", wanted]).await;
        assert!(output.status.success(), "{output:?}");
        assert_eq!(state(&portal, &company, message).await, now);
        let said = complaint(&settle(&["--message", message, "--as", wanted]).await);
        assert!(said.contains("not in doubt"), "{said}");
    }
    let letters = servers.catcher.letters().len();
    assert!(
        settle(&["--message", resent, "--as", "resend"])
            .await
            .status
            .success()
    );
    let path = format!("{company}/messages/{resent}");
    let account = text(&portal.get(&path).await.expect(200).json()["account_id"]).to_owned();
    // Its server hung up a moment ago: by itself it would be tried in a minute. It may be on its way already.
    program.run(&["queue", "release", &account]).await;
    wait_until("it is sent once more", PATIENCE, async || {
        state(&portal, &company, resent).await == "sent"
    })
    .await;
    assert_eq!(servers.catcher.letters().len(), letters + 1);
    let path = format!("{company}/messages/{last}");
    let account = portal.get(&path).await.expect(200).json();
    let account = text(&account["account_id"]).to_owned();
    let output = settle(&["--account", &account, "--as", "failed"]).await;
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("1 settled"),
        "{output:?}"
    );
    assert_eq!(state(&portal, &company, last).await, "failed");
    assert_eq!(printed(&program.run(&["queue", "list", "--in-doubt"]).await), "");
    let detail = portal.get(&path).await.expect(200).json();
    let history = detail["history"].as_array().unwrap();
    assert_eq!(history[0]["result"], "in-doubt", "{detail}");
    assert_eq!(history[0]["server"]["host"], "mail.saatja.test");
}

#[tokio::test]
async fn the_programs_numbers_are_told_where_nobody_else_looks() {
    let metrics = free_port();
    let listen = format!("listen = \"{}\"", metrics.address());
    let (program, _servers, portal, _company, user) =
        doubtful(Setup::new().await.set("metrics", &listen)).await;
    let read = async || {
        let answer = http::ask(metrics.address(), &Request::new("GET", "/metrics"))
            .await
            .expect(200);
        assert!(
            answer
                .header("content-type")
                .unwrap()
                .starts_with("text/plain; version=0.0.4")
        );
        answer.html()
    };
    let has = |text: &str, line: &str| text.lines().any(|one| one == line);
    let text = read().await;
    assert!(has(&text, "saatja_queue_messages{state=\"queued\"} 0"), "{text}");
    portal
        .letter(&user, "k", &letter("a@naidis.ee"))
        .await
        .expect(201);
    wait_until("it is counted", PATIENCE, async || {
        has(&read().await, "saatja_in_doubt 1")
    })
    .await;
    let text = read().await;
    for line in [
        "saatja_queue_messages{state=\"in-doubt\"} 1",
        "saatja_sends_total{outcome=\"in-doubt\"} 1",
        "saatja_sends_total{outcome=\"sent\"} 0",
        "saatja_sessions_opened_total 1",
    ] {
        assert!(has(&text, line), "{line}\n{text}");
    }
    // Browsers do not come there, and what they reach has no numbers.
    let nothing = http::ask(metrics.address(), &Request::new("GET", "/")).await;
    assert_eq!(nothing.status, 404);
    program.browser().get("/metrics").await.expect(404);
}
