//! What came back: every cause with what it means and what to do, in the words that stand at a letter too.

use super::breadcrumb;
use crate::{
    pages::letters,
    shell::{Place, Shell},
};
use leptos::prelude::*;
use model::event::{Cause, Kind};
use texts::Texts;

/// The page's name in addresses. A cause has its key as its place on the page.
pub const CAME_BACK: &str = "what-came-back";

/// The page.
#[must_use]
pub fn render(mut shell: Shell) -> String {
    let language = shell.language;
    let texts = texts::texts(language);
    shell.title = texts.get("came-back-title");
    shell.place = Place::Help;
    shell.document(move || {
        let causes = Cause::ALL.iter().map(|of| cause(*of, texts)).collect_view();
        let kinds = Kind::ALL
            .iter()
            .filter(|kind| **kind != Kind::Bounce)
            .map(|kind| {
                let key = kind.key();
                view! {
                    <dt>{texts.get(&format!("events-kind-{key}"))}</dt>
                    <dd>{texts.get(&format!("events-what-{key}"))}</dd>
                }
            })
            .collect_view();
        view! {
            {breadcrumb(language, &texts.get("came-back-title"))}
            <h1>{texts.get("came-back-title")}</h1>
            <p class="lead">{texts.get("came-back-lead")}</p>
            {causes}
            <section class="prose">
                <h2>{texts.get("came-back-kinds")}</h2>
                <dl class="kv">{kinds}</dl>
            </section>
            <section class="prose">
                <h2>{texts.get("came-back-set-aside")}</h2>
                <p>{texts.get("came-back-set-aside-about")}</p>
            </section>
        }
    })
}

fn cause(of: Cause, texts: &Texts) -> AnyView {
    let cause = letters::Cause {
        key: of.of_message().to_owned(),
        ..letters::Cause::default()
    };
    let meaning = cause.meaning(texts).map(|meaning| view! { <p>{meaning}</p> });
    let steps = cause
        .steps(texts)
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect_view();
    view! {
        <section class="prose" id=of.key()>
            <h2>{cause.sentence(texts)}</h2>
            {meaning}
            <ol class="steps">{steps}</ol>
        </section>
    }
    .into_any()
}
