//! The stages, one line each: how it ended, how long it took, what it found out.

use super::{Progress, TestPage};
use crate::dates;
use leptos::prelude::*;
use model::session::{Detail, Outcome, Stage, StageReport};
use texts::Texts;

struct Row {
    class: &'static str,
    sign: &'static str,
    name: String,
    outcome: String,
    time: String,
    detail: Option<String>,
}

pub(super) fn stages(page: &TestPage, texts: &Texts) -> AnyView {
    let order = Stage::order(page.server.destination.security);
    let running = page.progress == Progress::Running;
    // The first stage without a report is the one that runs.
    let next = order
        .iter()
        .find(|stage| !page.reports.iter().any(|report| report.stage == **stage));
    let rows = order
        .iter()
        .map(|stage| {
            let report = page.reports.iter().find(|report| report.stage == *stage);
            let name = texts.get(&format!("stage-{}", stage.key()));
            match report {
                Some(report) => reported(page, report, name, texts),
                None => waiting(running, running && Some(stage) == next, name, texts),
            }
        })
        .map(|row| {
            view! {
                <li class=row.class>
                    <span class="i" aria-hidden="true">{row.sign}</span>
                    <b>{row.name}</b>
                    <small><span class="away">{row.outcome} " "</span>{row.time}</small>
                    {row.detail.map(|detail| view! { <p>{detail}</p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="line">{rows}</ol> }.into_any()
}

fn waiting(running: bool, now: bool, name: String, texts: &Texts) -> Row {
    let (class, key) = match (running, now) {
        (true, true) => ("now", "outcome-running"),
        (true, false) => ("no", "outcome-waiting"),
        (false, _) => ("no", "outcome-not-reached"),
    };
    Row {
        class,
        sign: "",
        name,
        outcome: texts.get(key),
        time: String::new(),
        detail: None,
    }
}

fn reported(page: &TestPage, report: &StageReport, name: String, texts: &Texts) -> Row {
    let (class, sign, key) = match report.result {
        Outcome::Passed => ("ok", "✓", "outcome-passed"),
        Outcome::Skipped => ("skip", "–", "outcome-skipped"),
        Outcome::Failed(_) => ("bad", "!", "outcome-failed"),
    };
    let ms = report.ms.to_string();
    let time = if report.result == Outcome::Skipped {
        String::new()
    } else {
        texts.with("milliseconds", &[("ms", &ms)])
    };
    Row {
        class,
        sign,
        name,
        outcome: texts.get(key),
        time,
        detail: detail(page, report, texts),
    }
}

fn detail(page: &TestPage, report: &StageReport, texts: &Texts) -> Option<String> {
    let language = texts.language();
    if report.result == Outcome::Skipped && report.stage == Stage::Auth {
        return Some(texts.get("detail-skipped-auth"));
    }
    Some(match &report.detail {
        Detail::Nothing => return None,
        Detail::Addresses { list } => texts.with(
            "detail-addresses",
            &[("host", &page.server_name(texts)), ("list", &list.join(", "))],
        ),
        Detail::Peer { address } => texts.with("detail-peer", &[("address", address)]),
        Detail::Tls(tls) => {
            let certificate = tls.certificate.as_ref()?;
            let (from, until) = (
                dates::day(language, &certificate.not_before),
                dates::day(language, &certificate.not_after),
            );
            let mut words = vec![
                ("subject", certificate.subject.as_str()),
                ("issuer", &certificate.issuer),
                ("until", &until),
            ];
            match &tls.version {
                Some(version) if report.fault().is_none() => {
                    words.push(("version", version));
                    texts.with("detail-tls", &words)
                }
                _ => {
                    words.push(("from", &from));
                    texts.with("detail-tls-untrusted", &words)
                }
            }
        }
        Detail::Extensions { list, size } => {
            let list = list.join(" · ");
            match size {
                Some(bytes) if *bytes >= 1_000_000 => texts.with(
                    "detail-extensions-size",
                    &[("list", &list), ("megabytes", &(bytes / 1_000_000).to_string())],
                ),
                _ => texts.with("detail-extensions", &[("list", &list)]),
            }
        }
        Detail::Mechanism { name } => texts.with("detail-mechanism", &[("name", name)]),
        Detail::Answer { text } => texts.with("detail-answer", &[("text", text)]),
    })
}
