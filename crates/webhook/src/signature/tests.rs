use super::{Headers, Received, VerifyError, sign, verify};
use crate::Secret;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

// The example of the convention's own test suites.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn secret() -> Secret {
    Secret::parse(SECRET).unwrap()
}

fn at() -> Timestamp {
    Timestamp::from_second(1_614_265_330).unwrap()
}

fn check(signatures: &str, body: &[u8], now: Timestamp) -> Result<(), VerifyError> {
    let received = Received {
        id: ID,
        timestamp: "1614265330",
        signatures,
    };
    verify(&[secret()], &received, body, now)
}

#[test]
fn the_published_example() {
    let expected = Headers {
        timestamp: "1614265330".to_owned(),
        signature: SIGNATURE.to_owned(),
    };
    assert_eq!(sign(&[secret()], ID, at(), BODY), expected);
    assert_eq!(check(SIGNATURE, BODY, at()), Ok(()));
}

#[test]
fn another_implementations_signature() {
    // printf '%s' '0198f1c2.1767225600.õ' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0102…20 -binary | base64
    let secret = Secret::generate(std::array::from_fn(|n| u8::try_from(n).unwrap() + 1));
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    let headers = sign(&[secret], "0198f1c2", at, "õ".as_bytes());
    assert_eq!(
        headers.signature,
        "v1,e9pVDCU6NnqFSKRGzRFPVT9gemTC+EeGaEiSENYbz9I="
    );
}

#[test]
fn while_a_secret_is_replaced_both_fit() {
    let (old, new) = (secret(), Secret::generate([9; 32]));
    let headers = sign(&[new.clone(), old.clone()], ID, at(), BODY);
    assert_eq!(headers.signature.split(' ').count(), 2);
    assert!(headers.signature.ends_with(SIGNATURE));
    let received = Received {
        id: ID,
        timestamp: &headers.timestamp,
        signatures: &headers.signature,
    };
    for knows in [
        vec![old.clone()],
        vec![new.clone()],
        vec![Secret::generate([1; 32]), new],
    ] {
        assert_eq!(verify(&knows, &received, BODY, at()), Ok(()));
    }
    let strangers = [Secret::generate([1; 32])];
    assert_eq!(
        verify(&strangers, &received, BODY, at()),
        Err(VerifyError::Signature)
    );
    assert_eq!(verify(&[], &received, BODY, at()), Err(VerifyError::Signature));
}

#[test]
fn five_minutes_both_ways() {
    for (seconds, expected) in [
        (0, Ok(())),
        (300, Ok(())),
        (301, Err(VerifyError::TooOld)),
        (-300, Ok(())),
        (-301, Err(VerifyError::TooNew)),
    ] {
        let now = at() + SignedDuration::from_secs(seconds);
        assert_eq!(check(SIGNATURE, BODY, now), expected, "{seconds}");
    }
}

#[test]
fn what_is_not_taken() {
    let bare = &SIGNATURE[3..];
    for signatures in [
        String::new(),
        bare.to_owned(),
        format!("v2,{bare}"),
        format!("v1a,{bare}"),
        format!("v1,{}", &bare[..42]),
        format!("v1,{}", &bare.replace('=', "")),
        "v1,".to_owned(),
        format!("{}{SIGNATURE}", "v1,AAAA ".repeat(16)),
    ] {
        assert_eq!(
            check(&signatures, BODY, at()),
            Err(VerifyError::Signature),
            "{signatures}"
        );
    }
    assert_eq!(
        check(&format!("v1a,x v1,AAAA {SIGNATURE} v9,"), BODY, at()),
        Ok(())
    );
    assert_eq!(check(SIGNATURE, b"", at()), Err(VerifyError::Signature));
    for timestamp in [
        "",
        "+1614265330",
        "1614265330.0",
        " 1614265330",
        "-1",
        "99999999999999999999",
        "١",
    ] {
        let received = Received {
            id: ID,
            timestamp,
            signatures: SIGNATURE,
        };
        assert_eq!(
            verify(&[secret()], &received, BODY, at()),
            Err(VerifyError::Timestamp),
            "{timestamp}"
        );
    }
}

proptest! {
    #[test]
    fn a_changed_bit_is_noticed(body in proptest::collection::vec(any::<u8>(), 1..200), place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let headers = sign(&[secret()], ID, at(), &body);
        prop_assert_eq!(check(&headers.signature, &body, at()), Ok(()));
        let mut changed = body.clone();
        changed[place.index(body.len())] ^= 1_u8 << bit;
        prop_assert_eq!(check(&headers.signature, &changed, at()), Err(VerifyError::Signature));
    }
}
