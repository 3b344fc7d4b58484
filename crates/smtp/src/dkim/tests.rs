use super::{Key, KeyError, Signer};
use crate::{TestLetter, compose, session::Letter};
use jiff::Timestamp;
use model::{DisplayName, Host, Mailbox};
use proptest::prelude::*;
use testkit::dkim::{ED25519_KEY, RSA_KEY, record_of, verify};

fn signer(pem: &str) -> Signer {
    let key = Key::from_pem(pem.as_bytes()).unwrap();
    Signer::new(Host::parse("portal.example").unwrap(), "s1.mail".to_owned(), key)
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn record(pem: &str) -> impl Fn(&str) -> Option<String> {
    move |name| (name == "s1.mail._domainkey.portal.example").then(|| record_of(pem))
}

fn letter() -> Letter {
    let (from, to) = (
        Mailbox::parse("naidis@event.portal.example").unwrap(),
        Mailbox::parse("mari@naidis.ee").unwrap(),
    );
    compose(&TestLetter {
        from: &from,
        display_name: Some(&DisplayName::parse("Mari Maasikas, Näidis OÜ").unwrap()),
        reply_to: Some(&to),
        to: &to,
        subject: "Kontroll: kas kõik töötab?",
        body: "Tere  Mari\t!\n\n.punkt\nLõpp\n\n\n",
        date: now(),
        id: "test.1",
    })
    .unwrap()
}

#[test]
fn both_kinds_of_keys_sign_what_verifies() {
    for pem in [RSA_KEY, ED25519_KEY] {
        let signed = signer(pem).sign(&letter(), now()).unwrap();
        let told = verify(signed.as_bytes(), record(pem)).unwrap();
        assert_eq!(
            (told.domain.as_str(), told.selector.as_str()),
            ("portal.example", "s1.mail")
        );
        assert!(
            signed.as_bytes().ends_with(letter().as_bytes()),
            "the letter stays as it was"
        );
        assert!(signed.is_ascii());
        let text = String::from_utf8(signed.as_bytes().to_vec()).unwrap();
        let own = &text[..text.find("Date:").unwrap()];
        assert!(own.lines().all(|line| line.len() <= 78), "{own}");
        assert!(text.contains("t=1772366400;"), "{text}");
    }
}

#[test]
fn nobody_can_add_a_field_or_change_one() {
    let signed = signer(ED25519_KEY).sign(&letter(), now()).unwrap();
    let text = String::from_utf8(signed.as_bytes().to_vec()).unwrap();
    let head = text.find("\r\nDate:").unwrap() + 2;
    for name in [
        "From",
        "Reply-To",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Content-Type",
        "Auto-Submitted",
    ] {
        for at in [head, text.find("\r\n\r\n").unwrap() + 2] {
            let mut changed = text.clone();
            changed.insert_str(at, &format!("{name}: x@evil.example\r\n"));
            let told = verify(changed.as_bytes(), record(ED25519_KEY));
            assert_eq!(told, Err("the signature does not fit".to_owned()), "{name}");
        }
    }
    for (was, becomes) in [("Lõpp", "Algus"), ("mari@", "tiina@"), ("12:00:00", "12:00:01")] {
        let changed = text.replace(was, becomes).replace("L=C3=B5pp", "Algus");
        assert!(verify(changed.as_bytes(), record(ED25519_KEY)).is_err(), "{was}");
    }
}

#[test]
fn what_servers_do_to_white_space_does_no_harm() {
    let signed = signer(ED25519_KEY).sign(&letter(), now()).unwrap();
    let text = String::from_utf8(signed.as_bytes().to_vec()).unwrap();
    let mended = text
        .replace("From: ", "FROM:   ")
        .replace("Auto-Submitted: auto", "Auto-Submitted:\r\n\t auto")
        + "\r\n\r\n";
    assert_ne!(mended, text);
    verify(mended.as_bytes(), record(ED25519_KEY)).unwrap();
}

#[test]
fn keys_that_are_none() {
    let body = |pem: &str| pem.lines().nth(1).unwrap().to_owned();
    for (pem, why) in [
        ("", KeyError::Pem),
        ("not a key", KeyError::Pem),
        (
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n",
            KeyError::Pem,
        ),
        (
            &format!(
                "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
                body(RSA_KEY)
            ),
            KeyError::Kind,
        ),
        (
            &ED25519_KEY.replace("PRIVATE KEY", "EC PRIVATE KEY"),
            KeyError::Kind,
        ),
    ] {
        assert_eq!(Key::from_pem(pem.as_bytes()).err(), Some(why), "{pem}");
    }
    assert_eq!(
        format!("{:?}", Key::from_pem(RSA_KEY.as_bytes()).unwrap()),
        "rsa-sha256"
    );
}

proptest! {
    #[test]
    fn any_letter_verifies(
        values in prop::collection::vec(("(Subject|To|X-Other|From|Date)", "[ a-zA-Z\u{e4}\t:;=]{0,90}"), 1..6),
        body in prop::collection::vec("[ a-z\t.\u{f5}]{0,20}", 0..6),
    ) {
        let mut text = String::new();
        for (name, value) in values {
            text.extend([name.as_str(), ": x", value.as_str(), "\r\n"]);
        }
        text += "\r\n";
        for line in body {
            text.extend([line.as_str(), "\r\n"]);
        }
        let signed = signer(ED25519_KEY).sign(&Letter::new(text.into_bytes()).unwrap(), now()).unwrap();
        verify(signed.as_bytes(), record(ED25519_KEY)).unwrap();
    }
}
