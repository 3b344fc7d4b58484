//! What is handed over: addresses and bytes.

use model::Mailbox;
use std::{borrow::Cow, fmt};

/// The longest line without its CRLF (RFC 5321, section 4.5.3.1.6).
const LONGEST_LINE: usize = 998;

/// The addresses of one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The envelope sender.
    pub from: Mailbox,
    /// The one recipient.
    pub to: Mailbox,
    /// By what reports about it are to name it. Where there is one, and the server knows reports (RFC 3461), it is asked
    /// to tell of failure and delay, and to return the letter's headers alone.
    pub id: Option<EnvelopeId>,
}

/// What a report names a letter by: 1 to 100 visible ASCII characters that need no encoding (RFC 3461, section 4.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeId(String);

/// The text names no envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an envelope's id is 1 to 100 visible characters without + and =")]
pub struct InvalidEnvelopeId;

impl std::str::FromStr for EnvelopeId {
    type Err = InvalidEnvelopeId;

    fn from_str(text: &str) -> Result<Self, InvalidEnvelopeId> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'+' | b'=');
        let good = (1..=100).contains(&text.len()) && text.bytes().all(plain);
        good.then(|| Self(text.to_owned())).ok_or(InvalidEnvelopeId)
    }
}

impl fmt::Display for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Envelope {
    /// Whether an address needs SMTPUTF8 (RFC 6531).
    #[must_use]
    pub fn needs_utf8(&self) -> bool {
        !(self.from.is_ascii() && self.to.is_ascii())
    }
}

/// Why bytes are not a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// A CR without LF or a LF without CR: servers disagree where such a line ends (SMTP smuggling).
    #[error("a line does not end with CRLF")]
    LineEnd,
    /// A line of over 998 bytes.
    #[error("a line is too long")]
    LongLine,
    /// A NUL byte.
    #[error("a NUL byte")]
    Nul,
}

/// The line that ends a letter on its way (RFC 5321, section 4.1.1.4).
const END: &[u8] = b".\r\n";

/// A letter's bytes as they stand before dot-stuffing: every line ends with CRLF and has at most 998 bytes
/// before it, none holds NUL.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// With [`END`] behind them, so that most letters travel as they lie here.
    bytes: Vec<u8>,
    is_ascii: bool,
    /// A line begins with a dot.
    has_dots: bool,
}

impl fmt::Debug for Letter {
    /// Without what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("bytes", &self.as_bytes().len())
            .finish_non_exhaustive()
    }
}

impl Letter {
    /// Takes finished bytes.
    ///
    /// # Errors
    /// [`LetterError`] says which rule they broke.
    pub fn new(mut bytes: Vec<u8>) -> Result<Self, LetterError> {
        let has_dots = check(&bytes)?;
        let is_ascii = bytes.is_ascii();
        bytes.extend_from_slice(END);
        Ok(Self {
            bytes,
            is_ascii,
            has_dots,
        })
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.bytes.len() - END.len()]
    }

    /// Whether every byte is ASCII, so that no 8BITMIME is needed (RFC 6152).
    #[must_use]
    pub const fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Whether a header field holds other than ASCII characters, which needs SMTPUTF8 (RFC 6532).
    #[must_use]
    pub fn has_utf8_header(&self) -> bool {
        let header = self
            .as_bytes()
            .split_inclusive(|&b| b == b'\n')
            .take_while(|line| *line != b"\r\n");
        !self.is_ascii && header.into_iter().any(|line| !line.is_ascii())
    }

    /// The bytes as they travel: a dot before each line that starts with one (RFC 5321, section 4.5.2), and
    /// the end.
    pub(crate) fn on_the_wire(&self) -> Cow<'_, [u8]> {
        if !self.has_dots {
            return Cow::Borrowed(&self.bytes);
        }
        let mut wire = Vec::with_capacity(self.bytes.len() + 64);
        for line in self.as_bytes().split_inclusive(|&b| b == b'\n') {
            if line.first() == Some(&b'.') {
                wire.push(b'.');
            }
            wire.extend_from_slice(line);
        }
        wire.extend_from_slice(END);
        Cow::Owned(wire)
    }
}

/// Looks at every byte once; tells whether a line begins with a dot.
fn check(bytes: &[u8]) -> Result<bool, LetterError> {
    let mut has_dots = false;
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest
            .iter()
            .position(|b| matches!(b, b'\r' | b'\n' | 0))
            .ok_or(LetterError::LineEnd)?;
        if rest[end] == 0 {
            return Err(LetterError::Nul);
        }
        if rest.get(end..end + 2) != Some(b"\r\n") {
            return Err(LetterError::LineEnd);
        }
        if end > LONGEST_LINE {
            return Err(LetterError::LongLine);
        }
        has_dots |= rest[0] == b'.';
        rest = &rest[end + 2..];
    }
    Ok(has_dots)
}

#[cfg(test)]
mod tests {
    use super::{EnvelopeId, Letter, LetterError};
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn dots_are_stuffed_and_the_end_is_marked() {
        for (letter, wire) in [
            ("", ".\r\n"),
            ("a\r\n", "a\r\n.\r\n"),
            (".\r\n", "..\r\n.\r\n"),
            ("a\r\n.b\r\n..\r\nc.\r\n", "a\r\n..b\r\n...\r\nc.\r\n.\r\n"),
        ] {
            let letter = Letter::new(letter.as_bytes().to_vec()).unwrap();
            assert_eq!(letter.on_the_wire().as_ref(), wire.as_bytes());
            assert_eq!(
                matches!(letter.on_the_wire(), Cow::Borrowed(_)),
                !wire.contains("..")
            );
        }
    }

    #[test]
    fn what_servers_could_read_in_two_ways_is_refused() {
        for (bytes, expected) in [
            ("a", LetterError::LineEnd),
            ("a\n", LetterError::LineEnd),
            ("a\r", LetterError::LineEnd),
            ("a\r\r\n", LetterError::LineEnd),
            ("a\n.\n", LetterError::LineEnd),
            ("a\r\n.\nb\r\n", LetterError::LineEnd),
            ("a\0\r\n", LetterError::Nul),
        ] {
            assert_eq!(Letter::new(bytes.as_bytes().to_vec()), Err(expected), "{bytes:?}");
        }
        assert!(Letter::new(format!("{}\r\n", "x".repeat(998)).into_bytes()).is_ok());
        assert_eq!(
            Letter::new(format!("{}\r\n", "x".repeat(999)).into_bytes()),
            Err(LetterError::LongLine)
        );
    }

    #[test]
    fn ids_of_envelopes_need_no_encoding() {
        for good in ["b-abc234", "a", &"x".repeat(100)] {
            assert_eq!(good.parse::<EnvelopeId>().unwrap().to_string(), good);
        }
        for bad in ["", "a b", "a+2B", "a=b", "a\r\nRCPT", "õ", &"x".repeat(101)] {
            assert!(bad.parse::<EnvelopeId>().is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn the_end_comes_once_and_last(lines in prop::collection::vec("[.a\\x00-\\x7f]{0,6}", 0..8)) {
            let bytes: Vec<u8> = lines.iter().flat_map(|l| format!("{l}\r\n").into_bytes()).collect();
            if let Ok(letter) = Letter::new(bytes.clone()) {
                let wire = letter.on_the_wire();
                let text = String::from_utf8(wire.into_owned()).unwrap();
                let mut read = Vec::new();
                let mut ended = 0;
                for line in text.split_inclusive("\r\n") {
                    if line == ".\r\n" { ended += 1; continue; }
                    prop_assert_eq!(ended, 0);
                    read.extend_from_slice(line.strip_prefix('.').unwrap_or(line).as_bytes());
                }
                prop_assert_eq!(ended, 1);
                prop_assert_eq!(read, bytes);
            }
        }
    }
}
