//! What comes back to the program: over its listener and over the API, as events at the letters that went out.

use crate::{
    api::client::{self, Client, letter, text},
    support::{
        Answer, Program, Request, Setup, http,
        servers::{PASSWORD, Servers},
    },
};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::Arc};
use testkit::{
    catcher::Letter,
    certificates::Certificates,
    client::Client as Smtp,
    ports::{FreePort, free_port},
    wait::{PATIENCE, wait_until},
};

const RELAY: &str = "relay.saatja.test";
const EVENTS: &str = "event.saatja.test";
const KLIENT: &str = "klient@mujal.test";

/// A program that sends through a relay and listens for what comes back.
struct Circle {
    program: Program,
    portal: Client,
    relay: Servers,
    door: FreePort,
    company: String,
    user: String,
}

impl Circle {
    async fn new(change: impl FnOnce(Setup) -> Setup) -> Self {
        let certificates = Certificates::new();
        let relay = Servers::start(&certificates, &[RELAY]).await;
        let door = free_port();
        let setup = Setup::new()
            .await
            .trust(&certificates)
            .dial(&format!("{RELAY}:465"), relay.tls())
            .set("relay", &format!("host = \"{RELAY}\""))
            .set("relay", "port = 465")
            .set("relay", "security = \"tls\"")
            .set("relay", "user_name = \"portal\"")
            .set("relay", &format!("password = \"{PASSWORD}\""))
            .set("events", &format!("domain = \"{EVENTS}\""))
            .set("inbound", &format!("smtp = [\"{}\"]", door.address()));
        let (program, portal) = client::start(change(setup)).await;
        let company = portal.company("Kirjad OÜ").await;
        let user = portal.user(&company, "mari").await;
        portal.save(&user, &json!({ "mode": "reply-to" })).await;
        Self {
            program,
            portal,
            relay,
            door,
            company,
            user,
        }
    }

    /// Letters to these recipients; gives them as the relay got them.
    async fn sent(&self, key: &str, to: &[String]) -> Vec<Arc<Letter>> {
        let before = self.relay.catcher.letters().len();
        for (part, to) in to.chunks(50).enumerate() {
            let mut letter = letter(&to[0]);
            letter["to"] = to.iter().map(|address| json!({ "address": address })).collect();
            self.portal
                .letter(&self.user, &format!("{key}-{part}"), &letter)
                .await
                .expect(201);
        }
        let catcher = &self.relay.catcher;
        let letters = catcher
            .wait_for_letters(before + to.len(), PATIENCE * 3)
            .await
            .unwrap();
        // The relay has it before the program has noted so.
        let waiting = format!("{}/messages?state=queued,leased,sending&limit=1", self.company);
        wait_until("all answers are noted", PATIENCE * 3, async || {
            self.portal.get(&waiting).await.expect(200).json()["items"] == json!([])
        })
        .await;
        letters[before..].to_vec()
    }

    async fn mail(&self, from: &str, to: &str, mail: &str) -> String {
        deliver(self.door.address(), from, to, mail).await
    }

    async fn get(&self, path: &str) -> Value {
        self.portal
            .get(&format!("{}{path}", self.company))
            .await
            .expect(200)
            .json()
    }

    async fn hand_over(&self, by: &Client, query: &str, mail: &str) -> Answer {
        let request = by
            .request("POST", &format!("/inbound{query}"))
            .raw_form(mail.as_bytes().to_vec())
            .header("content-type", "message/rfc822");
        by.send(&request).await
    }
}

async fn deliver(door: SocketAddr, from: &str, to: &str, mail: &str) -> String {
    let mut client = Smtp::connect(door).await;
    assert!(client.reply().await.starts_with("220 "));
    assert!(client.command("EHLO mx.mujal.test").await.starts_with("250"));
    client.deliver(from, to, mail.as_bytes()).await
}

/// A report that the mail to this address did not arrive.
fn report(to: &str, recipient: &str, number: usize) -> String {
    let text = format!(
        "From: MAILER-DAEMON@mx.mujal.test\nTo: <{to}>\nSubject: Undelivered\nMessage-ID: <{number}@mx.mujal.test>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\n\n\
         --x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.mujal.test\n\n\
         Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--x--\n"
    );
    text.replace('\n', "\r\n")
}

#[tokio::test]
async fn a_letter_comes_back_to_where_it_began() {
    let circle = Circle::new(|setup| setup).await;
    let hooks = format!("{}/webhooks", circle.company);
    let hook = json!({ "url": "https://portal.example.org/hooks" });
    let hook = circle.portal.post(&hooks, &hook).await.expect(201).json();
    let sent = circle.sent("arve", &[KLIENT.to_owned()]).await;
    let path = &sent[0].envelope_from;
    assert!(path.starts_with("b-") && path.ends_with(EVENTS), "{path}");

    let answer = circle.mail("", path, &report(path, KLIENT, 1)).await;
    assert!(answer.starts_with("250 "), "{answer}");
    let messages = circle.get("/messages").await;
    let message = &messages["items"][0];
    assert_eq!(message["state"], "bounced");
    let message = circle.get(&format!("/messages/{}", text(&message["id"]))).await;
    assert_eq!(message["events"][0]["cause"], "no-such-address");
    let events = circle.get("/events?kind=bounce,delayed&trusted=true").await;
    assert_eq!(events["items"].as_array().unwrap().len(), 1);
    let event = &events["items"][0];
    assert_eq!(
        (&event["message_id"], &event["clue"]),
        (&message["id"], &json!("return-path"))
    );
    assert_eq!((&event["hard"], &event["changed"]), (&json!(true), &json!(true)));
    let one = circle.get(&format!("/events/{}", text(&event["id"]))).await;
    assert_eq!((&one["source"], &one["has_raw"]), (&json!("smtp"), &json!(true)));
    let raw = format!("{}/events/{}/raw", circle.company, text(&event["id"]));
    let raw = circle.portal.get(&raw).await.expect(200);
    assert_eq!(raw.header("content-type"), Some("message/rfc822"));
    assert_eq!(raw.header("x-content-type-options"), Some("nosniff"));
    assert!(
        raw.header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    assert!(raw.everything().contains("Final-Recipient"));
    let audit = circle.get("/audit?action=event.downloaded").await;
    assert_eq!(audit["items"][0]["subject"], KLIENT);

    let hook = format!("{hooks}/{}/messages", text(&hook["id"]));
    let told = circle.portal.get(&hook).await.expect(200).json();
    let told: Vec<&str> = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["type"]))
        .collect();
    for kind in ["message.bounced", "message.sent"] {
        assert!(told.contains(&kind), "{kind}: {told:?}");
    }

    let bad = format!("{}/bad-addresses", circle.company);
    let asked = json!({ "addresses": [KLIENT, "teine@mujal.test"] });
    let found = circle.portal.post(&bad, &asked).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    circle.portal.delete(&format!("{bad}/{KLIENT}")).await.expect(204);
    circle
        .portal
        .delete(&format!("{bad}/{KLIENT}"))
        .await
        .problem(404, "not-found");
    let found = circle.portal.post(&bad, &asked).await.expect(200).json();
    assert_eq!(found["items"], json!([]));
}

#[tokio::test]
async fn a_reply_is_passed_on_and_outlives_a_crash() {
    let mut circle = Circle::new(|setup| setup).await;
    let sent = circle.sent("arve", &[KLIENT.to_owned()]).await;
    let parsed = mail_parser::MessageParser::default()
        .parse(&sent[0].bytes)
        .unwrap();
    let id = parsed.message_id().unwrap();
    let company = circle.get("").await;
    let mailbox = format!("{}@{EVENTS}", text(&company["event_name"]));
    let reply = format!(
        "From: Klient <{KLIENT}>\r\nTo: <{mailbox}>\r\nSubject: Re: Arve\r\nIn-Reply-To: <{id}>\r\n\
         Message-ID: <1@mujal.test>\r\n\r\nMakstud.\r\n"
    );
    let answer = circle.mail(KLIENT, &mailbox, &reply).await;
    assert!(answer.starts_with("250 "), "{answer}");
    // Whatever it had come to: what waits stands in the database.
    circle.program.crash_and_restart().await;
    let letters = circle
        .relay
        .catcher
        .wait_for_letters(2, PATIENCE * 3)
        .await
        .unwrap();
    let passed_on = &letters[1];
    assert_eq!(passed_on.envelope_to, ["mari@naidis.ee"]);
    let whole = String::from_utf8_lossy(&passed_on.bytes).into_owned();
    for part in [
        "Auto-Submitted: auto-generated",
        &format!("Reply-To: {KLIENT}"),
        "Subject: Re: Arve",
        "Makstud.",
    ] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
    assert!(whole.contains(reply.as_str()), "{whole}");
    // The user's own answering machine gets nowhere: what it says is kept, and not passed on.
    let path = &passed_on.envelope_from;
    let away = format!(
        "From: mari@naidis.ee\r\nTo: <{path}>\r\nSubject: Re: Re: Arve\r\nAuto-Submitted: auto-replied\r\n\r\nPuhkusel.\r\n"
    );
    let answer = circle.mail("", path, &away).await;
    assert!(answer.starts_with("250 "), "{answer}");
    let event = circle.get("/events?kind=real-reply").await["items"][0].clone();
    wait_until("it is noted as passed on", PATIENCE, async || {
        circle.get(&format!("/events/{}", text(&event["id"]))).await["passed_on"]["what"] == "as"
    })
    .await;
    assert_eq!(
        circle.get("/messages").await["items"].as_array().unwrap().len(),
        2
    );
    assert_eq!(circle.relay.catcher.letters().len(), 2);
}

#[tokio::test]
async fn programs_hand_mails_over_for_their_own_companies() {
    let circle = Circle::new(|setup| setup).await;
    let sent = circle.sent("arve", &[KLIENT.to_owned()]).await;
    let path = &sent[0].envelope_from;
    let mail = report(path, KLIENT, 1);
    let id = circle.company.rsplit('/').next().unwrap();
    let own = client::portal(&circle.program, &["--company", id]).await;
    let other = circle.portal.company("Teine OÜ").await;
    let others = other.rsplit('/').next().unwrap();
    let stranger = client::portal(&circle.program, &["--company", others]).await;

    // The head says where it went.
    let kept = circle
        .hand_over(&circle.portal, "", &mail)
        .await
        .expect(201)
        .json();
    assert_eq!(
        (&kept["company_id"], &kept["replayed"]),
        (&json!(id), &json!(false))
    );
    assert_eq!(kept["event_ids"].as_array().unwrap().len(), 1);
    assert_eq!(circle.get("/messages").await["items"][0]["state"], "bounced");
    let again = circle
        .hand_over(&own, &format!("?recipient={path}&sender=%3C%3E"), &mail)
        .await;
    let again = again.expect(200).json();
    assert_eq!(
        (&again["mail_id"], &again["replayed"]),
        (&kept["mail_id"], &json!(true))
    );

    // What another company brings can not touch it.
    let forged = report(path, KLIENT, 2);
    circle.hand_over(&stranger, "", &forged).await.expect(201);
    let event = circle
        .portal
        .get(&format!("{other}/events"))
        .await
        .expect(200)
        .json()["items"][0]
        .clone();
    assert_eq!(
        (&event["distrust"], &event["message_id"]),
        (&json!("other-company"), &Value::Null)
    );
    assert_eq!(circle.get("/events").await["items"].as_array().unwrap().len(), 1);

    let nobody = report("keegi@mujal.test", KLIENT, 3);
    for query in [
        "",
        "?recipient=keegi@mujal.test",
        &format!("?recipient=keegi@{EVENTS}"),
    ] {
        let refused = circle.hand_over(&circle.portal, query, &nobody).await;
        refused.problem(422, "no-such-mailbox");
    }
    circle.hand_over(&own, "", &nobody).await.expect(201);
    for query in ["?recipient=x", "?sender=", "?color=red"] {
        circle
            .hand_over(&own, query, &nobody)
            .await
            .problem(400, "invalid-parameter");
    }
    let json = own
        .request("POST", "/inbound")
        .raw_form(b"{}".to_vec())
        .header("content-type", "application/json");
    own.send(&json).await.problem(415, "media-type");
}

#[tokio::test]
async fn companies_that_get_too_much_put_it_off() {
    let circle = Circle::new(|setup| setup.set("inbound", "unsigned_per_company = 2")).await;
    let company = circle.get("").await;
    let mailbox = format!("{}@{EVENTS}", text(&company["event_name"]));
    let query = format!("?recipient={mailbox}");
    for number in 0..2 {
        circle
            .hand_over(&circle.portal, &query, &report(&mailbox, KLIENT, number))
            .await
            .expect(201);
    }
    let limited = circle
        .hand_over(&circle.portal, &query, &report(&mailbox, KLIENT, 3))
        .await;
    assert!(limited.header("retry-after").is_some());
    limited.problem(429, "too-many-requests");
    let answer = circle.mail("", &mailbox, &report(&mailbox, KLIENT, 4)).await;
    assert!(answer.starts_with("451 "), "{answer}");
}

#[tokio::test]
async fn a_flood_of_reports_is_kept_while_letters_go_out() {
    const REPORTS: usize = 2000;
    let metrics = free_port();
    let circle = Circle::new(|setup| {
        setup
            .set("inbound", "trusted = [\"127.0.0.0/8\"]")
            .set("metrics", &format!("listen = \"{}\"", metrics.address()))
    })
    .await;
    let to =
        |batch: usize| -> Vec<String> { (0..100).map(|n| format!("klient{n}@batch{batch}.test")).collect() };
    let sent = Arc::new(circle.sent("first", &to(1)).await);
    let door = circle.door.address();
    let flood: Vec<_> = (0..20)
        .map(|connection| {
            let sent = sent.clone();
            tokio::spawn(async move {
                let mut client = Smtp::connect(door).await;
                client.reply().await;
                client.command("EHLO mx.mujal.test").await;
                let mut kept = 0;
                for number in (connection..REPORTS).step_by(20) {
                    let letter = &sent[number % sent.len()];
                    let path = &letter.envelope_from;
                    let mail = report(path, &letter.envelope_to[0], number);
                    let answer = client.deliver("", path, mail.as_bytes()).await;
                    kept += usize::from(answer.starts_with("250 "));
                }
                kept
            })
        })
        .collect();
    let second = circle.sent("second", &to(2)).await;
    assert_eq!(second.len(), 100);
    let mut kept = 0;
    for connection in flood {
        kept += connection.await.unwrap();
    }
    assert_eq!(kept, REPORTS);
    let request = Request::new("GET", "/metrics");
    let numbers = http::ask(metrics.address(), &request)
        .await
        .expect(200)
        .everything();
    let line = format!("saatja_inbound_mails_total{{source=\"smtp\",kind=\"bounce\"}} {REPORTS}");
    assert!(numbers.lines().any(|one| one == line), "{numbers}");
    assert!(
        numbers
            .lines()
            .any(|one| one == "saatja_inbound_outcomes_total{outcome=\"later\"} 0")
    );
    let bounced = circle.get("/messages?state=bounced&limit=100").await;
    assert_eq!(bounced["items"].as_array().unwrap().len(), 100);
    let went = circle.get("/messages?state=sent&limit=100").await;
    assert_eq!(went["items"].as_array().unwrap().len(), 100);
}
