//! A token with any byte changed is no token.

use proptest::prelude::*;

use super::{Portal, claims, now};
use crate::{
    launch::{LaunchError, LaunchVerifier},
    token::TokenError,
};

#[test]
fn every_byte_counts() {
    for portal in Portal::both() {
        let token = portal.signer.sign(&claims()).unwrap();
        assert!(portal.verifier.verify(&token, now()).is_ok());
        for place in 0..token.len() {
            // The neighbour in the alphabet too: in the last character only some of the bits mean something.
            for other in [token.as_bytes()[place] ^ 1, b'A', b'_', b'.', b'='] {
                let mut bytes = token.clone().into_bytes();
                if bytes[place] == other {
                    continue;
                }
                bytes[place] = other;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(
                    portal.verifier.verify(&changed, now()).is_err(),
                    "{place}: {changed}"
                );
            }
        }
    }
}

#[test]
fn every_part_counts() {
    for portal in Portal::both() {
        let token = portal.signer.sign(&claims()).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let refused = |token: &str| portal.verifier.verify(token, now()).unwrap_err();
        let zeros = "A".repeat(signature.len());
        assert_eq!(
            refused(&format!("{signed}.")),
            LaunchError::Token(TokenError::Signature)
        );
        assert_eq!(
            refused(&format!("{signed}.{zeros}")),
            LaunchError::Token(TokenError::Signature)
        );
        for form in [
            signed.to_owned(),
            format!("{token}."),
            format!("{token}.{signature}"),
            format!(".{token}"),
            format!("{token}\n"),
            format!(" {token}"),
            format!("{token}=="),
            String::new(),
            "..".to_owned(),
            "a.b.c".to_owned(),
        ] {
            refused(&form);
        }
    }
}

/// One token and its verifier for all cases: making keys is what takes long.
fn honest() -> &'static (String, LaunchVerifier) {
    static HONEST: std::sync::OnceLock<(String, LaunchVerifier)> = std::sync::OnceLock::new();
    HONEST.get_or_init(|| {
        let portal = Portal::p256();
        (portal.signer.sign(&claims()).unwrap(), portal.verifier)
    })
}

proptest! {
    #[test]
    fn nothing_but_the_token_itself_is_taken(place in 0usize..600, cut in 0usize..4, put in "[A-Za-z0-9_.-]{0,4}") {
        let (token, verifier) = honest();
        let place = place.min(token.len());
        let end = (place + cut).min(token.len());
        let changed = format!("{}{put}{}", &token[..place], &token[end..]);
        prop_assume!(changed != *token);
        prop_assert!(verifier.verify(&changed, now()).is_err());
    }

    #[test]
    fn no_text_at_all_makes_it_panic(text in "\\PC{0,200}", parts in proptest::collection::vec("[A-Za-z0-9_-]{0,40}", 0..5)) {
        let verifier = &honest().1;
        prop_assert!(verifier.verify(&text, now()).is_err());
        prop_assert!(verifier.verify(&parts.join("."), now()).is_err());
    }
}
