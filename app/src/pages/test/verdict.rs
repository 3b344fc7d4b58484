//! The verdict in words: head, meaning, steps, the server's own words.

use super::{Explanation, Progress, TestPage, badge};
use crate::components::badge::Mood;
use leptos::prelude::*;
use model::{session::Side, settings::Field};
use texts::Texts;

pub(super) fn head(page: &TestPage, texts: &Texts) -> AnyView {
    let language = texts.language();
    let words = page.words(language);
    let words: Vec<(&str, &str)> = words
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (mood, label, lead) = match &page.progress {
        Progress::Running => (
            Mood::Open,
            texts.get("badge-running"),
            texts.get("test-lead-running"),
        ),
        Progress::Passed => (
            Mood::Good,
            texts.with("badge-verified", &[("when", &page.when)]),
            texts.with(
                "test-lead-passed",
                &[("server", &page.server_name(texts)), ("address", &page.recipient)],
            ),
        ),
        Progress::Failed(why) => (
            Mood::Bad,
            texts.with("badge-failing", &[("when", &page.when)]),
            capitalised(texts.with(&format!("cause-{}", why.cause), &words)),
        ),
        Progress::Aborted => (
            Mood::Open,
            texts.get("test-title-aborted"),
            texts.get("test-lead-aborted"),
        ),
    };
    view! {
        {badge(mood, label)}
        <h1>{page.title(language)}</h1>
        <p class="lead">{lead}</p>
    }
    .into_any()
}

pub(super) fn what_to_do(page: &TestPage, texts: &Texts) -> Option<AnyView> {
    match &page.progress {
        Progress::Running | Progress::Aborted => None,
        Progress::Passed => {
            let steps =
                ["test-passed-step1", "test-passed-step2", "test-passed-step3"].map(|key| texts.get(key));
            Some(
                view! {
                    <div class="why good">
                        <h2>{texts.get("test-next")}</h2>
                        <ol class="steps">{list(steps.into())}</ol>
                        <p class="hint">{holds_for(page, texts)}</p>
                    </div>
                }
                .into_any(),
            )
        }
        Progress::Failed(why) => Some(failed(page, why, texts).into_any()),
    }
}

fn failed(page: &TestPage, why: &Explanation, texts: &Texts) -> AnyView {
    let language = texts.language();
    let words = page.words(language);
    let words: Vec<(&str, &str)> = words
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let key = format!("cause-{}", why.cause);
    let meaning = texts.attribute(&key, "meaning", &words).map(capitalised);
    let steps = texts.steps(&key, &words).into_iter().map(capitalised).collect();
    let guide = why.guide.clone().map(|url| {
        view! { <a class="btn primary" href=url target="_blank">{texts.get("test-guide")}</a> }
    });
    let field = why.field.map(|field| {
        let label = if field == Field::Password {
            texts.get("test-enter-password")
        } else {
            texts.with(
                "test-look-field",
                &[("field", &texts.get(&format!("field-{}", field.key())))],
            )
        };
        view! { <a class="btn" href=format!("/{language}/settings#{}", field.key())>{label}</a> }
    });
    let server_words = why.server_words.clone().map(|said| {
        view! {
            <details>
                <summary>{texts.get("test-server-words")}</summary>
                <pre tabindex="0">{said}</pre>
            </details>
        }
    });
    view! {
        <div class="why">
            {meaning.map(|meaning| view! { <h2>{texts.get("test-meaning")}</h2><p>{meaning}</p> })}
            <h2>{texts.get("test-what-to-do")}</h2>
            <ol class="steps">{list(steps)}</ol>
            <div class="actions">{guide} {field}</div>
            {server_words}
        </div>
    }
    .into_any()
}

/// A sentence may begin with a name that is written small elsewhere: "server mail.naidis.ee …".
pub(in crate::pages) fn capitalised(sentence: String) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        // A host name stays as it is: it is no word.
        Some(first)
            if first.is_lowercase() && !sentence.split(' ').next().unwrap_or_default().contains('.') =>
        {
            first.to_uppercase().chain(letters).collect()
        }
        _ => sentence,
    }
}

fn list(steps: Vec<String>) -> impl IntoView {
    steps
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect_view()
}

fn holds_for(page: &TestPage, texts: &Texts) -> String {
    let destination = &page.server.destination;
    let port = destination.port.to_string();
    let security = texts.get(&format!("security-{}", destination.security.key()));
    texts.with(
        "test-verdict-for",
        &[
            ("server", &page.server_name(texts)),
            ("port", &port),
            ("security", &security),
            ("sender", page.server.sender.as_str()),
        ],
    )
}

pub(super) fn other_ports(page: &TestPage, texts: &Texts) -> Option<impl IntoView + use<>> {
    if page.other_ports.is_empty() {
        return None;
    }
    let lines = page
        .other_ports
        .iter()
        .map(|other| {
            let key = if other.answers {
                "test-other-port-yes"
            } else {
                "test-other-port-no"
            };
            let (port, security) = (
                other.port.to_string(),
                texts.get(&format!("security-{}", other.security.key())),
            );
            view! { <li>{texts.with(key, &[("port", &port), ("security", &security)])}</li> }
        })
        .collect_view();
    Some(view! { <h2>{texts.get("test-other-ports")}</h2><ul class="others">{lines}</ul> })
}

pub(super) fn transcript(page: &TestPage, texts: &Texts) -> Option<impl IntoView + use<>> {
    if page.transcript.is_empty() || page.progress == Progress::Running {
        return None;
    }
    let (us, server) = (
        texts.get("test-transcript-us"),
        texts.get("test-transcript-server"),
    );
    let width = us.chars().count().max(server.chars().count());
    let mut text = String::new();
    for line in &page.transcript {
        let who = if line.side == Side::Client { &us } else { &server };
        text.extend([
            &" ".repeat(width - who.chars().count()),
            who,
            ": ",
            line.text.as_str(),
            "\n",
        ]);
    }
    Some(view! {
        <details class="transcript">
            <summary>{texts.get("test-transcript")}</summary>
            <pre tabindex="0">{text}</pre>
        </details>
    })
}

pub(super) fn actions(page: &TestPage, texts: &Texts) -> AnyView {
    let language = texts.language();
    let running = page.progress == Progress::Running;
    let refresh = running.then(|| {
        view! {
            <p class="hint no-script">{texts.get("test-refresh-hint")}</p>
            <a class="btn no-script" href=format!("/{language}/tests/{}?wait=yes", page.id)>{texts.get("test-refresh")}</a>
        }
    });
    let again = (!running).then(|| {
        view! {
            <form method="post" action=format!("/{language}/tests")>
                <button>{texts.get("test-again-button")}</button>
            </form>
        }
    });
    view! {
        <div class="actions">
            {refresh} {again}
            <a class="btn" href=format!("/{language}/settings")>{texts.get("test-back")}</a>
        </div>
    }
    .into_any()
}
