//! What narrows the log: states with their numbers, as links; a form for the rest.

use super::{Group, LogPage, Narrowed, hidden, path};
use crate::{
    components::entry::{Entry, Typing},
    pages::letters::at,
};
use leptos::prelude::*;
use texts::Texts;

pub(super) fn view(page: &LogPage, filtered: bool, texts: &Texts) -> AnyView {
    let entry = |id: &'static str, typing: Typing, value: &str| {
        Entry::new(id, texts.get(&format!("log-filter-{id}")), typing)
            .value(value)
            .mistake(at(&page.mistakes, id, texts))
            .view()
    };
    let filter = &page.filter;
    let person = page
        .all_users
        .then(|| entry("person", Typing::Search, &filter.person));
    let clear = filtered.then(|| view! { <a href=path(texts)>{texts.get("log-filter-clear")}</a> });
    let kept = filter
        .pairs()
        .into_iter()
        .filter(|(name, _)| matches!(*name, "state" | "batch" | "cause"))
        .collect();
    view! {
        <form method="get" action=path(texts) class="box filter" role="search" aria-label=texts.get("log-filter")>
            {hidden(kept)}
            {entry("search", Typing::Search, &filter.search)}
            {person}
            {entry("from", Typing::Day, &filter.from)}
            {entry("until", Typing::Day, &filter.until)}
            <div class="actions">
                <button>{texts.get("log-filter-button")}</button>
                {clear}
            </div>
        </form>
        {narrowed("log-narrowed-batch", page.batch.as_ref(), texts)}
        {narrowed("log-narrowed-cause", page.cause.as_ref(), texts)}
        {states(page, texts)}
    }
    .into_any()
}

/// That only one batch or cause is shown, with the way back to all.
fn narrowed(key: &str, to: Option<&Narrowed>, texts: &Texts) -> Option<AnyView> {
    let (what, url) = to?;
    Some(
        view! {
            <p class="narrowed">
                {texts.with(key, &[("what", what)])} " "
                <a href=url.clone()>{texts.get("log-narrowed-all")}</a>
            </p>
        }
        .into_any(),
    )
}

/// All states with how many there are: those without any are left out, unless one of them is chosen.
fn states(page: &LogPage, texts: &Texts) -> Option<AnyView> {
    let chosen = page.filter.state;
    if page.counts.all() == 0 || !page.mistakes.is_empty() {
        return None;
    }
    let link = |state: Option<Group>, number: u64, url: &String| {
        let words = match state {
            Some(state) => state.words(texts),
            None => texts.get("log-all"),
        };
        let current = (state == chosen).then_some("true");
        (number > 0 || state == chosen || state.is_none()).then(|| {
            view! {
                <li>
                    <a href=url.clone() aria-current=current>{words} " " <b>{number.to_string()}</b></a>
                </li>
            }
        })
    };
    let states = std::iter::once(None).chain(Group::ALL.into_iter().map(Some));
    let links = states
        .zip(&page.by_state)
        .map(|(state, url)| {
            let number = state.map_or_else(|| page.counts.all(), |state| page.counts.get(state));
            link(state, number, url)
        })
        .collect_view();
    Some(
        view! {
            <nav class="chips" aria-label=texts.get("log-states")>
                <ul>{links}</ul>
            </nav>
        }
        .into_any(),
    )
}
