//! A portal's program.

use crate::support::{Answer, Program, Request, Setup, Stream, http};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// A program that holds an API key.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    pub token: String,
}

/// A running program with a key of its lone portal.
pub async fn start(setup: Setup) -> (Program, Client) {
    let program = setup
        .set("limits", "api_requests_per_key = 1000000")
        .start()
        .await;
    let client = portal(&program, &[]).await;
    (program, client)
}

/// A client with a new key of the portal, or of what the words say.
pub async fn portal(program: &Program, words: &[&str]) -> Client {
    let output = program.run(&[&["api-key", "add", "Tests"], words].concat()).await;
    assert!(output.status.success(), "{output:?}");
    let token = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    Client::new(program, &token)
}

impl Client {
    pub fn new(program: &Program, token: &str) -> Self {
        Self {
            address: program.address(),
            token: token.to_owned(),
        }
    }

    /// A request under /api/v1 with the key.
    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, &format!("/api/v1{path}"))
            .header("authorization", &format!("Bearer {}", self.token))
    }

    pub async fn send(&self, request: &Request) -> Answer {
        http::ask(self.address, request).await
    }

    /// With a JSON body.
    pub async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send(&with_json(self.request(method, path), body)).await
    }

    /// With a JSON body, for the version with this tag.
    pub async fn tagged(&self, method: &str, path: &str, tag: &str, body: &Value) -> Answer {
        let request = with_json(self.request(method, path), body).header("if-match", tag);
        self.send(&request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(&self.request("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(&self.request("DELETE", path)).await
    }

    pub async fn stream(&self, request: &Request) -> Stream {
        Stream::open(self.address, request).await
    }

    /// A new company; its path.
    pub async fn company(&self, name: &str) -> String {
        let made = self
            .post("/companies", &json!({ "name": name }))
            .await
            .expect(201);
        format!("/companies/{}", text(&made.json()["id"]))
    }

    /// A new user of a company; his path.
    pub async fn user(&self, company: &str, name: &str) -> String {
        let email = format!("{name}@naidis.ee");
        let made = self
            .post(
                &format!("{company}/users"),
                &json!({ "name": name, "email": email }),
            )
            .await
            .expect(201);
        format!("{company}/users/{}", text(&made.json()["id"]))
    }

    /// Saves settings of what is at this path over whatever is there; gives the answer's body.
    pub async fn save(&self, path: &str, body: &Value) -> Value {
        let path = format!("{path}/settings");
        self.tagged("PUT", &path, "*", body).await.expect(200).json()
    }
}

/// A request with a JSON body.
pub fn with_json(request: Request, body: &Value) -> Request {
    request
        .raw_form(body.to_string().into_bytes())
        .header("content-type", "application/json")
}

/// The text of a JSON value.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

impl Answer {
    /// A problem of this status and kind.
    pub fn problem(self, status: u16, kind: &str) -> Value {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let body = answer.json();
        assert_eq!(body["type"], format!("urn:saatja:problem:{kind}"), "{body}");
        assert_eq!(body["status"], status);
        body
    }

    /// Its tag.
    pub fn etag(&self) -> String {
        self.header("etag").expect("an ETag").to_owned()
    }
}

/// A program that accepts letters and sends none, with a user who has a server of his own. His company's path and his.
pub async fn accepting(setup: Setup) -> (Program, Client, String, String) {
    let (program, client) = start(setup.set("delivery", "enabled = false")).await;
    let company = client.company("Kirjad OÜ").await;
    let user = client.sender(&company, "mari").await;
    (program, client, company, user)
}

impl Client {
    /// A user who can send, through a server that nobody asks for a password.
    pub async fn sender(&self, company: &str, name: &str) -> String {
        let user = self.user(company, name).await;
        let server = json!({
            "mode": "own-server", "host": "smtp.naidis.ee", "port": 465, "security": "tls", "user_name": ""
        });
        self.save(&user, &server).await;
        user
    }

    /// Hands something over under this key.
    pub async fn hand_over(
        &self,
        path: &str,
        key: &str,
        media_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let request = self
            .request("POST", path)
            .raw_form(body.into())
            .header("content-type", media_type)
            .header("idempotency-key", key);
        self.send(&request).await
    }

    /// Sends a letter under this key.
    pub async fn letter(&self, user: &str, key: &str, letter: &Value) -> Answer {
        let path = format!("{user}/messages");
        self.hand_over(&path, key, "application/json", letter.to_string())
            .await
    }

    /// Hands over a batch of these lines under this key.
    pub async fn batch(&self, user: &str, key: &str, lines: impl Into<Vec<u8>>) -> Answer {
        let path = format!("{user}/batches?name=Arved&paused=true");
        self.hand_over(&path, key, "application/x-ndjson", lines).await
    }
}

/// A letter to one recipient.
pub fn letter(to: &str) -> Value {
    json!({ "to": [{ "address": to }], "subject": "Arve", "text": "Tere!" })
}

/// A batch of so many letters, each to somebody else.
pub fn lines(count: usize) -> String {
    let lines = (0..count).map(|n| letter(&format!("klient{n}@naidis.ee")).to_string() + "\n");
    lines.collect()
}
