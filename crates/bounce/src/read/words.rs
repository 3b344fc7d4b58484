//! Small things that several readers need.

use crate::{judge::Claim, limits, mail::Mail, structure, tokens};

pub fn lines(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

pub fn first_address(text: &str) -> Option<String> {
    tokens::addresses(text)
        .first()
        .map(|found| found.address.to_owned())
}

pub fn value_of(lines: &[String], name: &str) -> Option<String> {
    structure::fields(lines)
        .into_iter()
        .find_map(|field| match field {
            structure::Field::Named(found, value) if found == name => Some(value),
            _ => None,
        })
}

/// The line with the reply, where no words decided.
pub fn first_reply(claim: &Claim<'_>) -> Option<String> {
    let lines = || {
        claim
            .own
            .iter()
            .chain(&claim.wide)
            .filter(|line| !line.trim().is_empty())
    };
    lines()
        .find(|line| !tokens::reply_codes(line).is_empty())
        .or_else(|| lines().find(|line| !tokens::enhanced_codes(line).is_empty()))
        .or_else(|| lines().next())
        .map(|line| (*line).to_owned())
}

/// For people: one line, no controls, not too long.
pub fn clean(text: &str) -> String {
    let mut clean = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if length > 0 {
            clean.push(' ');
            length += 1;
        }
        for c in word
            .chars()
            .filter(|&c| !c.is_control() && !model::address::is_invisible(c))
        {
            if length >= limits::EVIDENCE {
                return clean;
            }
            clean.push(c);
            length += 1;
        }
    }
    clean.trim_end().to_owned()
}

/// The text of a reply: the plain part, else the other's words.
pub fn readable(mail: &Mail) -> String {
    let plain = mail
        .sections
        .iter()
        .find(|s| s.kind == "text/plain" && !s.text.trim().is_empty());
    let section = plain.or_else(|| {
        mail.sections
            .iter()
            .find(|s| s.kind.starts_with("text/") && !s.text.trim().is_empty())
    });
    let text = section.map_or("", |section| section.text.as_str());
    let text: String = text
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .collect();
    text[..text.floor_char_boundary(limits::TEXT)].to_owned()
}
