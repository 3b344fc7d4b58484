//! ID tokens that let nobody in.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use identity::ClaimError;
use identity::oidc::OidcError;
use identity::signer::Signer;
use identity::token::TokenError;
use serde_json::{Value, json};

use crate::world::{NOW, World, person};

/// What comes of an ID token with one claim changed, and signed so.
async fn with(name: &'static str, value: Value) -> Option<OidcError> {
    let world = World::new();
    world.wire.issuer.change_claims(move |mut claims| {
        claims[name] = value.clone();
        claims
    });
    world.sign_in().await.err()
}

#[tokio::test]
async fn an_answer_to_another_question_is_none() {
    assert_eq!(with("nonce", json!("another")).await, Some(OidcError::Nonce));
    assert_eq!(with("nonce", Value::Null).await, Some(missing("nonce")));
    assert_eq!(with("nonce", json!(1)).await, Some(invalid("nonce")));
}

#[tokio::test]
async fn a_token_for_another_client_is_refused() {
    for other in [
        json!("other"),
        json!(["other"]),
        json!([]),
        json!(["saatja", "other"]),
    ] {
        assert_eq!(
            with("aud", other.clone()).await,
            Some(OidcError::Audience),
            "{other}"
        );
    }
    assert_eq!(with("aud", json!(["saatja"])).await, None);
    assert_eq!(with("azp", json!("saatja")).await, None);
    assert_eq!(with("azp", json!("other")).await, Some(OidcError::Audience));
    let world = World::new();
    world.wire.issuer.change_claims(|mut claims| {
        claims["aud"] = json!(["saatja", "other"]);
        claims["azp"] = json!("saatja");
        claims
    });
    assert!(world.sign_in().await.is_ok());
}

#[tokio::test]
async fn a_token_of_another_issuer_is_refused() {
    assert_eq!(
        with("iss", json!("https://evil.example")).await,
        Some(OidcError::Issuer)
    );
    assert_eq!(
        with("iss", json!("https://id.naidis.example/")).await,
        Some(OidcError::Issuer)
    );
}

#[tokio::test]
async fn its_time_is_now() {
    for (name, value, expected) in [
        ("exp", json!(NOW - 29), None),
        ("exp", json!(NOW - 30), Some(OidcError::Expired)),
        ("iat", json!(NOW + 30), None),
        ("iat", json!(NOW + 31), Some(OidcError::NotYetValid)),
        ("nbf", json!(NOW + 31), Some(OidcError::NotYetValid)),
        ("auth_time", json!(NOW + 31), Some(OidcError::NotYetValid)),
        ("exp", json!((NOW + 300).to_string()), Some(invalid("exp"))),
        ("iat", json!(true), Some(invalid("iat"))),
        ("exp", Value::Null, Some(missing("exp"))),
        ("iat", Value::Null, Some(missing("iat"))),
    ] {
        assert_eq!(with(name, value.clone()).await, expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn the_access_token_beside_it_is_its_own() {
    assert_eq!(with("at_hash", json!("AAAA")).await, Some(OidcError::AccessToken));
    assert_eq!(with("at_hash", Value::Null).await, None);
}

#[tokio::test]
async fn an_address_that_is_not_verified_is_refused() {
    for no in [json!(false), json!("false"), json!("no"), json!(0), json!(1)] {
        assert_eq!(
            with("email_verified", no.clone()).await,
            Some(OidcError::EmailNotVerified),
            "{no}"
        );
    }
    assert_eq!(with("email_verified", json!("true")).await, None);
    assert_eq!(with("email_verified", Value::Null).await, None);
}

#[tokio::test]
async fn what_is_required_is_required() {
    for name in ["sub", "company", "company_name", "name", "email"] {
        assert_eq!(with(name, Value::Null).await, Some(missing(name)));
        assert_eq!(with(name, json!(["a"])).await, Some(invalid(name)));
    }
    assert_eq!(with("sub", json!("a".repeat(121))).await, Some(invalid("sub")));
    assert_eq!(with("email", json!("mari")).await, Some(invalid("email")));
    assert_eq!(with("role", json!({"admin": true})).await, Some(invalid("role")));
}

/// What comes of something else in the ID token's place.
async fn instead(change: impl Fn(String) -> String + Send + 'static) -> Option<OidcError> {
    let world = World::new();
    world.wire.issuer.change_token(change);
    world.sign_in().await.err()
}

#[tokio::test]
async fn an_unsigned_token_is_none() {
    let claims = |token: &str| token.split('.').nth(1).unwrap().to_owned();
    let none = move |token: String| {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"first"}"#);
        format!("{header}.{}.", claims(&token))
    };
    assert_eq!(instead(none).await, Some(OidcError::UnknownKey));
    let stripped = |token: String| format!("{}.", token.rsplit_once('.').unwrap().0);
    assert_eq!(instead(stripped).await, Some(TokenError::Signature.into()));
    let flipped = |token: String| {
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { 'B' } else { 'A' };
        format!("{signed}.{first}{}", &signature[1..])
    };
    assert_eq!(instead(flipped).await, Some(TokenError::Signature.into()));
    assert_eq!(
        instead(|_| "rubbish".to_owned()).await,
        Some(TokenError::Malformed.into())
    );
    assert_eq!(
        instead(|_| "a".repeat(40_000)).await,
        Some(TokenError::TooLong.into())
    );
}

#[tokio::test]
async fn another_key_of_the_same_name_does_not_sign_for_it() {
    let forger = Signer::generate_es256("first").unwrap();
    let forge = move |token: String| {
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let mut claims: Value = serde_json::from_slice(&claims).unwrap();
        claims["role"] = json!("admin");
        forger.sign(&claims).unwrap()
    };
    assert_eq!(instead(forge).await, Some(TokenError::Signature.into()));
}

#[tokio::test]
async fn a_key_in_the_token_is_not_looked_at() {
    let forger = Signer::generate_es256("first").unwrap();
    let forge = move |token: String| {
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let header = json!({"alg": "ES256", "kid": "first", "jwk": forger.public_jwk()});
        let claims = String::from_utf8(claims).unwrap();
        forger.sign_raw(&header.to_string(), &claims).unwrap()
    };
    assert_eq!(
        instead(forge).await,
        Some(TokenError::HeaderParameter("jwk").into())
    );
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_entry() {
    let (world, mut claims) = (World::new(), person());
    assert_eq!(world.sign_in().await.unwrap().person.role, model::Role::Admin);
    claims["role"] = json!(["user"]);
    world.wire.issuer.set_person(claims);
    assert_eq!(world.sign_in().await.unwrap().person.role, model::Role::User);
}

fn missing(name: &str) -> OidcError {
    ClaimError::Missing(name.to_owned()).into()
}

fn invalid(name: &str) -> OidcError {
    ClaimError::Invalid(name.to_owned()).into()
}
