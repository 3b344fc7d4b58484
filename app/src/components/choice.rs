//! A choice of one out of a few, or of several: a group of radio buttons or boxes under one question.

use super::entry::{described_by, mistake_view};
use leptos::prelude::*;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its value in the form.
    pub value: String,
    /// Its words.
    pub words: String,
    /// A sentence more about it.
    pub about: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The group's id; an answer's is this, a hyphen and its place.
    pub id: &'static str,
    /// The name in the form.
    pub name: &'static str,
    /// The question.
    pub question: String,
    /// A sentence more about it.
    pub hint: Option<String>,
    /// The answers.
    pub answers: Vec<Answer>,
    /// Whether several may be chosen.
    pub several: bool,
    /// What is wrong.
    pub mistake: Option<String>,
}

impl Choice {
    /// The group as a view.
    pub fn view(self) -> AnyView {
        let id = self.id;
        let kind = if self.several { "checkbox" } else { "radio" };
        let class = if self.mistake.is_some() {
            "field err"
        } else {
            "field"
        };
        let answers = self
            .answers
            .into_iter()
            .enumerate()
            .map(|(at, answer)| {
                let own = format!("{id}-{at}");
                let label_for = own.clone();
                view! {
                    <label class="check" for=label_for>
                        <input type=kind id=own name=self.name value=answer.value checked=answer.chosen />
                        <span>
                            {answer.words}
                            {answer.about.map(|about| view! { <span class="about">{about}</span> })}
                        </span>
                    </label>
                }
            })
            .collect_view();
        let described = described_by(id, self.hint.is_some(), self.mistake.is_some());
        view! {
            <fieldset class=class id=id tabindex="-1" aria-describedby=described>
                <legend class="label">{self.question}</legend>
                {self.hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
                <div class="checks">{answers}</div>
                {mistake_view(id, self.mistake)}
            </fieldset>
        }
        .into_any()
    }
}
