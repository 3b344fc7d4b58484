//! A person's letter.
//!
//! A letter that was accepted is written anew for each attempt and each recipient, perhaps by a later version of this
//! program, and has to come out the same, byte by byte: a server that took it before can then know it again. So nothing
//! here may ever write the same letter in another way, and nothing here is left to a library that may.

use super::{ComposeError, check_date, from_html::text_of, header::Field, text::Body};
use crate::session::Letter;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{Timestamp, tz::TimeZone};
use model::{
    ids::LetterId,
    letter::{Attachment, BlobHash, LetterHead, MediaType},
};
use std::{fmt::Write, sync::Arc};

/// How many bytes of a file make a line of 76 characters (RFC 2045, section 6.8).
const FILE_LINE: usize = 57;
/// The longest line of a mail with its CRLF (RFC 5321, section 4.5.3.1.6).
const LONGEST_LINE: usize = 1000;

/// Writes a letter as it was accepted: the same id, time, letter and files give the same bytes. `files` gives a file's
/// bytes by their hash. All of it is ASCII, unless an address is not (RFC 6532).
///
/// Where it says something in HTML alone, a text is made of it and goes beside it. `Bcc` stands in no letter.
///
/// # Errors
/// [`ComposeError`]: a file that is not there, a time that can not be written.
pub fn letter(
    id: LetterId,
    accepted_at: Timestamp,
    letter: &model::letter::Letter,
    files: &dyn Fn(&BlobHash) -> Option<Arc<[u8]>>,
) -> Result<Letter, ComposeError> {
    check_date(accepted_at)?;
    let content = &letter.content;
    let mut attached = Vec::with_capacity(content.attachments.len());
    for attachment in &content.attachments {
        let bytes = files(&attachment.hash).ok_or(ComposeError::File(attachment.hash))?;
        attached.push((attachment, bytes));
    }
    let html = content.html.as_deref();
    let text = match (content.text.as_deref(), html) {
        (Some(text), _) => Body::new(text),
        (None, Some(html)) => Body::new(&text_of(html)),
        (None, None) => Body::new(""),
    };
    let html = html.map(Body::new);
    let boundaries = Boundaries::of(id, [Some(&text), html.as_ref()]);

    let mut out = String::with_capacity(size(&text, html.as_ref(), &attached));
    head(&mut out, id, accepted_at, letter);
    if attached.is_empty() {
        said(&mut out, &text, html.as_ref(), &boundaries);
    } else {
        begin_parts(&mut out, "mixed", &boundaries.mixed);
        next_part(&mut out, &boundaries.mixed);
        said(&mut out, &text, html.as_ref(), &boundaries);
        for (attachment, bytes) in attached {
            next_part(&mut out, &boundaries.mixed);
            file(&mut out, attachment, &bytes);
        }
        end_parts(&mut out, &boundaries.mixed);
    }
    Ok(Letter::new(out.into_bytes())?)
}

/// How many bytes it will have, about, so that they are not moved while they are written.
fn size(text: &Body, html: Option<&Body>, files: &[(&Attachment, Arc<[u8]>)]) -> usize {
    let body = |body: &Body| body.lines.len() + body.lines.len() / 8;
    let file = |bytes: &[u8]| bytes.len().div_ceil(FILE_LINE) * 78 + 1024;
    let files: usize = files.iter().map(|(_, bytes)| file(bytes)).sum();
    2048 + body(text) + html.map_or(0, body) + files
}

fn head(out: &mut String, id: LetterId, at: Timestamp, letter: &model::letter::Letter) {
    let LetterHead {
        from_name,
        from,
        reply_to,
        to,
        copy,
        ..
    } = &letter.head;
    let date = at.to_zoned(TimeZone::UTC);
    // writing to a string does not fail
    let _ = write!(out, "Date: {}\r\n", date.strftime("%a, %d %b %Y %H:%M:%S +0000"));
    Field::begin(out, "From")
        .address(Some(from_name.as_str()), from.as_str(), "")
        .end();
    if let Some(reply_to) = reply_to {
        Field::begin(out, "Reply-To")
            .address(None, reply_to.as_str(), "")
            .end();
    }
    let comma = |at: usize, of: usize| if at + 1 < of { "," } else { "" };
    let mut field = Field::begin(out, "To");
    for (at, one) in to.iter().enumerate() {
        let name = one.name.as_ref().map(model::DisplayName::as_str);
        field.address(name, one.address.as_str(), comma(at, to.len()));
    }
    if to.is_empty() {
        // a group without members (RFC 5322, section 3.4), for letters that have blind copies alone
        field.piece("undisclosed-recipients:;");
    }
    field.end();
    if !copy.is_empty() {
        let mut field = Field::begin(out, "Cc");
        for (at, one) in copy.iter().enumerate() {
            field.address(None, one.as_str(), comma(at, copy.len()));
        }
        field.end();
    }
    Field::begin(out, "Subject").text(letter.subject.as_str()).end();
    let _ = write!(
        out,
        "Message-ID: <{id}@{}>\r\nMIME-Version: 1.0\r\n",
        from.domain()
    );
    if letter.content.automatic {
        out.push_str("Auto-Submitted: auto-generated\r\n");
    }
}

/// What the letter says: the text alone, or text and HTML for the reader's program to choose (RFC 2046, section 5.1.4).
fn said(out: &mut String, text: &Body, html: Option<&Body>, boundaries: &Boundaries) {
    let Some(html) = html else {
        return body(out, "plain", text);
    };
    begin_parts(out, "alternative", &boundaries.alternative);
    next_part(out, &boundaries.alternative);
    body(out, "plain", text);
    next_part(out, &boundaries.alternative);
    body(out, "html", html);
    end_parts(out, &boundaries.alternative);
}

fn body(out: &mut String, kind: &str, body: &Body) {
    let plain = body.is_plain();
    let encoding = if plain { "7bit" } else { "quoted-printable" };
    let _ = write!(
        out,
        "Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    );
    if plain {
        out.push_str(&body.lines);
    } else {
        body.quoted_printable(out);
    }
}

fn file(out: &mut String, attachment: &Attachment, bytes: &[u8]) {
    let name = attachment.name.as_str();
    let plain_mail = attachment.media_type.is_mail().then(|| as_it_is(bytes)).flatten();
    let media_type = match plain_mail {
        None if attachment.media_type.is_mail() => MediaType::unknown(),
        _ => attachment.media_type.clone(),
    };
    Field::begin(out, "Content-Type")
        .piece(&format!("{};", media_type.as_str()))
        .file_name("name", name)
        .end();
    Field::begin(out, "Content-Disposition")
        .piece("attachment;")
        .file_name("filename", name)
        .end();
    if let Some(mail) = plain_mail {
        out.push_str("Content-Transfer-Encoding: 7bit\r\n\r\n");
        out.push_str(mail);
        return;
    }
    out.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
    for line in bytes.chunks(FILE_LINE) {
        STANDARD.encode_string(line, out);
        out.push_str("\r\n");
    }
}

/// A whole mail travels as it is, or not as a mail: no encoding is allowed for it (RFC 2046, section 5.2.1). One with
/// letters beyond ASCII, or with lines that are not those of a mail, goes as a file.
fn as_it_is(bytes: &[u8]) -> Option<&str> {
    let is_good = |line: &[u8]| {
        let text = line.strip_suffix(b"\r\n");
        line.len() <= LONGEST_LINE && text.is_some_and(|text| !text.contains(&b'\r') && !text.contains(&0))
    };
    let good = bytes.is_ascii() && bytes.split_inclusive(|byte| *byte == b'\n').all(is_good);
    good.then(|| str::from_utf8(bytes).ok()).flatten()
}

fn begin_parts(out: &mut String, kind: &str, boundary: &str) {
    let _ = write!(
        out,
        "Content-Type: multipart/{kind};\r\n boundary=\"{boundary}\"\r\n"
    );
}

/// The line break before a boundary is the boundary's (RFC 2046, section 5.1.1), so that the parts keep theirs. Before
/// the first part it ends the header.
fn next_part(out: &mut String, boundary: &str) {
    let _ = write!(out, "\r\n--{boundary}\r\n");
}

fn end_parts(out: &mut String, boundary: &str) {
    let _ = write!(out, "\r\n--{boundary}--\r\n");
}

/// What stands between the parts, made of the letter's id.
struct Boundaries {
    mixed: String,
    alternative: String,
}

impl Boundaries {
    /// Those with the lowest number that occur in no body. `=_` occurs neither in quoted-printable nor in base64, so
    /// only bodies that travel as they are have to be looked through.
    fn of(id: LetterId, bodies: [Option<&Body>; 2]) -> Self {
        let id = id.as_uuid().simple();
        let mut number = 0_u32;
        let mut common = format!("=_{number}.{id}.");
        let occurs = |common: &str| {
            let mut plain = bodies.into_iter().flatten().filter(|body| body.is_plain());
            plain.any(|body| body.lines.contains(common))
        };
        while occurs(&common) {
            number += 1;
            common = format!("=_{number}.{id}.");
        }
        Self {
            mixed: format!("{common}m"),
            alternative: format!("{common}a"),
        }
    }
}

#[cfg(test)]
mod tests;
