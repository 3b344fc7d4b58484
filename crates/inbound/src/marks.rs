//! Signed return paths that stand somewhere in a mail, and what its head says of where it went to.

use model::Host;
use store::return_path;

/// How much of a mail is looked through for its head.
const HEAD: usize = 64 * 1024;
/// How many of them are looked at.
const MOST: usize = 20;
/// `b-` and 39 characters.
const LONG: usize = 41;
/// The fields in which servers and programs note where a mail went to, before it was put here (RFC 5322, section 3.6.3,
/// RFC 3464, section 2.3.1, and what Postfix, Exim, qmail and Gmail add).
const FIELDS: [&str; 9] = [
    "delivered-to",
    "x-delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "original-recipient",
    "x-forwarded-to",
    "to",
    "cc",
];
/// Those of them that the writer himself writes: they count where there are no others.
const WRITERS_OWN: [&str; 2] = ["to", "cc"];

/// Local parts that look like return paths of ours, in the fields that say where the mail went to.
pub fn in_head(raw: &[u8], domain: Option<&Host>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in fields(raw) {
        if FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field)) {
            found.extend(in_text(&value, domain));
        }
    }
    found.truncate(MOST);
    found
}

/// Those before an at sign in a text; of our event domain alone, where there is one.
pub fn in_text(text: &str, domain: Option<&Host>) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@').take(1000) {
        let Some(local) = at.checked_sub(LONG).and_then(|begin| text.get(begin..at)) else {
            continue;
        };
        let before = text[..at - LONG].chars().next_back();
        let alone = before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"-_.+".contains(c));
        let after = &text[at + 1..];
        let ours = domain.is_none_or(|domain| {
            let name = domain.as_str();
            let begin = after.get(..name.len());
            let end = after.get(name.len()..).and_then(|rest| rest.chars().next());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(name))
                && end.is_none_or(|c| !c.is_ascii_alphanumeric() && !"-.".contains(c))
        });
        if alone && ours && return_path::message_of(local).is_some() {
            found.push(local.to_ascii_lowercase());
        }
    }
    found.truncate(MOST);
    found
}

/// The addresses in the fields that say where the mail went to, lower case, as far as they are at this domain.
pub fn addresses_at(raw: &[u8], domain: &Host) -> Vec<String> {
    let end = format!("@{domain}");
    let (mut found, mut named) = (Vec::new(), Vec::new());
    for (name, value) in fields(raw) {
        if !FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field)) {
            continue;
        }
        let by_writer = WRITERS_OWN.iter().any(|field| name.eq_ignore_ascii_case(field));
        let found = if by_writer { &mut named } else { &mut found };
        let words = value.split(|c: char| c.is_whitespace() || "<>,;:\"()".contains(c));
        found.extend(
            words
                .map(str::to_lowercase)
                .filter(|word| word.len() > end.len() && word.ends_with(&end)),
        );
    }
    let mut found = if found.is_empty() { named } else { found };
    found.truncate(MOST);
    found
}

/// The fields of the head, unfolded.
pub fn fields(raw: &[u8]) -> Vec<(String, String)> {
    let head = &raw[..raw.len().min(HEAD)];
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(line);
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            fields.push((name.trim_end().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::{addresses_at, fields, in_head, in_text};
    use model::Host;

    const OURS: &str = "b-aaaaaaaaaaaaaaaaaaaaaaaafkpbum3azybkcai";

    fn domain() -> Host {
        Host::parse("event.portal.example").unwrap()
    }

    #[test]
    fn they_are_found_wherever_a_mail_notes_them() {
        for head in [
            format!("To: <{OURS}@event.portal.example>\r\n\r\n"),
            format!(
                "From: a\r\nDelivered-To: {}@EVENT.portal.example\r\n\r\n",
                OURS.to_uppercase()
            ),
            format!("X-Original-To:\r\n\t{OURS}@event.portal.example\r\n\r\n"),
            format!("Original-Recipient: rfc822;{OURS}@event.portal.example\n\nbody"),
        ] {
            assert_eq!(in_head(head.as_bytes(), Some(&domain())), [OURS], "{head}");
        }
    }

    #[test]
    fn what_only_looks_like_them_is_not_found() {
        let domain = domain();
        for text in [
            OURS.to_owned(),
            format!("{OURS}@event.portal.example.other.example"),
            format!("{OURS}@other.example"),
            format!("x{OURS}@event.portal.example"),
            format!("{}@event.portal.example", &OURS[..40]),
            "@event.portal.example".to_owned(),
            format!("{}@event.portal.example", "õ".repeat(30)),
        ] {
            assert!(in_text(&text, Some(&domain)).is_empty(), "{text}");
        }
        let body = format!("Subject: x\r\n\r\nTo: {OURS}@event.portal.example\r\n");
        assert!(in_head(body.as_bytes(), Some(&domain)).is_empty());
        let subject = format!("Subject: {OURS}@event.portal.example\r\n\r\n");
        assert!(in_head(subject.as_bytes(), Some(&domain)).is_empty());
    }

    #[test]
    fn event_mailboxes_are_found_in_the_head() {
        let head = b"To: \"Naidis\" <Naidis-OU@event.portal.example>, other@else.example\r\n\r\n";
        assert_eq!(addresses_at(head, &domain()), ["naidis-ou@event.portal.example"]);
        let delivered =
            b"To: kivi@event.portal.example\r\nDelivered-To: naidis-ou@event.portal.example\r\n\r\n";
        assert_eq!(
            addresses_at(delivered, &domain()),
            ["naidis-ou@event.portal.example"],
            "what the writer wrote does not count beside it"
        );
    }

    #[test]
    fn any_bytes_are_a_head() {
        for bytes in [
            &b""[..],
            b"\xff\xff:\xff\r\n x",
            b": \r\n",
            b" folded",
            b"no colon\r\nA: b",
        ] {
            let _ = fields(bytes);
        }
        assert_eq!(fields(b"no colon\r\nA: b"), [("A".to_owned(), "b".to_owned())]);
    }
}
