//! Providers that describe themselves badly, or answer badly.

use identity::oidc::{HttpError, LONGEST_ANSWER, OidcError};
use serde_json::{Value, json};

use crate::world::{World, answer};

const DESCRIPTION: &str = "/.well-known/openid-configuration";

async fn described(name: &'static str, value: Value) -> Option<OidcError> {
    let world = World::new();
    world.wire.issuer.change_description(move |mut description| {
        description[name] = value.clone();
        description
    });
    world.begin(false).await.err()
}

#[tokio::test]
async fn the_description_is_of_the_provider_that_was_asked() {
    for other in [
        json!("https://evil.example"),
        json!("https://id.naidis.example/"),
        json!(1),
        Value::Null,
    ] {
        assert_eq!(
            described("issuer", other.clone()).await,
            Some(OidcError::OtherIssuer),
            "{other}"
        );
    }
}

#[tokio::test]
async fn its_addresses_are_https() {
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        for bad in [
            "http://id.naidis.example/x",
            "http://127.0.0.1/x",
            "file:///etc/passwd",
            "javascript:1",
            "/x",
            "",
        ] {
            assert_eq!(
                described(name, json!(bad)).await,
                Some(OidcError::Endpoint),
                "{name} {bad}"
            );
        }
        assert_eq!(described(name, Value::Null).await, Some(OidcError::Answer));
        assert_eq!(described(name, json!(1)).await, Some(OidcError::Answer));
    }
}

#[tokio::test]
async fn it_knows_pkce_or_does_not_say() {
    let name = "code_challenge_methods_supported";
    assert_eq!(described(name, json!(["plain"])).await, Some(OidcError::Pkce));
    assert_eq!(described(name, json!(["plain", "S256"])).await, None);
    assert_eq!(described(name, Value::Null).await, None);
}

#[tokio::test]
async fn the_authorization_address_may_have_a_query_of_its_own() {
    let world = World::new();
    world.wire.issuer.change_description(|mut description| {
        description["authorization_endpoint"] = json!("https://id.naidis.example/authorize?tenant=4");
        description
    });
    let begun = world.begin(false).await.unwrap();
    assert!(
        begun
            .url
            .as_str()
            .contains("/authorize?tenant=4&response_type=code")
    );
    let callback = world.visit(&begun);
    assert!(world.finish(begun.pending, &callback).await.is_ok());
}

#[tokio::test]
async fn no_answer_lets_nobody_in() {
    for path in [DESCRIPTION, "/token", "/jwks"] {
        for (bad, expected) in [
            (
                Err(HttpError::NoAnswer("refused".to_owned())),
                OidcError::Http(HttpError::NoAnswer("refused".to_owned())),
            ),
            (Err(HttpError::Forbidden), OidcError::Http(HttpError::Forbidden)),
            (Ok(answer(500, "{}")), OidcError::Status(500)),
            (Ok(answer(302, "{}")), OidcError::Status(302)),
            (Ok(answer(200, "<html>")), OidcError::Answer),
            (Ok(answer(200, "[]")), OidcError::Answer),
            (
                Ok(answer(200, vec![b' '; LONGEST_ANSWER + 1])),
                OidcError::Http(HttpError::TooLarge),
            ),
            (Ok(answer(200, "[".repeat(LONGEST_ANSWER))), OidcError::Answer),
        ] {
            let world = World::new();
            world.answer_once(path, bad);
            assert_eq!(world.sign_in().await, Err(expected), "{path}");
            // The next one comes in: nothing bad was kept.
            world.pass(61);
            assert!(world.sign_in().await.is_ok(), "{path}");
        }
    }
}

#[tokio::test]
async fn a_refused_code_is_told_by_its_word() {
    for (status, body, expected) in [
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            OidcError::Code("invalid_grant".to_owned()),
        ),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            OidcError::Code("invalid_client".to_owned()),
        ),
        (
            400,
            r#"{"error":"\u001b[31m"}"#,
            OidcError::Code("an error without a name".to_owned()),
        ),
        (400, "{}", OidcError::Code("an error without a name".to_owned())),
        (200, r#"{"access_token":"a"}"#, OidcError::Answer),
        (200, r#"{"id_token":1}"#, OidcError::Answer),
        (200, r#"{"id_token":"a","id_token":"b"}"#, OidcError::Answer),
    ] {
        let world = World::new();
        world.answer_once("/token", Ok(answer(status, body)));
        assert_eq!(world.sign_in().await, Err(expected), "{body}");
    }
}

#[tokio::test]
async fn the_description_is_asked_for_once_an_hour() {
    let world = World::new();
    for _ in 0..3 {
        world.sign_in().await.unwrap();
    }
    assert_eq!(
        (
            world.wire.issuer.asked_for(DESCRIPTION),
            world.wire.issuer.asked_for("/jwks")
        ),
        (1, 1)
    );
    world.pass(3_600);
    world.sign_in().await.unwrap();
    assert_eq!(
        (
            world.wire.issuer.asked_for(DESCRIPTION),
            world.wire.issuer.asked_for("/jwks")
        ),
        (2, 2)
    );
}
