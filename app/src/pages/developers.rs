//! The API, to be read: how to get in, how it answers, what there is. `GET /developers`; no forms. The operations come
//! from the API's own description (`OpenAPI`), whose words are English; all around them is in the page's language.

mod chapters;
mod operations;

pub use operations::{Body, Group, Operation, Parameter, ParameterPlace, Response, SchemaField};

use crate::shell::{Place, Shell};
use leptos::prelude::*;
use texts::Texts;

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DevelopersPage {
    /// Our own address: `https://saatja.example`, without a slash at the end.
    pub base_url: String,
    /// Where the description (`OpenAPI`) is: `/api/v1/openapi.json`.
    pub description_url: String,
    /// The description's version.
    pub version: String,
    /// How many requests a key may send in a minute.
    pub requests_a_minute: u64,
    /// The operations.
    pub groups: Vec<Group>,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, page: DevelopersPage) -> String {
    let texts = texts::texts(shell.language);
    shell.title = texts.get("developers-title");
    shell.place = Place::Elsewhere;
    shell.document(move || {
        view! {
            <h1>{texts.get("developers-title")}</h1>
            <p class="lead">{texts.get("developers-lead")}</p>
            <p>
                <a href=page.description_url.clone()>{texts.get("developers-description")}</a>
                " "
                <span class="tag">{page.version.clone()}</span>
            </p>
            {contents(&page, texts)}
            {chapters::chapters(&page, texts)}
            <h2 id="operations">{texts.get("developers-operations")}</h2>
            {operations::groups(&page.groups, texts)}
        }
    })
}

/// What is where on the page.
fn contents(page: &DevelopersPage, texts: &Texts) -> AnyView {
    let chapters = chapters::KEYS
        .map(|key| {
            let words = texts.get(&format!("developers-{key}"));
            view! { <li><a href=format!("#{key}")>{words}</a></li> }
        })
        .collect_view();
    let groups = page
        .groups
        .iter()
        .map(|group| {
            let url = format!("#{}", group.id);
            view! { <li lang="en"><a href=url>{group.name.clone()}</a></li> }
        })
        .collect_view();
    let groups = (!page.groups.is_empty()).then(|| view! { <ul>{groups}</ul> });
    view! {
        <nav class="contents" aria-label=texts.get("developers-contents")>
            <ul>
                {chapters}
                <li>
                    <a href="#operations">{texts.get("developers-operations")}</a>
                    {groups}
                </li>
            </ul>
        </nav>
    }
    .into_any()
}
