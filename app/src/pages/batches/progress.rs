//! How far a batch is: a bar with its words beside it, numbers, rate and the time that is left.

use super::{BatchPage, Counts, Phase, duration};
use leptos::prelude::*;
use texts::Texts;

fn of_all(counts: &Counts, texts: &Texts) -> String {
    texts.with(
        "batch-done-of",
        &[
            ("done", &counts.done().to_string()),
            ("all", &counts.all().to_string()),
        ],
    )
}

fn bar(counts: &Counts, name: String) -> AnyView {
    view! { <progress max=counts.all().max(1).to_string() value=counts.done().to_string() aria-label=name></progress> }
        .into_any()
}

/// For a list.
pub(super) fn short(counts: &Counts, name: &str, texts: &Texts) -> AnyView {
    let words = of_all(counts, texts);
    view! {
        <div class="progress">
            {bar(counts, name.to_owned())}
            <span>{words}</span>
        </div>
    }
    .into_any()
}

/// For the batch's own page.
pub(super) fn whole(page: &BatchPage, texts: &Texts) -> AnyView {
    let counts = &page.counts;
    let percent = texts.with("percent", &[("n", &counts.percent().to_string())]);
    view! {
        <div class="progress whole">
            {bar(counts, page.name.clone())} <strong>{percent}</strong>
            <span>{of_all(counts, texts)}</span>
        </div>
        {numbers(counts, page.phase.is_over(), texts)}
        {left(page, texts)}
    }
    .into_any()
}

/// The numbers; those that are bad news only where there is some.
fn numbers(counts: &Counts, over: bool, texts: &Texts) -> AnyView {
    let tile = |class: &'static str, key: &str, n: u64| {
        view! {
            <div class=class>
                <dt>{texts.get(key)}</dt>
                <dd>{n.to_string()}</dd>
            </div>
        }
    };
    let bad_news = |class: &'static str, key: &str, n: u64| (n > 0).then(|| tile(class, key, n));
    view! {
        <dl class="tiles">
            {tile("ok", "batch-sent", counts.sent)}
            {(!over || counts.waiting > 0).then(|| tile("", "batch-waiting", counts.waiting))}
            {tile(if counts.failed > 0 { "bad" } else { "" }, "batch-failed", counts.failed)}
            {bad_news("bad", "batch-bounced", counts.bounced)}
            {bad_news("warn", "batch-in-doubt", counts.in_doubt)}
            {bad_news("", "batch-canceled", counts.canceled)}
        </dl>
    }
    .into_any()
}

/// How fast it goes and how long it still takes.
fn left(page: &BatchPage, texts: &Texts) -> Option<AnyView> {
    // Nobody knows when what stands still goes on.
    if page.phase != Phase::Running || page.through.iter().any(|through| through.stopped.is_some()) {
        return None;
    }
    let rate = page.per_hour.map(|n| match n {
        // Whole minutes say more where many go.
        120.. => texts.count("rate-minute", "n", n / 60),
        _ => texts.count("rate-hour", "n", n),
    });
    let end = page.left.as_ref().map(|(seconds, at)| {
        let takes = duration::words(*seconds, texts);
        texts.with("batch-left", &[("duration", &takes), ("at", at)])
    });
    let words: Vec<String> = rate.into_iter().chain(end).collect();
    (!words.is_empty()).then(|| view! { <p class="left">{words.join(" ")}</p> }.into_any())
}
