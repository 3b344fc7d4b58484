//! The mail's own headers, for matching, and against loops.

use crate::{
    limits,
    mail::Headers,
    report::{Head, Returned},
    rules::{self, Normal, Sign},
};

/// Reads them.
pub fn head(headers: &Headers) -> Head {
    Head {
        message_id: headers
            .raw("Message-ID")
            .and_then(|value| ids(value).into_iter().next()),
        from: headers.text("From"),
        to: headers.text("To"),
        subject: headers.text("Subject"),
        date: headers.raw("Date").map(str::to_owned),
        in_reply_to: headers.raw("In-Reply-To").map(ids).unwrap_or_default(),
        references: headers.raw("References").map(ids).unwrap_or_default(),
        auto_submitted: is_automatic(headers),
        received_count: headers
            .all()
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Received"))
            .count(),
        null_sender: headers
            .raw("Return-Path")
            .is_some_and(|value| value.trim().trim_matches(['<', '>', '"']).trim().is_empty()),
        from_list: is_list(headers),
    }
}

/// The letter that came back, from its headers.
pub fn returned(original: Option<&Headers>, envelope_id: Option<String>) -> Option<Returned> {
    if original.is_none() && envelope_id.is_none() {
        return None;
    }
    let empty = Headers::default();
    let headers = original.unwrap_or(&empty);
    Some(Returned {
        message_id: headers
            .raw("Message-ID")
            .and_then(|value| ids(value).into_iter().next()),
        envelope_id,
        from: headers.text("From"),
        to: headers.text("To"),
        subject: headers.text("Subject"),
        headers: headers
            .all()
            .iter()
            .take(limits::RETURNED_HEADERS)
            .cloned()
            .collect(),
    })
}

/// Message identifiers without their brackets; some writers forget them.
fn ids(value: &str) -> Vec<String> {
    let mut found: Vec<String> = value
        .split('<')
        .skip(1)
        .filter_map(|rest| {
            rest.split_once('>')
                .map(|(id, _)| id.split_whitespace().collect::<String>())
        })
        .filter(|id| !id.is_empty())
        .take(limits::REFERENCES)
        .collect();
    if found.is_empty() {
        found.extend(
            value
                .split_whitespace()
                .filter(|word| word.contains('@'))
                .take(1)
                .map(str::to_owned),
        );
    }
    found
}

/// RFC 3834, section 5, and what is usual beside it.
fn is_automatic(headers: &Headers) -> bool {
    let is = |name: &str, words: &[&str]| {
        headers.raw(name).is_some_and(|value| {
            let value = value.trim().to_ascii_lowercase();
            words.iter().any(|word| value.starts_with(word))
        })
    };
    let submitted = headers
        .raw("Auto-Submitted")
        .is_some_and(|value| !value.trim().to_ascii_lowercase().starts_with("no"));
    submitted
        || [
            "X-Autoreply",
            "X-Autorespond",
            "X-Auto-Reply-From",
            "X-Autoresponder",
            "X-Vacation",
            "X-AutoReply-From",
            "X-Mail-Autoreply",
        ]
        .iter()
        .any(|name| headers.has(name))
        || is("Precedence", &["auto_reply", "auto-reply"])
        || is("X-Precedence", &["auto_reply", "auto-reply"])
        || is("X-FC-MachineGenerated", &["true", "yes"])
        || is("X-POST-MessageClass", &["9; autoresponder"])
        || is("Delivered-To", &["autoresponder"])
        || headers.text("Subject").is_some_and(|subject| {
            let normal = Normal::of([subject.as_str()], 1000);
            rules::kinds()
                .in_subject(&normal.text)
                .iter()
                .any(|(sign, _)| *sign == Sign::Automatic)
        })
}

fn is_list(headers: &Headers) -> bool {
    let bulk = headers.raw("Precedence").is_some_and(|value| {
        let value = value.trim().to_ascii_lowercase();
        value == "bulk" || value == "list"
    });
    bulk || headers.has("List-Id") || headers.has("List-Unsubscribe")
}
