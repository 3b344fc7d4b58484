//! A batch before it starts: how many letters, through what, how fast and why, when the last one leaves.

use super::{BatchPage, duration};
use leptos::prelude::*;
use texts::Texts;

pub(super) fn view(page: &BatchPage, texts: &Texts) -> AnyView {
    let language = texts.language();
    let through = page
        .through
        .iter()
        .map(|through| {
            view! {
                <dt>{texts.get("batch-through")}</dt>
                <dd>{through.words(texts)} <span class="under">{through.pace(texts)}</span></dd>
            }
        })
        .collect_view();
    let end = match &page.left {
        Some((seconds, at)) => {
            let takes = duration::words(*seconds, texts);
            view! { <dd>{takes} <span class="under">{texts.with("batch-ends", &[("at", at)])}</span></dd> }
                .into_any()
        }
        None => view! { <dd>{texts.get("batch-takes-unknown")}</dd> }.into_any(),
    };
    let advice = page.reply_to_is_faster.then(|| {
        view! {
            <div class="notice">
                <p>{texts.get("batch-advice-reply-to")}</p>
                <p><a href=format!("/{language}/settings")>{texts.get("compose-to-settings")}</a></p>
            </div>
        }
    });
    view! {
        <dl class="kv box facts-box">
            <dt>{texts.get("batch-letters")}</dt>
            <dd>{page.counts.all().to_string()}</dd>
            {through}
            <dt>{texts.get("batch-takes")}</dt>
            {end}
        </dl>
        {advice}
    }
    .into_any()
}
