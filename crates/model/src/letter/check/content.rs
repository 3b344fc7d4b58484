//! What a letter says.

use super::{Problems, RawAttachment, RawLetter};
use crate::letter::{Attachment, Content, FileName, Limits, MediaType};

pub(super) fn check(raw: &RawLetter, limits: &Limits, problems: &mut Problems) -> Content {
    let content = Content {
        text: text(raw.text.as_deref(), "text", limits, problems),
        html: text(raw.html.as_deref(), "html", limits, problems),
        attachments: attachments(&raw.attachments, limits, problems),
        automatic: false,
    };
    if content.text.is_none() && content.html.is_none() && raw.attachments.is_empty() {
        problems.add("text", "empty", &[]);
    }
    check_size(&content, limits, problems);
    content
}

pub(super) fn check_size(content: &Content, limits: &Limits, problems: &mut Problems) {
    if content.size() > limits.letter_bytes {
        let field = if content.attachments.is_empty() {
            "text"
        } else {
            "attachments"
        };
        let args = [
            ("size", megabytes(content.size())),
            ("limit", megabytes(limits.letter_bytes)),
        ];
        problems.add(field, "too-large", &args);
    }
}

/// A text that says something. Every character may stand in it but controls, which mail programs show as nothing or
/// take for commands; line ends and tabs are none of those.
fn text(raw: Option<&str>, field: &str, limits: &Limits, problems: &mut Problems) -> Option<String> {
    let text = raw.filter(|text| !text.trim().is_empty())?;
    if text.len() > limits.text_bytes {
        let args = [("limit", megabytes(limits.text_bytes as u64))];
        problems.add(field, "text-too-long", &args);
    }
    let control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if let Some(control) = text.chars().find(control) {
        let code = format!("U+{:04X}", u32::from(control));
        problems.add(field, "control-character", &[("code", code)]);
    }
    Some(text.to_owned())
}

pub(super) fn attachments(
    raw: &[RawAttachment],
    limits: &Limits,
    problems: &mut Problems,
) -> Vec<Attachment> {
    if raw.len() > limits.attachments {
        let args = [
            ("count", raw.len().to_string()),
            ("limit", limits.attachments.to_string()),
        ];
        problems.add("attachments", "too-many-attachments", &args);
    }
    raw.iter()
        .enumerate()
        .filter_map(|(index, raw)| attachment(raw, index, limits, problems))
        .collect()
}

fn attachment(
    raw: &RawAttachment,
    index: usize,
    limits: &Limits,
    problems: &mut Problems,
) -> Option<Attachment> {
    let at = |field: &str| format!("attachments[{index}].{field}");
    let name = raw.name.parse().map_err(|_| {
        let args = [("limit", FileName::LONGEST.to_string())];
        problems.add(at("name"), "attachment-name", &args);
    });
    let media_type = match raw.media_type.as_str() {
        "" => Ok(MediaType::unknown()),
        text => text
            .parse()
            .map_err(|_| problems.add(at("media_type"), "attachment-media-type", &[])),
    };
    let hash = raw
        .hash
        .parse()
        .map_err(|_| problems.add(at("hash"), "attachment-hash", &[]));
    if raw.size > limits.blob_bytes {
        let args = [
            ("size", megabytes(raw.size)),
            ("limit", megabytes(limits.blob_bytes)),
        ];
        problems.add(at("size"), "attachment-too-large", &args);
    }
    Some(Attachment {
        name: name.ok()?,
        media_type: media_type.ok()?,
        hash: hash.ok()?,
        size: raw.size,
    })
}

/// `18 MB`, `0.9 MB`: a million bytes each, rounded up.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} MB"),
        (whole, rest) => format!("{whole}.{rest} MB"),
    }
}
