//! What is wrong with a letter, at which field.

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The id of the field that it is about: `to`, `copy`, `blind-copy`, `subject`, `text`, `files`.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub words: String,
}

/// The words at a field, where something is wrong with it.
pub(super) fn at(mistakes: &[Mistake], field: &str) -> Option<String> {
    let words: Vec<&str> = mistakes
        .iter()
        .filter(|mistake| mistake.field == field)
        .map(|mistake| mistake.words.as_str())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}
