//! What a header may ask for.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;
use serde_json::{Value, json};

use super::{AUDIENCE, Portal, claims, now, registered};
use crate::{
    launch::{LaunchError, LaunchVerifier},
    signer::Signer,
    token::TokenError,
};

fn refused(error: TokenError) -> LaunchError {
    LaunchError::Token(error)
}

#[test]
fn the_algorithm_is_the_keys_own_and_no_other() {
    for portal in Portal::both() {
        let own = portal.signer.algorithm().name();
        for other in [
            "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "RS256", "PS256", "ES384",
            "ES512", "es256", "eddsa", "Ed25519", "ES256K", "ES256", "EdDSA",
        ] {
            let header = json!({"alg": other, "kid": "k1"}).to_string();
            let result = portal.launch_raw(&header, &claims().to_string());
            if other == own {
                assert!(result.is_ok());
            } else {
                assert_eq!(
                    result,
                    Err(refused(TokenError::Algorithm)),
                    "{other} with a key for {own}"
                );
            }
        }
    }
}

#[test]
fn a_header_without_algorithm_or_with_a_strange_one_is_no_header() {
    let portal = Portal::p256();
    for header in [
        json!({"kid": "k1"}),
        json!({"kid": "k1", "alg": null}),
        json!({"kid": "k1", "alg": ["ES256"]}),
        json!({"kid": "k1", "alg": 256}),
        json!({"kid": 1, "alg": "ES256"}),
        json!(["ES256"]),
    ] {
        let result = portal.launch_raw(&header.to_string(), &claims().to_string());
        assert_eq!(result, Err(refused(TokenError::Malformed)), "{header}");
    }
}

/// The public key is known to everybody, so a token whose "shared secret" it is could be made by anybody.
#[test]
fn the_public_key_is_no_shared_secret() {
    for portal in Portal::both() {
        let jwk = portal.signer.public_jwk();
        let pem = include_str!("data/es256.pem");
        let secrets = [
            portal.signer.public_bytes(),
            jwk.to_string().as_bytes(),
            pem.as_bytes(),
        ]
        .map(<[u8]>::to_vec);
        for (secret, alg) in secrets
            .iter()
            .flat_map(|s| [(s, "HS256"), (s, "ES256"), (s, "EdDSA"), (s, "RS256")])
        {
            let header = json!({"alg": alg, "kid": "k1"}).to_string();
            let signed = [header, claims().to_string()]
                .map(|part| URL_SAFE_NO_PAD.encode(part))
                .join(".");
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
            let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag));
            let expected = if alg == portal.signer.algorithm().name() {
                TokenError::Signature
            } else {
                TokenError::Algorithm
            };
            assert_eq!(
                portal.verifier.verify(&token, now()),
                Err(refused(expected)),
                "{alg}"
            );
        }
    }
}

#[test]
fn keys_and_rules_are_not_taken_from_the_token() {
    let attacker = Signer::generate_es256("k1").unwrap();
    let portal = Portal::p256();
    for (name, value) in [
        ("jku", json!("https://evil.example/keys")),
        ("jwk", attacker.public_jwk()),
        ("x5u", json!("https://evil.example/chain")),
        ("x5c", json!(["MIIB"])),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("jwk", Value::Null),
    ] {
        let mut header = json!({"alg": "ES256", "kid": "k1"});
        header[name] = value;
        for signer in [&attacker, &portal.signer] {
            let token = signer
                .sign_raw(&header.to_string(), &claims().to_string())
                .unwrap();
            assert_eq!(
                portal.verifier.verify(&token, now()),
                Err(refused(TokenError::HeaderParameter(name)))
            );
        }
    }
}

#[test]
fn a_key_name_is_a_name_and_not_a_place() {
    let portal = Portal::p256();
    for kid in [
        "../../../../dev/null",
        "/etc/passwd",
        "k1/../k1",
        "./k1",
        "k1\u{0}",
        "K1",
        " k1",
        "k1 ",
        "k2",
        "",
        "' OR 1=1 --",
        "https://evil.example/k1",
        "*",
        "k1\n",
        "%6b1",
    ] {
        let header = json!({"alg": "ES256", "kid": kid}).to_string();
        assert_eq!(
            portal.launch_raw(&header, &claims().to_string()),
            Err(LaunchError::UnknownKey),
            "{kid:?}"
        );
    }
    let header = json!({"alg": "ES256"}).to_string();
    assert_eq!(
        portal.launch_raw(&header, &claims().to_string()),
        Err(LaunchError::NoKeyId)
    );
}

#[test]
fn only_tokens_of_the_type_are_taken() {
    let portal = Portal::p256();
    for (kind, taken) in [
        ("JWT", true),
        ("jwt", true),
        ("at+jwt", false),
        ("logout+jwt", false),
        ("", false),
    ] {
        let header = json!({"alg": "ES256", "kid": "k1", "typ": kind}).to_string();
        let result = portal.launch_raw(&header, &claims().to_string());
        let expected = if taken {
            None
        } else {
            Some(refused(TokenError::Type))
        };
        assert_eq!(result.err(), expected, "{kind}");
    }
}

#[test]
fn a_header_says_nothing_twice() {
    let header = r#"{"alg":"none","alg":"ES256","kid":"k1"}"#;
    assert_eq!(
        Portal::p256().launch_raw(header, &claims().to_string()),
        Err(refused(TokenError::Repeated))
    );
}

/// Two portals, each with a key named k1: neither can speak for the other.
#[test]
fn a_portal_speaks_for_itself_alone() {
    let (own, other) = (
        Signer::generate_es256("k1").unwrap(),
        Signer::generate_es256("k1").unwrap(),
    );
    let only_there = Signer::generate_ed25519("k2").unwrap();
    let verifier = LaunchVerifier::new(
        AUDIENCE.to_owned(),
        registered([("naidis", &own), ("teine", &other), ("teine", &only_there)]),
    );
    assert!(verifier.verify(&own.sign(&claims()).unwrap(), now()).is_ok());
    let claimed = |signer: &Signer| verifier.verify(&signer.sign(&claims()).unwrap(), now());
    assert_eq!(claimed(&other), Err(refused(TokenError::Signature)));
    assert_eq!(claimed(&only_there), Err(LaunchError::UnknownKey));
}
