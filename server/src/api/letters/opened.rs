//! A letter between its JSON and the check: files decoded, times and names read.

use super::{AttachmentBody, Files, LetterBody};
use crate::{api::caller, letters::Extra};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use model::letter::{
    BlobHash, Limits,
    check::{CheckedLetter, LetterProblem, RawAddressee, RawAttachment, RawLetter, check},
};
use sha2::{Digest, Sha256};

/// What is found wrong here, beside what [`check`] finds.
pub const KEYS: &[&str] = &[
    "attachment-either",
    "attachment-content",
    "attachment-missing",
    "reference",
    "time",
    "send-at-too-late",
    "deadline-too-early",
    "replaces",
];

/// How far ahead a letter may be handed over.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(366 * 24);

/// A letter whose files are not looked up yet.
#[derive(Debug)]
pub struct Opened {
    raw: RawLetter,
    extra: Extra,
    /// Files that came with it.
    inline: Vec<(BlobHash, Bytes)>,
    faults: Vec<LetterProblem>,
    /// Files that could not be read: others stand in their places.
    unread: Vec<usize>,
}

/// A letter that can be sent, once its files are kept.
#[derive(Debug)]
pub struct Ready {
    /// It.
    pub checked: CheckedLetter,
    /// What is said about it.
    pub extra: Extra,
    /// Files that came with it.
    pub inline: Vec<(BlobHash, Bytes)>,
}

fn fault(field: impl Into<String>, key: &'static str) -> LetterProblem {
    debug_assert!(KEYS.contains(&key), "{key}");
    LetterProblem {
        field: field.into(),
        key,
        args: Vec::new(),
    }
}

impl LetterBody {
    /// Reads what is more than a text.
    pub fn open(self, now: Timestamp) -> Opened {
        let mut faults = Vec::new();
        let extra = Extra {
            reference: parsed(self.reference, "reference", "reference", &mut faults),
            deadline: parsed(self.deadline, "deadline", "time", &mut faults),
            not_before: parsed(self.send_at, "send_at", "time", &mut faults),
            replaces: self.replaces.and_then(|text| {
                let id = caller::id(&text).ok();
                faults.extend(id.is_none().then(|| fault("replaces", "replaces")));
                id
            }),
        };
        if extra.not_before.is_some_and(|at| at > now + LONGEST_WAIT) {
            faults.push(fault("send_at", "send-at-too-late"));
        }
        let first = extra.not_before.map_or(now, |at| at.max(now));
        if extra.deadline.is_some_and(|at| at <= first) {
            faults.push(fault("deadline", "deadline-too-early"));
        }
        let (mut inline, mut attachments, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for (index, file) in self.attachments.into_iter().enumerate() {
            match attachment(file.0, index) {
                Ok((raw, content)) => {
                    attachments.push(raw);
                    inline.extend(content);
                }
                Err(problem) => {
                    faults.push(problem);
                    attachments.push(placeholder());
                    unread.push(index);
                }
            }
        }
        let raw = RawLetter {
            to: self
                .to
                .into_iter()
                .map(|one| RawAddressee {
                    name: one.0.name,
                    address: one.0.address,
                })
                .collect(),
            copy: self.copy,
            blind_copy: self.blind_copy,
            subject: self.subject,
            text: self.text,
            html: self.html,
            attachments,
        };
        Opened {
            raw,
            extra,
            inline,
            faults,
            unread,
        }
    }
}

impl Opened {
    /// Notes that it takes no other's place where it is one of many.
    pub fn in_batch(mut self) -> Self {
        if self.extra.replaces.is_some() {
            self.faults.push(fault("replaces", "replaces"));
        }
        self
    }

    /// The files that it names without bringing them.
    pub fn named(&self) -> impl Iterator<Item = BlobHash> {
        let read = self.raw.attachments.iter().enumerate();
        let named = read.filter_map(|(index, file)| {
            let hash = file.hash.parse().ok();
            hash.filter(|_| !self.unread.contains(&index))
        });
        named.filter(|hash| !self.inline.iter().any(|(own, _)| own == hash))
    }

    /// Checks all of it, with the files that are known by now.
    pub fn check(mut self, files: &Files, limits: &Limits) -> Result<Ready, Vec<LetterProblem>> {
        let mut faults = self.faults;
        for (index, file) in self.raw.attachments.iter_mut().enumerate() {
            let Ok(hash) = file.hash.parse() else { continue };
            if self.unread.contains(&index) {
                continue;
            }
            let brought = self.inline.iter().find(|(own, _)| *own == hash);
            match brought.map_or_else(|| files.size(&hash), |(_, bytes)| Some(bytes.len() as u64)) {
                Some(size) => file.size = size,
                None => faults.push(fault(format!("attachments[{index}].hash"), "attachment-missing")),
            }
        }
        match check(&self.raw, limits) {
            Ok(checked) if faults.is_empty() => Ok(Ready {
                checked,
                extra: self.extra,
                inline: self.inline,
            }),
            Ok(_) => Err(faults),
            Err(mut found) => {
                found.append(&mut faults);
                Err(found)
            }
        }
    }
}

/// A file as the check wants it, and its bytes where they came with it. How many there are of others is looked up
/// later.
pub fn attachment(
    file: AttachmentBody,
    index: usize,
) -> Result<(RawAttachment, Option<(BlobHash, Bytes)>), LetterProblem> {
    let at = |field: &str| format!("attachments[{index}].{field}");
    let (hash, size, content) = match (file.hash, file.content) {
        (Some(hash), None) => (hash, 0, None),
        (None, Some(text)) => {
            let bytes = STANDARD.decode(text);
            let bytes = bytes.map_err(|_| fault(at("content"), "attachment-content"))?;
            let hash = BlobHash::from_bytes(Sha256::digest(&bytes).into());
            let size = bytes.len() as u64;
            (hash.to_string(), size, Some((hash, Bytes::from(bytes))))
        }
        _ => return Err(fault(format!("attachments[{index}]"), "attachment-either")),
    };
    let raw = RawAttachment {
        name: file.name,
        media_type: file.media_type.unwrap_or_default(),
        hash,
        size,
    };
    Ok((raw, content))
}

/// Stands where a file can not be read, so that the others keep their places.
fn placeholder() -> RawAttachment {
    RawAttachment {
        name: "x".to_owned(),
        media_type: String::new(),
        hash: "0".repeat(64),
        size: 0,
    }
}

fn parsed<T: std::str::FromStr>(
    text: Option<String>,
    field: &str,
    key: &'static str,
    faults: &mut Vec<LetterProblem>,
) -> Option<T> {
    let parsed = text?.parse().ok();
    if parsed.is_none() {
        faults.push(fault(field, key));
    }
    parsed
}
