//! Mails of our own, in the forms that mail systems use.

use bounce::{Recipient, Report, read};
use model::event::{Cause, Kind};

fn mail(file: &str) -> Report {
    let path = format!("{}/tests/mails/{file}", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")))
}

fn only(report: &Report) -> &Recipient {
    assert_eq!(report.recipients.len(), 1, "{:?}", report.recipients);
    &report.recipients[0]
}

/// File, kind, address, cause, hard, status, reply code, Message-ID of the letter.
type Row = (
    &'static str,
    Kind,
    &'static str,
    Option<Cause>,
    bool,
    Option<&'static str>,
    Option<u16>,
    Option<&'static str>,
);

const TABLE: &[Row] = &[
    (
        "postfix.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchAddress),
        true,
        Some("5.1.1"),
        Some(550),
        Some("letter-1@portal.example"),
    ),
    (
        "exim.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::MailboxFull),
        false,
        None,
        Some(552),
        Some("letter-1@portal.example"),
    ),
    (
        "qmail.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchDomain),
        true,
        Some("5.1.2"),
        None,
        Some("letter-1@portal.example"),
    ),
    (
        "sendmail.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchAddress),
        true,
        Some("5.1.1"),
        Some(550),
        Some("letter-1@portal.example"),
    ),
    (
        "exchange.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchAddress),
        true,
        Some("5.1.10"),
        Some(550),
        Some("letter-1@portal.example"),
    ),
    (
        "gmail.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::RefusedSender),
        false,
        Some("5.7.26"),
        Some(550),
        Some("letter-1@portal.example"),
    ),
    (
        "domino.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchAddress),
        true,
        None,
        None,
        Some("letter-1@portal.example"),
    ),
    (
        "inline.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::Inactive),
        false,
        None,
        None,
        Some("letter-1@portal.example"),
    ),
    (
        "japanese.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::MailboxFull),
        false,
        None,
        None,
        Some("letter-1@portal.example"),
    ),
    (
        "estonian.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchAddress),
        true,
        None,
        None,
        Some("letter-1@portal.example"),
    ),
    (
        "fields-in-text.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::RefusedContent),
        false,
        Some("5.3.4"),
        Some(552),
        None,
    ),
    (
        "wrong-boundary.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::RefusedContent),
        false,
        Some("5.7.1"),
        Some(554),
        Some("letter-1@portal.example"),
    ),
    (
        "policy.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::RefusedPolicy),
        false,
        Some("5.7.1"),
        Some(550),
        None,
    ),
    (
        "unknown.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::Unknown),
        false,
        None,
        None,
        None,
    ),
    (
        "expired.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::Temporary),
        false,
        Some("4.4.7"),
        None,
        None,
    ),
    (
        "delayed.eml",
        Kind::Delayed,
        "mari@klient.example",
        Some(Cause::Temporary),
        false,
        Some("4.4.1"),
        None,
        None,
    ),
    (
        "delayed-text.eml",
        Kind::Delayed,
        "mari@klient.example",
        Some(Cause::Temporary),
        false,
        None,
        None,
        None,
    ),
    (
        "delivered.eml",
        Kind::Delivered,
        "mari@klient.example",
        None,
        false,
        Some("2.0.0"),
        None,
        None,
    ),
    (
        "read.eml",
        Kind::Delivered,
        "mari@klient.example",
        None,
        false,
        None,
        None,
        None,
    ),
    (
        "complaint.eml",
        Kind::FeedbackLoop,
        "mari@klient.example",
        None,
        false,
        None,
        None,
        Some("letter-1@portal.example"),
    ),
    (
        "vacation.eml",
        Kind::AutomaticReply,
        "mari@klient.example",
        None,
        false,
        None,
        None,
        None,
    ),
    (
        "notification.eml",
        Kind::Bounce,
        "mari@klient.example",
        Some(Cause::NoSuchAddress),
        true,
        Some("5.1.1"),
        Some(550),
        None,
    ),
];

#[test]
fn each_form() {
    for (file, kind, address, cause, hard, status, reply, message_id) in TABLE {
        let report = mail(file);
        assert_eq!(report.kind, *kind, "{file}");
        let recipient = only(&report);
        assert_eq!(recipient.address.as_deref(), Some(*address), "{file}");
        assert_eq!(recipient.cause, *cause, "{file}: {recipient:?}");
        assert_eq!(recipient.hard, *hard, "{file}: {recipient:?}");
        assert_eq!(
            recipient.status.map(|status| status.to_string()).as_deref(),
            *status,
            "{file}: {recipient:?}"
        );
        assert_eq!(recipient.reply_code, *reply, "{file}: {recipient:?}");
        if message_id.is_some() {
            let returned = report
                .returned
                .as_ref()
                .unwrap_or_else(|| panic!("{file}: nothing returned"));
            assert_eq!(returned.message_id.as_deref(), *message_id, "{file}");
        }
    }
}

#[test]
fn each_cause_and_kind_has_a_mail() {
    for cause in Cause::ALL {
        assert!(TABLE.iter().any(|row| row.3 == Some(*cause)), "{cause:?}");
    }
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::RealReply) {
        assert!(TABLE.iter().any(|row| row.1 == *kind), "{kind:?}");
    }
}

#[test]
fn several_recipients_have_a_reply_each() {
    let report = mail("several.eml");
    let found: Vec<_> = report
        .recipients
        .iter()
        .map(|r| (r.address.as_deref().unwrap_or_default(), r.cause))
        .collect();
    assert_eq!(
        found,
        [
            ("mari@klient.example", Some(Cause::NoSuchAddress)),
            ("jaan@teine.example", Some(Cause::MailboxFull)),
            ("leo@kolmas.example", Some(Cause::RefusedContent)),
        ]
    );
}

#[test]
fn an_envelope_id_is_decoded_and_the_original_address_kept() {
    let report = mail("postfix.eml");
    assert_eq!(
        report.returned.as_ref().and_then(|r| r.envelope_id.as_deref()),
        Some("token=7")
    );
    assert_eq!(
        only(&report).original_address.as_deref(),
        Some("arved@klient.example")
    );
    assert_eq!(only(&report).reporter.as_deref(), Some("mx.klient.example"));
    assert!(report.head.null_sender);
    assert!(report.head.auto_submitted);
}

#[test]
fn a_person_is_heard_even_when_he_quotes_a_report() {
    for file in ["reply.eml", "reply-quotes-report.eml", "person.eml"] {
        let report = mail(file);
        assert_eq!(report.kind, Kind::RealReply, "{file}");
        assert!(report.recipients.is_empty(), "{file}");
        assert!(
            report.text.as_ref().is_some_and(|text| text.contains("Tere")),
            "{file}: {:?}",
            report.text
        );
    }
    assert_eq!(mail("reply.eml").head.in_reply_to, ["letter-1@portal.example"]);
}

#[test]
fn a_vacation_note_that_quotes_a_failure_stays_one() {
    let report = mail("vacation-quotes-failure.eml");
    assert_eq!(report.kind, Kind::AutomaticReply);
    assert_eq!(only(&report).cause, None);
}

#[test]
fn a_complaint_tells_its_type() {
    assert_eq!(mail("complaint.eml").feedback.as_deref(), Some("abuse"));
    assert_eq!(mail("postfix.eml").feedback, None);
}
