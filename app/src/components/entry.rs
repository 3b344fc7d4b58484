//! A field to type into: label, hint, what is wrong with it, the field itself.

use leptos::prelude::*;

/// How a field is typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// Words.
    Text,
    /// Names and codes that no keyboard should mend.
    Code,
    /// A number.
    Digits,
    /// A web address.
    Url,
    /// A day, `2026-05-04`.
    Day,
    /// Words to look for.
    Search,
    /// Several lines of code, as many as are shown at once.
    Lines(u8),
    /// A text that people read, with as many lines as are shown at once.
    Letter(u8),
}

/// A field to type into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    id: &'static str,
    name: String,
    label: String,
    hint: Option<String>,
    value: String,
    typing: Typing,
    mistake: Option<String>,
    suffix: Option<String>,
}

impl Entry {
    /// A field of this id. Its name in the form is the id with underscores.
    #[must_use]
    pub fn new(id: &'static str, label: String, typing: Typing) -> Self {
        Self {
            id,
            name: id.replace('-', "_"),
            label,
            hint: None,
            value: String::new(),
            typing,
            mistake: None,
            suffix: None,
        }
    }

    /// With another name in the form than its id says.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// With a sentence about what belongs there.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With what was typed.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.value);
        self
    }

    /// With what is wrong.
    #[must_use]
    pub fn mistake(mut self, mistake: Option<String>) -> Self {
        self.mistake = mistake;
        self
    }

    /// With words behind the field: `@event.portaal.ee`.
    #[must_use]
    pub fn suffix(mut self, suffix: String) -> Self {
        self.suffix = Some(suffix);
        self
    }

    /// The field as a view.
    pub fn view(self) -> AnyView {
        let id = self.id;
        let class = if self.mistake.is_some() {
            "field err"
        } else {
            "field"
        };
        let described = described_by(id, self.hint.is_some(), self.mistake.is_some());
        let input = self.input(described);
        let hint = self.hint.map(|hint| {
            view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }
        });
        let input = match self.suffix {
            Some(suffix) => {
                view! { <div class="with">{input}<span class="suffix" id=format!("{id}-suffix")>{suffix}</span></div> }
                    .into_any()
            }
            None => input,
        };
        view! {
            <div class=class>
                <label for=id>{self.label}</label>
                {hint}
                {input}
                {mistake_view(id, self.mistake)}
            </div>
        }
        .into_any()
    }

    fn input(&self, described: Option<String>) -> AnyView {
        let Self {
            id,
            name,
            value,
            typing,
            mistake,
            ..
        } = self.clone();
        let invalid = mistake.map(|_| "true");
        if let Typing::Lines(rows) | Typing::Letter(rows) = typing {
            let code = matches!(typing, Typing::Lines(_));
            // The newline is what a browser drops behind the tag: a value may begin with one of its own.
            let content = format!("\n{}", as_text(&value));
            return view! {
                <textarea
                    id=id
                    name=name
                    rows=rows.to_string()
                    class=(!code).then_some("words")
                    spellcheck=code.then_some("false")
                    autocapitalize=code.then_some("none")
                    aria-describedby=described
                    aria-invalid=invalid
                >
                    {content}
                </textarea>
            }
            .into_any();
        }
        let (kind, keys) = match typing {
            Typing::Digits => ("text", "numeric"),
            Typing::Url => ("url", "url"),
            Typing::Day => ("date", "text"),
            Typing::Search => ("search", "search"),
            Typing::Text | Typing::Code | Typing::Lines(_) | Typing::Letter(_) => ("text", "text"),
        };
        let as_typed = (typing != Typing::Text).then_some("false");
        view! {
            <input
                id=id
                name=name
                type=kind
                inputmode=keys
                autocapitalize=(typing != Typing::Text).then_some("none")
                spellcheck=as_typed
                aria-describedby=described
                aria-invalid=invalid
                value=value
            />
        }
        .into_any()
    }
}

/// A text area's content. Leptos writes it as it is (as a script's), so that a value could end the field and go on as
/// the page's own HTML.
fn as_text(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The ids of what is said about a field.
#[must_use]
pub fn described_by(id: &str, hint: bool, mistake: bool) -> Option<String> {
    let ids: Vec<String> = [(hint, "hint"), (mistake, "mistake")]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What is wrong with a field, at the field.
pub fn mistake_view(id: &str, words: Option<String>) -> Option<AnyView> {
    let id = format!("{id}-mistake");
    words.map(|words| view! { <div class="finding error" id=id><p class="msg">{words}</p></div> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::{Entry, Typing};
    use crate::render;

    #[test]
    fn what_was_typed_stays_in_its_field() {
        for typing in [Typing::Text, Typing::Lines(3), Typing::Letter(3)] {
            let value = "\"></textarea><script>a&lt;</script>";
            let html = render::html(move || Entry::new("x", String::new(), typing).value(value).view());
            assert!(!html.contains("<script"), "{html}");
            assert_eq!(
                html.matches("</textarea").count(),
                usize::from(typing != Typing::Text)
            );
            // It comes back as it was typed.
            assert!(html.contains("a&amp;lt;"), "{html}");
        }
    }
}
