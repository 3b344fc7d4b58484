//! A batch after its end: what did not go out and why, what nobody knows, and what can be done.

use super::BatchPage;
use crate::pages::letters::Cause;
use leptos::prelude::*;
use texts::Texts;

pub(super) fn view(page: &BatchPage, texts: &Texts) -> AnyView {
    let log = log(page, texts);
    let (language, id) = (texts.language(), page.id.clone());
    view! {
        {failed(page, &log, texts)}
        {returned(page, texts)}
        {in_doubt(page, texts)}
        <div class="actions">
            <a class="btn" href=log.clone()>{texts.get("batch-see-letters")}</a>
            // A form, because the export is written into the audit log.
            <form method="post" action=format!("/{language}/letters.csv")>
                <input type="hidden" name="batch" value=id />
                <button>{texts.get("batch-csv")}</button>
            </form>
        </div>
    }
    .into_any()
}

/// The log's address for this batch.
pub(super) fn log(page: &BatchPage, texts: &Texts) -> String {
    format!("/{}/letters?batch={}", texts.language(), page.id)
}

/// Causes with how many letters each holds, leading to those in the log.
fn causes(causes: &[(Cause, u64)], log: &str, state: &str, texts: &Texts) -> AnyView {
    let lines = causes
        .iter()
        .map(|(cause, n)| {
            let url = format!("{log}&state={state}&cause={}", cause.key);
            let words = cause.sentence(texts);
            let about = format!(": {words}");
            view! {
                <li>
                    <p>{words}</p>
                    <a href=url>{texts.count("batch-letters-n", "n", *n)}<span class="away">{about}</span></a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows causes">{lines}</ul> }.into_any()
}

fn failed(page: &BatchPage, log: &str, texts: &Texts) -> Option<AnyView> {
    if page.counts.failed == 0 {
        return None;
    }
    let id = page.id.clone();
    Some(
        view! {
            <section aria-labelledby="failed">
                <h2 id="failed">{texts.count("batch-failed-title", "n", page.counts.failed)}</h2>
                {causes(&page.causes, log, "failed", texts)}
                <form class="actions" method="post" action=format!("/{}/batches/{id}", texts.language())>
                    <button class="primary" name="action" value="resend">
                        {texts.count("batch-resend", "n", page.counts.failed)}
                    </button>
                </form>
                <p class="hint">{texts.get("batch-resend-hint")}</p>
            </section>
        }
        .into_any(),
    )
}

/// What came back later, by cause.
pub(super) fn returned(page: &BatchPage, texts: &Texts) -> Option<AnyView> {
    if page.counts.bounced == 0 {
        return None;
    }
    let all = page.counts.all().to_string();
    let title = texts.count_with("batch-returned-title", "n", page.counts.bounced, &[("all", &all)]);
    let events = format!("/{}/events?batch={}", texts.language(), page.id);
    Some(
        view! {
            <section aria-labelledby="returned">
                <h2 id="returned">{title}</h2>
                {causes(&page.returned, &log(page, texts), "bounced", texts)}
                <p class="hint say">{texts.get("batch-returned-about")}</p>
                <p><a href=events>{texts.get("batch-returned-events")}</a></p>
            </section>
        }
        .into_any(),
    )
}

fn in_doubt(page: &BatchPage, texts: &Texts) -> Option<AnyView> {
    if page.counts.in_doubt == 0 {
        return None;
    }
    let url = format!("/{}/letters/in-doubt", texts.language());
    Some(
        view! {
            <section aria-labelledby="in-doubt">
                <h2 id="in-doubt">{texts.count("batch-in-doubt-title", "n", page.counts.in_doubt)}</h2>
                <p class="lead">{texts.get("batch-in-doubt-about")}</p>
                <p><a href=url>{texts.get("batch-in-doubt-see")}</a></p>
            </section>
        }
        .into_any(),
    )
}
