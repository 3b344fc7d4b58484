//! An `OpenID` provider for tests: it asks nobody for a password, but sends the browser straight back with a code for
//! the person it was told about.
//!
//! It is strict where a good provider is: clients and their addresses are registered, PKCE with S256 is required, a
//! code is good for one use by the client it was given to. What a bad one says is put into its mouth with
//! [`Issuer::change_claims`] and the like.
//!
//! [`Issuer::start`] listens on loopback; [`Issuer::silent`] only answers [`Issuer::answer`], for tests without
//! sockets.

mod authorize;
mod listen;
mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catcher::Clock;
use http::{Method, Request, Response, StatusCode};
use identity::signer::Signer;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};

/// Who may ask the issuer.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its name.
    pub id: String,
    /// Its secret; none for a public one.
    pub secret: Option<String>,
    /// The only address to which codes for it are sent.
    pub redirect_uri: String,
}

/// An `OpenID` provider for tests.
pub struct Issuer {
    shared: Arc<Shared>,
    server: Option<tokio::task::JoinHandle<()>>,
}

type Change<T> = Box<dyn Fn(T) -> T + Send>;

struct Shared {
    url: String,
    clock: Clock,
    state: Mutex<State>,
}

struct State {
    client: Option<Client>,
    person: Value,
    signer: Arc<Signer>,
    /// Keys that are shown beside the signer's own.
    more_keys: Vec<Value>,
    grants: HashMap<String, authorize::Grant>,
    change_description: Change<Value>,
    change_claims: Change<Value>,
    change_token: Change<String>,
    requests: Vec<String>,
}

impl Issuer {
    /// One that listens on a free port of 127.0.0.1 until it is dropped.
    pub async fn start(clock: Clock) -> Self {
        Self::start_on(0, clock).await
    }

    /// One that listens on this port of 127.0.0.1 (0 for any).
    pub async fn start_on(port: u16, clock: Clock) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("the port on loopback is free");
        let address = listener.local_addr().expect("a listener has an address");
        let mut issuer = Self::silent(&format!("http://{address}"), clock);
        issuer.server = Some(tokio::spawn(listen::listen(listener, Arc::clone(&issuer.shared))));
        issuer
    }

    /// One that has this address and listens nowhere.
    #[must_use]
    pub fn silent(url: &str, clock: Clock) -> Self {
        let state = State {
            client: None,
            person: json!({}),
            signer: Arc::new(Signer::generate_es256("first").expect("there is randomness")),
            more_keys: Vec::new(),
            grants: HashMap::new(),
            change_description: Box::new(|same| same),
            change_claims: Box::new(|same| same),
            change_token: Box::new(|same| same),
            requests: Vec::new(),
        };
        let shared = Shared {
            url: url.to_owned(),
            clock,
            state: Mutex::new(state),
        };
        Self {
            shared: Arc::new(shared),
            server: None,
        }
    }

    /// Its name and address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// Takes this client, and no other.
    pub fn register(&self, client: Client) {
        self.shared.state().client = Some(client);
    }

    /// From now on it is this person who sits at the browser: claims for the ID token, `sub` among them.
    pub fn set_person(&self, claims: Value) {
        self.shared.state().person = claims;
    }

    /// Signs with this key from now on, and shows only that.
    pub fn sign_with(&self, signer: Signer) {
        let mut state = self.shared.state();
        state.signer = Arc::new(signer);
        state.more_keys.clear();
    }

    /// Shows this key too.
    pub fn show_key(&self, jwk: Value) {
        self.shared.state().more_keys.push(jwk);
    }

    /// The RSA key that this crate carries for tests.
    #[must_use]
    pub fn rsa_key(kid: &str) -> Signer {
        Signer::rs256_from_pkcs8(kid, include_bytes!("../data/issuer-rsa.der")).expect("it is an RSA key")
    }

    /// Describes itself otherwise.
    pub fn change_description(&self, change: impl Fn(Value) -> Value + Send + 'static) {
        self.shared.state().change_description = Box::new(change);
    }

    /// Says something else in ID tokens, and signs it.
    pub fn change_claims(&self, change: impl Fn(Value) -> Value + Send + 'static) {
        self.shared.state().change_claims = Box::new(change);
    }

    /// Hands something else out than the ID token that it signed.
    pub fn change_token(&self, change: impl Fn(String) -> String + Send + 'static) {
        self.shared.state().change_token = Box::new(change);
    }

    /// How often a path was asked for.
    #[must_use]
    pub fn asked_for(&self, path: &str) -> usize {
        self.shared
            .state()
            .requests
            .iter()
            .filter(|one| *one == path)
            .count()
    }

    /// Answers one request.
    #[must_use]
    pub fn answer(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.shared.answer(request)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let path = request.uri().path();
        let mut state = self.state();
        state.requests.push(path.to_owned());
        match (request.method(), path) {
            (&Method::GET, "/.well-known/openid-configuration") => {
                answer_json(StatusCode::OK, &(state.change_description)(describe(&self.url)))
            }
            (&Method::GET, "/jwks") => {
                let own = std::iter::once(state.signer.public_jwk());
                let keys: Vec<_> = own.chain(state.more_keys.iter().cloned()).collect();
                answer_json(StatusCode::OK, &json!({ "keys": keys }))
            }
            (&Method::GET, "/authorize") => {
                authorize::authorize(&mut state, &self.url, (self.clock)(), request)
            }
            (&Method::POST, "/token") => token::token(&mut state, &self.url, (self.clock)(), request),
            // For tests in other languages.
            (&Method::PUT, "/person") => match serde_json::from_slice(request.body()) {
                Ok(person) => {
                    state.person = person;
                    plain(StatusCode::NO_CONTENT, "")
                }
                Err(_) => plain(StatusCode::BAD_REQUEST, "the person is not JSON"),
            },
            _ => plain(StatusCode::NOT_FOUND, "no such address"),
        }
    }
}

fn describe(url: &str) -> Value {
    json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "EdDSA", "RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "authorization_response_iss_parameter_supported": true,
    })
}

fn answer_json(status: StatusCode, body: &Value) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("cache-control", "no-store")
        .body(body.to_string().into_bytes())
        .expect("status and headers are right")
}

fn plain(status: StatusCode, body: &str) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header("content-type", "text/plain")
        .body(body.as_bytes().to_vec())
        .expect("status and headers are right")
}

/// 24 random bytes as text.
fn word() -> String {
    let mut bytes = [0; 24];
    SystemRandom::new().fill(&mut bytes).expect("there is randomness");
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The parameters of a query or form.
fn parameters(text: &[u8]) -> HashMap<String, String> {
    url::form_urlencoded::parse(text).into_owned().collect()
}
