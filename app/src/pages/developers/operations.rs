//! The operations, one after the other, each with what it takes and what it answers. The words are the description's own,
//! in English, and are marked so.

use super::chapters::code;
use crate::{
    components::table::{Table, cell},
    markdown,
};
use leptos::prelude::*;
use texts::Texts;

/// Operations that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The group's id on the page: `users`. No two groups and operations have the same.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is about; Markdown.
    pub description: String,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Operation {
    /// Its id on the page: `operationId`.
    pub id: String,
    /// `GET`.
    pub method: String,
    /// `/api/v1/users/{id}`.
    pub path: String,
    /// In a few words.
    pub summary: String,
    /// In more words; Markdown.
    pub description: String,
    /// What a key has to open: `company`, `portal`.
    pub scopes: Vec<String>,
    /// What stands in the path, behind the question mark, and in the head.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub request: Option<Body>,
    /// What is answered.
    pub responses: Vec<Response>,
    /// A whole request, as it is typed.
    pub example: Option<String>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// Behind the question mark.
    Query,
    /// In the head.
    Header,
}

impl ParameterPlace {
    const fn key(self) -> &'static str {
        match self {
            Self::Path => "place-path",
            Self::Query => "place-query",
            Self::Header => "place-header",
        }
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: ParameterPlace,
    /// Its type: `string (uuid)`.
    pub kind: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is; Markdown.
    pub description: String,
}

/// What is sent or answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// `application/json`.
    pub media: String,
    /// The fields, those of fields within as `sender.value`.
    pub fields: Vec<SchemaField>,
    /// An example.
    pub example: Option<String>,
}

/// A field of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is; Markdown.
    pub description: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// `200`.
    pub status: String,
    /// When it is given.
    pub description: String,
    /// What it holds.
    pub body: Option<Body>,
}

pub(super) fn groups(groups: &[Group], texts: &Texts) -> AnyView {
    if groups.is_empty() {
        return view! { <p class="empty">{texts.get("developers-empty")}</p> }.into_any();
    }
    groups
        .iter()
        .map(|group| {
            let operations = group
                .operations
                .iter()
                .map(|operation| one(operation, texts))
                .collect_view();
            view! {
                <section aria-labelledby=group.id.clone()>
                    <h3 class="group" id=group.id.clone() lang="en">{group.name.clone()}</h3>
                    <div class="prose" lang="en" inner_html=markdown::block(&group.description)></div>
                    {operations}
                </section>
            }
        })
        .collect_view()
        .into_any()
}

fn one(operation: &Operation, texts: &Texts) -> AnyView {
    let address = format!("{} {}", operation.method, operation.path);
    let scopes = (!operation.scopes.is_empty()).then(|| {
        let scopes = operation
            .scopes
            .iter()
            .map(|scope| view! { " " <code>{scope.clone()}</code> })
            .collect_view();
        view! { <p class="hint">{texts.get("developers-scopes")} ":" {scopes}</p> }
    });
    let responses = operation
        .responses
        .iter()
        .map(|response| answer(response, &address, texts))
        .collect_view();
    let example = operation
        .example
        .clone()
        .map(|source| code(source, &address, texts));
    let path = operation.path.clone();
    view! {
        <article class="operation box" id=operation.id.clone()>
            <h4>
                <span lang="en">{operation.summary.clone()}</span>
                <code><b>{operation.method.clone()}</b>" "{path}</code>
            </h4>
            <div class="prose" lang="en" inner_html=markdown::block(&operation.description)></div>
            {scopes}
            {parameters(&operation.parameters, &address, texts)}
            {operation.request.as_ref().map(|body| view! {
                <h5>{texts.get("developers-request")}</h5>
                {content(body, &format!("{address}: {}", texts.get("developers-request")), texts)}
            })}
            {(!operation.responses.is_empty()).then(|| view! { <h5>{texts.get("developers-responses")}</h5> })}
            {responses}
            {example}
        </article>
    }
    .into_any()
}

fn code_cell(text: &str) -> AnyView {
    view! { <code class="any">{text.to_owned()}</code> }.into_any()
}

fn english(text: &str) -> AnyView {
    view! { <span lang="en" inner_html=markdown::inline(text)></span> }.into_any()
}

fn required(is: bool, texts: &Texts) -> AnyView {
    cell(texts.get(if is {
        "developers-required"
    } else {
        "developers-optional"
    }))
}

fn parameters(parameters: &[Parameter], address: &str, texts: &Texts) -> Option<AnyView> {
    if parameters.is_empty() {
        return None;
    }
    let rows = parameters
        .iter()
        .map(|parameter| {
            vec![
                code_cell(&parameter.name),
                cell(texts.get(parameter.place.key())),
                code_cell(&parameter.kind),
                required(parameter.required, texts),
                english(&parameter.description),
            ]
        })
        .collect();
    let table = Table {
        label: format!("{address}: {}", texts.get("developers-parameters")),
        columns: [
            "column-parameter",
            "column-place",
            "column-type",
            "column-required",
            "column-about",
        ]
        .map(|key| texts.get(key))
        .into(),
        rows,
    };
    Some(
        view! {
            <h5>{texts.get("developers-parameters")}</h5>
            {table.view()}
        }
        .into_any(),
    )
}

fn content(body: &Body, label: &str, texts: &Texts) -> AnyView {
    let rows: Vec<Vec<AnyView>> = body
        .fields
        .iter()
        .map(|field| {
            vec![
                code_cell(&field.name),
                code_cell(&field.kind),
                required(field.required, texts),
                english(&field.description),
            ]
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        Table {
            label: label.to_owned(),
            columns: ["column-field", "column-type", "column-required", "column-about"]
                .map(|key| texts.get(key))
                .into(),
            rows,
        }
        .view()
    });
    let example = body.example.clone().map(|source| code(source, label, texts));
    view! {
        <p class="hint"><code>{body.media.clone()}</code></p>
        {table}
        {example}
    }
    .into_any()
}

/// What is answered: folded where there is more to it than a sentence.
fn answer(response: &Response, address: &str, texts: &Texts) -> AnyView {
    let head = view! { <code>{response.status.clone()}</code> " " {english(&response.description)} };
    let Some(body) = &response.body else {
        return view! { <p class="answer">{head}</p> }.into_any();
    };
    let label = format!("{address}: {}", response.status);
    view! {
        <details class="answer">
            <summary>{head}</summary>
            {content(body, &label, texts)}
        </details>
    }
    .into_any()
}
