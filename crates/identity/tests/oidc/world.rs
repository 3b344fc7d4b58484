//! A provider, a client of it, a browser between them, and a clock.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use async_trait::async_trait;
use http::{Request, Response};
use identity::oidc::{
    Begun, Callback, Entered, Http, HttpError, Issuer as IssuerName, OidcClient, OidcError, OidcSettings,
    Pending, Unguessable,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use testkit::issuer::{Client, Issuer};
use url::Url;

pub const ISSUER: &str = "https://id.naidis.example";
pub const REDIRECT: &str = "https://saatja.example/sign-in/naidis";
pub const NOW: i64 = 1_779_000_000;

type Answer = Result<Response<Vec<u8>>, HttpError>;

/// The wire to the provider. Single paths can be made to answer otherwise, once.
pub struct Wire {
    pub issuer: Issuer,
    instead: Mutex<HashMap<String, Answer>>,
    pub sent: Mutex<Vec<Request<Vec<u8>>>>,
}

#[async_trait]
impl Http for Wire {
    async fn send(&self, request: Request<Vec<u8>>) -> Answer {
        let whole = request.uri().to_string();
        assert!(whole.starts_with(ISSUER), "asked somebody else: {whole}");
        let instead = self.instead.lock().unwrap().remove(request.uri().path());
        let answer = instead.unwrap_or_else(|| Ok(self.issuer.answer(&request)));
        self.sent.lock().unwrap().push(request);
        answer
    }
}

pub struct World {
    pub wire: Wire,
    pub client: OidcClient,
    clock: Arc<AtomicI64>,
}

pub fn settings() -> OidcSettings {
    OidcSettings {
        portal: "naidis".parse().unwrap(),
        issuer: IssuerName::parse(ISSUER).unwrap(),
        client_id: "saatja".to_owned(),
        client_secret: Some("s:ecret+ õ%".to_owned().into()),
        redirect_uri: Url::parse(REDIRECT).unwrap(),
        scopes: vec!["profile".to_owned(), "email".to_owned()],
        claims: identity::oidc::ClaimNames::default(),
    }
}

pub fn person() -> Value {
    json!({
        "sub": "kasutaja-17", "company": "firma-4", "company_name": "Näidis OÜ", "name": "Mari Maasikas",
        "email": "mari@naidis.ee", "email_verified": true, "role": ["user", "admin"], "locale": "et-EE",
    })
}

impl World {
    pub fn new() -> Self {
        Self::with(settings())
    }

    pub fn with(settings: OidcSettings) -> Self {
        use secrecy::ExposeSecret;
        let clock = Arc::new(AtomicI64::new(NOW));
        let issuer = {
            let clock = Arc::clone(&clock);
            Issuer::silent(
                ISSUER,
                Arc::new(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap()),
            )
        };
        issuer.register(Client {
            id: settings.client_id.clone(),
            secret: settings
                .client_secret
                .as_ref()
                .map(|secret| secret.expose_secret().to_owned()),
            redirect_uri: REDIRECT.to_owned(),
        });
        issuer.set_person(person());
        Self {
            wire: Wire {
                issuer,
                instead: Mutex::default(),
                sent: Mutex::default(),
            },
            client: OidcClient::new(settings),
            clock,
        }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The next request for this path gets this answer.
    pub fn answer_once(&self, path: &str, answer: Answer) {
        self.wire.instead.lock().unwrap().insert(path.to_owned(), answer);
    }

    pub async fn begin(&self, fresh: bool) -> Result<Begun, OidcError> {
        self.client
            .begin(&self.wire, unguessable(), self.now(), fresh)
            .await
    }

    /// What the browser does: goes where it is sent, and comes back.
    pub fn visit(&self, begun: &Begun) -> Callback {
        let request = Request::get(begun.url.as_str()).body(Vec::new()).unwrap();
        let answer = self.wire.issuer.answer(&request);
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        let location = answer
            .headers()
            .get("location")
            .unwrap_or_else(|| panic!("{body}"));
        callback(location.to_str().unwrap())
    }

    pub async fn finish(&self, pending: Pending, callback: &Callback) -> Result<Entered, OidcError> {
        self.client
            .finish(&self.wire, pending, callback, self.now())
            .await
    }

    /// All of it.
    pub async fn sign_in(&self) -> Result<Entered, OidcError> {
        self.sign_in_as(false).await
    }

    pub async fn sign_in_as(&self, fresh: bool) -> Result<Entered, OidcError> {
        let begun = self.begin(fresh).await?;
        let callback = self.visit(&begun);
        self.finish(begun.pending, &callback).await
    }
}

/// The query of the address that the browser comes back to.
pub fn callback(location: &str) -> Callback {
    let url = Url::parse(location).unwrap();
    assert_eq!(url.as_str().split('?').next(), Some(REDIRECT));
    let query: Value = url
        .query_pairs()
        .into_owned()
        .collect::<HashMap<_, _>>()
        .into_iter()
        .collect();
    serde_json::from_value(query).unwrap()
}

/// Other bytes at each call.
pub fn unguessable() -> Unguessable {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    Unguessable::draw(|bytes| {
        for (place, byte) in bytes.iter_mut().enumerate() {
            if place % 32 == 0 {
                NEXT.fetch_add(1, Ordering::SeqCst);
            }
            *byte = NEXT.load(Ordering::SeqCst);
        }
        Ok::<_, ()>(())
    })
    .unwrap()
}

pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.into()).unwrap()
}
