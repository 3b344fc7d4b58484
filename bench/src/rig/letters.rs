//! Letters of one size, as the store and as the API take them.

use super::Sender;
use model::{
    Mailbox,
    letter::{Addressee, Content, Letter, LetterHead, Subject},
    message::RecipientRole,
};
use serde_json::{Value, json};
use std::sync::LazyLock;
use store::NewLetter;

/// What every letter says.
static TEXT: LazyLock<String> = LazyLock::new(|| text(LETTER_BYTES));

/// The size of a letter's text, so that with its head it has about 5 KB.
const LETTER_BYTES: usize = 4700;

/// A text of so many bytes, in lines as people write them.
fn text(bytes: usize) -> String {
    let line = "Lugupeetud klient, arve on leitav manusest ja tasuda tuleb see 14 p. jooksul\r\n";
    line.bytes().cycle().take(bytes).map(char::from).collect()
}

/// A letter to one recipient, as the store takes it.
///
/// # Errors
/// The recipient is no address.
pub fn new_letter(from: &Sender, to: &str) -> anyhow::Result<NewLetter> {
    let address: Mailbox = to.parse()?;
    let to = vec![Addressee {
        name: None,
        address: address.clone(),
    }];
    Ok(NewLetter {
        user: from.user,
        route: from.ready.route.clone(),
        letter: Letter {
            head: LetterHead::of(&from.ready.outgoing, from.ready.mode, to, Vec::new()),
            subject: Subject::parse("Arve 2026-11")?,
            content: Content {
                text: Some(TEXT.clone()),
                ..Content::default()
            },
        },
        recipients: vec![(address, RecipientRole::To)],
        reference: None,
        deadline: None,
        not_before: None,
        replaces: None,
    })
}

/// A letter as the API takes it.
pub(super) fn letter_json(to: &str) -> Value {
    json!({ "to": [{ "address": to }], "subject": "Arve 2026-11", "text": *TEXT })
}

/// A batch as the API takes it: one letter a line.
#[must_use]
pub fn batch_lines(to: &[String]) -> String {
    let mut lines = String::new();
    for to in to {
        lines.push_str(&letter_json(to).to_string());
        lines.push('\n');
    }
    lines
}
