//! Texts as they stand in a letter's body.

use std::fmt::Write;

/// The longest line that travels as it is (RFC 5322, section 2.1.1).
const LONGEST_LINE: usize = 998;
/// How long a quoted-printable line gets, less the `=` at its end (RFC 2045, section 6.7).
const WIDTH: usize = 75;

/// A text whose lines all end with CRLF.
pub(super) struct Body {
    pub lines: String,
    longest: usize,
    /// A line begins as the ones that mailboxes of the old kind (mbox) begin a letter with.
    has_from: bool,
}

/// What servers that keep such mailboxes put a `>` before, which breaks signatures.
const FROM: &str = "From ";

impl Body {
    /// The text with lines that end with CRLF, the last one too; other control characters than tabs become
    /// spaces. Lines may end with CRLF, CR or LF.
    pub fn new(text: &str) -> Self {
        let mut body = Self {
            lines: String::with_capacity(text.len() + text.len() / 32 + 2),
            longest: 0,
            has_from: false,
        };
        let mut rest = text;
        loop {
            let end = rest.bytes().position(|b| matches!(b, b'\r' | b'\n'));
            body.line(&rest[..end.unwrap_or(rest.len())]);
            let Some(end) = end else { break };
            let length = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
            rest = &rest[end + length..];
            if rest.is_empty() {
                break;
            }
        }
        body
    }

    fn line(&mut self, line: &str) {
        self.longest = self.longest.max(line.len());
        self.has_from |= line.starts_with(FROM);
        // 0xc2 begins the control characters beyond ASCII
        let perhaps = |b| matches!(b, 0..=8 | 10..=31 | 0x7f | 0xc2);
        if line.bytes().any(perhaps) {
            let shown = |c: char| if c.is_control() && c != '\t' { ' ' } else { c };
            self.lines.extend(line.chars().map(shown));
        } else {
            self.lines.push_str(line);
        }
        self.lines.push_str("\r\n");
    }

    /// Whether it travels as it is. Else it goes quoted-printable: people and filters can read that, base64 they can
    /// not.
    pub fn is_plain(&self) -> bool {
        self.longest <= LONGEST_LINE && !self.has_from && self.lines.is_ascii()
    }

    /// Writes it quoted-printable (RFC 2045, section 6.7). No character is cut in two by the end of a line.
    pub fn quoted_printable(&self, out: &mut String) {
        for line in self.lines.split_terminator("\r\n") {
            let mut column = 0;
            let mut line = line;
            if line.starts_with(FROM) {
                out.push_str("=46");
                (line, column) = (&line[1..], 3);
            }
            let mut chars = line.chars().peekable();
            while let Some(c) = chars.next() {
                let as_it_is = match c {
                    // at the end of a line servers may take them away
                    ' ' | '\t' => chars.peek().is_some(),
                    '!'..='<' | '>'..='~' => true,
                    _ => false,
                };
                let width = if as_it_is { 1 } else { 3 * c.len_utf8() };
                if column + width > WIDTH {
                    out.push_str("=\r\n");
                    column = 0;
                }
                column += width;
                if as_it_is {
                    out.push(c);
                } else {
                    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                        // writing to a string does not fail
                        let _ = write!(out, "={byte:02X}");
                    }
                }
            }
            out.push_str("\r\n");
        }
    }
}
