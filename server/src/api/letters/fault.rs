//! What is wrong with a letter, as answers tell it.

use crate::api::{
    problem::{FieldError, Kind, Problem},
    words::Words,
};
use axum::http::header;
use model::{Language, letter::check::LetterProblem};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that is wrong with a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LetterProblem, example = json!({
    "line": 17, "field": "to[0].address", "problem": "address-at",
    "detail": "“mari” is not an email address: it looks like name@company.ee."
}))]
pub struct FaultView {
    /// The line of the batch, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, nullable = false)]
    pub line: Option<u32>,
    /// Where in the letter; empty for the letter as a whole.
    pub field: String,
    /// The stable word. New ones may be added.
    pub problem: String,
    /// What it means and what to do, in the language of `Accept-Language`.
    pub detail: String,
}

impl FaultView {
    /// With its sentence.
    pub fn of(problem: LetterProblem, line: Option<u32>, language: Language) -> Self {
        let words: Vec<(&str, &str)> = problem
            .args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Self {
            line,
            detail: texts::texts(language).with(&format!("letter-problem-{}", problem.key), &words),
            field: problem.field,
            problem: problem.key.to_owned(),
        }
    }

    /// Of a line that is not even a letter: no JSON, or with fields that there are not.
    pub fn unreadable(problem: &Problem, line: u32) -> Vec<Self> {
        let one = |field: String, detail: String| Self {
            line: Some(line),
            field,
            problem: problem.kind().key().to_owned(),
            detail,
        };
        match problem.errors() {
            [] => vec![one(
                String::new(),
                problem.detail().unwrap_or_default().to_owned(),
            )],
            errors => errors
                .iter()
                .map(|error| one(path(error), error.detail.clone()))
                .collect(),
        }
    }
}

/// `/to/2/address` is `to[2].address`, as everywhere in a letter.
fn path(error: &FieldError) -> String {
    let mut path = String::new();
    for part in error
        .pointer
        .iter()
        .flat_map(|pointer| pointer.split('/').skip(1))
    {
        if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) {
            path.extend(["[", part, "]"]);
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&part.replace("~1", "/").replace("~0", "~"));
        }
    }
    path
}

impl Problem {
    /// Letters that can not be sent.
    pub fn letters(problems: Vec<FaultView>, words: Words) -> Self {
        Self::from(Kind::LetterNotValid)
            .with_problems(problems)
            .with_header(header::CONTENT_LANGUAGE, words.0.tag())
            .with_header(header::VARY, "accept-language")
    }

    /// A letter that can not be sent.
    pub fn letter(problems: Vec<LetterProblem>, words: Words) -> Self {
        let problems = problems
            .into_iter()
            .map(|problem| FaultView::of(problem, None, words.0))
            .collect();
        Self::letters(problems, words)
    }
}

#[cfg(test)]
mod tests {
    use super::path;
    use crate::api::{letters::opened::KEYS, problem::FieldError};
    use model::Language;

    #[test]
    fn places_are_told_in_one_way() {
        for (pointer, expected) in [
            ("", ""),
            ("/subject", "subject"),
            ("/to/2/address", "to[2].address"),
            ("/copy/0", "copy[0]"),
            ("/a~1b", "a/b"),
        ] {
            let error = FieldError {
                pointer: Some(pointer.to_owned()),
                ..FieldError::field("x", "")
            };
            assert_eq!(path(&error), expected, "{pointer}");
        }
    }

    #[test]
    fn every_problem_that_the_api_finds_has_its_sentence() {
        for language in Language::ALL {
            for key in KEYS {
                let key = format!("letter-problem-{key}");
                assert!(texts::texts(language).has(&key), "{language}: {key}");
            }
        }
    }
}
