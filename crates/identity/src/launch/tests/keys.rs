//! Which keys can be registered.

use serde_json::json;

use crate::{
    launch::{LaunchKey, LaunchKeyError, LaunchKeyFault, LaunchKeys},
    signer::Signer,
    token::{Algorithm, KeyError},
};

const PEM: &str = include_str!("data/es256.pem");

fn key(kid: &str, algorithm: Algorithm, key: &str) -> LaunchKey {
    LaunchKey {
        portal: "naidis".parse().unwrap(),
        kid: kid.to_owned(),
        algorithm,
        key: key.to_owned(),
    }
}

fn fault(key: LaunchKey) -> LaunchKeyFault {
    LaunchKeys::from_config([key]).unwrap_err().fault
}

#[test]
fn the_message_names_portal_and_key() {
    let error = LaunchKeys::from_config([key("2026", Algorithm::Es256, "rubbish")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "portal naidis, key \"2026\": this is neither a public key in PEM (\"BEGIN PUBLIC KEY\") nor a JSON Web Key"
    );
}

#[test]
fn what_is_no_key_for_its_algorithm_is_refused() {
    let ed25519 = Signer::generate_ed25519("k").unwrap().public_jwk().to_string();
    let rsa = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"}).to_string();
    let p384 = json!({"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}).to_string();
    let short = json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}).to_string();
    let shared = json!({"kty": "oct", "k": "c2VjcmV0"}).to_string();
    let private = json!({"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"}).to_string();
    let private_pem = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----";
    let rsa_pem = "-----BEGIN PUBLIC KEY-----\nMA0GCSqGSIb3DQEBAQUAAwA=\n-----END PUBLIC KEY-----";
    let certificate = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----";
    let twice = r#"{"kty":"OKP","kty":"EC"}"#;
    for (algorithm, text, expected) in [
        (Algorithm::Es256, ed25519.as_str(), KeyError::Algorithm),
        (Algorithm::EdDsa, PEM, KeyError::Algorithm),
        (Algorithm::Es256, &rsa, KeyError::Algorithm),
        (Algorithm::Es256, &p384, KeyError::Kind),
        (Algorithm::Es256, &short, KeyError::Form),
        (Algorithm::Es256, &shared, KeyError::Private),
        (Algorithm::EdDsa, &private, KeyError::Private),
        (Algorithm::EdDsa, private_pem, KeyError::Private),
        (Algorithm::Es256, rsa_pem, KeyError::Kind),
        (Algorithm::Es256, certificate, KeyError::Form),
        (Algorithm::Es256, twice, KeyError::Form),
        (Algorithm::Es256, "", KeyError::Form),
    ] {
        assert_eq!(
            fault(key("k", algorithm, text)),
            LaunchKeyFault::Key(expected),
            "{text}"
        );
    }
    assert_eq!(fault(key("k", Algorithm::Rs256, &rsa)), LaunchKeyFault::Algorithm);
}

#[test]
fn a_jwk_for_something_else_is_refused() {
    let mut jwk = Signer::generate_ed25519("k").unwrap().public_jwk();
    jwk["use"] = json!("enc");
    assert_eq!(
        fault(key("k", Algorithm::EdDsa, &jwk.to_string())),
        LaunchKeyFault::Key(KeyError::Kind)
    );
    jwk["use"] = json!("sig");
    jwk["alg"] = json!("ES256");
    assert_eq!(
        fault(key("k", Algorithm::EdDsa, &jwk.to_string())),
        LaunchKeyFault::Key(KeyError::Algorithm)
    );
}

#[test]
fn names_are_plain_and_differ() {
    for bad in ["", "a b", "õ", "a\n", &"a".repeat(129)] {
        assert_eq!(
            fault(key(bad, Algorithm::Es256, PEM)),
            LaunchKeyFault::Name,
            "{bad:?}"
        );
    }
    let twice = [key("k", Algorithm::Es256, PEM), key("k", Algorithm::Es256, PEM)];
    let expected = LaunchKeyError {
        portal: "naidis".parse().unwrap(),
        kid: "k".to_owned(),
        fault: LaunchKeyFault::Twice,
    };
    assert_eq!(LaunchKeys::from_config(twice).unwrap_err(), expected);
    let another = LaunchKey {
        portal: "teine".parse().unwrap(),
        ..key("k", Algorithm::Es256, PEM)
    };
    assert!(LaunchKeys::from_config([key("k", Algorithm::Es256, PEM), another]).is_ok());
}
