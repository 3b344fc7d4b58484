//! Tokens that another program signed (Node.js, with the keys of RFC 7515, appendix A.3, and RFC 8037, appendix A.1).

use model::{Language, Role};

use super::{AUDIENCE, NOW, at, now};
use crate::{
    launch::{Launch, LaunchError, LaunchKey, LaunchKeys, LaunchPage, LaunchVerifier},
    token::Algorithm,
};

const ES256: &str = include_str!("data/es256.jwt");
const EDDSA: &str = include_str!("data/eddsa.jwt");

fn verifier() -> LaunchVerifier {
    let key = |kid: &str, algorithm, key: &str| LaunchKey {
        portal: "naidis".parse().unwrap(),
        kid: kid.to_owned(),
        algorithm,
        key: key.to_owned(),
    };
    let keys = LaunchKeys::from_config([
        key("2026-ec", Algorithm::Es256, include_str!("data/es256.pem")),
        key("2026-ed", Algorithm::EdDsa, include_str!("data/eddsa.pem")),
    ]);
    LaunchVerifier::new(AUDIENCE.to_owned(), keys.unwrap())
}

fn check(launch: &Launch) {
    let person = &launch.person;
    assert_eq!(person.portal.as_str(), "naidis");
    assert_eq!(person.company.as_str(), "firma-4");
    assert_eq!(person.company_name.as_str(), "Õun & Pojad OÜ");
    assert_eq!(person.subject.as_str(), "kasutaja-17");
    assert_eq!(person.name.as_str(), "Mari Maasikas");
    assert_eq!(person.email.as_str(), "mari@naidis.ee");
    assert_eq!(person.role, Role::Admin);
    assert_eq!(person.language, Some(Language::Et));
    assert_eq!(launch.jti, "7c1f");
    assert_eq!(launch.expires_at, at(NOW + 65));
    assert_eq!((launch.embed, launch.page), (true, Some(LaunchPage::Users)));
}

#[test]
fn a_good_token_of_either_algorithm_lets_its_person_in() {
    for token in [ES256, EDDSA] {
        check(&verifier().verify(token, now()).unwrap());
    }
}

#[test]
fn a_minute_later_it_does_not() {
    for token in [ES256, EDDSA] {
        assert_eq!(verifier().verify(token, at(NOW + 65)), Err(LaunchError::Expired));
        assert!(verifier().verify(token, at(NOW + 64)).is_ok());
    }
}

/// The keys as JSON Web Keys are the same keys.
#[test]
fn pem_and_jwk_say_the_same() {
    let keys = LaunchKeys::from_config([LaunchKey {
        portal: "naidis".parse().unwrap(),
        kid: "2026-ec".to_owned(),
        algorithm: Algorithm::Es256,
        key: r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#.to_owned(),
    }]);
    let verifier = LaunchVerifier::new(AUDIENCE.to_owned(), keys.unwrap());
    check(&verifier.verify(ES256, now()).unwrap());
    assert_eq!(verifier.verify(EDDSA, now()), Err(LaunchError::UnknownKey));
}
