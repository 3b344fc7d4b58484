//! Webhook messages as a receiver gets them: signed, again where he failed, never where the rules forbid it.

use crate::support::{
    Program, Setup,
    people::{KIVI, MARI},
    servers::Typed,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use model::WebhookId;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::{
    collections::{HashMap, VecDeque},
    io::Write as _,
    net::SocketAddr,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};
use store::{Actor, Disabled, SaveWebhook, Store, WebhookMessage};
use testkit::{
    certificates::{Certificate, Certificates},
    dns::Zones,
    wait::{PATIENCE, wait_until},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

pub const HOST: &str = "hook.saatja.test";

/// What a receiver got.
#[derive(Clone, Debug)]
pub struct Got {
    path: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A receiver with HTTPS. It answers 200, or what it is told to.
pub struct Receiver {
    pub address: SocketAddr,
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    _task: JoinSet<()>,
}

impl Receiver {
    pub async fn start(certificates: &Certificates) -> Self {
        let identity = certificates.identity_for(Certificate::Valid, &[HOST]);
        let acceptor = TlsAcceptor::from(identity.server_config().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (got, answers) = (Arc::default(), Arc::default());
        let mut task = JoinSet::new();
        task.spawn(listen(listener, acceptor, Arc::clone(&got), Arc::clone(&answers)));
        Self {
            address,
            got,
            answers,
            _task: task,
        }
    }

    /// The next answers, each a status line and headers.
    fn answers(&self, answers: &[&'static str]) {
        self.answers.lock().unwrap().extend(answers);
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    async fn gets(&self, count: usize) -> Vec<Got> {
        wait_until("the messages have come", PATIENCE, async || {
            self.got().len() >= count
        })
        .await;
        self.got()
    }
}

async fn listen(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, got, answers) = (acceptor.clone(), Arc::clone(&got), Arc::clone(&answers));
        connections.spawn(async move {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            let mut bytes = Vec::new();
            let request = loop {
                if let Some(request) = whole(&bytes) {
                    break request;
                }
                if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                    return;
                }
            };
            got.lock().unwrap().push(request);
            let answer = answers.lock().unwrap().pop_front().unwrap_or("200 OK");
            let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        });
    }
}

fn whole(bytes: &[u8]) -> Option<Got> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    let body = bytes.get(end..end + length)?.to_vec();
    Some(Got { path, headers, body })
}

/// A secret, and its bytes in hexadecimal digits.
pub fn secret(byte: u8) -> (SecretString, String) {
    let text = format!("whsec_{}", STANDARD.encode([byte; 32]));
    (SecretString::from(text), format!("{byte:02x}").repeat(32))
}

/// The signature as OpenSSL makes it.
fn signature(hex_key: &str, got: &Got) -> String {
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha256", "-mac", "HMAC", "-macopt"])
        .arg(format!("hexkey:{hex_key}"))
        .args(["-binary"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let head = format!(
        "{}.{}.",
        got.header("webhook-id"),
        got.header("webhook-timestamp")
    );
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&[head.as_bytes(), &got.body].concat()).unwrap();
    drop(stdin);
    format!("v1,{}", STANDARD.encode(child.wait_with_output().unwrap().stdout))
}

/// A program, a receiver, and a webhook of Mari's company to it.
struct Hooked {
    program: Program,
    receiver: Receiver,
    hook: WebhookId,
    key: String,
}

impl Hooked {
    async fn start() -> Self {
        let certificates = Certificates::new();
        let receiver = Receiver::start(&certificates).await;
        let setup = Setup::new().await.trust(&certificates);
        let setup = setup.dial(&format!("{HOST}:443"), receiver.address);
        Self::with(setup, receiver, &format!("https://{HOST}/saatja?company=1")).await
    }

    async fn with(setup: Setup, receiver: Receiver, url: &str) -> Self {
        let program = setup.start().await;
        let (secret, key) = secret(0x5a);
        let save = SaveWebhook {
            url: url.to_owned(),
            events: Vec::new(),
            enabled: true,
        };
        let people = program.people();
        let company = people.store().company(people.mari.company);
        let hook = company
            .create_webhook(&save, &secret, &Actor::Operator)
            .await
            .unwrap();
        Self {
            hook: hook.id,
            program,
            receiver,
            key,
        }
    }

    fn company(&self) -> Box<dyn store::CompanyStore> {
        let people = self.program.people();
        people.store().company(people.mari.company)
    }

    async fn message(&self) -> WebhookMessage {
        let messages = self.company().webhook_messages(self.hook, 1).await.unwrap();
        messages.into_iter().next().expect("a message")
    }

    /// Waits until an attempt has come to this result.
    async fn results_in(&self, result: &str) -> WebhookMessage {
        wait_until(&format!("the result is {result}"), PATIENCE, async || {
            self.message().await.last_result.as_deref() == Some(result)
        })
        .await;
        self.message().await
    }
}

#[tokio::test]
async fn messages_come_signed() {
    let hooked = Hooked::start().await;
    let browser = hooked.program.sign_in(MARI).await;
    browser
        .save_well(Typed::new("mari@saatja.test", "mail.saatja.test"))
        .await;
    let got = hooked.receiver.gets(1).await.remove(0);
    assert_eq!(got.path, "/saatja?company=1");
    assert_eq!(got.header("content-type"), "application/json");
    assert_eq!(got.header("user-agent"), "Saatja");
    assert_eq!(got.header("webhook-signature"), signature(&hooked.key, &got));
    let at: i64 = got.header("webhook-timestamp").parse().unwrap();
    let message = hooked.results_in("200").await;
    assert!((at - message.created_at.as_second()).abs() < 60);
    assert_eq!(got.header("webhook-id"), message.id.to_string());
    assert_eq!((message.attempts, message.next_attempt_at), (1, None));
    assert!(message.delivered_at.is_some());

    let body = got.json();
    assert_eq!(body["type"], "settings.saved");
    assert!(body["timestamp"].as_str().unwrap().parse::<Timestamp>().is_ok());
    let people = hooked.program.people();
    assert_eq!(body["data"]["company"], people.mari.company.to_string());
    assert_eq!(body["data"]["user"], people.mari.id.to_string());
    // Neither another company's, nor a second time.
    hooked.program.sign_in(KIVI).await;
    assert_eq!(hooked.receiver.got().len(), 1);
    let log = hooked.program.setup.log();
    assert!(
        !log.contains("settings.saved") && !log.contains("whsec_"),
        "{log}"
    );
}

#[tokio::test]
async fn a_failed_message_comes_again_as_it_was() {
    let hooked = Hooked::start().await;
    hooked.receiver.answers(&["500 Internal Server Error"]);
    hooked.company().send_webhook_test(hooked.hook).await.unwrap();
    let failed = hooked.results_in("500").await;
    assert_eq!(failed.attempts, 1);
    let pause = failed.next_attempt_at.unwrap().duration_since(failed.created_at);
    assert!((4..=10).contains(&pause.as_secs()), "{pause}");
    let got = hooked.receiver.gets(2).await;
    assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"));
    assert_eq!(got[0].body, got[1].body);
    for one in &got {
        assert_eq!(one.header("webhook-signature"), signature(&hooked.key, one));
    }
    let delivered = hooked.results_in("200").await;
    assert_eq!((delivered.attempts, delivered.id), (2, failed.id));
    assert!(delivered.delivered_at.is_some());
}

#[tokio::test]
async fn gone_switches_the_webhook_off() {
    let hooked = Hooked::start().await;
    hooked.receiver.answers(&["410 Gone"]);
    hooked.company().send_webhook_test(hooked.hook).await.unwrap();
    let message = hooked.results_in("410").await;
    assert_eq!(message.next_attempt_at, None);
    let hooks = hooked.company().webhooks().await.unwrap();
    assert_eq!(hooks[0].disabled.map(|(_, why)| why), Some(Disabled::Gone));
    assert_eq!(hooked.receiver.got().len(), 1);
}

#[tokio::test]
async fn a_redirect_is_a_failure() {
    let hooked = Hooked::start().await;
    hooked
        .receiver
        .answers(&["307 Temporary Redirect\r\nlocation: https://hook.saatja.test/other"]);
    hooked.company().send_webhook_test(hooked.hook).await.unwrap();
    let message = hooked.results_in("307").await;
    assert!(message.next_attempt_at.is_some());
    assert!(hooked.receiver.got().iter().all(|got| got.path != "/other"));
}

#[tokio::test]
async fn an_address_inside_is_told_as_one_that_does_not_answer() {
    let certificates = Certificates::new();
    let receiver = Receiver::start(&certificates).await;
    let zones = Zones::new().a("inside.saatja.test", &[[10, 0, 0, 1].into()]);
    let setup = Setup::with_names(zones).await;
    let hooked = Hooked::with(setup, receiver, "https://inside.saatja.test/").await;
    hooked.company().send_webhook_test(hooked.hook).await.unwrap();
    let message = hooked.results_in("connect-timeout").await;
    assert!(message.next_attempt_at.is_some());
    assert!(hooked.program.setup.log().contains("the address is refused"));
}

#[tokio::test]
async fn two_secrets_sign_while_one_is_replaced() {
    let hooked = Hooked::start().await;
    let (new, new_key) = secret(0xc3);
    assert!(new.expose_secret().starts_with("whsec_"));
    hooked
        .company()
        .rotate_webhook_secret(hooked.hook, &new, Duration::from_hours(1), &Actor::Operator)
        .await
        .unwrap();
    hooked.company().send_webhook_test(hooked.hook).await.unwrap();
    let got = hooked.receiver.gets(1).await.remove(0);
    let both = format!("{} {}", signature(&new_key, &got), signature(&hooked.key, &got));
    assert_eq!(got.header("webhook-signature"), both);
}
