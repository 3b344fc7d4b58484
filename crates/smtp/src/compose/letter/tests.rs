use super::letter;
use crate::compose::ComposeError;
use mail_parser::{Message, MessageParser, MimeHeaders};
use model::{
    DisplayName, LetterId, Mailbox,
    letter::{Addressee, Attachment, BlobHash, Content, FileName, LetterHead, MediaType, Subject},
    settings::SendingMode,
};
use proptest::prelude::*;
use std::{fmt::Write, sync::Arc};

const ID: &str = "0195a1b2-c3d4-7e5f-8a6b-0123456789ab";

/// Files by number: the hash's first byte.
type Files = Vec<(FileName, Vec<u8>)>;

fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).unwrap()
}

fn name(text: &str) -> DisplayName {
    DisplayName::parse(text).unwrap()
}

fn head() -> LetterHead {
    LetterHead {
        mode: SendingMode::ReplyTo,
        from_name: name("Näidis OÜ"),
        from: mailbox("naidis@event.portal.example"),
        reply_to: Some(mailbox("mari@naidis.ee")),
        envelope_sender: mailbox("naidis@event.portal.example"),
        to: vec![Addressee {
            name: Some(name("Jüri Õunapuu")),
            address: mailbox("juri@klient.ee"),
        }],
        copy: vec![mailbox("raamat@klient.ee")],
    }
}

fn whole(subject: &str, text: Option<&str>, html: Option<&str>, files: &Files) -> model::letter::Letter {
    let attachment = |(at, (name, bytes)): (usize, &(FileName, Vec<u8>))| Attachment {
        name: name.clone(),
        media_type: "application/pdf".parse().unwrap(),
        hash: BlobHash::from_bytes([u8::try_from(at).unwrap(); 32]),
        size: bytes.len() as u64,
    };
    model::letter::Letter {
        head: head(),
        subject: Subject::parse(subject).unwrap(),
        content: Content {
            text: text.map(str::to_owned),
            html: html.map(str::to_owned),
            attachments: files.iter().enumerate().map(attachment).collect(),
            automatic: false,
        },
    }
}

fn write(of: &model::letter::Letter, files: &Files) -> Result<crate::Letter, ComposeError> {
    letter(
        ID.parse::<LetterId>().unwrap(),
        "2026-03-01T12:30:00.987654Z".parse().unwrap(),
        of,
        &|hash| {
            let (_, bytes) = files.get(usize::from(hash.as_bytes()[0]))?;
            Some(Arc::from(bytes.as_slice()))
        },
    )
}

fn written(of: &model::letter::Letter, files: &Files) -> String {
    String::from_utf8(write(of, files).unwrap().as_bytes().to_vec()).unwrap()
}

/// These bytes may never change for letters that were accepted: a server that has taken one of them before knows it
/// again by them, and a letter in doubt is sent once more as it was. A new way of writing letters needs a mark on the
/// letters that are written so, not another snapshot here.
#[test]
fn the_bytes_of_accepted_letters_stay_as_they_are() {
    let pdf = (0..=255).collect::<Vec<u8>>();
    let files = vec![
        ("arve-17.pdf".parse().unwrap(), pdf),
        ("Õunte \"arve\" nr 17.pdf".parse().unwrap(), Vec::new()),
        ("väga ".repeat(20).trim().parse().unwrap(), b"a".to_vec()),
    ];
    let text = "Tere!\n\n.\nArve nr 17: 1 < 2, 12,00 € \r\nFrom nobody\u{85}\0";
    let html = "<p>Tere!</p><p>Arve <a href=\"https://portal.example/a?b=1&amp;c=2\">nr 17</a>: 12,00&nbsp;&euro;</p>";
    let plain = Some("Tere!\r\n.\nLugupidamisega\rMari\n");
    let long = "Arve nr 2026-000017 firmalt Naidis, tasumise kuupaev on 15. marts 2026, summa 12 eurot";
    let mut all = String::new();
    for (title, letter, files) in [
        ("text alone", whole(long, plain, None, &Vec::new()), Vec::new()),
        (
            "HTML alone",
            whole(&format!("Arve õ {long}"), None, Some(html), &Vec::new()),
            Vec::new(),
        ),
        (
            "text, HTML, files",
            whole("=?utf-8?q?x?=", Some(text), Some(html), &files),
            files,
        ),
        ("nothing", whole("", None, None, &Vec::new()), Vec::new()),
    ] {
        let bytes = written(&letter, &files);
        let _ = writeln!(all, "#### {title}\n{}", bytes.replace('\r', "␍"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let files = vec![("a.pdf".parse().unwrap(), b"a".to_vec())];
    let letter = whole("Arve", Some("x"), None, &files);
    assert_eq!(
        write(&letter, &Vec::new()).unwrap_err(),
        ComposeError::File(BlobHash::from_bytes([0; 32]))
    );
}

#[test]
fn a_boundary_that_stands_in_the_text_is_not_used() {
    let id = ID.replace('-', "");
    let text = format!("--=_0.{id}.m\n--=_0.{id}.a--\n=_1.{id}.\n");
    let files = vec![("a.pdf".parse().unwrap(), b"a".to_vec())];
    let letter = whole("Arve", Some(&text), Some(&format!("<p>--=_2.{id}.a")), &files);
    let bytes = written(&letter, &files);
    assert!(bytes.contains(&format!("boundary=\"=_3.{id}.m\"")), "{bytes}");
    let parsed = MessageParser::new().parse(bytes.as_bytes()).unwrap();
    assert_eq!(parsed.parts.len(), 5);
    assert_eq!(same_ends(&parsed.body_text(0).unwrap()), same_ends(&text));
}

#[test]
fn nobody_in_to_and_addresses_beyond_ascii() {
    let mut letter = whole("Arve", Some("x"), None, &Vec::new());
    letter.head.to.clear();
    letter.head.copy = vec![mailbox("jüri@klient.ee")];
    let composed = write(&letter, &Vec::new()).unwrap();
    assert!(composed.has_utf8_header());
    let bytes = written(&letter, &Vec::new());
    assert!(
        bytes.contains("\r\nTo: undisclosed-recipients:;\r\nCc: jüri@klient.ee\r\n"),
        "{bytes}"
    );
}

/// As both ends of a comparison: line ends and control characters as [`super::Body`] writes them, no line end last.
fn same_ends(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let shown = |c: char| {
        if c.is_control() && !matches!(c, '\t' | '\n') {
            ' '
        } else {
            c
        }
    };
    text.chars().map(shown).collect()
}

/// What a parser that is not ours reads is what was meant, and nothing else.
fn check(of: &model::letter::Letter, files: &Files) -> Result<(), TestCaseError> {
    let composed = write(of, files).unwrap();
    let bytes = composed.as_bytes();
    let again = write(of, files).unwrap();
    prop_assert_eq!(again.as_bytes(), bytes);
    prop_assert!(composed.is_ascii());
    for line in bytes.split(|&b| b == b'\n').take_while(|line| *line != b"\r") {
        prop_assert!(line.len() < 260, "{}", String::from_utf8_lossy(line));
    }
    let parsed = MessageParser::new().parse(bytes).unwrap();
    let mut expected = vec!["Date", "From"];
    expected.extend(of.head.reply_to.as_ref().map(|_| "Reply-To"));
    expected.push("To");
    expected.extend((!of.head.copy.is_empty()).then_some("Cc"));
    expected.extend(["Subject", "Message-ID", "MIME-Version", "Content-Type"]);
    expected.extend((files.is_empty() && of.content.html.is_none()).then_some("Content-Transfer-Encoding"));
    let names: Vec<&str> = parsed.headers().iter().map(|h| h.name.as_str()).collect();
    prop_assert_eq!(names, expected);

    check_head(&parsed, of)?;
    let text = of.content.text.as_deref().map(same_ends);
    let html = of.content.html.as_deref().map(same_ends);
    if let Some(text) = text.or_else(|| html.is_none().then(String::new)) {
        prop_assert_eq!(same_ends(&parsed.body_text(0).unwrap_or_default()), text);
    }
    if let Some(html) = html {
        prop_assert_eq!(same_ends(&parsed.body_html(0).unwrap_or_default()), html);
    }
    prop_assert_eq!(parsed.attachment_count(), files.len());
    for (attachment, (name, bytes)) in parsed.attachments().zip(files) {
        prop_assert_eq!(attachment.contents(), bytes.as_slice());
        prop_assert_eq!(attachment.attachment_name(), Some(name.as_str()));
        let by_type = attachment.content_type().and_then(|kind| kind.attribute("name"));
        prop_assert_eq!(by_type, Some(name.as_str()));
        let disposition = attachment.content_disposition().map(|d| d.ctype().to_owned());
        prop_assert_eq!(disposition.as_deref(), Some("attachment"));
        prop_assert_eq!(attachment.headers.len(), 3);
    }
    Ok(())
}

fn check_head(parsed: &Message<'_>, of: &model::letter::Letter) -> Result<(), TestCaseError> {
    let read = |address: Option<&mail_parser::Address<'_>>| -> Vec<(Option<String>, String)> {
        let list = address.and_then(|a| a.as_list()).unwrap_or_default();
        list.iter()
            .map(|one| {
                (
                    one.name().map(str::to_owned),
                    one.address().unwrap_or_default().to_owned(),
                )
            })
            .collect()
    };
    let head = &of.head;
    prop_assert_eq!(
        read(parsed.from()),
        [(
            Some(head.from_name.as_str().to_owned()),
            head.from.as_str().to_owned()
        )]
    );
    let to: Vec<_> = head
        .to
        .iter()
        .map(|one| {
            (
                one.name.as_ref().map(|n| n.as_str().to_owned()),
                one.address.as_str().to_owned(),
            )
        })
        .collect();
    prop_assert_eq!(read(parsed.to()), to);
    let copy: Vec<_> = head
        .copy
        .iter()
        .map(|one| (None, one.as_str().to_owned()))
        .collect();
    prop_assert_eq!(read(parsed.cc()), copy);
    prop_assert_eq!(parsed.subject().unwrap_or_default(), of.subject.as_str());
    let message_id = format!("{ID}@{}", head.from.domain());
    prop_assert_eq!(parsed.message_id(), Some(message_id.as_str()));
    let date = parsed.date().map(mail_parser::DateTime::to_rfc3339);
    prop_assert_eq!(date.as_deref(), Some("2026-03-01T12:30:00Z"));
    Ok(())
}

/// One line that looks like many things, as names and subjects are typed.
const LINE: &str = "[a-zA-Z0-9õäöüšž名😀\"<>@,;:.()=?\\\\'_%*&+-]{1,30}( {1,2}[a-zA-Z0-9õäöüšž名😀\"<>@,;:.()=?\\\\'_%*&+-]{1,70}){0,4}";

fn file_name() -> impl Strategy<Value = FileName> {
    "[a-zA-Z0-9õž名😀\"<>@,;:.()=?'_%*&+-]{1,20}( {1,2}[a-zA-Z0-9õž名😀\"<>@,;:.()=?'_%*&+-]{1,50}){0,2}"
        .prop_filter_map("a file's name", |text| text.parse().ok())
}

fn files() -> impl Strategy<Value = Files> {
    prop::collection::vec((file_name(), prop::collection::vec(any::<u8>(), 0..200)), 0..3)
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z .=õ\r\n\t\u{85}\u{2028}\u{202e}\\x00-\\x7f-]{0,300}",
        "(\n|\r|\r\n|\\.|\\.\\.|\0|=|=_|--|From | |õ|😀|x){0,80}",
        ("[xõ =.]", 900_usize..10_000).prop_map(|(piece, count)| piece.repeat(count)),
    ]
}

proptest! {
    #[test]
    fn a_parser_reads_back_what_was_meant(
        subject in LINE,
        names in prop::collection::vec(prop::option::of(LINE), 1..4),
        text in prop::option::of(body()),
        html in prop::option::of(body()),
        files in files(),
    ) {
        let mut letter = whole("", text.as_deref(), html.as_deref(), &files);
        let Ok(subject) = Subject::parse(&subject) else { return Ok(()) };
        letter.subject = subject;
        let named = |name: Option<&String>| name.and_then(|name| DisplayName::parse(name).ok());
        if let Some(name) = named(names[0].as_ref()) {
            letter.head.from_name = name;
        }
        letter.head.to = names.iter().enumerate().map(|(at, name)| Addressee {
            name: named(name.as_ref()),
            address: mailbox(&format!("to-{at}@klient.ee")),
        }).collect();
        check(&letter, &files)?;
    }
}

#[test]
fn names_and_subjects_that_look_like_something_else() {
    for text in [
        "=?utf-8?b?DQpCY2M6IHhAeS5lZQ==?=",
        "a =?utf-8?q?=0D=0A?= b",
        "\"",
        "\\",
        "<x@y.ee>",
        "Mari, Juri: the (two); of us.",
        "a  b",
        "utf-8''x",
        "-oQ",
        "名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前 名前",
    ] {
        let files: Files = text
            .parse()
            .ok()
            .map(|name| (name, vec![0, 13, 10, 46, 13, 10]))
            .into_iter()
            .collect();
        let mut letter = whole(text, Some(text), Some(text), &files);
        letter.head.from_name = name(text);
        letter.head.to[0].name = Some(name(text));
        check(&letter, &files).unwrap();
    }
}

#[test]
fn unknown_media_types_and_many_addressees() {
    let mut letter = whole("Arve", Some("x"), None, &vec![("a".parse().unwrap(), vec![1])]);
    letter.content.attachments[0].media_type = MediaType::unknown();
    letter.head.to = (0..200)
        .map(|at| Addressee {
            name: Some(name("Mari Maasikas")),
            address: mailbox(&format!("to-{at}@klient.ee")),
        })
        .collect();
    check(&letter, &vec![("a".parse().unwrap(), vec![1])]).unwrap();
}

#[test]
fn what_the_program_writes_by_itself_says_so() {
    let mut letter = whole("Vastus", Some("x"), None, &Files::new());
    assert!(!written(&letter, &Files::new()).contains("Auto-Submitted"));
    letter.content.automatic = true;
    let text = written(&letter, &Files::new());
    assert!(text.contains("\r\nAuto-Submitted: auto-generated\r\n"), "{text}");
}

#[test]
fn a_whole_mail_travels_as_it_is_or_as_a_file() {
    let of = |mail: &[u8]| {
        let files: Files = vec![("original.eml".parse().unwrap(), mail.to_vec())];
        let mut letter = whole("Vastus", Some("x"), None, &files);
        letter.content.attachments[0].media_type = MediaType::mail();
        written(&letter, &files)
    };
    let mail = "Subject: a\r\n\r\n.b\r\n\r\nc\r\n";
    let text = of(mail.as_bytes());
    assert!(text.contains("Content-Type: message/rfc822;"), "{text}");
    assert!(
        text.contains(&format!("Content-Transfer-Encoding: 7bit\r\n\r\n{mail}\r\n--=_")),
        "{text}"
    );
    let long = format!("{}\r\n", "x".repeat(999));
    let odd: [&[u8]; 6] = [
        "õ\r\n".as_bytes(),
        b"\xff\r\n",
        b"a\nb\r\n",
        b"a\rb\r\n",
        b"a\0\r\n",
        long.as_bytes(),
    ];
    for odd in odd {
        let text = of(odd);
        assert!(text.contains("Content-Type: application/octet-stream;"), "{text}");
        assert!(text.contains("Content-Transfer-Encoding: base64"), "{text}");
    }
}
