//! A mail taken apart: its headers, and its parts as text, in bounded room and linear time.
//!
//! The splitting is our own: mail-parser nests a letter in a letter without limit (dropping 30,000 of them ends the
//! stack), and reports are often not quite MIME. The decoding of what is in the parts and headers is mail-parser's.

mod decode;
mod headers;
mod sections;

pub use headers::{Headers, field};
pub use sections::{Section, split};

use crate::limits;

/// A mail as far as it is read.
#[derive(Debug)]
pub struct Mail {
    /// Its own headers.
    pub headers: Headers,
    /// Its leaf parts, in their order.
    pub sections: Vec<Section>,
    /// Something was left out because of a limit.
    pub cut: bool,
}

impl Mail {
    /// Reads at most [`limits::MAIL`] bytes.
    pub fn read(raw: &[u8]) -> Self {
        let mut cut = raw.len() > limits::MAIL;
        let raw = &raw[..raw.len().min(limits::MAIL)];
        let raw = without_mailbox_line(raw);
        let (headers, body) = Headers::read(raw);
        cut |= headers.cut;
        let mut sections = Vec::new();
        cut |= split(&headers, body, &mut sections);
        Self {
            headers,
            sections,
            cut,
        }
    }
}

/// Mailbox files put a line `From sender date` before the headers; some put empty lines.
fn without_mailbox_line(raw: &[u8]) -> &[u8] {
    let start = raw.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let raw = &raw[start..];
    if raw.starts_with(b"From ") || raw.starts_with(b">From ") {
        let end = raw
            .iter()
            .position(|&b| b == b'\n')
            .map_or(raw.len(), |at| at + 1);
        &raw[end..]
    } else {
        raw
    }
}
