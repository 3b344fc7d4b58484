//! A block of headers (RFC 5322, section 2.2), unfolded and decoded.

use super::decode;
use crate::limits;

/// Fields in their order, as far as the limits go.
#[derive(Debug, Default, Clone)]
pub struct Headers {
    fields: Vec<(String, String)>,
    /// There were more, or longer ones.
    pub cut: bool,
}

impl Headers {
    /// Reads the fields up to the first empty line, and returns what comes behind it. A line that is no field ends the
    /// block too, as the body's first line: broken reports leave the empty line out.
    pub fn read(raw: &[u8]) -> (Self, &[u8]) {
        let mut headers = Self::default();
        let mut rest = raw;
        while !rest.is_empty() {
            let (line, after) = split_line(rest);
            if line.is_empty() {
                return (headers, after);
            }
            if line[0] == b' ' || line[0] == b'\t' {
                headers.go_on(line);
            } else if let Some((name, value)) = field(line) {
                headers.push(name, value);
            } else {
                break;
            }
            rest = after;
        }
        (headers, rest)
    }

    fn push(&mut self, name: &str, value: &[u8]) {
        if self.fields.len() >= limits::HEADERS {
            self.cut = true;
            return;
        }
        self.fields.push((
            name.to_owned(),
            self::cut(&decode::plain(value)).trim().to_owned(),
        ));
    }

    fn go_on(&mut self, line: &[u8]) {
        if self.cut && self.fields.len() >= limits::HEADERS {
            return;
        }
        if let Some((_, value)) = self.fields.last_mut() {
            if value.len() + line.len() > limits::HEADER {
                self.cut = true;
                return;
            }
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(decode::plain(line).trim());
        }
    }

    /// The first field of this name, as it stands.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The first field of this name, its encoded words decoded (RFC 2047).
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(decode::words)
    }

    /// Whether there is a field of this name.
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// All fields, as they stand.
    pub fn all(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

/// A line without its end, and what follows.
pub fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match text.iter().position(|&b| b == b'\n') {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &text[text.len()..]),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}

/// Name and value, where the line is a field.
pub fn field(line: &[u8]) -> Option<(&str, &[u8])> {
    let colon = line.iter().take(78).position(|&b| b == b':')?;
    let name = line[..colon].trim_ascii_end();
    let good = !name.is_empty()
        && name
            .iter()
            .all(|b| b.is_ascii_graphic() && *b != b'<' && *b != b'@');
    good.then(|| (std::str::from_utf8(name).ok(), &line[colon + 1..]))
        .and_then(|(name, value)| Some((name?, value)))
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(limits::HEADER)]
}
