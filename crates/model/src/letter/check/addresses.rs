//! Who a letter goes to.

use super::{Problems, RawAddressee, RawLetter};
use crate::{
    address::{DisplayName, DisplayNameError, Mailbox},
    letter::{Addressee, Limits},
};
use std::collections::HashSet;

/// The most characters of what was typed that stand in a sentence.
const SHOWN: usize = 80;

/// Everybody whose address can be used, once.
#[derive(Default)]
pub(super) struct Recipients {
    pub to: Vec<Addressee>,
    pub copy: Vec<Mailbox>,
    pub blind_copy: Vec<Mailbox>,
}

pub(super) fn check(raw: &RawLetter, limits: &Limits, problems: &mut Problems) -> Recipients {
    let mut found = Recipients::default();
    // As a person compares them: the case of letters does not count.
    let mut seen = HashSet::new();
    let mut first = |address: &Mailbox| seen.insert(address.as_str().to_lowercase());
    for (index, raw) in raw.to.iter().enumerate() {
        let name = name(raw, index, problems);
        if let Some(address) = mailbox(&raw.address, || format!("to[{index}].address"), problems)
            && first(&address)
        {
            found.to.push(Addressee { name, address });
        }
    }
    let mut list = |field: &str, raw: &[String], problems: &mut Problems| {
        let parsed = raw
            .iter()
            .enumerate()
            .filter_map(|(index, text)| mailbox(text, || format!("{field}[{index}]"), problems));
        parsed.filter(&mut first).collect()
    };
    found.copy = list("copy", &raw.copy, problems);
    found.blind_copy = list("blind_copy", &raw.blind_copy, problems);
    if raw.to.is_empty() {
        problems.add("to", "no-recipient", &[]);
    }
    let count = found.to.len() + found.copy.len() + found.blind_copy.len();
    if count > limits.recipients {
        let args = [
            ("count", count.to_string()),
            ("limit", limits.recipients.to_string()),
        ];
        problems.add("to", "too-many-recipients", &args);
    }
    found
}

fn name(raw: &RawAddressee, index: usize, problems: &mut Problems) -> Option<DisplayName> {
    match DisplayName::parse(raw.name.as_deref()?) {
        Ok(name) => Some(name),
        Err(DisplayNameError::Empty) => None,
        Err(error) => {
            problems.add(format!("to[{index}].name"), error.key(), &[]);
            None
        }
    }
}

fn mailbox(text: &str, field: impl Fn() -> String, problems: &mut Problems) -> Option<Mailbox> {
    Mailbox::parse(text)
        .map_err(|error| {
            let shown = text.chars().filter(|c| !crate::address::is_invisible(*c));
            problems.add(field(), error.key(), &[("text", shown.take(SHOWN).collect())]);
        })
        .ok()
}
