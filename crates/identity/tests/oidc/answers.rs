//! What the browser comes back with, and what may be forged in it.

use identity::oidc::{Callback, OidcError, OidcSettings, Pending};

use crate::world::{World, settings};

#[tokio::test]
async fn the_answer_comes_back_to_where_the_question_was_asked() {
    let world = World::new();
    let (own, other) = (
        world.begin(false).await.unwrap(),
        world.begin(false).await.unwrap(),
    );
    let others = world.visit(&other);
    // Somebody else's answer, slipped to this browser.
    assert_eq!(
        world.finish(own.pending.clone(), &others).await,
        Err(OidcError::State)
    );
    let nothing = Callback {
        state: String::new(),
        ..others
    };
    assert_eq!(world.finish(own.pending, &nothing).await, Err(OidcError::State));
    assert_eq!(world.wire.issuer.asked_for("/token"), 0);
}

/// The state was changed to fit, but the code was got with another verifier.
#[tokio::test]
async fn another_browsers_code_is_worth_nothing() {
    let world = World::new();
    let (own, other) = (
        world.begin(false).await.unwrap(),
        world.begin(false).await.unwrap(),
    );
    let (mut answer, stolen) = (world.visit(&own), world.visit(&other));
    answer.code = stolen.code;
    assert_eq!(
        world.finish(own.pending, &answer).await,
        Err(OidcError::Code("invalid_grant".to_owned()))
    );
}

#[tokio::test]
async fn a_code_is_good_once() {
    let world = World::new();
    let begun = world.begin(false).await.unwrap();
    let answer = world.visit(&begun);
    assert!(world.finish(begun.pending.clone(), &answer).await.is_ok());
    assert_eq!(
        world.finish(begun.pending, &answer).await,
        Err(OidcError::Code("invalid_grant".to_owned()))
    );
}

#[tokio::test]
async fn ten_minutes_are_enough() {
    let world = World::new();
    let begun = world.begin(false).await.unwrap();
    let answer = world.visit(&begun);
    world.pass(600);
    assert_eq!(
        world.finish(begun.pending, &answer).await,
        Err(OidcError::TooLate)
    );
}

#[tokio::test]
async fn what_was_begun_with_one_portal_does_not_end_with_another() {
    let world = World::new();
    let other = World::with(OidcSettings {
        portal: "teine".parse().unwrap(),
        ..settings()
    });
    let begun = other.begin(false).await.unwrap();
    let answer = other.visit(&begun);
    let pending: Pending = begun.pending;
    assert_eq!(world.finish(pending, &answer).await, Err(OidcError::OtherPortal));
}

#[tokio::test]
async fn the_answer_is_this_providers() {
    for (names_itself, iss, expected) in [
        (true, Some("https://id.naidis.example"), None),
        (true, None, Some(OidcError::ResponseIssuer)),
        (
            true,
            Some("https://evil.example"),
            Some(OidcError::ResponseIssuer),
        ),
        (false, None, None),
        (
            false,
            Some("https://evil.example"),
            Some(OidcError::ResponseIssuer),
        ),
    ] {
        let world = World::new();
        world.wire.issuer.change_description(move |mut description| {
            description["authorization_response_iss_parameter_supported"] = names_itself.into();
            description
        });
        let begun = world.begin(false).await.unwrap();
        let mut answer = world.visit(&begun);
        answer.iss = iss.map(str::to_owned);
        let result = world.finish(begun.pending, &answer).await;
        assert_eq!(result.err(), expected, "{names_itself} {iss:?}");
    }
}

#[tokio::test]
async fn an_error_is_told_by_its_word_alone() {
    for (error, expected) in [
        ("access_denied", OidcError::Denied),
        ("login_required", OidcError::Refused("login_required".to_owned())),
        (
            "<script>\r\n",
            OidcError::Refused("an error without a name".to_owned()),
        ),
        ("", OidcError::Refused("an error without a name".to_owned())),
    ] {
        let world = World::new();
        let begun = world.begin(false).await.unwrap();
        let mut answer = world.visit(&begun);
        answer.error = Some(error.to_owned());
        assert_eq!(world.finish(begun.pending, &answer).await, Err(expected));
        assert_eq!(world.wire.issuer.asked_for("/token"), 0);
    }
}

#[tokio::test]
async fn a_code_that_can_not_be_is_not_passed_on() {
    let world = World::new();
    let begun = world.begin(false).await.unwrap();
    let mut answer = world.visit(&begun);
    let long = "a".repeat(5_000);
    for code in [None, Some(""), Some("a\r\nb"), Some("õ"), Some(long.as_str())] {
        answer.code = code.map(str::to_owned);
        assert_eq!(
            world.finish(begun.pending.clone(), &answer).await,
            Err(OidcError::NoCode)
        );
    }
    assert_eq!(world.wire.issuer.asked_for("/token"), 0);
}
