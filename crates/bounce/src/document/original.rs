//! A returned letter in the middle of text, found by its headers rather than by the sentence before it.

use crate::mail::field;

/// Where the letter's headers are.
#[derive(Debug)]
pub struct Inline {
    /// Their first line.
    pub start: usize,
    /// The line behind the last of them.
    pub end: usize,
    /// Without the marks of quoting.
    pub text: String,
    /// Headers as only a letter has them; else a few facts about it that the reporter wrote down.
    pub is_letter: bool,
}

const SURE: &[&str] = &[
    "received",
    "message-id",
    "mime-version",
    "content-type",
    "return-path",
    "dkim-signature",
    "x-mailer",
    "content-transfer-encoding",
    "references",
    "in-reply-to",
    "x-originating-ip",
    "authentication-results",
];
/// Fields of RFC 3464, which are about a report.
const REPORT: &[&str] = &[
    "reporting-mta",
    "final-recipient",
    "original-recipient",
    "arrival-date",
    "action",
    "status",
    "diagnostic-code",
    "remote-mta",
    "last-attempt-date",
    "received-from-mta",
    "feedback-type",
];
const KNOWN: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "cc",
    "reply-to",
    "sender",
    "sent",
    "organization",
    "user-agent",
    "bcc",
    "errors-to",
];

/// The first block of at least three headers of which one is sure; else the longest of weaker ones.
pub fn find(lines: &[String]) -> Option<Inline> {
    let mut weak: Option<Inline> = None;
    let mut at = 0;
    while at < lines.len() {
        let Some(block) = block(lines, at) else {
            at += 1;
            continue;
        };
        at = block.end.max(at + 1);
        if block.is_letter {
            return Some(block);
        }
        if weak.is_none() {
            weak = Some(block);
        }
    }
    weak
}

/// The block that begins in this line.
fn block(lines: &[String], start: usize) -> Option<Inline> {
    let prefix = prefix_of(&lines[start]);
    let (mut sure, mut known, mut end) = (0, 0, start);
    let mut text = String::new();
    for line in &lines[start..] {
        let Some(line) = line.strip_prefix(prefix) else {
            break;
        };
        let continues = end > start && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if !continues {
            let Some((name, _)) = field(line.as_bytes()).filter(|_| !line.starts_with([' ', '\t'])) else {
                break;
            };
            let name = name.to_ascii_lowercase();
            if REPORT.contains(&name.as_str()) || name.starts_with("x-postfix-") {
                return None;
            }
            if SURE.contains(&name.as_str()) || name.starts_with("x-") && !name.starts_with("x-failed") {
                sure += 1;
            } else if KNOWN.contains(&name.as_str()) {
                known += 1;
            } else if end == start {
                return None;
            }
        }
        text.push_str(line);
        text.push('\n');
        end += 1;
    }
    let is_letter = sure >= 1 && sure + known >= 3 || sure >= 2;
    (is_letter || known >= 2).then_some(Inline {
        start,
        end,
        text,
        is_letter,
    })
}

/// What stands before each line of a quoted letter.
fn prefix_of(line: &str) -> &str {
    let length = line
        .bytes()
        .take_while(|b| matches!(b, b' ' | b'\t' | b'>' | b'|' | b'*'))
        .count();
    &line[..length]
}
