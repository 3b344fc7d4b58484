//! What is known of an event, in a box; and the line that it was read from.

use super::{EventPage, PassedOn, cause, words::tells};
use crate::pages::letters::{message_path, subject, time};
use leptos::prelude::*;
use model::event::Kind;
use texts::Texts;

pub(super) fn view(page: &EventPage, texts: &Texts) -> AnyView {
    let fact = |key: &str, value: AnyView| view! { <dt>{texts.get(key)}</dt><dd>{value}</dd> };
    let text = |key: &str, text: &Option<String>| {
        text.clone()
            .filter(|text| !text.is_empty())
            .map(|text| fact(key, text.into_any()))
    };
    let letter = page.letter.as_ref().map(|(id, of)| {
        let url = format!("/{}{}", texts.language(), message_path(id));
        fact(
            "events-letter",
            view! { <a href=url>{subject(of, texts)}</a> }.into_any(),
        )
    });
    let batch = page
        .batch
        .clone()
        .map(|(name, url)| fact("events-batch", view! { <a href=url>{name}</a> }.into_any()));
    let why = page.cause.filter(|why| tells(page.kind, *why)).map(|why| {
        let key = if page.distrust.is_some() {
            "events-claims"
        } else {
            "events-cause"
        };
        fact(key, cause(why).sentence(texts).into_any())
    });
    let believed = page.distrust.is_none();
    let hard = (page.hard && believed).then(|| {
        let words = texts.get("events-hard-yes");
        fact("events-hard", words.into_any())
    });
    let codes: Vec<String> = [page.reply_code.map(|code| code.to_string()), page.status.clone()]
        .into_iter()
        .flatten()
        .collect();
    let codes = (!codes.is_empty()).then(|| codes.join(" · "));
    let clue = page.clue.filter(|_| believed).map(|clue| {
        let words = texts.get(&format!("events-clue-{}", clue.key()));
        fact("events-clue", words.into_any())
    });
    let source = texts.get(&format!("events-source-{}", page.source.key()));
    let times = (page.times > 1).then(|| page.times.to_string());
    let changed = page
        .changed
        .then(|| view! { <p class="hint">{texts.get("events-changed")}</p> });
    view! {
        <h2>{texts.get("events-facts")}</h2>
        <dl class="kv box">
            {text("events-recipient", &page.recipient)}
            {text("events-named-recipient", &page.named_recipient)}
            {letter}
            {batch}
            {text("log-column-user", &page.user)}
            {why}
            {hard}
            {text("events-codes", &codes)}
            {evidence(page, texts)}
            {text("events-reporter", &page.reporter)}
            {passed_on(page, texts)}
            {fact("events-when", time(&page.when.0, &page.when.1))}
            {text("events-from", &page.sender)}
            {text("events-subject", &Some(page.subject.clone()))}
            {clue}
            {fact("events-source", source.into_any())}
            {text("events-times", &times)}
        </dl>
        {changed}
    }
    .into_any()
}

/// The line that said so, in the mail's own words.
fn evidence(page: &EventPage, texts: &Texts) -> Option<AnyView> {
    let evidence = page.evidence.clone();
    let shown = matches!(page.kind, Kind::Bounce | Kind::Delayed) && !evidence.is_empty();
    shown.then(|| {
        view! { <dt>{texts.get("events-evidence")}</dt><dd><q class="evidence">{evidence}</q></dd> }
            .into_any()
    })
}

fn passed_on(page: &EventPage, texts: &Texts) -> Option<AnyView> {
    let value = match page.passed_on.as_ref()? {
        PassedOn::Waits => texts.get("events-passed-on-waits").into_any(),
        PassedOn::Not(key) => texts.get(key).into_any(),
        PassedOn::To(address, url) => {
            let words = texts.with("events-passed-on-to", &[("address", address)]);
            view! { <a href=url.clone()>{words}</a><span class="under">{texts.get("events-passed-on-about")}</span> }
                .into_any()
        }
    };
    Some(view! { <dt>{texts.get("events-passed-on")}</dt><dd>{value}</dd> }.into_any())
}
