//! Header fields: folded, encoded where they have to be. Their bytes are part of letters that were accepted and will be
//! sent again, so what is written for one value may never change.

use base64::{Engine, engine::general_purpose::STANDARD};
use std::fmt::Write;

/// How long a line gets where it can be broken (RFC 2047, section 2: 76 with an encoded word in it).
const WIDTH: usize = 76;
/// What an encoded word has beside its text: `=?utf-8?b?` and `?=`.
const FRAME: usize = 12;
/// The longest word that is not encoded.
const LONGEST_WORD: usize = 60;
/// How many characters of a file's name stand in one line.
const SEGMENT: usize = 54;

/// Text that a reader would decode although it was typed so. It is encoded once more, so that it is read as
/// it was typed.
pub(super) fn looks_encoded(text: &str) -> bool {
    text.contains("=?")
}

/// A field being written.
pub(super) struct Field<'a> {
    out: &'a mut String,
    column: usize,
    empty: bool,
}

impl<'a> Field<'a> {
    /// Begins a field of this name.
    pub fn begin(out: &'a mut String, name: &str) -> Self {
        out.push_str(name);
        out.push(':');
        let column = name.len() + 1;
        Self {
            out,
            column,
            empty: true,
        }
    }

    /// A piece that stays together, in the next line where this one has no room for it.
    pub fn piece(&mut self, piece: &str) -> &mut Self {
        self.space(1 + piece.len());
        self.out.push_str(piece);
        self.column += piece.len();
        self
    }

    /// A blank, which is a new line where `needed` bytes with the blank have no room. The first piece stays with the
    /// name.
    fn space(&mut self, needed: usize) {
        if self.column + needed > WIDTH && !self.empty {
            self.out.push_str("\r\n");
            self.column = 0;
        }
        self.out.push(' ');
        self.column += 1;
        self.empty = false;
    }

    /// One line of text (RFC 5322, section 2.2.1): a subject.
    pub fn text(&mut self, text: &str) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'))
            && !looks_encoded(text)
            && text
                .split(' ')
                .all(|word| (1..=LONGEST_WORD).contains(&word.len()));
        if plain {
            for word in text.split(' ') {
                self.piece(word);
            }
        } else {
            self.encoded(text);
        }
        self
    }

    /// An address, the name before it; `rest` follows at once.
    pub fn address(&mut self, name: Option<&str>, address: &str, rest: &str) -> &mut Self {
        let Some(name) = name else {
            return self.piece(&format!("{address}{rest}"));
        };
        let quotable =
            name.bytes().all(|b| matches!(b, b' '..=b'~')) && !looks_encoded(name) && !name.contains("  ");
        if quotable {
            let name = name.replace('\\', "\\\\").replace('"', "\\\"");
            self.piece(&format!("\"{name}\""));
        } else {
            self.encoded(name);
        }
        self.piece(&format!("<{address}>{rest}"))
    }

    /// Encoded words (RFC 2047). A character is never cut in two.
    fn encoded(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let here = WIDTH.saturating_sub(self.column + 1 + FRAME) / 4 * 3;
            // four bytes: the longest character
            let room = if here >= 12 || self.empty {
                here.max(4)
            } else {
                (WIDTH - 1 - FRAME) / 4 * 3
            };
            let (word, after) = rest.split_at(floor(rest, room));
            self.space(1 + FRAME + word.len().div_ceil(3) * 4);
            let before = self.out.len();
            self.out.push_str("=?utf-8?b?");
            STANDARD.encode_string(word, self.out);
            self.out.push_str("?=");
            self.column += self.out.len() - before;
            rest = after;
        }
    }

    /// A file's name as a parameter, behind a semicolon. Where it is not plain: in the form of RFC 2231, for long ones
    /// in pieces, and behind that in ASCII for programs that do not know it. In this order, because some take the
    /// first that they understand.
    pub fn file_name(&mut self, parameter: &str, name: &str) -> &mut Self {
        let plain = name
            .bytes()
            .all(|b| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\')
            && !looks_encoded(name);
        if plain {
            return self.piece(&format!("{parameter}=\"{name}\""));
        }
        let segments = segments(name);
        let many = segments.len() > 1;
        for (at, segment) in segments.iter().enumerate() {
            let number = if many { format!("*{at}") } else { String::new() };
            let charset = if at == 0 { "utf-8''" } else { "" };
            self.piece(&format!("{parameter}{number}*={charset}{segment};"));
        }
        self.piece(&format!("{parameter}=\"{}\"", in_ascii(name)))
    }

    /// Ends it.
    pub fn end(&mut self) {
        self.out.push_str("\r\n");
    }
}

/// The most bytes up to `most` that end with a whole character.
fn floor(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    (0..=most)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// The name in percent signs (RFC 5987, section 3.2.1), in pieces of whole characters.
fn segments(name: &str) -> Vec<String> {
    let mut segments = vec![String::new()];
    for c in name.chars() {
        let mut written = String::new();
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') {
            written.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // writing to a string does not fail
                let _ = write!(written, "%{byte:02X}");
            }
        }
        match segments.last_mut() {
            Some(last) if last.len() + written.len() <= SEGMENT => last.push_str(&written),
            _ => segments.push(written),
        }
    }
    segments
}

/// The name with ASCII characters alone, none of which means something in a parameter.
fn in_ascii(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            'õ' | 'ö' => 'o',
            'Õ' | 'Ö' => 'O',
            'ä' => 'a',
            'Ä' => 'A',
            'ü' => 'u',
            'Ü' => 'U',
            'š' => 's',
            'Š' => 'S',
            'ž' => 'z',
            'Ž' => 'Z',
            '"' | '\\' | '=' | '%' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect()
}
