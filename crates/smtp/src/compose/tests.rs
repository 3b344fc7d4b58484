use super::{ComposeError, TestLetter, compose};
use mail_parser::{HeaderValue, MessageParser};
use model::{DisplayName, Mailbox};
use proptest::prelude::*;

fn write(name: Option<&str>, subject: &str, body: &str) -> Result<Vec<u8>, ComposeError> {
    let from = Mailbox::parse("mari@naidis.ee").unwrap();
    let to = Mailbox::parse("mari.maasikas@firma.example").unwrap();
    let display_name = name.map(|n| DisplayName::parse(n).unwrap());
    compose(&TestLetter {
        reply_to: None,
        from: &from,
        display_name: display_name.as_ref(),
        to: &to,
        subject,
        body,
        date: "2026-03-01T12:30:00Z".parse().unwrap(),
        id: "0195-test",
    })
    .map(|letter| letter.as_bytes().to_vec())
}

#[test]
fn a_plain_letter_byte_by_byte() {
    let bytes = write(Some("Mari Maasikas"), "Test", "Tere!\n.\nLõpp").unwrap();
    let expected = "Date: Sun, 01 Mar 2026 12:30:00 +0000\r\n\
        From: \"Mari Maasikas\" <mari@naidis.ee>\r\n\
        To: mari.maasikas@firma.example\r\n\
        Subject: Test\r\n\
        Message-ID: <0195-test@naidis.ee>\r\n\
        Auto-Submitted: auto-generated\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        \r\n\
        Tere!\r\n.\r\nL=C3=B5pp\r\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn line_breaks_in_a_header_are_refused() {
    for subject in [
        "a\r\nBcc: x@y.ee",
        "a\nb",
        "a\0",
        "a\u{85}b",
        "a\u{2028}b",
        "a\u{202e}b",
    ] {
        assert_eq!(
            write(None, subject, ""),
            Err(ComposeError::Subject),
            "{subject:?}"
        );
    }
}

#[test]
fn an_address_beyond_ascii_stands_as_it_is() {
    let from = Mailbox::parse("jüri@naidis.ee").unwrap();
    let letter = compose(&TestLetter {
        reply_to: None,
        from: &from,
        display_name: None,
        to: &from,
        subject: "Test",
        body: "",
        date: "2026-03-01T12:30:00Z".parse().unwrap(),
        id: "1",
    })
    .unwrap();
    assert!(letter.has_utf8_header());
    let parsed = MessageParser::new().parse(letter.as_bytes()).unwrap();
    assert_eq!(
        parsed.from().unwrap().first().unwrap().address(),
        Some("jüri@naidis.ee")
    );
}

fn check(name: &str, subject: &str, body: &str) -> Result<(), TestCaseError> {
    let bytes = write(Some(name), subject, body).unwrap();
    prop_assert_eq!(&write(Some(name), subject, body).unwrap(), &bytes);
    prop_assert!(bytes.is_ascii());
    let parsed = MessageParser::new().parse(&bytes).unwrap();
    let names: Vec<&str> = parsed.headers().iter().map(|h| h.name.as_str()).collect();
    prop_assert_eq!(
        names,
        [
            "Date",
            "From",
            "To",
            "Subject",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding"
        ]
    );
    let from = parsed.from().unwrap();
    prop_assert_eq!(from.as_list().map(<[_]>::len), Some(1));
    let from = from.first().unwrap();
    prop_assert_eq!(from.address(), Some("mari@naidis.ee"));
    prop_assert_eq!(from.name(), Some(name));
    prop_assert_eq!(parsed.subject().unwrap_or_default(), subject);
    prop_assert_eq!(parsed.message_id(), Some("0195-test@naidis.ee"));
    prop_assert_eq!(
        parsed.header("Auto-Submitted"),
        Some(&HeaderValue::Text("auto-generated".into()))
    );
    prop_assert_eq!(parsed.attachment_count(), 0);
    let expected = body.replace("\r\n", "\n").replace('\r', "\n");
    let expected = expected.strip_suffix('\n').unwrap_or(&expected);
    let expected: String = expected
        .chars()
        .map(|c| {
            if c.is_control() && !matches!(c, '\t' | '\n') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let read = parsed.body_text(0).unwrap_or_default().replace("\r\n", "\n");
    prop_assert_eq!(read.strip_suffix('\n').unwrap_or(&read), expected);
    Ok(())
}

#[test]
fn names_and_subjects_that_look_like_something_else() {
    for text in [
        "=?utf-8?b?DQpCY2M6IHhAeS5lZQ==?=",
        "a =?utf-8?q?=0D=0A?= b",
        "\"",
        "\\",
        "a\\\"b",
        "<x@y.ee>",
        "x@y.ee",
        "Mari, Juri: the (two); of us.",
        "õäöü ÕÄÖÜ",
        "😀 firma OÜ",
        "名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前",
        "-oQ/tmp",
        "a@[127.0.0.1]",
    ] {
        check(text, text, text).unwrap();
    }
    check("Mari", "Test", ".\r\n..\r\n\r\n.").unwrap();
    check("Mari", "Test", &"x".repeat(10_000)).unwrap();
    check("Mari", "Test", &"õ".repeat(10_000)).unwrap();
}

proptest! {
    #[test]
    fn a_parser_reads_back_what_was_meant(
        name in "[a-zA-Z0-9õäöü\"<>@,;:.()=?\\\\'-]{1,12}( [a-zA-Z0-9õäöü\"<>@,;:.()=?\\\\'-]{1,12}){0,3}",
        subject in "[a-zA-Z0-9õäöü\"<>@,;:.()=?\\\\'-]{1,12}( [a-zA-Z0-9õäöü\"<>@,;:.()=?\\\\'-]{1,40}){0,5}",
        body in "[a-z .õ\r\n\t\\x00-\\x7f]{0,200}",
    ) {
        check(&name, &subject, &body)?;
    }
}
