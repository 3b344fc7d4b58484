use super::{is_to_pass_on, kind, line, new, writer};
use crate::{
    arrival::{Arrival, EnvelopeSender},
    clue::Found,
};
use bytes::Bytes;
use model::{
    Host,
    event::{Clue, Distrust, Kind, Source},
};

fn arrival(sender: EnvelopeSender) -> Arrival {
    Arrival {
        source: Source::Smtp,
        company: "019ab000-0000-7000-8000-000000000001".parse().unwrap(),
        user: None,
        envelope_sender: sender,
        envelope_recipient: Some("naidis@event.portal.example".parse().unwrap()),
        raw: Bytes::from_static(b"x"),
    }
}

fn from(address: &str) -> EnvelopeSender {
    EnvelopeSender::Address(address.to_owned())
}

fn read(head: &str) -> bounce::Report {
    bounce::read(format!("{head}Subject: Re: Arve\r\n\r\nT\u{e4}nan!\r\n").as_bytes())
}

fn passes(head: &str, sender: &EnvelopeSender) -> bool {
    let domain = Host::parse("event.portal.example").unwrap();
    is_to_pass_on(&read(head), &arrival(sender.clone()), Some(&domain))
}

#[test]
fn a_person_is_passed_on_and_nobody_else() {
    let person = from("mari@klient.example");
    assert!(passes("From: Mari <mari@klient.example>\r\n", &person));
    assert!(passes(
        "From: Mari <mari@klient.example>\r\n",
        &EnvelopeSender::Unknown
    ));
    let hops = "Received: from a by b; x\r\n".repeat(51);
    for (head, sender) in [
        ("From: Mari <mari@klient.example>\r\n", &EnvelopeSender::Null),
        (
            "From: Mari <mari@klient.example>\r\nAuto-Submitted: auto-replied\r\n",
            &person,
        ),
        (
            "From: Mari <mari@klient.example>\r\nPrecedence: bulk\r\n",
            &person,
        ),
        ("From: Naidis <naidis@Event.portal.example>\r\n", &person),
        (
            "From: Mari <mari@klient.example>\r\n",
            &from("b-x@EVENT.portal.example"),
        ),
        (&format!("{hops}From: Mari <mari@klient.example>\r\n"), &person),
    ] {
        assert!(!passes(head, sender), "{head} {sender:?}");
    }
    let mut fetched = arrival(EnvelopeSender::Unknown);
    fetched.source = Source::Imap;
    let report = read("From: Mari <mari@klient.example>\r\n");
    assert!(
        !is_to_pass_on(&report, &fetched, None),
        "it is in the user's mailbox already"
    );
}

#[test]
fn nobody_who_writes_has_no_address() {
    let report = read("From: Mari <mari@klient.example>\r\n");
    assert_eq!(kind(&report, &from("mari@klient.example")), Kind::RealReply);
    assert_eq!(kind(&report, &EnvelopeSender::Null), Kind::AutomaticReply);
}

#[test]
fn writers_have_a_name_and_an_address() {
    for (head, name, address) in [
        (
            "From: Mari Maasikas <mari@klient.example>\r\n",
            Some("Mari Maasikas"),
            "mari@klient.example",
        ),
        (
            "From: \"Mari, M\" <mari@klient.example>\r\n",
            Some("Mari, M"),
            "mari@klient.example",
        ),
        ("From: mari@klient.example\r\n", None, "mari@klient.example"),
        (
            "From: =?utf-8?q?M=C3=A4ri=E2=80=AEx?= <mari@klient.example>\r\n",
            Some("Märix"),
            "mari@klient.example",
        ),
    ] {
        let (found, at) = writer(&read(head)).unwrap_or_else(|| panic!("{head}"));
        assert_eq!((found.as_deref(), at.as_str()), (name, address), "{head}");
    }
    for head in ["", "From: Mari\r\n", "From: <>\r\n", "From: a@b, c@d\r\n"] {
        assert_eq!(writer(&read(head)), None, "{head}");
    }
}

#[test]
fn replies_are_one_event_with_who_wrote() {
    let message = "019ab000-0000-7000-8000-000000000002".parse().unwrap();
    let report = read("From: Mari <mari@klient.example>\r\n");
    let arrival = arrival(from("mari@klient.example"));
    let kept = new(
        &arrival,
        &report,
        Found::Forged(Clue::ReturnPath, message),
        [1; 32],
        true,
    );
    assert_eq!(kept.events.len(), 1);
    assert_eq!(kept.events[0].recipient.as_deref(), Some("mari@klient.example"));
    assert_eq!(kept.events[0].distrust, Some(Distrust::Signature));
    assert_eq!(kept.subject, "Re: Arve");
    assert!(kept.pass_on && kept.raw.is_none());
    let kept = new(
        &arrival,
        &report,
        Found::Signed(Clue::ReturnPath, message),
        [1; 32],
        false,
    );
    assert_eq!(kept.events[0].distrust, None);
}

#[test]
fn what_is_shown_is_one_visible_line() {
    assert_eq!(line(" a\r\n\tb\u{202e}c\u{0}\u{1b}[1m ", 100), "a   bc[1m");
    assert_eq!(line(&"õ".repeat(1000), 500).chars().count(), 500);
    assert!(line(&"õ".repeat(1000), super::ADDRESS).len() <= super::ADDRESS);
}
