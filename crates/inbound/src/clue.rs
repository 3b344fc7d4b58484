//! Which letter a mail is about, and whether it proves it.
//!
//! What is signed comes first: the return path that it was sent to, one that it notes in its head, the envelope id that a
//! report repeats (RFC 3461, section 4.4). Then what anybody can write who has seen the letter: its Message-ID.

use crate::marks;
use bounce::Report;
use model::{Host, LetterId, MessageId, event::Clue};
use store::{Named, ReturnPath, return_path::message_of};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It names a message, and what names it is signed.
    Signed(Clue, MessageId),
    /// It names a message by something that has the form of a signed one and was not signed for this company.
    Forged(Clue, MessageId),
    /// It names a letter by its Message-ID.
    Letter(LetterId),
    /// It names nothing of ours.
    Nothing,
}

impl Found {
    /// As the store asks for it.
    pub fn names(self) -> Option<(Clue, Named)> {
        match self {
            Self::Signed(clue, message) | Self::Forged(clue, message) => {
                Some((clue, Named::Message(message)))
            }
            Self::Letter(letter) => Some((Clue::MessageId, Named::Letter(letter))),
            Self::Nothing => None,
        }
    }
}

/// Finds it. `came_to`: the local part that the envelope names; `head`: those that the mail's head notes.
pub fn find(
    report: &Report,
    came_to: Option<&str>,
    head: &[String],
    domain: Option<&Host>,
    path: &ReturnPath,
) -> Found {
    let mut forged = None;
    let in_report = ids_of_envelope(report, domain);
    let all = came_to
        .map(|local| (Clue::ReturnPath, local))
        .into_iter()
        .chain(head.iter().map(|local| (Clue::ReturnPath, local.as_str())))
        .chain(in_report.iter().map(|local| (Clue::EnvelopeId, local.as_str())));
    for (clue, local) in all {
        let Some(message) = message_of(local) else {
            continue;
        };
        if path.is_own(local) {
            return Found::Signed(clue, message);
        }
        forged = forged.or(Some(Found::Forged(clue, message)));
    }
    forged.unwrap_or_else(|| letter(report).map_or(Found::Nothing, Found::Letter))
}

/// The envelope id that a report repeats, and the return path that stands in the letter that it returns.
fn ids_of_envelope(report: &Report, domain: Option<&Host>) -> Vec<String> {
    let Some(returned) = &report.returned else {
        return Vec::new();
    };
    let mut found: Vec<String> = returned.envelope_id.iter().cloned().collect();
    for (name, value) in &returned.headers {
        if name.eq_ignore_ascii_case("return-path") || name.eq_ignore_ascii_case("x-envelope-from") {
            found.extend(marks::in_text(value, domain));
        }
    }
    found
}

/// The letter whose Message-ID stands in what is returned, or in what is answered: the nearest one.
fn letter(report: &Report) -> Option<LetterId> {
    let returned = report
        .returned
        .iter()
        .filter_map(|returned| returned.message_id.as_deref());
    let answered = report.head.in_reply_to.iter().map(String::as_str);
    let before = report.head.references.iter().rev().map(String::as_str);
    returned.chain(answered).chain(before).find_map(letter_of)
}

/// The letter that a Message-ID of ours names: `<letter@domain of From>`.
pub fn letter_of(message_id: &str) -> Option<LetterId> {
    let (local, domain) = message_id.trim_matches(['<', '>']).rsplit_once('@')?;
    let has_form = local.len() == 36 && !domain.is_empty();
    let letter: LetterId = has_form.then(|| local.parse().ok()).flatten()?;
    // Many programs write UUIDs, but hardly any of this version (RFC 9562).
    (letter.as_uuid().get_version_num() == 7).then_some(letter)
}

#[cfg(test)]
mod tests;
