//! What narrows the list: kinds and causes with their numbers, as links; a form for the rest.

use super::{super::cause as sentences, Chip, ListPage, Shown};
use crate::{
    components::entry::{Entry, Typing},
    pages::letters::{Part, at, hidden},
};
use leptos::prelude::*;
use model::event::Cause;
use texts::Texts;

pub(super) fn view(page: &ListPage, filtered: bool, texts: &Texts) -> AnyView {
    let path = format!("/{}{}", texts.language(), Part::Events.path());
    let entry = |id: &'static str, key: &str, typing: Typing, value: &str| {
        Entry::new(id, texts.get(key), typing)
            .value(value)
            .mistake(at(&page.mistakes, id, texts))
            .view()
    };
    let filter = &page.filter;
    let person = page
        .all_users
        .then(|| entry("person", "events-filter-person", Typing::Search, &filter.person));
    let clear = filtered.then(|| view! { <a href=path.clone()>{texts.get("log-filter-clear")}</a> });
    let kept = filter
        .pairs()
        .into_iter()
        .filter(|(name, _)| matches!(*name, "kind" | "cause" | "letter" | "batch"))
        .collect();
    view! {
        <form
            method="get"
            action=path.clone()
            class="box filter"
            role="search"
            aria-label=texts.get("events-filter")
        >
            {hidden(kept)}
            {entry("search", "events-filter-search", Typing::Search, &filter.search)}
            {person}
            {entry("from", "log-filter-from", Typing::Day, &filter.from)}
            {entry("until", "log-filter-until", Typing::Day, &filter.until)}
            <div class="actions">
                <button>{texts.get("log-filter-button")}</button>
                {clear}
            </div>
        </form>
        {narrowed(page, texts)}
        {chips(
            "events-kinds",
            &page.kinds,
            |shown| shown == filter.shown,
            |shown| shown == Shown::Believed,
            |shown| shown.words(texts),
            texts,
        )}
        {chips(
            "events-causes",
            &page.causes,
            |cause| Some(cause) == filter.cause,
            |_| false,
            |cause: Cause| sentences(cause).sentence(texts),
            texts,
        )}
    }
    .into_any()
}

/// That only one letter or batch is shown, with the way back to all.
fn narrowed(page: &ListPage, texts: &Texts) -> AnyView {
    let line = |words: String, url: &String| {
        view! { <p class="narrowed">{words} " " <a href=url.clone()>{texts.get("log-narrowed-all")}</a></p> }
    };
    let letter = page
        .letter
        .as_ref()
        .map(|url| line(texts.get("events-narrowed-letter"), url));
    let batch = page
        .batch
        .as_ref()
        .map(|(name, url)| line(texts.with("events-narrowed-batch", &[("what", name)]), url));
    view! { {letter} {batch} }.into_any()
}

/// A row of links with their numbers. What there is none of is left out, unless it is chosen or always there.
fn chips<T: Copy>(
    label: &str,
    chips: &[Chip<T>],
    chosen: impl Fn(T) -> bool,
    always: impl Fn(T) -> bool,
    words: impl Fn(T) -> String,
    texts: &Texts,
) -> Option<AnyView> {
    let shown: Vec<&Chip<T>> = chips
        .iter()
        .filter(|chip| chip.number > 0 || chosen(chip.what) || always(chip.what))
        .collect();
    if chips.iter().all(|chip| chip.number == 0) {
        return None;
    }
    let links = shown
        .into_iter()
        .map(|chip| {
            let current = chosen(chip.what).then_some("true");
            view! {
                <li>
                    <a href=chip.url.clone() aria-current=current>
                        {words(chip.what)}
                        " "
                        <b>{chip.number.to_string()}</b>
                    </a>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <nav class="chips" aria-labelledby=label.to_owned()>
                <span class="chips-about" id=label.to_owned()>{texts.get(label)}</span>
                <ul>{links}</ul>
            </nav>
        }
        .into_any(),
    )
}
