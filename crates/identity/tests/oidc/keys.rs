//! Keys that come, go, and are no good.

use identity::oidc::OidcError;
use identity::signer::Signer;
use serde_json::json;
use testkit::issuer::Issuer;

use crate::world::{World, answer};

#[tokio::test]
async fn a_new_key_is_asked_for_once() {
    let world = World::new();
    world.sign_in().await.unwrap();
    world
        .wire
        .issuer
        .sign_with(Signer::generate_es256("second").unwrap());
    // The keys were asked for a moment ago.
    assert_eq!(world.sign_in().await, Err(OidcError::UnknownKey));
    world.pass(60);
    assert!(world.sign_in().await.is_ok());
    assert_eq!(world.wire.issuer.asked_for("/jwks"), 2);
}

#[tokio::test]
async fn unknown_keys_make_us_ask_no_more_than_once_a_minute() {
    let world = World::new();
    world.sign_in().await.unwrap();
    let stranger = Signer::generate_es256("stranger").unwrap();
    world
        .wire
        .issuer
        .change_token(move |_| stranger.sign(&json!({})).unwrap());
    for _ in 0..130 {
        world.pass(1);
        assert_eq!(world.sign_in().await, Err(OidcError::UnknownKey));
    }
    assert_eq!(world.wire.issuer.asked_for("/jwks"), 3);
}

#[tokio::test]
async fn a_key_that_was_taken_back_is_forgotten_within_the_hour() {
    let world = World::new();
    world.sign_in().await.unwrap();
    let before = Signer::generate_es256("first").unwrap();
    world.wire.issuer.sign_with(before);
    // Another key of the same name: the old one is believed until it is asked for again.
    assert!(world.sign_in().await.is_err());
    world.pass(3_600);
    assert!(world.sign_in().await.is_ok());
}

#[tokio::test]
async fn keys_that_are_not_for_this_are_passed_over() {
    let world = World::new();
    for jwk in [
        json!({"kty": "oct", "k": "c2VjcmV0", "kid": "first", "alg": "HS256"}),
        json!({"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA", "kid": "first"}),
        json!({"kty": "RSA", "kid": "x"}),
        json!({"kty": "OKP", "crv": "X25519", "x": "AA", "kid": "first", "use": "enc"}),
        json!("rubbish"),
        json!(null),
    ] {
        world.wire.issuer.show_key(jwk);
    }
    assert!(world.sign_in().await.is_ok());
}

#[tokio::test]
async fn two_keys_of_one_name_are_none() {
    let world = World::new();
    world
        .wire
        .issuer
        .show_key(Signer::generate_es256("first").unwrap().public_jwk());
    assert_eq!(world.sign_in().await, Err(OidcError::UnknownKey));
}

/// A provider with one key need not name it.
#[tokio::test]
async fn a_token_without_a_key_name_is_the_only_keys() {
    let nameless = || {
        let (world, signer) = (World::new(), Issuer::rsa_key("first"));
        world.wire.issuer.sign_with(Issuer::rsa_key("first"));
        world.wire.issuer.change_token(move |token| {
            use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
            let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
            signer
                .sign_raw(r#"{"alg":"RS256"}"#, &String::from_utf8(claims).unwrap())
                .unwrap()
        });
        world
    };
    assert!(nameless().sign_in().await.is_ok());
    // Keys of other algorithms leave no doubt; a second one of its own does.
    let world = nameless();
    world
        .wire
        .issuer
        .show_key(Signer::generate_es256("other").unwrap().public_jwk());
    assert!(world.sign_in().await.is_ok());
    let world = nameless();
    world.wire.issuer.show_key(Issuer::rsa_key("other").public_jwk());
    assert_eq!(world.sign_in().await, Err(OidcError::UnknownKey));
}

#[tokio::test]
async fn a_set_without_keys_has_none() {
    for (body, expected) in [
        (r#"{"keys":[]}"#, OidcError::UnknownKey),
        (r#"{"keys":{}}"#, OidcError::Answer),
        ("{}", OidcError::Answer),
    ] {
        let world = World::new();
        world.answer_once("/jwks", Ok(answer(200, body)));
        assert_eq!(world.sign_in().await, Err(expected), "{body}");
    }
}
