//! Help: public, printable, without any script.

mod article;
mod came_back;
mod index;
mod provider;

pub use article::{ArticlePage, render as render_article};
pub use came_back::{CAME_BACK, render as render_came_back};
pub use index::{IndexGroup, render as render_index};
pub use provider::{Confidence, Limit, ProviderPage, SentCopy, render as render_provider};

use leptos::prelude::*;
use model::Language;

/// Where the page is: `Help / Gmail`.
fn breadcrumb(language: Language, here: &str) -> impl IntoView + use<> {
    let texts = texts::texts(language);
    view! {
        <nav class="crumbs" aria-label=texts.get("help-breadcrumb")>
            <a href=format!("/{language}/help")>{texts.get("help-title")}</a>
            " / "
            <span aria-current="page">{here.to_owned()}</span>
        </nav>
    }
}
