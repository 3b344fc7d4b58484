//! What the claims have to say.

use serde_json::{Value, json};

use super::{AUDIENCE, NOW, Portal, at, claims, now, with, without};
use crate::{
    ClaimError,
    launch::{LONGEST_TOKEN, LaunchError, LaunchPage},
    token::TokenError,
};

fn missing(name: &str) -> LaunchError {
    ClaimError::Missing(name.to_owned()).into()
}

fn invalid(name: &str) -> LaunchError {
    ClaimError::Invalid(name.to_owned()).into()
}

#[test]
fn what_is_required_is_required() {
    let portal = Portal::p256();
    let required = [
        "aud",
        "iat",
        "nbf",
        "exp",
        "jti",
        "sub",
        "company",
        "company_name",
        "name",
        "email",
        "role",
    ];
    for name in required {
        assert_eq!(portal.launch(&without(name)), Err(missing(name)), "{name}");
        assert_eq!(
            portal.launch(&with(name, Value::Null)),
            Err(missing(name)),
            "{name}"
        );
    }
    assert_eq!(portal.launch(&without("iss")), Err(LaunchError::UnknownPortal));
}

#[test]
fn what_is_not_required_may_be_left_out() {
    let launch = Portal::p256().launch(&claims()).unwrap();
    assert_eq!(
        (launch.embed, launch.page, launch.person.language),
        (false, None, None)
    );
    let stranger = Portal::p256().launch(&with("favourite_colour", "red"));
    assert!(stranger.is_ok());
}

#[test]
fn each_claim_is_of_its_type() {
    let portal = Portal::p256();
    for (name, value) in [
        ("iat", json!(NOW.to_string())),
        ("nbf", json!(NOW.to_string())),
        ("exp", json!((NOW + 60).to_string())),
        ("exp", json!(true)),
        ("exp", json!([NOW + 60])),
        ("exp", json!("2026-05-17T06:41:00Z")),
        ("exp", json!(1e300)),
        ("aud", json!(1)),
        ("aud", json!([AUDIENCE, 1])),
        ("jti", json!(1)),
        ("jti", json!("")),
        ("jti", json!("a b")),
        ("jti", json!("a\n")),
        ("jti", json!("õ")),
        ("jti", json!("a".repeat(129))),
        ("sub", json!(17)),
        ("sub", json!("")),
        ("sub", json!("a b")),
        ("company", json!("a\u{0}")),
        ("company_name", json!("a\r\nb")),
        ("name", json!("a\u{202e}b")),
        ("name", json!("")),
        ("email", json!("mari")),
        ("email", json!("mari@naidis.ee\r\nBcc: x@y.ee")),
        ("role", json!("Admin")),
        ("role", json!("root")),
        ("role", json!(["admin"])),
        ("role", json!(true)),
        ("lang", json!(1)),
        ("embed", json!("true")),
        ("embed", json!(1)),
        ("page", json!("https://evil.example/")),
        ("page", json!("/et/settings")),
        ("page", json!("//evil.example")),
        ("page", json!("")),
        ("page", json!(["settings"])),
    ] {
        assert_eq!(
            portal.launch(&with(name, value.clone())),
            Err(invalid(name)),
            "{name}: {value}"
        );
    }
}

#[test]
fn a_language_that_is_not_ours_keeps_nobody_out() {
    let portal = Portal::p256();
    for (tag, expected) in [
        ("et", Some("et")),
        ("en-GB", Some("en")),
        ("ET_ee", Some("et")),
        ("fi", None),
        ("", None),
    ] {
        let language = portal.launch(&with("lang", tag)).unwrap().person.language;
        assert_eq!(language.map(model::Language::tag), expected, "{tag}");
    }
}

#[test]
fn every_page_has_its_word() {
    let portal = Portal::p256();
    for page in LaunchPage::ALL {
        assert_eq!(portal.launch(&with("page", page.key())).unwrap().page, Some(page));
    }
}

#[test]
fn the_audience_is_this_installation_alone() {
    let portal = Portal::p256();
    assert!(portal.launch(&with("aud", json!([AUDIENCE]))).is_ok());
    for other in [
        json!("https://saatja.example/"),
        json!("https://SAATJA.example"),
        json!("http://saatja.example"),
        json!("https://evil.example"),
        json!(""),
        json!([]),
        json!([AUDIENCE, "https://evil.example"]),
        json!(["https://evil.example"]),
        json!([AUDIENCE, AUDIENCE]),
    ] {
        assert_eq!(
            portal.launch(&with("aud", other.clone())),
            Err(LaunchError::Audience),
            "{other}"
        );
    }
}

#[test]
fn the_issuer_is_a_portal_with_a_key() {
    let portal = Portal::p256();
    for other in [
        json!("teine"),
        json!("Naidis"),
        json!("naidis "),
        json!("../naidis"),
        json!(1),
        json!(["naidis"]),
    ] {
        assert_eq!(
            portal.launch(&with("iss", other.clone())),
            Err(LaunchError::UnknownPortal),
            "{other}"
        );
    }
}

#[test]
fn a_token_lives_for_a_minute_and_no_longer() {
    let portal = Portal::p256();
    let times = |iat: i64, nbf: i64, exp: i64| {
        let mut claims = claims();
        (claims["iat"], claims["nbf"], claims["exp"]) =
            (json!(NOW + iat), json!(NOW + nbf), json!(NOW + exp));
        portal.launch(&claims).err()
    };
    assert_eq!(times(0, 0, 60), None);
    assert_eq!(times(0, 0, 61), Some(LaunchError::Life));
    assert_eq!(times(-3600, -3600, 60), Some(LaunchError::Life));
    assert_eq!(times(0, 0, 0), Some(LaunchError::Life));
    assert_eq!(times(5, 0, 4), Some(LaunchError::Life));
    // Clocks may differ by five seconds.
    assert_eq!(times(-60, -60, -4), None);
    assert_eq!(times(-60, -60, -5), Some(LaunchError::Expired));
    assert_eq!(times(5, 5, 65), None);
    assert_eq!(times(6, 0, 60), Some(LaunchError::NotYetValid));
    assert_eq!(times(0, 6, 60), Some(LaunchError::NotYetValid));
}

#[test]
fn it_is_refused_from_the_moment_that_it_tells() {
    let portal = Portal::p256();
    let token = portal.signer.sign(&claims()).unwrap();
    let until = portal.verifier.verify(&token, now()).unwrap().expires_at;
    assert_eq!(until, at(NOW + 65));
    assert_eq!(portal.verifier.verify(&token, until), Err(LaunchError::Expired));
}

#[test]
fn nothing_is_said_twice() {
    let portal = Portal::p256();
    let header = r#"{"alg":"ES256","kid":"k1"}"#;
    for (honest, twice) in [
        (r#""role":"user""#, r#""role":"user","role":"admin""#),
        (r#""iss":"naidis""#, r#""iss":"teine","iss":"naidis""#),
        (r#""jti":"7c1f""#, r#""jti":"7c1f","\u006ati":"7c1f""#),
        (r#""role":"user""#, r#""role":"user","unknown":1,"unknown":1"#),
    ] {
        let claims = claims().to_string().replace(honest, twice);
        assert!(claims.contains(twice));
        assert_eq!(
            portal.launch_raw(header, &claims),
            Err(LaunchError::Token(TokenError::Repeated)),
            "{twice}"
        );
    }
}

#[test]
fn a_huge_token_is_not_even_read() {
    let portal = Portal::p256();
    let token = portal
        .signer
        .sign(&with("padding", "a".repeat(LONGEST_TOKEN)))
        .unwrap();
    assert_eq!(
        portal.verifier.verify(&token, now()),
        Err(LaunchError::Token(TokenError::TooLong))
    );
    let large = with("padding", "a".repeat(4_000));
    assert!(portal.launch(&large).is_ok());
}
