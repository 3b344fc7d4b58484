//! The test letter: plain text, by lettre.

use super::{ComposeError, check_date, header::looks_encoded, text};
use crate::session::Letter;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lettre::{
    Address,
    message::{
        Body, Mailboxes,
        header::{self, ContentTransferEncoding, Header, HeaderName, HeaderValue, Headers},
    },
};
use model::{DisplayName, Mailbox, address::is_invisible};
use std::time::SystemTime;

/// What a test letter says. The same values give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestLetter<'a> {
    /// The address in `From`.
    pub from: &'a Mailbox,
    /// The name before it.
    pub display_name: Option<&'a DisplayName>,
    /// Where answers go (`Reply-To`), where that is not the sender.
    pub reply_to: Option<&'a Mailbox>,
    /// The address in `To`.
    pub to: &'a Mailbox,
    /// The subject: one line.
    pub subject: &'a str,
    /// The text, its lines ended in any way.
    pub body: &'a str,
    /// The time in `Date`.
    pub date: Timestamp,
    /// The part of `Message-ID` before the @: letters, digits, dots, hyphens.
    pub id: &'a str,
}

/// Writes the letter: plain text, marked as made by a program (RFC 3834), nothing else. All of it is ASCII,
/// unless an address is not (RFC 6532).
///
/// # Errors
/// [`ComposeError`] names the part that is not fit.
pub fn compose(letter: &TestLetter<'_>) -> Result<Letter, ComposeError> {
    if letter.subject.chars().any(is_invisible) {
        return Err(ComposeError::Subject);
    }
    if letter.id.is_empty()
        || !letter
            .id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
    {
        return Err(ComposeError::Id);
    }
    check_date(letter.date)?;
    let body = body(text::Body::new(letter.body).lines);
    let mut headers = Headers::new();
    headers.set(header::Date::new(SystemTime::from(letter.date)));
    headers.insert_raw(from(letter)?);
    if let Some(reply_to) = letter.reply_to {
        headers.set(header::ReplyTo::from(Mailboxes::from(address(reply_to)?)));
    }
    headers.set(header::To::from(Mailboxes::from(address(letter.to)?)));
    headers.insert_raw(subject(letter.subject));
    headers.set(header::MessageId::from(format!(
        "<{}@{}>",
        letter.id,
        letter.from.domain()
    )));
    headers.insert_raw(HeaderValue::new(
        name("Auto-Submitted"),
        "auto-generated".to_owned(),
    ));
    headers.set(header::MIME_VERSION_1_0);
    headers.set(header::ContentType::TEXT_PLAIN);
    headers.set(body.encoding());

    let mut bytes = format!("{headers}\r\n").into_bytes();
    bytes.extend_from_slice(&body.into_vec());
    if !bytes.ends_with(b"\r\n") {
        bytes.extend_from_slice(b"\r\n");
    }
    Ok(Letter::new(bytes)?)
}

/// As it is where it can stay so, else quoted-printable: people and filters can read that, base64 they can
/// not.
fn body(text: String) -> Body {
    let seven_bit = Body::new_with_encoding(text, ContentTransferEncoding::SevenBit);
    seven_bit.unwrap_or_else(|text| {
        let encoded = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable);
        encoded.unwrap_or_else(Body::new)
    })
}

const fn name(name: &'static str) -> HeaderName {
    HeaderName::new_from_ascii_str(name)
}

fn address(mailbox: &Mailbox) -> Result<lettre::message::Mailbox, ComposeError> {
    Ok(lettre::message::Mailbox::new(
        None,
        Address::new(mailbox.local(), mailbox.domain().as_str())?,
    ))
}

fn from(letter: &TestLetter<'_>) -> Result<HeaderValue, ComposeError> {
    let mut from = address(letter.from)?;
    let Some(display_name) = letter.display_name.map(DisplayName::as_str) else {
        return Ok(header::From::from(Mailboxes::from(from)).display());
    };
    if looks_encoded(display_name) {
        let value = format!("{}\r\n <{}>", encoded_words(display_name), letter.from);
        return Ok(HeaderValue::dangerous_new_pre_encoded(
            name("From"),
            display_name.to_owned(),
            value,
        ));
    }
    from.name = Some(display_name.to_owned());
    Ok(header::From::from(Mailboxes::from(from)).display())
}

fn subject(text: &str) -> HeaderValue {
    if looks_encoded(text) {
        return HeaderValue::dangerous_new_pre_encoded(name("Subject"), text.to_owned(), encoded_words(text));
    }
    header::Subject::from(text.to_owned()).display()
}

/// Encoded words (RFC 2047), each of at most 75 characters.
fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if word.len() + c.len_utf8() > 45 {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    let encoded: Vec<_> = words
        .iter()
        .map(|word| format!("=?utf-8?b?{}?=", STANDARD.encode(word)))
        .collect();
    encoded.join("\r\n ")
}
