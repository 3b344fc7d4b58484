//! What lets somebody in.

use std::collections::HashMap;

use identity::oidc::{OidcError, OidcSettings, Pending};
use identity::signer::Signer;
use model::{Language, Role};
use serde_json::json;
use testkit::issuer::Issuer;

use crate::world::{NOW, REDIRECT, World, person, settings};

#[tokio::test]
async fn a_person_comes_in() {
    let world = World::new();
    let entered = world.sign_in().await.unwrap();
    let person = entered.person;
    assert_eq!(person.portal.as_str(), "naidis");
    assert_eq!(person.company.as_str(), "firma-4");
    assert_eq!(person.company_name.as_str(), "Näidis OÜ");
    assert_eq!(person.subject.as_str(), "kasutaja-17");
    assert_eq!(person.name.as_str(), "Mari Maasikas");
    assert_eq!(person.email.as_str(), "mari@naidis.ee");
    assert_eq!(person.role, Role::Admin);
    assert_eq!(person.language, Some(Language::Et));
    assert_eq!(
        entered.authenticated_at.map(jiff::Timestamp::as_second),
        Some(NOW)
    );
}

#[tokio::test]
async fn every_algorithm_is_read() {
    for signer in [
        Signer::generate_es256("a").unwrap(),
        Signer::generate_ed25519("b").unwrap(),
        Issuer::rsa_key("c"),
    ] {
        let (world, algorithm) = (World::new(), signer.algorithm());
        world.wire.issuer.sign_with(signer);
        assert!(world.sign_in().await.is_ok(), "{algorithm}");
    }
}

#[tokio::test]
async fn the_question_says_all_it_has_to() {
    let begun = World::new().begin(false).await.unwrap();
    let query: HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
    let get = |name: &str| query.get(name).map(String::as_str);
    assert_eq!(get("response_type"), Some("code"));
    assert_eq!(get("client_id"), Some("saatja"));
    assert_eq!(get("redirect_uri"), Some(REDIRECT));
    assert_eq!(get("scope"), Some("openid profile email"));
    assert_eq!(get("code_challenge_method"), Some("S256"));
    assert_eq!((get("prompt"), get("max_age")), (None, None));
    for word in ["state", "nonce", "code_challenge"] {
        assert_eq!(get(word).map(str::len), Some(43), "{word}");
    }
    // The verifier itself does not leave the cookie.
    let cookie = begun.pending.to_cookie();
    assert!(!begun.url.as_str().contains(&cookie));
}

#[tokio::test]
async fn no_two_questions_are_alike() {
    let world = World::new();
    let (one, two) = (
        world.begin(false).await.unwrap(),
        world.begin(false).await.unwrap(),
    );
    let words = |begun: &identity::oidc::Begun| -> Vec<String> {
        let query: HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
        ["state", "nonce", "code_challenge"]
            .map(|word| query[word].clone())
            .to_vec()
    };
    assert!(words(&one).iter().all(|word| !words(&two).contains(word)));
}

#[tokio::test]
async fn it_goes_on_from_the_cookie() {
    let world = World::new();
    let begun = world.begin(false).await.unwrap();
    let callback = world.visit(&begun);
    world.pass(599);
    let pending = Pending::from_cookie(&begun.pending.to_cookie(), world.now()).unwrap();
    assert!(world.finish(pending, &callback).await.is_ok());
}

#[tokio::test]
async fn the_secret_goes_where_the_provider_wants_it() {
    let public = || OidcSettings {
        client_secret: None,
        ..settings()
    };
    for (settings, methods, header, in_form) in [
        (
            settings(),
            json!(["client_secret_basic", "client_secret_post"]),
            true,
            false,
        ),
        (settings(), json!(null), true, false),
        (settings(), json!(["client_secret_post"]), false, true),
        (public(), json!(["none"]), false, false),
    ] {
        let world = World::with(settings);
        let announced = methods.clone();
        world.wire.issuer.change_description(move |mut description| {
            description["token_endpoint_auth_methods_supported"] = announced.clone();
            description
        });
        assert!(world.sign_in().await.is_ok(), "{methods}");
        let sent = world.wire.sent.lock().unwrap();
        let request = sent
            .iter()
            .find(|request| request.uri().path() == "/token")
            .unwrap();
        let form = String::from_utf8(request.body().clone()).unwrap();
        assert_eq!(
            request.headers().contains_key("authorization"),
            header,
            "{methods}"
        );
        assert_eq!(form.contains("client_secret="), in_form, "{methods}");
        assert!(form.contains("code_verifier="));
    }
}

#[tokio::test]
async fn whoever_has_not_the_role_is_a_user() {
    for (role, expected) in [
        (json!("admin"), Role::Admin),
        (json!(["a", "admin"]), Role::Admin),
        (json!("Admin"), Role::User),
        (json!("administrator"), Role::User),
        (json!([]), Role::User),
        (json!(null), Role::User),
    ] {
        let (world, mut claims) = (World::new(), person());
        claims["role"] = role.clone();
        world.wire.issuer.set_person(claims);
        assert_eq!(world.sign_in().await.unwrap().person.role, expected, "{role}");
    }
}

#[tokio::test]
async fn claims_may_have_names_of_the_portals_own() {
    let mut settings = settings();
    settings.claims.company = "https://naidis.ee/firma".to_owned();
    settings.claims.role = "rollid".to_owned();
    settings.claims.admin_role = "raamatupidaja".to_owned();
    let (world, mut claims) = (World::with(settings), person());
    claims["https://naidis.ee/firma"] = json!("firma-9");
    claims["rollid"] = json!(["raamatupidaja"]);
    world.wire.issuer.set_person(claims);
    let person = world.sign_in().await.unwrap().person;
    assert_eq!((person.company.as_str(), person.role), ("firma-9", Role::Admin));
}

#[tokio::test]
async fn a_fresh_sign_in_is_asked_for_and_proved() {
    let world = World::new();
    let begun = world.begin(true).await.unwrap();
    assert!(begun.url.as_str().ends_with("&prompt=login&max_age=0"));
    let callback = world.visit(&begun);
    world.pass(20);
    let entered = world.finish(begun.pending, &callback).await.unwrap();
    assert_eq!(
        entered.authenticated_at.map(jiff::Timestamp::as_second),
        Some(NOW)
    );
}

#[tokio::test]
async fn an_old_sign_in_is_not_a_fresh_one() {
    for auth_time in [json!(NOW - 31), json!(null)] {
        let world = World::new();
        let told = auth_time.clone();
        world.wire.issuer.change_claims(move |mut claims| {
            claims["auth_time"] = told.clone();
            claims
        });
        assert_eq!(
            world.sign_in_as(true).await,
            Err(OidcError::NotFresh),
            "{auth_time}"
        );
        // Where nobody asked for a fresh one it is good, and the time that is told is the provider's.
        let entered = world.sign_in().await.unwrap();
        assert_eq!(
            entered.authenticated_at.map(jiff::Timestamp::as_second),
            auth_time.as_i64()
        );
    }
}
