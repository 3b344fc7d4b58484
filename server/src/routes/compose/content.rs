//! From what was typed to what is kept, and from there to a letter that can be sent.

use super::posted::{Posted, Upload};
use crate::{
    letters::{KeepError, keep_unused},
    routes::visitor::Visitor,
    web::{Problem, problem},
};
use app::pages::compose::{Mistake, Typed};
use model::{
    Mailbox,
    letter::{
        Attachment, BlobHash, FileName, Limits, MediaType,
        check::{CheckedLetter, LetterProblem, RawAddressee, RawAttachment, RawLetter, check},
    },
};
use sha2::{Digest, Sha256};
use store::DraftContent;
use texts::Texts;

/// What was typed over what was kept. Says also whether the portal's look was lost with it: HTML goes along only while
/// the text is as it was.
pub fn over(kept: &DraftContent, typed: &Typed) -> (DraftContent, bool) {
    let changed = typed.text != kept.text.replace("\r\n", "\n");
    let lost = changed && kept.html.is_some();
    let content = DraftContent {
        to: typed.to.clone(),
        copy: typed.copy.clone(),
        blind_copy: typed.blind_copy.clone(),
        subject: typed.subject.clone(),
        text: if changed {
            typed.text.clone()
        } else {
            kept.text.clone()
        },
        html: kept.html.clone().filter(|_| !changed),
        attachments: kept.attachments.clone(),
    };
    (content, lost)
}

/// What is typed of what is kept.
pub fn typed(content: &DraftContent) -> Typed {
    Typed {
        to: content.to.clone(),
        copy: content.copy.clone(),
        blind_copy: content.blind_copy.clone(),
        subject: content.subject.clone(),
        text: content.text.clone(),
    }
}

/// Keeps the files that came, and says what is wrong with those that can not be kept.
pub async fn take_files(
    visitor: &Visitor,
    posted: &Posted,
    limits: &Limits,
    content: &mut DraftContent,
) -> Result<Vec<Mistake>, Problem> {
    let texts = visitor.texts();
    let mut mistakes = Vec::new();
    let mut wrong = |words: String| {
        mistakes.push(Mistake {
            field: "files",
            words,
        });
    };
    let all = content.attachments.len() + posted.files.len();
    for upload in &posted.files {
        // A draft holds no more than a letter.
        if content.attachments.len() >= limits.attachments {
            let (count, limit) = (all.to_string(), limits.attachments.to_string());
            let words = [("count", count.as_str()), ("limit", limit.as_str())];
            wrong(texts.with("letter-problem-too-many-attachments", &words));
            break;
        }
        // Some browsers send a whole path.
        let name = upload.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let Ok(name) = name.parse::<FileName>() else {
            wrong(texts.get("letter-file-name"));
            continue;
        };
        let Some(bytes) = &upload.bytes else {
            let words = [("name", name.as_str()), ("most", &megabytes(limits.blob_bytes))];
            wrong(texts.with("letter-file-too-large", &words));
            continue;
        };
        let file = name.clone();
        match keep(visitor, upload, name, bytes).await {
            Ok(attachment) => content.attachments.push(attachment),
            Err(KeepError::Full) => wrong(texts.with("letter-files-full", &[("name", file.as_str())])),
            Err(error) => return Err(problem::broken(&error)),
        }
    }
    if posted.cut {
        let words = [
            ("size", megabytes(limits.letter_bytes * 2)),
            ("limit", megabytes(limits.letter_bytes)),
        ];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        wrong(texts.with("letter-problem-too-large", &words));
    }
    Ok(mistakes)
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

async fn keep(
    visitor: &Visitor,
    upload: &Upload,
    name: FileName,
    bytes: &[u8],
) -> Result<Attachment, KeepError> {
    let hash = BlobHash::from_bytes(Sha256::digest(bytes).into());
    keep_unused(&visitor.state, &*visitor.store(), &hash, bytes).await?;
    Ok(Attachment {
        name,
        // What a browser says of a file may be anything; what is no plain type is of none.
        media_type: upload.media_type.parse().unwrap_or_else(|_| MediaType::unknown()),
        hash,
        size: bytes.len() as u64,
    })
}

/// Checks what is kept, by the rules of the API.
///
/// # Errors
/// All that is wrong, in the person's language, at the page's fields.
pub fn checked(
    content: &DraftContent,
    limits: &Limits,
    texts: &Texts,
) -> Result<CheckedLetter, Vec<Mistake>> {
    check(&raw(content), limits).map_err(|problems| {
        let mut mistakes: Vec<Mistake> = problems
            .iter()
            .map(|problem| mistake(problem, content, texts))
            .collect();
        mistakes.dedup();
        mistakes
    })
}

fn raw(content: &DraftContent) -> RawLetter {
    let plain = |text: &str| addresses(text).into_iter().map(|one| one.address).collect();
    RawLetter {
        to: addresses(&content.to),
        copy: plain(&content.copy),
        blind_copy: plain(&content.blind_copy),
        subject: content.subject.clone(),
        text: Some(content.text.clone()),
        html: content.html.clone(),
        attachments: content
            .attachments
            .iter()
            .map(|file| RawAttachment {
                name: file.name.as_str().to_owned(),
                media_type: file.media_type.as_str().to_owned(),
                hash: file.hash.to_string(),
                size: file.size,
            })
            .collect(),
    }
}

/// How many recipients are looked up: more than any letter may have.
const MOST_RECIPIENTS: usize = 1000;

/// Whom it goes to, as far as that can be read.
pub fn recipients(typed: &Typed) -> Vec<Mailbox> {
    [&typed.to, &typed.copy, &typed.blind_copy]
        .into_iter()
        .flat_map(|text| addresses(text))
        .filter_map(|one| Mailbox::parse(&one.address).ok())
        .take(MOST_RECIPIENTS)
        .collect()
}

fn addresses(text: &str) -> Vec<RawAddressee> {
    text.split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(addressee)
        .collect()
}

/// `mari@naidis.ee`, or `Mari Maasikas <mari@naidis.ee>` as mail programs copy it.
fn addressee(text: &str) -> RawAddressee {
    let named = text
        .strip_suffix('>')
        .and_then(|text| text.split_once('<'))
        .map(|(name, address)| (name.trim().trim_matches('"').trim(), address.trim()));
    let (name, address) = named.unwrap_or(("", text));
    RawAddressee {
        name: (!name.is_empty()).then(|| name.to_owned()),
        address: address.to_owned(),
    }
}

fn mistake(problem: &LetterProblem, content: &DraftContent, texts: &Texts) -> Mistake {
    let words: Vec<(&str, &str)> = problem
        .args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let words = texts.with(&format!("letter-problem-{}", problem.key), &words);
    let (root, place) = problem.field.split_once('[').unwrap_or((&problem.field, ""));
    let root = root.split('.').next().unwrap_or_default();
    let field = match root {
        "to" => "to",
        "copy" => "copy",
        "blind_copy" => "blind-copy",
        "subject" => "subject",
        "attachments" => "files",
        _ => "text",
    };
    let file = place
        .split(']')
        .next()
        .and_then(|place| place.parse::<usize>().ok())
        .filter(|_| root == "attachments")
        .and_then(|place| content.attachments.get(place));
    let words = match file {
        Some(file) => texts.with(
            "letter-file-of",
            &[("name", file.name.as_str()), ("problem", &words)],
        ),
        None => words,
    };
    Mistake { field, words }
}

#[cfg(test)]
mod tests;
