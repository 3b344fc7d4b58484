//! What lets somebody in, and everything that does not.

mod claims;
mod documentation;
mod golden;
mod header;
mod keys;
mod tampering;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Launch, LaunchError, LaunchKey, LaunchKeys, LaunchVerifier};
use crate::signer::Signer;

const AUDIENCE: &str = "https://saatja.example";
const NOW: i64 = 1_779_000_000;

fn now() -> Timestamp {
    at(NOW)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A portal `naidis` with a key of its own, and one that trusts it.
struct Portal {
    signer: Signer,
    verifier: LaunchVerifier,
}

impl Portal {
    fn new(signer: Signer) -> Self {
        let verifier = LaunchVerifier::new(AUDIENCE.to_owned(), registered([("naidis", &signer)]));
        Self { signer, verifier }
    }

    fn p256() -> Self {
        Self::new(Signer::generate_es256("k1").unwrap())
    }

    fn both() -> [Self; 2] {
        [Self::p256(), Self::new(Signer::generate_ed25519("k1").unwrap())]
    }

    /// What comes of these claims, rightly signed.
    fn launch(&self, claims: &Value) -> Result<Launch, LaunchError> {
        self.verifier.verify(&self.signer.sign(claims).unwrap(), now())
    }

    /// What comes of an honest token with other bytes as header and claims, rightly signed.
    fn launch_raw(&self, header: &str, claims: &str) -> Result<Launch, LaunchError> {
        self.verifier
            .verify(&self.signer.sign_raw(header, claims).unwrap(), now())
    }
}

fn registered<'a>(keys: impl IntoIterator<Item = (&'a str, &'a Signer)>) -> LaunchKeys {
    LaunchKeys::from_config(keys.into_iter().map(|(portal, signer)| LaunchKey {
        portal: portal.parse().unwrap(),
        kid: signer.kid().to_owned(),
        algorithm: signer.algorithm(),
        key: signer.public_jwk().to_string(),
    }))
    .unwrap()
}

fn claims() -> Value {
    json!({
        "iss": "naidis", "aud": AUDIENCE, "iat": NOW, "nbf": NOW, "exp": NOW + 60, "jti": "7c1f",
        "sub": "kasutaja-17", "company": "firma-4", "company_name": "Näidis OÜ", "name": "Mari Maasikas",
        "email": "mari@naidis.ee", "role": "user",
    })
}

/// Honest claims with one of them changed.
fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name).unwrap();
    claims
}
