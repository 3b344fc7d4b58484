//! All guides.

use super::CAME_BACK;
use crate::shell::{Place, Shell};
use leptos::prelude::*;

/// Providers of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexGroup {
    /// The key of the group's heading.
    pub key: &'static str,
    /// Slug, name, and the domains it is known by.
    pub providers: Vec<(String, String, String)>,
}

/// The page.
#[must_use]
pub fn render(mut shell: Shell, groups: Vec<IndexGroup>) -> String {
    let texts = texts::texts(shell.language);
    let language = shell.language;
    shell.title = texts.get("help-title");
    shell.place = Place::Help;
    shell.document(move || {
        let groups = groups
            .into_iter()
            .map(|group| {
                let links = group
                    .providers
                    .into_iter()
                    .map(|(slug, name, domains)| {
                        view! {
                            <li>
                                <a href=format!("/{language}/help/{slug}")>{name}</a>
                                <small>{domains}</small>
                            </li>
                        }
                    })
                    .collect_view();
                view! {
                    <h2>{texts.get(group.key)}</h2>
                    <ul class="guides">{links}</ul>
                }
            })
            .collect_view();
        view! {
            <h1>{texts.get("help-title")}</h1>
            <p class="lead">{texts.get("help-lead")}</p>
            <p>
                <a href=format!("/{language}/help/ports-and-encryption")>{texts.get("help-ports-link")}</a>
            </p>
            <p>
                <a href=format!("/{language}/help/{CAME_BACK}")>{texts.get("came-back-link")}</a>
            </p>
            {groups}
            <p class="hint">{texts.get("help-not-found-hint")}</p>
        }
    })
}
