//! Whom a report without machine-readable fields is about.

use crate::{document::Document, limits, tokens};
use std::ops::Range;

/// A recipient that the text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub address: String,
    /// The address that it was expanded from.
    pub original_address: Option<String>,
    /// The lines that are about him.
    pub lines: Vec<Range<usize>>,
}

/// How sure it is that an address in the text is a recipient's: the higher.
type Weight = u8;

struct Candidate {
    address: String,
    line: usize,
    weight: Weight,
}

/// The recipients, in the order of the text. `senders` are the addresses that the letter came from; `written_to` are
/// those that its headers name.
pub fn recipients(
    document: &Document,
    failed: &[String],
    senders: &[String],
    written_to: &[String],
) -> Vec<Named> {
    let mut candidates = candidates(&document.lines);
    if candidates.is_empty() && failed.is_empty() {
        candidates = self::candidates(&document.after);
        candidates.retain(|c| c.weight >= 4);
    }
    let is_in = |list: &[String], address: &str| list.iter().any(|known| known.eq_ignore_ascii_case(address));
    if failed.is_empty() {
        candidates.retain(|c| {
            !tokens::is_of_a_machine(&c.address)
                && (!is_in(senders, &c.address) || is_in(written_to, &c.address))
        });
        choose(&mut candidates, |address| is_in(written_to, address));
    } else {
        candidates.retain(|c| is_in(failed, &c.address));
    }
    let mut named = collect(&candidates, document.lines.len());
    for address in failed.iter().filter(|address| !tokens::is_of_a_machine(address)) {
        if !named.iter().any(|n| n.address.eq_ignore_ascii_case(address)) {
            named.push(Named {
                address: address.clone(),
                original_address: None,
                lines: Vec::new(),
            });
        }
    }
    if named.is_empty()
        && let Some(address) = written_to.first()
    {
        named.push(Named {
            address: address.clone(),
            original_address: None,
            lines: Vec::new(),
        });
    }
    for one in &mut named {
        one.original_address = expanded_from(document, one);
    }
    named.truncate(limits::RECIPIENTS);
    named
}

fn candidates(lines: &[String]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if found.len() > limits::RECIPIENTS * 8 {
            break;
        }
        for address in tokens::addresses(line) {
            let weight = weight(line, address.start, address.end);
            if weight > 0 {
                found.push(Candidate {
                    address: address.address.to_owned(),
                    line: at,
                    weight,
                });
            }
        }
    }
    found
}

/// Words before an address which is not the recipient's.
const NOT: &[&str] = &[
    "from",
    "sender",
    "contact",
    "by",
    "message-id",
    "return-path",
    "reply-to",
    "id",
    "help",
    "mailto",
    "at",
    "via",
    "email us",
    "originator",
    "envelope-from",
    "identity",
    "helo",
    "ask",
    "support",
    "write",
    "cc",
];
/// Words before an address which is.
const YES: &[&str] = &[
    "to",
    "for",
    "recipient",
    "recipients",
    "address",
    "addresses",
    "user",
    "mailbox",
    "account",
    "addressee",
    "rcpt",
    "destination",
    "unknown",
    "failed",
    "undeliverable",
    "宛先",
    "あて先",
    "宛",
    "кому",
    "aadress",
    "saaja",
    "an",
    "an:",
];

fn weight(line: &str, start: usize, end: usize) -> Weight {
    let before = line[..start]
        .trim_end_matches(|c: char| "<\"'([*: ;=\t".contains(c))
        .to_lowercase();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || "(<;,:".contains(c))
        .next()
        .unwrap_or_default();
    let behind = line[end..].trim_start_matches(['>', ')', '"', '\'', ']', ' ', '\t']);
    if before.is_empty() {
        let ends = behind.is_empty() || behind.starts_with([':', ',', ';', '-', '(', '.', '|']);
        return if ends { 4 } else { 3 };
    }
    // Sendmail's `554 <a@b.example>... Host unknown`.
    if word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()) && behind.starts_with("...") {
        return 4;
    }
    if before.ends_with("rcpt to") || before.ends_with("final-recipient") {
        return 4;
    }
    if NOT.contains(&word) || before.contains("message-id") || before.ends_with("expanded from") {
        return 0;
    }
    if before.trim_start_matches(['>', '<', ' ']).len() <= 40 && YES.contains(&word) {
        return 3;
    }
    if YES.contains(&word) { 2 } else { 1 }
}

/// Keeps the surest ones.
fn choose(candidates: &mut Vec<Candidate>, is_written_to: impl Fn(&str) -> bool) {
    let most = candidates.iter().map(|c| c.weight).max().unwrap_or(0);
    let is_known = candidates.iter().any(|c| is_written_to(&c.address));
    if most >= 4 {
        let known_leads = candidates
            .iter()
            .any(|c| c.weight >= 4 && is_written_to(&c.address));
        candidates.retain(|c| c.weight >= 4 || !known_leads && is_written_to(&c.address) && c.weight == 3);
    } else if is_known {
        candidates.retain(|c| is_written_to(&c.address));
    } else if most >= 2 {
        candidates.retain(|c| c.weight == most);
        if most == 2 {
            let first = candidates.first().map(|c| c.address.clone());
            candidates.retain(|c| Some(&c.address) == first.as_ref());
        }
    } else {
        candidates.truncate(1);
    }
}

/// One a recipient; the lines from his address to the next recipient's are about him.
fn collect(candidates: &[Candidate], lines: usize) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let next = candidates[at + 1..]
            .iter()
            .find(|next| next.line > candidate.line);
        let range = candidate.line..next.map_or(lines, |next| next.line);
        let known = named
            .iter()
            .position(|n| n.address.eq_ignore_ascii_case(&candidate.address));
        if let Some(at) = known {
            named[at].lines.push(range);
        } else if named.len() < limits::RECIPIENTS {
            named.push(Named {
                address: candidate.address.clone(),
                original_address: None,
                lines: vec![range],
            });
        }
    }
    named
}

/// The alias, where the text says that the address was generated or expanded from one.
fn expanded_from(document: &Document, named: &Named) -> Option<String> {
    let lines = named.lines.first()?.clone().take(3);
    lines.filter_map(|at| document.lines.get(at)).find_map(|line| {
        let lower = line.to_ascii_lowercase();
        let at = [
            "expanded from",
            "generated from",
            "originally to",
            "forwarded from",
        ]
        .iter()
        .find_map(|words| lower.find(words).map(|at| at + words.len()))?;
        tokens::addresses(line.get(at..)?)
            .first()
            .map(|found| found.address.to_owned())
    })
}
