//! Bytes to text: transfer encodings, charsets, encoded words.

use encoding_rs::Encoding;
use mail_parser::{
    HeaderValue,
    decoders::{base64::base64_decode, html::html_to_text, quoted_printable::quoted_printable_decode},
    parsers::MessageStream,
};
use std::borrow::Cow;

/// Text without a declared charset: UTF-8, else Japanese by its escapes, else Western.
pub fn plain(bytes: &[u8]) -> Cow<'_, str> {
    if bytes.windows(2).any(|pair| pair == b"\x1b$") {
        return encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// A header's value, its encoded words decoded (RFC 2047).
pub fn words(value: &str) -> String {
    if !value.contains("=?") {
        return value.to_owned();
    }
    let line = format!("{value}\n");
    match MessageStream::new(line.as_bytes()).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => value.to_owned(),
    }
}

/// A part's bytes as text: its transfer encoding and charset undone, markup taken off.
pub fn body(bytes: &[u8], encoding: &str, charset: Option<&str>, is_html: bool) -> String {
    let bytes: Cow<'_, [u8]> = if encoding.eq_ignore_ascii_case("base64") {
        from_base64(bytes)
    } else if encoding.eq_ignore_ascii_case("quoted-printable") {
        quoted_printable_decode(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)
    } else {
        Cow::Borrowed(bytes)
    };
    let text = match charset.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        // What is declared as UTF-8 or Western is often something else.
        Some(found) if found != encoding_rs::UTF_8 && found != encoding_rs::WINDOWS_1252 => {
            found.decode_without_bom_handling(&bytes).0
        }
        _ => plain(&bytes),
    };
    if is_html {
        html_to_text(&text)
    } else {
        text.into_owned()
    }
}

/// What is no base64 at the end (a footer that a list put there) does not spoil what is before it.
fn from_base64(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Some(whole) = base64_decode(bytes) {
        return Cow::Owned(whole);
    }
    let is_digit = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\r\n \t".contains(b);
    let good = bytes.iter().take_while(|b| is_digit(b)).count();
    match base64_decode(&bytes[..good]) {
        Some(begin) if !begin.is_empty() => Cow::Owned(begin),
        _ => Cow::Borrowed(bytes),
    }
}
