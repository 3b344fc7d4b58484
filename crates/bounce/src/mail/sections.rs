//! The leaf parts of a mail (RFC 2046).

use super::{
    decode,
    headers::{Headers, split_line},
};
use crate::limits;

/// A leaf part.
#[derive(Debug)]
pub struct Section {
    /// Type and subtype in lower case: `text/plain` where nothing is said.
    pub kind: String,
    /// Decoded; empty for what is no text.
    pub text: String,
}

/// Takes a body apart. Returns whether something was left out.
pub fn split(headers: &Headers, body: &[u8], sections: &mut Vec<Section>) -> bool {
    part(headers, body, 0, sections)
}

fn part(headers: &Headers, body: &[u8], depth: usize, sections: &mut Vec<Section>) -> bool {
    if sections.len() >= limits::PARTS {
        return true;
    }
    let content_type = ContentType::of(headers);
    if let Some(boundary) = content_type
        .boundary
        .as_deref()
        .filter(|_| content_type.is_multipart())
    {
        if depth >= limits::NESTING {
            return true;
        }
        let guessed = || guessed_boundary(body).and_then(|boundary| pieces(body, boundary));
        if let Some(pieces) = pieces(body, boundary.as_bytes()).or_else(guessed) {
            let mut cut = pieces.len() > limits::PARTS;
            for piece in pieces.into_iter().take(limits::PARTS) {
                let (headers, body) = Headers::read(piece);
                cut |= headers.cut | part(&headers, body, depth + 1, sections);
            }
            return cut;
        }
    }
    if depth > 0 && is_letter(headers) {
        // The letter stands in the part without a type of its own: its headers are taken for the part's.
        let lines: Vec<String> = headers
            .all()
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let text = lines.join("\n");
        sections.push(Section {
            kind: "text/rfc822-headers".to_owned(),
            text,
        });
        return false;
    }
    sections.push(leaf(content_type, headers, body));
    false
}

fn is_letter(headers: &Headers) -> bool {
    let count = ["Received", "Message-ID", "From", "To", "Subject", "Date"]
        .iter()
        .filter(|name| headers.has(name))
        .count();
    count >= 3
}

/// A returned letter stays as it is: its headers are what matters.
fn leaf(content_type: ContentType, headers: &Headers, body: &[u8]) -> Section {
    let kind = if content_type.is_multipart() {
        "text/plain".to_owned()
    } else {
        content_type.kind
    };
    let is_text = kind.starts_with("text/") || kind.starts_with("message/");
    let encoding = headers.raw("Content-Transfer-Encoding").unwrap_or_default();
    let encoding = encoding.split([';', ' ', '(']).next().unwrap_or_default();
    let text = if is_text {
        decode::body(
            body,
            encoding,
            content_type.charset.as_deref(),
            kind == "text/html",
        )
    } else {
        String::new()
    };
    Section { kind, text }
}

/// What lies between the boundary's lines; none where it does not occur. The text before the first is left out.
fn pieces<'x>(body: &'x [u8], boundary: &[u8]) -> Option<Vec<&'x [u8]>> {
    let mut pieces = Vec::new();
    let mut begin = None;
    let mut rest = body;
    while !rest.is_empty() {
        let at = body.len() - rest.len();
        let (line, after) = split_line(rest);
        rest = after;
        let Some(end) = line
            .strip_prefix(b"--")
            .and_then(|line| line.strip_prefix(boundary))
        else {
            continue;
        };
        let last = end.starts_with(b"--");
        if !last && !end.trim_ascii().is_empty() {
            continue;
        }
        if let Some(begin) = begin.take() {
            pieces.push(&body[begin..at]);
        }
        if last || pieces.len() > limits::PARTS {
            return Some(pieces);
        }
        begin = Some(body.len() - rest.len());
    }
    let begin = begin?;
    pieces.push(&body[begin..]);
    Some(pieces)
}

/// The boundary that is used where the declared one is not: a line of dashes and more, before a part's headers.
fn guessed_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut rest = body;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        rest = after;
        let next = split_line(after).0;
        let is_type = next.len() > 8 && next[..8].eq_ignore_ascii_case(b"content-");
        if let Some(boundary) = line.strip_prefix(b"--").filter(|_| is_type) {
            let boundary = boundary.trim_ascii_end();
            return (boundary.len() >= 4).then_some(boundary);
        }
    }
    None
}

#[derive(Debug)]
struct ContentType {
    kind: String,
    boundary: Option<String>,
    charset: Option<String>,
}

impl ContentType {
    fn of(headers: &Headers) -> Self {
        let value = headers.raw("Content-Type").unwrap_or("text/plain");
        let kind = value
            .split([';', ' ', '\t'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        Self {
            kind: if kind.contains('/') {
                kind
            } else {
                "text/plain".to_owned()
            },
            boundary: parameter(value, "boundary"),
            charset: parameter(value, "charset"),
        }
    }

    fn is_multipart(&self) -> bool {
        self.kind.starts_with("multipart/")
    }
}

/// A parameter of a header's value (RFC 2045, section 5.1); never empty.
pub fn parameter(value: &str, name: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + lower.get(from..)?.find(name)?;
        from = at + name.len();
        let before = lower[..at].trim_end();
        let rest = value[from..].trim_start();
        if !(before.ends_with(';') || before.is_empty()) || !rest.starts_with('=') {
            continue;
        }
        let rest = rest[1..].trim_start();
        let found = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => rest.split([';', ' ', '\t']).next().unwrap_or_default(),
        };
        return (!found.is_empty()).then(|| found.to_owned());
    }
}
