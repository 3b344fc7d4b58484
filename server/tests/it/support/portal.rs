//! A portal: signs launch tokens, and posts them as a browser at its pages would.

use super::{Answer, Browser, Program, Request};
use identity::signer::Signer;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Clock, SystemClock};

/// The origin of the portal's pages.
pub const ORIGIN: &str = "https://portal.naidis.ee";

/// A portal with a key.
pub struct Portal {
    id: &'static str,
    pub signer: Signer,
    tokens: AtomicU32,
}

impl Portal {
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            signer: Signer::generate_es256("k1").unwrap(),
            tokens: AtomicU32::new(0),
        }
    }

    /// Its section of the configuration, with more keys.
    pub fn config(&self, more: &str) -> String {
        format!(
            "[[portals]]\nid = \"{id}\"\nname = \"Portaal {id}\"\norigins = [\"{ORIGIN}\"]\n{more}\n\
             [[portals.launch_keys]]\nkid = \"k1\"\nalgorithm = \"{algorithm}\"\nkey = '{key}'\n",
            id = self.id,
            algorithm = self.signer.algorithm(),
            key = self.signer.public_jwk(),
        )
    }

    /// Honest claims about Mari, made just now.
    pub fn claims(&self, program: &Program) -> Value {
        let now = SystemClock.now().as_second();
        let number = self.tokens.fetch_add(1, Ordering::Relaxed);
        json!({
            "iss": self.id, "aud": format!("http://{}", program.address()),
            "iat": now, "nbf": now, "exp": now + 60, "jti": format!("t{number}"),
            "sub": "kasutaja-1", "company": "firma-1", "company_name": "Kaja OÜ",
            "name": "Mari Kask", "email": "mari@kaja.ee", "role": "user", "lang": "en",
        })
    }

    /// The same with some changed; null for what is left out.
    pub fn claims_with(&self, program: &Program, changes: &Value) -> Value {
        let mut claims = self.claims(program);
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        claims
    }

    pub fn token(&self, program: &Program, changes: &Value) -> String {
        self.signer.sign(&self.claims_with(program, changes)).unwrap()
    }
}

/// The post of a portal's page, to a window of its own.
pub fn post(fields: &[(&str, &str)]) -> Request {
    Request::new("POST", "/launch")
        .form(fields)
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-dest", "document")
        .header("accept-language", "et")
}

/// The same, to a frame in that page.
pub fn post_into_frame(fields: &[(&str, &str)]) -> Request {
    post(fields).header("sec-fetch-dest", "iframe")
}

/// The cookie that an answer sets, as the browser sends it back.
pub fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie")?;
    set.split(';').next().map(str::to_owned)
}

/// Launches into a window of its own and keeps the cookie.
pub async fn launch(program: &Program, token: &str) -> (Browser, Answer) {
    let mut browser = program.browser();
    let answer = browser.send(&post(&[("token", token)])).await;
    browser.cookie = cookie(&answer);
    (browser, answer)
}
