use super::{Found, find, letter_of};
use bounce::{Head, Report, Returned};
use model::{
    MessageId,
    event::{Clue, Kind},
};
use store::ReturnPath;

const LETTER: &str = "019ab000-0000-7000-8000-000000000001";

fn report() -> Report {
    Report {
        kind: Kind::Bounce,
        recipients: Vec::new(),
        returned: None,
        head: Head::default(),
        text: None,
        cut: false,
        feedback: None,
    }
}

fn message(number: u8) -> MessageId {
    format!("019ab000-0000-7000-8000-0000000001{number:02}")
        .parse()
        .unwrap()
}

/// Of one company, and of another one.
fn paths() -> (ReturnPath, ReturnPath) {
    (ReturnPath::for_tests(1), ReturnPath::for_tests(2))
}

#[test]
fn what_is_signed_comes_before_what_is_not() {
    let (ours, _) = paths();
    let (first, second, third) = (
        ours.local(message(1)),
        ours.local(message(2)),
        ours.local(message(3)),
    );
    let mut report = report();
    report.head.in_reply_to = vec![format!("{LETTER}@naidis.ee")];
    let letter = Found::Letter(LETTER.parse().unwrap());
    assert_eq!(find(&report, None, &[], None, &ours), letter);
    assert_eq!(find(&report, Some("naidis-ou"), &[], None, &ours), letter);

    report.returned = Some(Returned {
        envelope_id: Some(third.clone()),
        ..Returned::default()
    });
    let signed = |clue, number| Found::Signed(clue, message(number));
    assert_eq!(find(&report, None, &[], None, &ours), signed(Clue::EnvelopeId, 3));
    let head = [second];
    assert_eq!(
        find(&report, None, &head, None, &ours),
        signed(Clue::ReturnPath, 2)
    );
    let came_to = first.to_uppercase();
    assert_eq!(
        find(&report, Some(&came_to), &head, None, &ours),
        signed(Clue::ReturnPath, 1)
    );
}

#[test]
fn the_return_path_of_the_letter_that_came_back_counts() {
    let (ours, _) = paths();
    let domain = model::Host::parse("event.portal.example").unwrap();
    let mut report = report();
    let back = |at: &str| Returned {
        headers: vec![(
            "Return-Path".to_owned(),
            format!("<{}@{at}>", ours.local(message(1))),
        )],
        ..Returned::default()
    };
    report.returned = Some(back("event.portal.example"));
    let signed = Found::Signed(Clue::EnvelopeId, message(1));
    assert_eq!(find(&report, None, &[], Some(&domain), &ours), signed);
    report.returned = Some(back("other.example"));
    assert_eq!(find(&report, None, &[], Some(&domain), &ours), Found::Nothing);
}

#[test]
fn what_another_key_signed_is_forged_even_beside_a_known_letter() {
    let (ours, others) = paths();
    let forged = others.local(message(1));
    let mut report = report();
    report.head.references = vec![format!("{LETTER}@naidis.ee")];
    assert_eq!(
        find(&report, Some(&forged), &[], None, &ours),
        Found::Forged(Clue::ReturnPath, message(1))
    );
    // What is signed counts, wherever it stands.
    assert_eq!(
        find(&report, Some(&forged), &[ours.local(message(2))], None, &ours),
        Found::Signed(Clue::ReturnPath, message(2))
    );
}

#[test]
fn the_nearest_letter_of_ours_is_the_one() {
    let (ours, _) = paths();
    let other = LETTER.replace("0001", "0002");
    let mut report = report();
    report.head.references = vec![
        format!("{other}@naidis.ee"),
        format!("{LETTER}@naidis.ee"),
        "x@y".to_owned(),
    ];
    // Other programs write UUIDs too, of another version.
    report.head.in_reply_to = vec!["3F2504E0-4F89-41D3-9A0C-0305E82C3301@icloud.example".to_owned()];
    assert_eq!(
        find(&report, None, &[], None, &ours),
        Found::Letter(LETTER.parse().unwrap())
    );
    report.returned = Some(Returned {
        message_id: Some(format!("<{other}@naidis.ee>")),
        ..Returned::default()
    });
    assert_eq!(
        find(&report, None, &[], None, &ours),
        Found::Letter(other.parse().unwrap())
    );
}

#[test]
fn message_ids_of_others_name_no_letter() {
    assert!(letter_of(&format!("<{LETTER}@naidis.ee>")).is_some());
    for id in [
        "",
        "@",
        LETTER,
        "a@b",
        &format!("{LETTER}@"),
        &format!("x{LETTER}@naidis.ee"),
        &format!("{}@x", LETTER.replace('-', "")),
    ] {
        assert_eq!(letter_of(id), None, "{id}");
    }
}
