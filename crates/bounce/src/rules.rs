//! What words and codes mean: tables in `data/`, and how they are matched.

mod codes;
mod matcher;
mod schema;
mod table;
mod text;

pub use codes::{category_meaning, reply_meaning, status_meaning};
pub use schema::{Hard, Stage};
pub use table::{Cue, Sign, causes, kinds};
pub use text::Normal;

/// Whether what decided is known from outside the development set: codes are by their RFCs, words by their table.
#[must_use]
pub fn is_general(rule: crate::Rule) -> bool {
    match rule {
        crate::Rule::Phrase(id, _) | crate::Rule::Provider(id, _) => {
            causes().cues.iter().any(|cue| cue.id == id && cue.general)
        }
        _ => true,
    }
}

/// Where the words that decided are known from, and when that was looked at; none for codes, which are by their RFCs.
#[must_use]
pub fn source(rule: crate::Rule) -> Option<(&'static str, &'static str)> {
    let (crate::Rule::Phrase(id, _) | crate::Rule::Provider(id, _)) = rule else {
        return None;
    };
    let cue = causes().cues.iter().find(|cue| cue.id == id)?;
    Some((&cue.source.0, &cue.source.1))
}
