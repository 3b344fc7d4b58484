//! The whole circle: letters go out in reply-to mode through a Postfix to servers that refuse them at RCPT, at DATA, for
//! a full mailbox, or send them back later. What those servers write comes back to the program's own listener, and is
//! at the right letter: on its page, in the API and at the webhook.

use crate::{
    api::client::{Client, portal, text},
    support::{Browser, Program, Setup, html},
    webhooks::{HOST, Receiver},
};
use serde_json::{Value, json};
use testkit::{
    certificates::Certificates,
    exchange::{DovecotLmtp, EximExchanger, Next, PostfixExchanger, Recipients},
    ports::{FreePort, free_port},
    wait::{PATIENCE, wait_until},
};

const RELAY: &str = "relay.saatja.test";
const EVENTS: &str = "event.saatja.test";

/// The servers of the recipients, and the relay in front of them.
struct World {
    relay: PostfixExchanger,
    door: FreePort,
    _behind: (PostfixExchanger, EximExchanger, DovecotLmtp),
}

impl World {
    async fn start() -> Self {
        // The program listens there later.
        let door = free_port();
        let back = door.address();
        let dovecot = DovecotLmtp::start(&["mari@boxes.test"], 2_000).await;
        let exim = EximExchanger::start("spam.test", "gone.test", back).await;
        let behind = PostfixExchanger::start(
            "mx.saatja.test",
            &[
                ("known.test", Next::Discard),
                ("boxes.test", Next::Lmtp(dovecot.address())),
                (EVENTS, Next::Smtp(back)),
            ],
            Recipients::These(&["mari@known.test", "mari@boxes.test"]),
        )
        .await;
        let relay = PostfixExchanger::start(
            RELAY,
            &[
                ("known.test", Next::Smtp(behind.address())),
                ("boxes.test", Next::Smtp(behind.address())),
                ("direct.test", Next::Lmtp(dovecot.address())),
                ("spam.test", Next::Smtp(exim.address())),
                ("gone.test", Next::Smtp(exim.address())),
                (EVENTS, Next::Smtp(back)),
            ],
            Recipients::Anybody,
        )
        .await;
        Self {
            relay,
            door,
            _behind: (behind, exim, dovecot),
        }
    }
}

/// A program with the relay, its own door for what comes back, a company in reply-to mode, and a webhook.
struct Portal {
    program: Program,
    client: Client,
    receiver: Receiver,
    company: String,
    user: String,
    browser: Browser,
}

async fn portal_in(world: &World) -> Portal {
    let certificates = Certificates::new();
    let receiver = Receiver::start(&certificates).await;
    let setup = Setup::new()
        .await
        .trust(&certificates)
        .dial(&format!("{RELAY}:25"), world.relay.address())
        .dial(&format!("{HOST}:443"), receiver.address)
        .set("limits", "api_requests_per_key = 1000000")
        .set("relay", &format!("host = \"{RELAY}\""))
        .set("relay", "port = 25")
        .set("relay", "security = \"none\"")
        .set("events", &format!("domain = \"{EVENTS}\""))
        .portals(&format!(
            "[inbound]\nsmtp = [\"{}\"]\ntrusted = [\"127.0.0.0/8\"]\n",
            world.door.address()
        ));
    let program = setup.start().await;
    let client = portal(&program, &[]).await;
    let company = client.company("Ring OÜ").await;
    let user = client.user(&company, "laine").await;
    client.save(&user, &json!({ "mode": "reply-to" })).await;
    let hook = json!({ "url": format!("https://{HOST}/hook"), "events": ["message.bounced"] });
    client
        .post(&format!("{company}/webhooks"), &hook)
        .await
        .expect(201);
    let person = client.get(&user).await.expect(200).json();
    let browser = program.sign_in(text(&person["email"])).await;
    Portal {
        program,
        client,
        receiver,
        company,
        user,
        browser,
    }
}

impl Portal {
    /// Sends a letter; gives its message's id.
    async fn send(&self, to: &str) -> String {
        let letter = json!({
            "to": [{ "address": to }],
            "subject": format!("Arve {to}"),
            "text": "Tere! Siin on arve.\n".repeat(200),
        });
        let accepted = self
            .client
            .letter(&self.user, to, &letter)
            .await
            .expect(201)
            .json();
        text(&accepted["messages"][0]["id"]).to_owned()
    }

    /// Waits until a message has come back; gives its event.
    async fn event_of(&self, message: &str, world: &World) -> Value {
        let path = format!("{}/events?message_id={message}", self.company);
        let there = async || {
            let page = self.client.get(&path).await.expect(200).json();
            page["items"].as_array().is_some_and(|items| !items.is_empty())
        };
        let waited = tokio::time::timeout(PATIENCE * 2, wait_until("an event", PATIENCE, there)).await;
        assert!(waited.is_ok(), "{}", world.relay.logs());
        self.client.get(&path).await.expect(200).json()["items"][0].clone()
    }
}

#[tokio::test]
async fn what_real_servers_send_back_is_at_its_letter() {
    let world = World::start().await;
    let portal = portal_in(&world).await;
    let cases = [
        // Refused at RCPT by a Postfix behind the relay.
        (
            "nobody@known.test",
            "no-such-address",
            true,
            "Aadressi ei ole olemas",
        ),
        // Refused after the last dot by an Exim.
        ("mari@spam.test", "refused-content", false, ""),
        // Taken by the Exim, and sent back later in its own words.
        ("mari@gone.test", "no-such-address", true, ""),
        // Refused at RCPT by a Dovecot, over LMTP.
        ("nobody@direct.test", "no-such-address", true, ""),
        // Taken by the Postfix behind, whose Dovecot has no room: sent back later.
        ("mari@boxes.test", "mailbox-full", false, ""),
    ];
    let arrives = portal.send("mari@known.test").await;
    let mut bounced = Vec::new();
    for (to, cause, hard, _) in cases {
        let message = portal.send(to).await;
        let event = portal.event_of(&message, &world).await;
        let told = (
            &event["kind"],
            &event["cause"],
            &event["hard"],
            &event["recipient"],
        );
        assert_eq!(
            told,
            (&json!("bounce"), &json!(cause), &json!(hard), &json!(to)),
            "{event:#}"
        );
        assert_eq!(
            (&event["clue"], &event["distrust"]),
            (&json!("return-path"), &Value::Null),
            "{event:#}"
        );
        let path = format!("{}/messages/{message}", portal.company);
        let known = portal.client.get(&path).await.expect(200).json();
        assert_eq!(known["state"], "bounced", "{known:#}");

        // On the letter's page, and on its own.
        let page = portal
            .browser
            .get(&format!("/et/letters/{message}"))
            .await
            .expect(200)
            .html();
        let read = html::text(html::main_of(&page));
        assert!(read.contains("Tuli tagasi"), "{read}");
        let id = text(&event["id"]);
        assert!(page.contains(&format!("/et/events/{id}")), "{read}");
        let page = portal
            .browser
            .get(&format!("/et/events/{id}"))
            .await
            .expect(200)
            .html();
        let read = html::text(html::main_of(&page));
        assert!(read.contains(to), "{read}");
        bounced.push((message, cause.to_owned()));
    }
    // Each is told once, with its cause.
    wait_until("the webhook has all", PATIENCE, async || {
        portal.receiver.got().len() >= cases.len()
    })
    .await;
    let mut told: Vec<_> = portal
        .receiver
        .got()
        .iter()
        .map(|got| {
            let told = got.json();
            assert_eq!(told["type"], "message.bounced");
            let of = |key: &str| text(&told["data"][key]).to_owned();
            (
                of("message"),
                of("cause").trim_start_matches("returned-").to_owned(),
            )
        })
        .collect();
    told.sort();
    bounced.sort();
    assert_eq!(told, bounced);
    // What arrived stays sent.
    let path = format!("{}/messages/{arrives}", portal.company);
    assert_eq!(portal.client.get(&path).await.expect(200).json()["state"], "sent");
    drop(portal.program);
}
