//! An article that belongs to no provider.

use super::breadcrumb;
use crate::{
    markdown,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use texts::Article;

/// What the page shows.
pub type ArticlePage = Article;

/// The page.
#[must_use]
pub fn render(mut shell: Shell, article: &'static ArticlePage) -> String {
    let language = shell.language;
    shell.title.clone_from(&article.title);
    shell.place = Place::Help;
    shell.document(move || {
        let sections = article
            .sections
            .iter()
            .map(|section| {
                view! {
                    <section class="prose">
                        <h2>{section.title.clone()}</h2>
                        <div inner_html=markdown::block(&section.text)></div>
                    </section>
                }
            })
            .collect_view();
        view! {
            {breadcrumb(language, &article.title)}
            <h1>{article.title.clone()}</h1>
            <p class="lead">{article.lead.clone()}</p>
            {sections}
        }
    })
}
