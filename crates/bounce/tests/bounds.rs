//! Whatever comes: no panic, bounded results, and work in proportion to what is read.

use bounce::{limits, read};
use proptest::prelude::*;

/// What has to hold for any mail.
fn check(raw: &[u8]) {
    let report = read(raw);
    assert!(report.recipients.len() <= limits::RECIPIENTS);
    for recipient in &report.recipients {
        assert!(recipient.evidence.chars().count() <= limits::EVIDENCE);
        assert!(!recipient.evidence.chars().any(char::is_control));
        assert!(
            recipient
                .address
                .as_ref()
                .is_none_or(|address| address.len() <= 512)
        );
    }
    assert!(report.text.is_none_or(|text| text.len() <= limits::TEXT));
    if let Some(returned) = report.returned {
        assert!(returned.headers.len() <= limits::RETURNED_HEADERS);
    }
    assert!(report.head.references.len() <= limits::REFERENCES);
}

proptest! {
    #[test]
    fn any_bytes(raw in proptest::collection::vec(any::<u8>(), 0..4096)) {
        check(&raw);
    }

    #[test]
    fn pieces_of_reports_in_any_order(pieces in proptest::collection::vec(0..PIECES.len(), 0..40), noise in ".{0,40}") {
        let mut raw = String::new();
        for piece in pieces {
            raw.push_str(PIECES[piece]);
            if piece % 5 == 0 {
                raw.push_str(&noise);
            }
        }
        check(raw.as_bytes());
    }
}

const PIECES: &[&str] = &[
    "From: MAILER-DAEMON@a.example\r\n",
    "Content-Type: multipart/report; boundary=\"b\"\r\n",
    "\r\n",
    "--b\r\n",
    "--b--\r\n",
    "Content-Type: message/delivery-status\n",
    "Content-Type: message/rfc822\n",
    "Final-Recipient: rfc822; a@b.example\n",
    "Action: failed\n",
    "Status: 5.1.1\n",
    "Diagnostic-Code: smtp; 550-5.1.1 no\n 550 5.1.1 such user\n",
    "<a@b.example>: said 550 no\n",
    ">>> RCPT To:<a@b.example>\n",
    "<<< 550 5.1.1 unknown\n",
    "Content-Transfer-Encoding: base64\n",
    "=?iso-2022-jp?B?GyRC?=",
    "\u{1b}$B",
    "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{\"emailAddress\":\"a@b.example\"}]}}",
    "Subject: Re: Undelivered\n",
    "Content-Type: text/html; charset=utf-7\n",
    "<p>550 <b>no",
    "Received: from x\n",
    "Message-ID: <1@a.example>\n",
    " \t",
    "@",
    "5.",
    "\"a b\"@c.example",
    "Content-Type: message/feedback-report\n",
    "Feedback-Type: abuse\n",
];

fn repeated(piece: &str, bytes: usize) -> Vec<u8> {
    piece.bytes().cycle().take(bytes).collect()
}

#[test]
fn mails_made_to_hurt() {
    let size = limits::MAIL + 10;
    let head = "From: MAILER-DAEMON@a.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    let mut mails: Vec<Vec<u8>> = [
        "x",
        "\n",
        " ",
        "\r\n\r\n",
        "a:b\n",
        "--b\n",
        "@",
        "a@b.",
        "<a@b.example>: 550 no\n",
        "550 5.1.1 ",
        "5.1.1.",
        "\u{1b}$B",
        "=?",
        "=?a?b?c",
        "{",
        "[{\"a\":",
        "From: a\nTo: b\n\n",
        "From: x\n",
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n",
        "unknown ",
        "user unknown mailbox ",
        "Content-Type: message/rfc822\n\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        "> ",
        "\"@",
        "é",
        "<<<<<",
    ]
    .iter()
    .flat_map(|piece| {
        [
            repeated(piece, size),
            [head.as_bytes(), &repeated(piece, size)].concat(),
        ]
    })
    .collect();
    // 100,000 parts, and parts in parts.
    mails.push([head.as_bytes(), &repeated("--b\n\n.\n", size)].concat());
    let nested = (0..20_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    mails.push(nested.into_bytes());
    let endless_boundary = format!(
        "Content-Type: multipart/mixed; boundary=\"{}\"\n\n--",
        "b".repeat(500_000)
    );
    mails.push(endless_boundary.into_bytes());
    for mail in &mails {
        check(mail);
    }
}

#[test]
fn what_is_beyond_the_limit_is_not_read_and_said() {
    let begin = b"From: a@b.example\r\nSubject: hello\r\n\r\n";
    let mut mail = begin.to_vec();
    mail.resize(limits::MAIL, b'x');
    mail.extend_from_slice(b"\r\nthe end");
    let report = read(&mail);
    assert!(report.cut);
    assert!(!report.text.expect("a reply has text").contains("the end"));
    assert!(!read(begin).cut);
}
