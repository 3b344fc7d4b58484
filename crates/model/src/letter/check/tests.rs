use super::{
    KEYS, LetterProblem, MOST_PROBLEMS, RawAddressee, RawAttachment, RawLetter, check, check_attachments,
};
use crate::letter::Limits;

fn to(address: &str) -> RawAddressee {
    RawAddressee {
        name: None,
        address: address.to_owned(),
    }
}

fn file() -> RawAttachment {
    RawAttachment {
        name: "arve.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        hash: "ab".repeat(32),
        size: 1000,
    }
}

fn letter() -> RawLetter {
    RawLetter {
        to: vec![to("mari@naidis.ee")],
        subject: "Arve 1".to_owned(),
        text: Some("Tere!\r\n\n.\n\tArve on lisatud.\n".to_owned()),
        ..RawLetter::default()
    }
}

fn problems(raw: &RawLetter) -> Vec<(String, &'static str)> {
    let found = check(raw, &Limits::default()).unwrap_err();
    found
        .into_iter()
        .map(|LetterProblem { field, key, .. }| (field, key))
        .collect()
}

fn only(raw: &RawLetter, field: &str, key: &'static str) {
    assert_eq!(problems(raw), [(field.to_owned(), key)], "{raw:?}");
}

#[test]
fn a_letter_is_taken_as_it_is() {
    let mut raw = letter();
    raw.to[0].name = Some(" Mari \"M\" Maasikas ".to_owned());
    raw.html = Some("<p>Tere!</p>".to_owned());
    raw.attachments.push(file());
    let checked = check(&raw, &Limits::default()).unwrap();
    assert_eq!(
        checked.to[0].name.as_ref().unwrap().as_str(),
        "Mari \"M\" Maasikas"
    );
    assert_eq!(checked.content.text, raw.text);
    assert_eq!(checked.content.html, raw.html);
    assert_eq!(checked.content.attachments[0].name.as_str(), "arve.pdf");
}

#[test]
fn who_is_named_twice_gets_it_once_where_he_stands_first() {
    let raw = RawLetter {
        to: vec![to("mari@naidis.ee"), to("Mari@NAIDIS.ee"), to("jaan@naidis.ee")],
        copy: vec!["MARI@naidis.ee".into(), "arhiiv@naidis.ee".into()],
        blind_copy: vec![
            "arhiiv@naidis.ee".into(),
            "jaan@naidis.ee".into(),
            "x@naidis.ee".into(),
        ],
        ..letter()
    };
    let checked = check(&raw, &Limits::default()).unwrap();
    let to: Vec<&str> = checked.to.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(to, ["mari@naidis.ee", "jaan@naidis.ee"]);
    assert_eq!(checked.copy.len(), 1);
    assert_eq!(checked.blind_copy[0].as_str(), "x@naidis.ee");
    assert_eq!(checked.blind_copy.len(), 1);
}

#[test]
fn all_that_is_wrong_is_told_at_once_with_its_place() {
    let raw = RawLetter {
        to: vec![
            to("mari@naidis.ee"),
            RawAddressee {
                name: Some("a\r\nBcc: x@y.ee".to_owned()),
                address: "mari".to_owned(),
            },
        ],
        copy: vec!["a@b.ee".into(), "-oQ@b.ee".into()],
        blind_copy: vec!["a@[127.0.0.1]".into()],
        subject: "a\nb".to_owned(),
        text: Some("a\0".to_owned()),
        html: Some("a\u{85}".to_owned()),
        attachments: vec![
            file(),
            RawAttachment {
                name: "../arve".to_owned(),
                media_type: "message/rfc822".to_owned(),
                hash: "x".to_owned(),
                size: 18_000_001,
            },
        ],
    };
    let expected = [
        ("to[1].name", "display-name-invisible"),
        ("to[1].address", "address-at"),
        ("copy[1]", "address-local"),
        ("blind_copy[0]", "address-domain"),
        ("subject", "subject-invisible"),
        ("text", "control-character"),
        ("html", "control-character"),
        ("attachments[1].name", "attachment-name"),
        ("attachments[1].media_type", "attachment-media-type"),
        ("attachments[1].hash", "attachment-hash"),
        ("attachments[1].size", "attachment-too-large"),
    ];
    assert_eq!(
        problems(&raw),
        expected.map(|(field, key)| (field.to_owned(), key))
    );
}

#[test]
fn a_letter_goes_to_somebody_and_says_something() {
    only(
        &RawLetter {
            to: vec![],
            ..letter()
        },
        "to",
        "no-recipient",
    );
    let copies_alone = RawLetter {
        to: vec![],
        copy: vec!["a@b.ee".into()],
        ..letter()
    };
    only(&copies_alone, "to", "no-recipient");
    for text in [None, Some(String::new()), Some(" \r\n".to_owned())] {
        only(&RawLetter { text, ..letter() }, "text", "empty");
    }
    let file_alone = RawLetter {
        text: None,
        attachments: vec![file()],
        ..letter()
    };
    assert_eq!(check(&file_alone, &Limits::default()).unwrap().content.text, None);
    let html_alone = RawLetter {
        text: Some(" ".to_owned()),
        html: Some("<p>Tere".to_owned()),
        ..letter()
    };
    assert_eq!(check(&html_alone, &Limits::default()).unwrap().content.text, None);
}

#[test]
fn limits_hold_to_the_last_one() {
    let many = |count: usize| RawLetter {
        copy: (1..count).map(|n| format!("a{n}@naidis.ee")).collect(),
        ..letter()
    };
    assert!(check(&many(50), &Limits::default()).is_ok());
    only(&many(51), "to", "too-many-recipients");

    let files = |count: usize| RawLetter {
        attachments: vec![file(); count],
        ..letter()
    };
    assert!(check(&files(20), &Limits::default()).is_ok());
    only(&files(21), "attachments", "too-many-attachments");

    let long = |bytes: usize| RawLetter {
        text: Some("x".repeat(bytes)),
        ..letter()
    };
    assert!(check(&long(1_000_000), &Limits::default()).is_ok());
    only(&long(1_000_001), "text", "text-too-long");

    let large = |size: u64| RawLetter {
        attachments: vec![RawAttachment { size, ..file() }],
        ..letter()
    };
    assert!(check(&large(18_000_000), &Limits::default()).is_ok());
    only(&large(18_000_001), "attachments[0].size", "attachment-too-large");
    let two = RawLetter {
        attachments: vec![
            RawAttachment {
                size: 10_000_000,
                ..file()
            };
            2
        ],
        ..letter()
    };
    only(&two, "attachments", "too-large");
    only(
        &RawLetter {
            subject: "õ".repeat(251),
            ..letter()
        },
        "subject",
        "subject-too-long",
    );
}

#[test]
fn what_is_unknown_about_a_file_is_said_so_and_an_empty_file_goes() {
    let mut raw = letter();
    raw.attachments.push(RawAttachment {
        media_type: String::new(),
        size: 0,
        ..file()
    });
    let checked = check(&raw, &Limits::default()).unwrap();
    assert_eq!(
        checked.content.attachments[0].media_type.as_str(),
        "application/octet-stream"
    );
}

#[test]
fn a_letter_of_mistakes_is_not_told_without_end() {
    let raw = RawLetter {
        copy: vec!["x".repeat(10_000); 10_000],
        ..letter()
    };
    let found = check(&raw, &Limits::default()).unwrap_err();
    assert_eq!(found.len(), MOST_PROBLEMS);
    assert!(found.iter().all(|problem| problem.args[0].1.len() <= 80));
}

#[test]
fn files_alone_are_checked_as_those_of_a_letter() {
    let limits = Limits::default();
    assert_eq!(check_attachments(&[], &limits), Ok(vec![]));
    assert_eq!(check_attachments(&[file()], &limits).unwrap()[0].size, 1000);
    let large = RawAttachment {
        size: 10_000_000,
        name: "a/b".to_owned(),
        ..file()
    };
    let found = check_attachments(&[file(), large], &limits).unwrap_err();
    assert_eq!(found[0].field, "attachments[1].name");
    let large = RawAttachment {
        size: 10_000_000,
        ..file()
    };
    let found = check_attachments(&[large.clone(), large], &limits).unwrap_err();
    assert_eq!((found.len(), found[0].key), (1, "too-large"));
}

#[test]
fn keys_are_there_once() {
    let mut keys = KEYS.to_vec();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), KEYS.len());
}
